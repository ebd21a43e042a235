// What pages are told is what the schemas of docs/ say: of the wire's messages every one, filled
// and empty, and what the web alone says as a real pack gives it.
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>
#include <memory>

#include "proto/whistle.pb.h"
#include "server/adapters/proto_json.hpp"
#include "server/adapters/web_explain.hpp"
#include "server/adapters/web_forecast.hpp"
#include "server/adapters/web_pack.hpp"
#include "tests/adapters/shipped_pack.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string document(const std::string& name) {
  std::ifstream in(std::string(GW_SOURCE_DIR "/docs/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// --- messages of the wire ----------------------------------------------------------------------

const json::object& message_schemas() {
  static const json::value read = json::parse(document("openapi_messages.json"));
  return read.at("components").at("schemas").get_object();
}

// What does not fit, and where; empty: all does.
std::string misfit(const json::value& told, const json::object& schema, const std::string& where) {
  if (const json::value* named = schema.if_contains("$ref")) {
    std::string name(named->get_string());
    name.erase(0, name.rfind('/') + 1);
    const json::value* found = message_schemas().if_contains(name);
    return found ? misfit(told, found->get_object(), where) : where + ": no schema " + name;
  }
  std::string type(schema.at("type").get_string());
  if (type == "array") {
    if (!told.is_array()) return where + " is no list";
    for (const json::value& each : told.get_array()) {
      std::string found = misfit(each, schema.at("items").get_object(), where + "[]");
      if (!found.empty()) return found;
    }
    return {};
  }
  if (type == "string") {
    if (!told.is_string()) return where + " is no text";
    const json::value* words = schema.if_contains("enum");
    bool known = !words || std::ranges::count(words->get_array(), told) == 1;
    return known ? std::string() : where + " is none of its words";
  }
  if (type == "integer")
    return told.is_number() && !told.is_double() ? "" : where + " is no number";
  if (type == "number") return told.is_number() ? "" : where + " is no number";
  if (type == "boolean") return told.is_bool() ? "" : where + " is not true or false";
  if (!told.is_object()) return where + " is no object";
  const json::object& members = schema.at("properties").get_object();
  for (const auto& [name, value] : told.get_object()) {
    std::string inner = where + '.' + std::string(name);
    const json::value* member = members.if_contains(name);
    if (!member) return inner + " is not known";
    std::string found = misfit(value, member->get_object(), inner);
    if (!found.empty()) return found;
  }
  const json::value* required = schema.if_contains("required");
  if (!required) return {};
  for (const json::value& each : required->get_array()) {
    if (!told.get_object().contains(each.get_string()))
      return where + " lacks " + std::string(each.get_string());
  }
  return {};
}

class filler {
 public:
  // Of each oneof the member of this place, as far as it has so many.
  explicit filler(int choice) : choice_(choice) {}

  void fill(Message& message, int depth) const {
    const Descriptor& type = *message.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const auto* group = field.real_containing_oneof();
      if (group && group->field(choice_ % group->field_count()) != &field) continue;
      if (field.message_type() && depth == 0) continue;
      set(message, field, depth);
    }
  }

 private:
  void set(Message& message, const FieldDescriptor& field, int depth) const {
    const Reflection& in = *message.GetReflection();
    bool list = field.is_repeated();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return list ? in.AddInt32(&message, &field, -7) : in.SetInt32(&message, &field, -7);
      case FieldDescriptor::CPPTYPE_INT64:
        return list ? in.AddInt64(&message, &field, -7) : in.SetInt64(&message, &field, -7);
      case FieldDescriptor::CPPTYPE_UINT32:
        return list ? in.AddUInt32(&message, &field, 7) : in.SetUInt32(&message, &field, 7);
      case FieldDescriptor::CPPTYPE_UINT64:
        return list ? in.AddUInt64(&message, &field, 7) : in.SetUInt64(&message, &field, 7);
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return list ? in.AddDouble(&message, &field, 0.5) : in.SetDouble(&message, &field, 0.5);
      case FieldDescriptor::CPPTYPE_FLOAT:
        return list ? in.AddFloat(&message, &field, 0.5F) : in.SetFloat(&message, &field, 0.5F);
      case FieldDescriptor::CPPTYPE_BOOL:
        return list ? in.AddBool(&message, &field, true) : in.SetBool(&message, &field, true);
      case FieldDescriptor::CPPTYPE_STRING:
        return list ? in.AddString(&message, &field, std::string(16, '\x11'))
                    : in.SetString(&message, &field, std::string(16, '\x11'));
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* value = field.enum_type()->value(field.enum_type()->value_count() - 1);
        return list ? in.AddEnum(&message, &field, value) : in.SetEnum(&message, &field, value);
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        fill(list ? *in.AddMessage(&message, &field) : *in.MutableMessage(&message, &field),
             depth - 1);
        return;
    }
  }

  int choice_;
};

TEST(openapi_messages, every_message_of_the_wire_is_told_as_its_schema_says) {
  constexpr int depth = 4, choices = 40;  // more than any oneof has
  std::size_t looked_at = 0;
  for (const auto& [name, schema] : message_schemas()) {
    const Descriptor* type =
        google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
            "gridwhistle.v1." + std::string(name));
    if (!type) continue;
    ++looked_at;
    for (int choice = -1; choice < choices; ++choice) {
      std::unique_ptr<Message> told(
          google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
      if (choice >= 0) filler(choice).fill(*told, depth);
      ASSERT_EQ(misfit(to_json(*told), schema.get_object(), std::string(name)), "");
    }
  }
  EXPECT_GT(looked_at, 100u);
}

// --- what the web alone says ---------------------------------------------------------------------

// "[a, b]"
std::vector<std::string> words_in(std::string_view list) {
  std::vector<std::string> words;
  std::string word;
  for (char each : list) {
    bool letter = (each >= 'a' && each <= 'z') || each == '_';
    if (letter) word.push_back(each);
    if (!letter && !word.empty()) words.push_back(std::exchange(word, {}));
  }
  return words;
}

struct written_schema {
  std::vector<std::string> required;
  std::vector<std::string> members;
};

// Of docs/openapi.yaml, as it is indented there.
written_schema schema_named(const std::string& name) {
  static const std::string all = document("openapi.yaml");
  constexpr std::size_t schema_depth = 4, required_depth = 6, member_depth = 8;
  written_schema found;
  std::string head = '\n' + std::string(schema_depth, ' ') + name + ":\n";
  std::size_t at = all.find(head, all.find("\n  schemas:\n"));
  if (at == std::string::npos) return found;
  for (at += head.size(); at < all.size();) {
    std::string line = all.substr(at, all.find('\n', at) - at);
    at += line.size() + 1;
    std::size_t depth = line.find_first_not_of(' ');
    if (depth <= schema_depth) break;
    if (depth == required_depth && line.find("required:") == depth)
      found.required = words_in(line.substr(line.find('[')));
    if (depth == member_depth) found.members.push_back(line.substr(depth, line.find(':') - depth));
  }
  return found;
}

void expect_fits(const std::string& told, const std::string& name) {
  written_schema schema = schema_named(name);
  ASSERT_FALSE(schema.members.empty()) << name;
  json::value read = json::parse(told);
  const json::object& body = read.get_object();
  for (const std::string& each : schema.required)
    EXPECT_TRUE(body.contains(each)) << name << " lacks " << each;
  for (const auto& [member, value] : body)
    EXPECT_EQ(std::ranges::count(schema.members, std::string(member)), 1) << name << ": " << member;
}

TEST(openapi, what_the_web_alone_says_has_the_members_that_it_documents) {
  auto rules = shipped_pack("shenyang");
  ASSERT_TRUE(rules);
  instant now = std::chrono::sys_days(std::chrono::year(2026) / 3 / 11) + std::chrono::hours(4);
  area_code where("210102001002");
  auto files = read_pack_directory(std::string(GW_SOURCE_DIR) + "/deploy/packs/shenyang");
  expect_fits(pack_names_json(*rules, std::get<pack_files>(files), 1), "pack");
  expect_fits(forecasts_json(*rules, forecasts(*rules, where, role::desk_officer, now)),
              "forecasts");
  report what;
  what.kind = whistle_kind::routine;
  what.area = where;
  for (const char* code : {"06010", "99999"}) {
    what.matter = matter_key{matter_kind::matter, code};
    routing made = forecast(*rules, what, role::grid_worker, now);
    expect_fits(forecast_json(*rules, made, language::zh), "forecast");
    std::vector<routing> all = {made};
    expect_fits(explained_json(all, {}, *rules, language::en), "explained");
  }
}

}  // namespace
}  // namespace gridwhistle
