#include "common/taken_seats.hpp"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <utility>

namespace gridwhistle {
namespace {

// Replaced as a whole, but not forced to the disk: it is written in the turn, and after a power cut
// nobody is at his seat any more.
std::optional<file_fault> write_lightly(const std::filesystem::path& file,
                                        const seats_until& seats) {
  std::filesystem::path fresh = file;
  fresh += ".new";
  std::ofstream out(fresh, std::ios::trunc);
  for (const auto& [user, until] : seats) out << user << ' ' << to_ms(until) << '\n';
  out.close();
  bool written = out && std::rename(fresh.c_str(), file.c_str()) == 0;
  return written ? std::nullopt : std::optional(file_fault{file, errno});
}

}  // namespace

std::optional<file_fault> taken_seats::saw(const user_id& who, instant now) {
  instant until = now + seat_taken_for;
  auto known = until_.find(who.text);
  if (known != until_.end() && until - known->second < seat_told_every) return std::nullopt;
  std::erase_if(until_, [&](const auto& each) { return each.second <= now; });
  until_[who.text] = until;
  return write_lightly(file_, until_);
}

bool seats_told::is_taken(const std::string& user, instant now) {
  file_stamp stamp = stamp_of(file_);
  if (stamp != read_) {
    read_ = stamp;
    until_.clear();
    auto read = read_whole(file_);
    std::istringstream lines(std::holds_alternative<std::string>(read) ? std::get<std::string>(read)
                                                                       : std::string());
    std::string seat;
    std::int64_t until_ms = 0;
    while (lines >> seat >> until_ms) until_[seat] = from_ms(until_ms);
  }
  auto found = until_.find(user);
  return found != until_.end() && now < found->second;
}

}  // namespace gridwhistle
