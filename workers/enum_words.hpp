// Enumerations of the proto files read STAGE_HANDLED; people read "handled".
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include <string>

namespace gridwhistle {

std::string word_of(const google::protobuf::EnumValueDescriptor& value);

// A number this program does not know stays a number.
template <class Enum>
std::string word(Enum value) {
  const auto* known = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  return known ? word_of(*known) : std::to_string(static_cast<int>(value));
}

}  // namespace gridwhistle
