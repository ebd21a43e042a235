#include "server/adapters/proto_json.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <limits>

#include "common/check.hpp"
#include "common/hex.hpp"
#include "common/ids.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr std::size_t uuid_text_length = 36;

// WhistleKind: WHISTLE_KIND_, which every value's name begins with (buf lint holds it).
std::string prefix_of(const EnumDescriptor& type) {
  std::string made;
  for (char each : type.name()) {
    bool capital = each >= 'A' && each <= 'Z';
    if (capital && !made.empty()) made.push_back('_');
    made.push_back(static_cast<char>(capital ? each : each - 'a' + 'A'));
  }
  return made + '_';
}

std::string word_of(const EnumValueDescriptor& value) {
  std::string prefix = prefix_of(*value.type());
  std::string word = value.name();
  if (word.starts_with(prefix)) word.erase(0, prefix.size());
  std::ranges::transform(word, word.begin(), [](char each) {
    return static_cast<char>(each >= 'A' && each <= 'Z' ? each - 'A' + 'a' : each);
  });
  return word;
}

std::string text_of_bytes(const std::string& raw) {
  if (auto id = whistle_id::from_bytes(raw)) return id->text();
  return hex_text({reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size()});
}

std::optional<std::string> bytes_of_text(std::string_view text) {
  if (text.size() == uuid_text_length) {
    auto id = parse_uuid_text(text);
    if (!id) return std::nullopt;
    return std::string(id->begin(), id->end());
  }
  return bytes_of_hex(text);
}

// A digest is no number to count with, and passes 2^53.
bool is_digest(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_FIXED64;
}

std::string digest_text(std::uint64_t number) {
  std::array<std::uint8_t, sizeof number> bytes{};
  for (std::size_t i = bytes.size(); i-- > 0; number >>= 8U) {
    bytes[i] = static_cast<std::uint8_t>(number & 0xFFU);
  }
  return hex_text(bytes);
}

std::optional<std::uint64_t> digest_of(const json::value& value) {
  auto raw = value.is_string() ? bytes_of_text(value.get_string()) : std::nullopt;
  if (!raw || raw->size() != sizeof(std::uint64_t)) return std::nullopt;
  std::uint64_t number = 0;
  for (char each : *raw) number = number << 8U | static_cast<std::uint8_t>(each);
  return number;
}

// --- writing ------------------------------------------------------------------------------------

// One value of a field: element of a list, or the field itself where index is -1.
json::value written(const Message& of, const FieldDescriptor& field, int index) {
  const Reflection& in = *of.GetReflection();
  bool one = index < 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return one ? in.GetInt32(of, &field) : in.GetRepeatedInt32(of, &field, index);
    case FieldDescriptor::CPPTYPE_INT64:
      return one ? in.GetInt64(of, &field) : in.GetRepeatedInt64(of, &field, index);
    case FieldDescriptor::CPPTYPE_UINT32:
      return one ? in.GetUInt32(of, &field) : in.GetRepeatedUInt32(of, &field, index);
    case FieldDescriptor::CPPTYPE_UINT64: {
      std::uint64_t number =
          one ? in.GetUInt64(of, &field) : in.GetRepeatedUInt64(of, &field, index);
      if (is_digest(field)) return json::string(digest_text(number));
      return number;
    }
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return one ? in.GetDouble(of, &field) : in.GetRepeatedDouble(of, &field, index);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return one ? in.GetFloat(of, &field) : in.GetRepeatedFloat(of, &field, index);
    case FieldDescriptor::CPPTYPE_BOOL:
      return one ? in.GetBool(of, &field) : in.GetRepeatedBool(of, &field, index);
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = one ? in.GetEnum(of, &field) : in.GetRepeatedEnum(of, &field, index);
      return json::string(word_of(*value));
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = one ? in.GetString(of, &field) : in.GetRepeatedString(of, &field, index);
      bool bytes = field.type() == FieldDescriptor::TYPE_BYTES;
      return json::string(bytes ? text_of_bytes(text) : text);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return to_json(one ? in.GetMessage(of, &field) : in.GetRepeatedMessage(of, &field, index));
  }
  return nullptr;
}

// --- reading ------------------------------------------------------------------------------------

// Sets the field, or adds to it where it is a list.
class field_reader {
 public:
  field_reader(Message& to, const FieldDescriptor& field)
      : to_(to), field_(field), in_(*to.GetReflection()) {}

  std::optional<json_fault> take(const json::value& value) {
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return whole<std::int32_t>(value, &Reflection::SetInt32, &Reflection::AddInt32);
      case FieldDescriptor::CPPTYPE_INT64:
        return whole<std::int64_t>(value, &Reflection::SetInt64, &Reflection::AddInt64);
      case FieldDescriptor::CPPTYPE_UINT32:
        return whole<std::uint32_t>(value, &Reflection::SetUInt32, &Reflection::AddUInt32);
      case FieldDescriptor::CPPTYPE_UINT64:
        if (is_digest(field_)) return digest(value);
        return whole<std::uint64_t>(value, &Reflection::SetUInt64, &Reflection::AddUInt64);
      case FieldDescriptor::CPPTYPE_DOUBLE:
      case FieldDescriptor::CPPTYPE_FLOAT:
        return ": is not asked for";  // no request has one
      case FieldDescriptor::CPPTYPE_BOOL:
        if (!value.is_bool()) return ": true or false is expected";
        put(value.get_bool(), &Reflection::SetBool, &Reflection::AddBool);
        return std::nullopt;
      case FieldDescriptor::CPPTYPE_ENUM:
        return word(value);
      case FieldDescriptor::CPPTYPE_STRING:
        return text(value);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return message(value);
    }
    return std::nullopt;
  }

 private:
  template <class Value, class Set, class Add>
  void put(Value&& value, Set set, Add add) {
    if (field_.is_repeated()) {
      (in_.*add)(&to_, &field_, std::forward<Value>(value));
    } else {
      (in_.*set)(&to_, &field_, std::forward<Value>(value));
    }
  }

  template <class Number, class Set, class Add>
  std::optional<json_fault> whole(const json::value& value, Set set, Add add) {
    constexpr auto least = std::numeric_limits<Number>::min();
    constexpr auto most = std::numeric_limits<Number>::max();
    bool fits = (value.is_int64() && std::cmp_greater_equal(value.get_int64(), least) &&
                 std::cmp_less_equal(value.get_int64(), most)) ||
                (value.is_uint64() && std::cmp_less_equal(value.get_uint64(), most));
    if (!fits) {
      return ": a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
             " is expected";
    }
    put(value.is_int64() ? static_cast<Number>(value.get_int64())
                         : static_cast<Number>(value.get_uint64()),
        set, add);
    return std::nullopt;
  }

  std::optional<json_fault> digest(const json::value& value) {
    auto number = digest_of(value);
    if (!number) return ": sixteen hexadecimal digits are expected";
    put(*number, &Reflection::SetUInt64, &Reflection::AddUInt64);
    return std::nullopt;
  }

  std::optional<json_fault> word(const json::value& value) {
    const EnumDescriptor& type = *field_.enum_type();
    std::string words;
    for (int i = 0; i < type.value_count(); ++i) {
      std::string each = word_of(*type.value(i));
      if (value.is_string() && value.get_string() == each) {
        put(type.value(i), &Reflection::SetEnum, &Reflection::AddEnum);
        return std::nullopt;
      }
      if (i > 0) words.append(words.empty() ? "" : ", ").append(each);
    }
    return ": one of " + words + " is expected";
  }

  std::optional<json_fault> text(const json::value& value) {
    if (!value.is_string()) return ": a text is expected";
    std::string told(value.get_string());
    if (field_.type() == FieldDescriptor::TYPE_BYTES) {
      auto raw = bytes_of_text(told);
      if (!raw) return ": an id is expected, as 01a2186c-8082-7000-8000-000000000001";
      told = *std::move(raw);
    }
    put(std::move(told), &Reflection::SetString, &Reflection::AddString);
    return std::nullopt;
  }

  std::optional<json_fault> message(const json::value& value) {
    if (!value.is_object()) return ": an object is expected";
    Message* part =
        field_.is_repeated() ? in_.AddMessage(&to_, &field_) : in_.MutableMessage(&to_, &field_);
    auto fault = read_json(value.get_object(), *part);
    if (fault) return '.' + *fault;
    return std::nullopt;
  }

  Message& to_;
  const FieldDescriptor& field_;
  const Reflection& in_;
};

}  // namespace

json::object to_json(const Message& message) {
  json::object made;
  const Reflection& in = *message.GetReflection();
  const auto& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.is_repeated()) {
      json::array list;
      for (int at = 0; at < in.FieldSize(message, &field); ++at) {
        list.push_back(written(message, field, at));
      }
      made[field.name()] = std::move(list);
      continue;
    }
    if (field.has_presence() && !in.HasField(message, &field)) continue;
    made[field.name()] = written(message, field, -1);
  }
  return made;
}

std::optional<json_fault> read_json(const json::object& from, Message& to) {
  for (const auto& [name, value] : from) {
    std::string member(name);
    const FieldDescriptor* field = to.GetDescriptor()->FindFieldByName(member);
    if (!field) return member + ": there is no such member";
    if (value.is_null()) continue;
    if (const auto* group = field->real_containing_oneof();
        group && to.GetReflection()->HasOneof(to, group)) {
      return member + ": another of " + group->name() + " is there already";
    }
    if (!field->is_repeated()) {
      if (auto fault = field_reader(to, *field).take(value)) return member + *fault;
      continue;
    }
    if (!value.is_array()) return member + ": a list is expected";
    for (std::size_t at = 0; at < value.get_array().size(); ++at) {
      auto fault = field_reader(to, *field).take(value.get_array()[at]);
      if (fault) return member + '[' + std::to_string(at) + ']' + *fault;
    }
  }
  return std::nullopt;
}

}  // namespace gridwhistle
