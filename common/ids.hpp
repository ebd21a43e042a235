// Identifiers as types that cannot be crossed: 128-bit ids made by devices, and codes of the policy
// pack.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "common/time.hpp"

namespace gridwhistle {

using uuid_bytes = std::array<std::uint8_t, 16>;

std::string uuid_text(const uuid_bytes& bytes);
std::optional<uuid_bytes> parse_uuid_text(std::string_view text);

// RFC 9562 version 7: 48 bits of milliseconds, then chance. Sorts by time of making.
uuid_bytes make_uuid_v7(instant at, std::span<const std::uint8_t, 10> chance);

template <class Tag>
struct uuid {
  uuid_bytes bytes{};

  // Nothing unless there are 16 bytes that are not all zero.
  static std::optional<uuid> from_bytes(std::string_view raw) {
    uuid id;
    if (raw.size() != id.bytes.size()) return std::nullopt;
    std::memcpy(id.bytes.data(), raw.data(), raw.size());
    if (id == uuid{}) return std::nullopt;
    return id;
  }
  static std::optional<uuid> parse(std::string_view text) {
    auto parsed = parse_uuid_text(text);
    if (!parsed) return std::nullopt;
    return uuid{*parsed};
  }
  std::string_view raw() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  std::string text() const { return uuid_text(bytes); }
  bool empty() const { return *this == uuid{}; }
  bool operator==(const uuid&) const = default;
  // As bytes; in two words, because every index of the server lives on this comparison.
  std::strong_ordering operator<=>(const uuid& other) const {
    auto first = word(0) <=> other.word(0);
    return first != 0 ? first : word(8) <=> other.word(8);
  }

 private:
  std::uint64_t word(std::size_t from) const {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data() + from, sizeof value);
    return std::endian::native == std::endian::little ? __builtin_bswap64(value) : value;
  }
};

using whistle_id = uuid<struct whistle_tag>;
using command_id = uuid<struct command_tag>;
using dataset_id = uuid<struct dataset_tag>;

template <class Tag>
struct code {
  std::string text;

  code() = default;
  explicit code(std::string value) : text(std::move(value)) {}
  bool empty() const { return text.empty(); }
  auto operator<=>(const code&) const = default;
};

using area_code = code<struct area_tag>;
using department_code = code<struct department_tag>;
using user_id = code<struct user_tag>;

// SHA-256 of a policy pack's canonical bytes.
struct policy_hash {
  std::array<std::uint8_t, 32> bytes{};
  static std::optional<policy_hash> from_bytes(std::string_view raw);
  std::string_view raw() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  std::string hex() const;
  auto operator<=>(const policy_hash&) const = default;
};

// The id of a journal batch: a new epoch for each writer, then 0 (the fence), 1, 2 …
struct position {
  std::uint64_t epoch = 0;
  std::uint64_t sequence = 0;
  std::string text() const;  // "3-17", as Redis prints it
  static std::optional<position> parse(std::string_view text);
  auto operator<=>(const position&) const = default;
};

std::string hex_text(std::span<const std::uint8_t> bytes);

}  // namespace gridwhistle

template <class Tag>
struct std::hash<gridwhistle::uuid<Tag>> {
  std::size_t operator()(const gridwhistle::uuid<Tag>& id) const noexcept {
    // The tail is chance already.
    std::size_t value = 0;
    std::memcpy(&value, id.bytes.data() + id.bytes.size() - sizeof value, sizeof value);
    return value;
  }
};

template <class Tag>
struct std::hash<gridwhistle::code<Tag>> {
  std::size_t operator()(const gridwhistle::code<Tag>& value) const noexcept {
    return std::hash<std::string>{}(value.text);
  }
};
