#include "server/adapters/door_checks.hpp"

#include <google/protobuf/unknown_field_set.h>
#include <sodium.h>

#include <array>

#include "common/text_rules.hpp"
#include "server/adapters/codec_parts.hpp"
#include "server/adapters/door.hpp"

namespace gridwhistle::door {

no check_text(std::string_view field, std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return refusal{refusal_code::text_too_long, std::string(field) + ": " +
                                                    std::to_string(text.size()) + " > " +
                                                    std::to_string(bytes_max) + " bytes"};
  }
  auto fault = fault_in(text);
  if (!fault) return std::nullopt;
  if (*fault == text_fault::not_utf8)
    return refusal{refusal_code::malformed, std::string(field) + ": not UTF-8"};
  return refusal{refusal_code::forbidden_character, std::string(field)};
}

no check_list(std::string_view field, const google::protobuf::RepeatedPtrField<std::string>& items,
              std::size_t items_max) {
  if (static_cast<std::size_t>(items.size()) > items_max) {
    return refusal{refusal_code::list_too_long, std::string(field) + ": " +
                                                    std::to_string(items.size()) + " > " +
                                                    std::to_string(items_max)};
  }
  for (const std::string& each : items) {
    if (auto wrong = check_text(field, each, code_bytes_max)) return wrong;
  }
  return std::nullopt;
}

no check_known(std::string_view name, const google::protobuf::Message& message) {
  const auto& unknown = message.GetReflection()->GetUnknownFields(message);
  if (unknown.empty()) return std::nullopt;
  return refusal{refusal_code::unknown_field,
                 std::string(name) + ": field " + std::to_string(unknown.field(0).number())};
}

no check_instant(std::string_view field, std::int64_t ms) {
  return ms != 0 && codec::is_instant(ms) ? std::nullopt : out_of_range(field);
}

no check_budget(std::string_view field, const v1::Budget& told) {
  constexpr std::int64_t ms_max = span(std::chrono::days(budget_days_max)).count();
  bool sound = codec::from(told.unit()) && told.amount_ms() > 0 && told.amount_ms() <= ms_max;
  return sound ? std::nullopt : out_of_range(field);
}

no out_of_range(std::string_view field) {
  return refusal{refusal_code::malformed, std::string(field) + ": number out of range"};
}

std::uint64_t digest_of(const google::protobuf::MessageLite& told) {
  static const std::array<unsigned char, crypto_shorthash_KEYBYTES> key{};
  thread_local std::string bytes;
  told.SerializeToString(&bytes);
  std::uint64_t digest = 0;
  static_assert(crypto_shorthash_BYTES == sizeof digest);
  crypto_shorthash(reinterpret_cast<unsigned char*>(&digest),
                   reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), key.data());
  return digest;
}

}  // namespace gridwhistle::door
