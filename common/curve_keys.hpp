// Keys on disk: CURVE pairs and keyed-hash keys, each in a file of mode 0600 that is never
// overwritten. Everything here throws std::runtime_error naming the file: keys are read while the
// program is built.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace gridwhistle {

struct curve_key_pair {
  std::string public_key;  // Z85, 40 characters
  std::string secret_key;
};

curve_key_pair make_curve_key_pair();

// 40 characters of the Z85 alphabet that stand for 32 bytes.
bool is_curve_key(std::string_view text);
// Z85 of the 32 bytes of a public key, as ZAP hands them over.
std::string curve_key_text(std::string_view raw);

// Two lines, `public = ...` and `secret = ...`. Appears whole or not at all; throws if there is a
// file.
void write_curve_keys(const std::filesystem::path& file, const curve_key_pair& keys);
struct named_keys {
  std::string file_name;
  curve_key_pair keys;
};

// The same for many files of one folder, at the price of one: each appears whole or not at all, and
// all are stored when it returns. Throws at the first name that is taken; those before it are there
// then.
void write_curve_keys(const std::filesystem::path& folder, std::span<const named_keys> all);
// Throws if group or others can read the file, if a line is missing, or if the halves do not match.
curve_key_pair read_curve_keys(const std::filesystem::path& file);

using hmac_key = std::array<std::uint8_t, 32>;

// One line of 64 hexadecimal digits. A missing file is made from chance; two that make it at the
// same time end up with one key.
hmac_key read_or_make_hmac_key(const std::filesystem::path& file);
// For whoever only looks: throws where there is no file.
hmac_key read_hmac_key(const std::filesystem::path& file);

}  // namespace gridwhistle
