// Reads, normalises and serializes the files of a policy pack.
#include "common/pack_files.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "common/text_encoding.hpp"

namespace gridwhistle {
namespace {

constexpr std::string_view magic = "gridwhistle-pack 1\n";

bool is_known(std::string_view name) {
  return std::ranges::find(pack_file_names, name) != pack_file_names.end();
}

// All marks and all carriage returns before a line feed go, not one each: normalising twice must
// change nothing, or a stored pack would get another hash than the directory it came from.
std::string normalised_text(std::string_view text) {
  while (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  std::string made;
  made.reserve(text.size());
  for (char c : text) {
    if (c == '\n') {
      while (made.ends_with('\r')) made.pop_back();
    }
    made += c;
  }
  return made;
}

// The next file of canonical bytes, without its line.
struct stored_head {
  std::string_view name;
  std::size_t length = 0;
  std::size_t head_bytes = 0;
};

std::optional<stored_head> read_head(std::string_view rest) {
  std::size_t line_end = rest.find('\n');
  if (line_end == std::string_view::npos) return std::nullopt;
  std::string_view line = rest.substr(0, line_end);
  std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || !is_known(line.substr(0, blank))) return std::nullopt;
  stored_head head{.name = line.substr(0, blank), .length = 0, .head_bytes = line_end + 1};
  auto [end, fault] =
      std::from_chars(line.data() + blank + 1, line.data() + line.size(), head.length);
  bool whole = fault == std::errc() && end == line.data() + line.size();
  if (!whole || head.length > rest.size() - head.head_bytes) return std::nullopt;
  return head;
}

}  // namespace

std::variant<pack_files, std::vector<pack_error>> read_pack_directory(
    const std::filesystem::path& directory) {
  pack_files files;
  std::vector<pack_error> errors;
  for (std::string_view name : pack_file_names) {
    std::filesystem::path path = directory / name;
    std::error_code fault;
    if (!std::filesystem::exists(path, fault) && !fault) continue;
    std::uintmax_t size = std::filesystem::file_size(path, fault);
    if (!fault && size > csv_bytes_max) {
      errors.push_back({std::string(name), 0, 0, std::to_string(size), "this file is too large"});
      continue;
    }
    std::string bytes(fault ? 0 : static_cast<std::size_t>(size), '\0');
    std::ifstream in(path, std::ios::binary);
    if (fault || !in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
      errors.push_back({std::string(name), 0, 0, path.string(), "this file cannot be read"});
      continue;
    }
    if (!name.ends_with(".csv")) {
      files.emplace(name, std::move(bytes));
      continue;
    }
    auto text = as_utf8(name, std::move(bytes));
    if (auto* wrong = std::get_if<file_error>(&text)) {
      errors.push_back(std::move(*wrong));
    } else {
      files.emplace(name, std::get<std::string>(std::move(text)));
    }
  }
  if (!errors.empty()) return errors;
  return files;
}

void throw_pack_errors(const std::string& name, const std::vector<pack_error>& errors) {
  std::string lines = name + ":";
  for (const pack_error& each : errors) lines += "\n  " + to_text(each);
  throw std::runtime_error(lines);
}

pack_files normalised(const pack_files& files) {
  pack_files made;
  for (const auto& [name, text] : files) {
    if (is_known(name)) made.emplace(name, normalised_text(text));
  }
  return made;
}

std::string canonical_bytes(const pack_files& files) {
  std::string bytes(magic);
  for (const auto& [name, text] : normalised(files)) {
    bytes += name + ' ' + std::to_string(text.size()) + '\n' + text;
  }
  return bytes;
}

std::variant<pack_files, pack_error> files_of_canonical(std::string_view bytes) {
  auto error_at = [](std::size_t offset, std::string message) {
    return pack_error{"stored pack", 0, 0, std::to_string(offset), std::move(message)};
  };
  if (!bytes.starts_with(magic)) return error_at(0, "these bytes are not a pack of version 1");
  pack_files files;
  for (std::size_t at = magic.size(); at < bytes.size();) {
    std::optional<stored_head> head = read_head(bytes.substr(at));
    if (!head) return error_at(at, "a file's name and length are wanted at this byte");
    std::string_view text = bytes.substr(at + head->head_bytes, head->length);
    files.insert_or_assign(std::string(head->name), std::string(text));
    at += head->head_bytes + head->length;
  }
  // One form only: otherwise two byte strings with two hashes would be the same pack.
  if (canonical_bytes(files) != bytes) return error_at(0, "these bytes are not in canonical form");
  return files;
}

policy_hash hash_of_canonical(std::string_view bytes) {
  static_assert(sizeof(policy_hash::bytes) == crypto_hash_sha256_BYTES);
  policy_hash hash;
  crypto_hash_sha256(hash.bytes.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return hash;
}

}  // namespace gridwhistle
