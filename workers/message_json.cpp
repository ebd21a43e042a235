#include "workers/message_json.hpp"

#include <boost/json.hpp>

#include "common/ids.hpp"
#include "common/time.hpp"
#include "proto/journal.pb.h"
#include "workers/enum_words.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

json::value value_of(const Message& told);

std::string name_in(const FieldDescriptor& field) {
  constexpr std::string_view unit = "_ms";
  return is_instant(field) ? field.name().substr(0, field.name().size() - unit.size())
                           : field.name();
}

json::value bytes_value(const std::string& raw) {
  if (auto id = whistle_id::from_bytes(raw)) return json::value(id->text());
  const auto* from = reinterpret_cast<const std::uint8_t*>(raw.data());
  return json::value(hex_text({from, raw.size()}));
}

json::value text_value(const FieldDescriptor& field, const std::string& text) {
  return field.type() == FieldDescriptor::TYPE_BYTES ? bytes_value(text) : json::value(text);
}

json::value single(const Message& told, const FieldDescriptor& field) {
  const auto& read = *told.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return read.GetInt32(told, &field);
    case FieldDescriptor::CPPTYPE_INT64: {
      std::int64_t number = read.GetInt64(told, &field);
      return is_instant(field) ? json::value(to_text(from_ms(number))) : json::value(number);
    }
    case FieldDescriptor::CPPTYPE_UINT32:
      return read.GetUInt32(told, &field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return read.GetUInt64(told, &field);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return read.GetDouble(told, &field);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return read.GetFloat(told, &field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return read.GetBool(told, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return json::value(word_of(*read.GetEnum(told, &field)));
    case FieldDescriptor::CPPTYPE_STRING:
      return text_value(field, read.GetString(told, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return value_of(read.GetMessage(told, &field));
  }
  return nullptr;
}

// Of the proto files' lists: messages, texts, words and counts.
json::value listed(const Message& told, const FieldDescriptor& field, int place) {
  const auto& read = *told.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
    return value_of(read.GetRepeatedMessage(told, &field, place));
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING)
    return text_value(field, read.GetRepeatedString(told, &field, place));
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM)
    return json::value(word_of(*read.GetRepeatedEnum(told, &field, place)));
  return read.GetRepeatedUInt64(told, &field, place);
}

json::value value_of(const Message& told) {
  if (const auto* at = dynamic_cast<const v1::Position*>(&told))
    return json::value(position{at->epoch(), at->sequence()}.text());
  std::vector<const FieldDescriptor*> said;
  const auto& read = *told.GetReflection();
  read.ListFields(told, &said);
  json::object made;
  for (const FieldDescriptor* field : said) {
    if (!field->is_repeated()) {
      made[name_in(*field)] = single(told, *field);
      continue;
    }
    json::array all;
    for (int i = 0; i < read.FieldSize(told, field); ++i) all.push_back(listed(told, *field, i));
    made[name_in(*field)] = std::move(all);
  }
  return made;
}

}  // namespace

bool is_instant(const FieldDescriptor& field) {
  const std::string& name = field.name();
  bool named = name == "from_ms" || name == "to_ms" || name == "now_ms" ||
               name.ends_with("at_ms") || name.ends_with("until_ms") || name == "as_of_ms";
  return named && field.cpp_type() == FieldDescriptor::CPPTYPE_INT64;
}

std::string json_of(const Message& told) { return json::serialize(value_of(told)); }

}  // namespace gridwhistle
