#include "server/adapters/photo_uploads.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

// Names may hold anything; their folder is the beginning of their SHA-256.
constexpr std::size_t user_digits = 32;
constexpr std::string_view part_ending = ".part";
constexpr std::string_view done_ending = ".done";

// HASH WIDTH HEIGHT BYTES SIZE
std::string line_of(const upload_progress& at) {
  const kept_photo& photo = *at.photo;
  return photo.hash.hex() + ' ' + std::to_string(photo.width) + ' ' + std::to_string(photo.height) +
         ' ' + std::to_string(photo.bytes) + ' ' + std::to_string(at.size) + '\n';
}

std::optional<upload_progress> progress_in(const std::string& line) {
  std::istringstream words(line);
  std::string hex;
  int width = 0, height = 0;
  std::uint64_t bytes = 0, size = 0;
  words >> hex >> width >> height >> bytes >> size;
  auto hash = photo_hash::parse(hex);
  if (!words || !hash) return std::nullopt;
  return upload_progress{size, size, kept_photo{*hash, width, height, bytes}};
}

instant changed_at(const struct stat& about) {
  return from_ms(std::int64_t{about.st_mtim.tv_sec} * 1000 + about.st_mtim.tv_nsec / 1'000'000);
}

bool has_room_for(const fs::path& folder, std::uint64_t bytes) {
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0) return false;
  return std::uint64_t{disk.f_bavail} * disk.f_frsize >= disk_bytes_kept_free + bytes;
}

bool write_at(int to, std::uint64_t at, std::string_view bytes) {
  while (!bytes.empty()) {
    auto written = ::pwrite(to, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    at += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

photo_uploads::key photo_uploads::key_of(const user_id& by, const upload_id& id) {
  return {photo_hash::of(by.text).hex().substr(0, user_digits), id};
}

fs::path photo_uploads::part_file(const key& which, std::uint64_t size) const {
  return folder_ / which.first /
         (which.second.text() + '.' + std::to_string(size) + std::string(part_ending));
}

fs::path photo_uploads::done_file(const key& which) const {
  return folder_ / which.first / (which.second.text() + std::string(done_ending));
}

fs::path photo_uploads::file_of(const user_id& by, const upload_id& id, std::uint64_t size) const {
  return part_file(key_of(by, id), size);
}

// --- what an earlier process left ----------------------------------------------------------------

photo_uploads::photo_uploads(fs::path folder) : folder_(std::move(folder)) {
  std::error_code failed;
  fs::create_directories(folder_, failed);
  for (fs::directory_iterator user(folder_, failed), end; !failed && user != end;
       user.increment(failed)) {
    std::error_code unread;
    for (fs::directory_iterator file(user->path(), unread); !unread && file != end;
         file.increment(unread)) {
      load(file->path(), user->path().filename().string());
    }
  }
  if (failed) throw std::runtime_error(folder_.string() + ": " + failed.message());
}

void photo_uploads::load(const fs::path& file, const std::string& user) {
  fs::path name = file.stem();
  auto id =
      upload_id::parse(file.extension() == part_ending ? name.stem().string() : name.string());
  struct stat about {};
  if (!id || ::stat(file.c_str(), &about) != 0) return;
  key known{user, *id};
  upload one{{}, changed_at(about)};
  if (file.extension() == part_ending) {
    // The extension of its name begins with a dot.
    one.at.size = std::strtoull(name.extension().c_str() + 1, nullptr, 10);
    one.at.received = std::min(static_cast<std::uint64_t>(about.st_size), one.at.size);
    if (uploads_.emplace(known, one).second) bytes_expected_ += one.at.size;
    return;
  }
  auto read = read_whole(file);
  const auto* line = std::get_if<std::string>(&read);
  auto done = line ? progress_in(*line) : std::nullopt;
  if (file.extension() != done_ending || !done) return;
  one.at = *done;
  auto before = uploads_.find(known);
  if (before != uploads_.end()) bytes_expected_ -= before->second.at.size;
  uploads_.insert_or_assign(known, one);
}

// --- parts ---------------------------------------------------------------------------------------

std::optional<upload_refused> photo_uploads::begin(const key& as, const upload_part& part,
                                                   instant now) {
  std::size_t unfinished = 0, finished = 0;
  auto oldest = uploads_.end();
  for (auto each = uploads_.lower_bound({as.first, {}});
       each != uploads_.end() && each->first.first == as.first; ++each) {
    ++(each->second.at.photo ? finished : unfinished);
    bool older = oldest == uploads_.end() || each->second.touched < oldest->second.touched;
    if (!each->second.at.photo && older) oldest = each;
  }
  if (finished >= photos_of_one_max) return upload_refused{upload_refusal::quota, 0};
  if (unfinished >= uploads_of_one_max) remove(oldest);
  if (bytes_expected_ + part.size > uploads_bytes_max || !has_room_for(folder_, part.size))
    return upload_refused{upload_refusal::full, 0};
  std::error_code failed;
  fs::create_directory(folder_ / as.first, failed);
  if (failed) return upload_refused{upload_refusal::full, 0};
  uploads_.emplace(as, upload{{0, part.size, {}}, now});
  bytes_expected_ += part.size;
  return std::nullopt;
}

// What cannot be written whole is taken back.
bool photo_uploads::append(const fs::path& to, std::uint64_t at, std::string_view bytes) const {
  int out = ::open(to.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (out < 0) return false;
  bool done = write_at(out, at, bytes) && ::fdatasync(out) == 0;
  // Where even that fails the next try writes over it.
  if (!done && ::ftruncate(out, static_cast<off_t>(at)) != 0) errno = 0;
  ::close(out);
  return done;
}

std::variant<upload_progress, upload_refused> photo_uploads::take(const user_id& by,
                                                                  const upload_part& part,
                                                                  instant now) {
  key mine = key_of(by, part.id);
  auto found = uploads_.find(mine);
  if (found == uploads_.end()) {
    if (part.offset > 0) return upload_refused{upload_refusal::gap, 0};
    if (auto no = begin(mine, part, now)) return *no;
    found = uploads_.find(mine);
  }
  upload& one = found->second;
  bool fits = one.at.size == part.size && part.offset <= part.size &&
              part.bytes.size() <= part.size - part.offset;
  if (!fits) return upload_refused{upload_refusal::differs, one.at.received};
  one.touched = now;
  if (one.at.photo) return one.at;
  if (part.offset > one.at.received) return upload_refused{upload_refusal::gap, one.at.received};
  std::string_view fresh = part.bytes;
  fresh.remove_prefix(std::min(fresh.size(), one.at.received - part.offset));
  if (fresh.empty()) return one.at;
  bool kept = has_room_for(folder_, fresh.size()) &&
              append(part_file(mine, one.at.size), one.at.received, fresh);
  if (!kept) return upload_refused{upload_refusal::full, one.at.received};
  one.at.received += fresh.size();
  return one.at;
}

std::optional<upload_progress> photo_uploads::look(const user_id& by, const upload_id& id) const {
  auto found = uploads_.find(key_of(by, id));
  if (found == uploads_.end()) return std::nullopt;
  return found->second.at;
}

// --- ends ----------------------------------------------------------------------------------------

void photo_uploads::remove(all::iterator which) {
  std::error_code ignored;
  fs::remove(part_file(which->first, which->second.at.size), ignored);
  fs::remove(done_file(which->first), ignored);
  if (!which->second.at.photo) bytes_expected_ -= which->second.at.size;
  uploads_.erase(which);
}

void photo_uploads::finish(const user_id& by, const upload_id& id, const kept_photo& as,
                           instant now) {
  auto found = uploads_.find(key_of(by, id));
  if (found == uploads_.end() || found->second.at.photo) return;
  upload& one = found->second;
  one.at.photo = as;
  one.touched = now;
  bytes_expected_ -= one.at.size;
  // Where this cannot be written a restart finds the bytes once more and makes the same photo.
  if (write_whole(done_file(found->first), line_of(one.at))) return;
  std::error_code ignored;
  fs::remove(part_file(found->first, one.at.size), ignored);
}

void photo_uploads::drop(const user_id& by, const upload_id& id) {
  auto found = uploads_.find(key_of(by, id));
  if (found != uploads_.end()) remove(found);
}

void photo_uploads::sweep(instant now) {
  for (auto each = uploads_.begin(); each != uploads_.end();) {
    auto one = each++;
    if (one->second.touched + uploads_kept_for <= now) remove(one);
  }
}

}  // namespace gridwhistle
