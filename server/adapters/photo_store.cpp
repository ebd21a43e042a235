#include "server/adapters/photo_store.hpp"

#include <sodium.h>

#include <chrono>
#include <iterator>
#include <map>
#include <system_error>
#include <utility>
#include <variant>

#include "common/hex.hpp"
#include "common/ids.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

// The first digits are a folder's name: 256 folders, as many photos in each as a disk likes.
constexpr std::size_t folder_digits = 2;

std::optional<std::string> whole(const fs::path& file) {
  auto read = read_whole(file);
  auto* bytes = std::get_if<std::string>(&read);
  return bytes ? std::optional(std::move(*bytes)) : std::nullopt;
}

// The file's own time: it lasts as long as the file.
std::optional<instant> claimed_at(const fs::path& file) {
  std::error_code failed;
  auto written = fs::last_write_time(file, failed);
  if (failed) return std::nullopt;
  return std::chrono::floor<span>(fs::file_time_type::clock::to_sys(written));
}

}  // namespace

std::optional<photo_hash> photo_hash::parse(std::string_view text) {
  auto raw = bytes_of_hex(text);
  if (!raw || raw->size() != crypto_hash_sha256_BYTES) return std::nullopt;
  return photo_hash(std::string(text));
}

photo_hash photo_hash::of(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return photo_hash(hex_text(hash));
}

fs::path photo_store::file_of(const photo_hash& which) const {
  return folder_ / which.hex().substr(0, folder_digits) / (which.hex() + ".jpg");
}

fs::path photo_store::scaled_file_of(const photo_hash& which, int width) const {
  fs::path file = file_of(which);
  return file.replace_filename(which.hex() + '-' + std::to_string(width) + ".jpg");
}

std::optional<file_fault> photo_store::keep(const photo_hash& as, std::string_view jpeg,
                                            instant now) const {
  if (claim(as, now)) return std::nullopt;
  fs::path file = file_of(as);
  std::error_code failed;
  bool made = fs::create_directory(file.parent_path(), failed);
  if (failed) return file_fault{file, failed.value()};
  // The folder's own name must last as well.
  if (made) {
    if (auto fault = settle_folder(folder_)) return fault;
  }
  if (auto fault = write_whole(file, jpeg)) return fault;
  claim(as, now);
  return std::nullopt;
}

bool photo_store::claim(const photo_hash& which, instant now) const {
  std::error_code failed;
  fs::last_write_time(file_of(which), fs::file_time_type::clock::from_sys(now), failed);
  return !failed;
}

std::vector<claimed_photo> photo_store::claimed_within(instant from, instant until,
                                                       std::size_t most) const {
  std::multimap<instant, photo_hash> found;
  std::error_code ignored;
  for (const fs::directory_entry& folder : fs::directory_iterator(folder_, ignored)) {
    if (folder.path().filename().string().size() != folder_digits) continue;
    for (const fs::directory_entry& file : fs::directory_iterator(folder.path(), ignored)) {
      auto hash = photo_hash::parse(file.path().stem().string());
      auto claimed = claimed_at(file.path());
      if (!hash || !claimed || *claimed < from || *claimed >= until) continue;
      found.emplace(*claimed, *std::move(hash));
      if (found.size() > most) found.erase(std::prev(found.end()));
    }
  }
  std::vector<claimed_photo> made;
  for (auto& [at, hash] : found) made.push_back({std::move(hash), at});
  return made;
}

bool photo_store::drop_unclaimed(const photo_hash& which, instant since) const {
  auto claimed = claimed_at(file_of(which));
  if (!claimed || *claimed >= since) return false;
  std::error_code failed;
  for (int width : scaled_widths) fs::remove(scaled_file_of(which, width), failed);
  return fs::remove(file_of(which), failed);
}

std::optional<file_fault> photo_store::keep_scaled(const photo_hash& of, int width,
                                                   std::string_view jpeg) const {
  return write_whole(scaled_file_of(of, width), jpeg);
}

bool photo_store::has(const photo_hash& which) const {
  std::error_code ignored;
  return fs::is_regular_file(file_of(which), ignored);
}

std::optional<std::string> photo_store::read(const photo_hash& which) const {
  return whole(file_of(which));
}

std::optional<std::string> photo_store::read_scaled(const photo_hash& which, int width) const {
  return whole(scaled_file_of(which, width));
}

}  // namespace gridwhistle
