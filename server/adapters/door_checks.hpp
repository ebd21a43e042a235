// What the door looks for in every message: unknown fields, numbers out of range, texts and lists
// that are too long, characters that must not be there. Each check gives a refusal that names the
// field and never its text, or nothing where nothing is wrong.
#pragma once

#include <google/protobuf/generated_enum_reflection.h>
#include <google/protobuf/message.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/refusal.hpp"
#include "proto/journal.pb.h"

namespace gridwhistle::door {

using no = std::optional<refusal>;  // nothing: nothing is wrong

no check_text(std::string_view field, std::string_view text, std::size_t bytes_max);
// Of codes and hashes; list_too_long above items_max.
no check_list(std::string_view field, const google::protobuf::RepeatedPtrField<std::string>& items,
              std::size_t items_max);
// A field that a newer client sent and we would silently ignore is a promise we cannot keep.
no check_known(std::string_view name, const google::protobuf::Message& message);
// A point in time that a command cannot do without.
no check_instant(std::string_view field, std::int64_t ms);
// A budget that a command cannot do without: a unit, and more than nothing up to budget_days_max.
no check_budget(std::string_view field, const v1::Budget& told);

no out_of_range(std::string_view field);

// Tells a repeat from a reused id. Not a secret: it only guards a speaker against himself.
std::uint64_t digest_of(const google::protobuf::MessageLite& told);

// A number of a newer client: to ignore it would be to do something else than was asked.
template <class Enum>
no check_number(std::string_view field, Enum told) {
  const auto* known = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(told);
  return known ? std::nullopt : out_of_range(field);
}

// The same for a number that a command cannot do without.
template <class Enum>
no check_said(std::string_view field, Enum told) {
  return told == Enum() ? out_of_range(field) : check_number(field, told);
}

template <class... Checks>
no first_of(Checks&&... checks) {
  no found;
  static_cast<void>(((found = checks()) || ...));
  return found;
}

}  // namespace gridwhistle::door
