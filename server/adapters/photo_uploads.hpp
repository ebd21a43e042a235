// Photos on their way here, part by part: HOME/photos/uploads/<user>/<id>.<size>.part, and
// <id>.done for a while after it has become a photo. Law: what is said to be received is on the
// disk and survives a restart; a part that is said again changes nothing; and all of it has its
// bounds. Files: never call it in the turn, and from one thread only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "common/ids.hpp"
#include "common/time.hpp"
#include "common/whole_file.hpp"
#include "server/adapters/photo_store.hpp"

namespace gridwhistle {

constexpr std::size_t upload_part_bytes_max = 48 * 1024;
// Unfinished ones of one user; for one more the one that was touched longest ago is dropped.
constexpr std::size_t uploads_of_one_max = 8;
// Photos of one user while it is remembered which upload became which; then more are refused.
constexpr std::size_t photos_of_one_max = 600;
// Unfinished ones of everybody together, as large as they say they are; more are storage_full.
constexpr std::uint64_t uploads_bytes_max = std::uint64_t{2} * 1024 * 1024 * 1024;
// The disk is never filled to its end: the witness is on it as well.
constexpr std::uint64_t disk_bytes_kept_free = 64 * 1024 * 1024;
// Untouched for so long an upload is dropped, and a finished one forgotten; the photo stays.
constexpr span uploads_kept_for = std::chrono::hours(72);

using upload_id = uuid<struct upload_tag>;

struct kept_photo {
  photo_hash hash;
  int width = 0;
  int height = 0;
  std::uint64_t bytes = 0;
};

struct upload_part {
  upload_id id;
  std::uint64_t size = 0;  // of the whole
  std::uint64_t offset = 0;
  std::string_view bytes;
};

struct upload_progress {
  std::uint64_t received = 0;
  std::uint64_t size = 0;
  std::optional<kept_photo> photo;
  bool whole() const { return received == size; }
};

enum class upload_refusal {
  gap,      // the part lies beyond what is here
  differs,  // the same id with another size, or a part beyond its own
  quota,
  full
};
struct upload_refused {
  upload_refusal why;
  std::uint64_t received = 0;
};

class photo_uploads {
 public:
  // Finds what an earlier process received. Throws std::runtime_error when the folder cannot be
  // made or read.
  explicit photo_uploads(std::filesystem::path folder);

  std::variant<upload_progress, upload_refused> take(const user_id& by, const upload_part& part,
                                                     instant now);
  std::optional<upload_progress> look(const user_id& by, const upload_id& id) const;
  // Of what was received. Knows the folder alone: from any thread.
  std::filesystem::path file_of(const user_id& by, const upload_id& id, std::uint64_t size) const;
  // It has become that photo: its bytes are not needed any more.
  void finish(const user_id& by, const upload_id& id, const kept_photo& as, instant now);
  void drop(const user_id& by, const upload_id& id);
  // Drops what nobody has touched for long.
  void sweep(instant now);
  std::uint64_t bytes_expected() const { return bytes_expected_; }

 private:
  // The user's folder first: one user's uploads stand together.
  using key = std::pair<std::string, upload_id>;
  struct upload {
    upload_progress at;
    instant touched;
  };
  using all = std::map<key, upload>;

  static key key_of(const user_id& by, const upload_id& id);
  std::filesystem::path part_file(const key& which, std::uint64_t size) const;
  std::filesystem::path done_file(const key& which) const;
  void load(const std::filesystem::path& file, const std::string& user);
  std::optional<upload_refused> begin(const key& as, const upload_part& part, instant now);
  bool append(const std::filesystem::path& to, std::uint64_t at, std::string_view bytes) const;
  void remove(all::iterator which);

  std::filesystem::path folder_;
  all uploads_;
  std::uint64_t bytes_expected_ = 0;
};

}  // namespace gridwhistle
