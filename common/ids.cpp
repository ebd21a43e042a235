#include "common/ids.hpp"

#include <charconv>

namespace gridwhistle {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_dash_place(std::size_t index) {
  return index == 8 || index == 13 || index == 18 || index == 23;
}

}  // namespace

std::string hex_text(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (std::uint8_t byte : bytes) {
    text.push_back(hex_digits[byte >> 4]);
    text.push_back(hex_digits[byte & 15]);
  }
  return text;
}

std::string uuid_text(const uuid_bytes& bytes) {
  std::string hex = hex_text(bytes);
  for (std::size_t dash : {8u, 13u, 18u, 23u}) hex.insert(dash, 1, '-');
  return hex;
}

std::optional<uuid_bytes> parse_uuid_text(std::string_view text) {
  constexpr std::size_t text_length = 36;
  if (text.size() != text_length) return std::nullopt;
  uuid_bytes bytes{};
  std::size_t nibble = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_dash_place(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    int value = hex_value(text[i]);
    if (value < 0) return std::nullopt;
    auto& byte = bytes[nibble / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | value);
    ++nibble;
  }
  return bytes;
}

uuid_bytes make_uuid_v7(instant at, std::span<const std::uint8_t, 10> chance) {
  uuid_bytes bytes{};
  auto ms = static_cast<std::uint64_t>(to_ms(at));
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  std::memcpy(bytes.data() + 6, chance.data(), chance.size());
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x70);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  return bytes;
}

std::optional<policy_hash> policy_hash::from_bytes(std::string_view raw) {
  policy_hash hash;
  if (raw.size() != hash.bytes.size()) return std::nullopt;
  std::memcpy(hash.bytes.data(), raw.data(), raw.size());
  return hash;
}

std::string policy_hash::hex() const { return hex_text(bytes); }

std::string position::text() const {
  return std::to_string(epoch) + '-' + std::to_string(sequence);
}

std::optional<position> position::parse(std::string_view text) {
  position at;
  const char* end = text.data() + text.size();
  auto [dash, first] = std::from_chars(text.data(), end, at.epoch);
  if (first != std::errc() || dash == end || *dash != '-') return std::nullopt;
  auto [rest, second] = std::from_chars(dash + 1, end, at.sequence);
  if (second != std::errc() || rest != end) return std::nullopt;
  return at;
}

}  // namespace gridwhistle
