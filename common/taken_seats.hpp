// Seats of a demonstration that a person has taken, in one file: the server says who was there, and
// who plays everybody else leaves those seats alone.
// Law: a seat is free again so long after its person's last sign, and nobody has to say so.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "common/ids.hpp"
#include "common/time.hpp"
#include "common/whole_file.hpp"

namespace gridwhistle {

constexpr gridwhistle::span seat_taken_for = std::chrono::minutes(10);
// A sign that comes sooner after the one before is not worth a file.
constexpr gridwhistle::span seat_told_every = std::chrono::seconds(30);

using seats_until = std::map<std::string, instant>;  // by user: taken before that

class taken_seats {
 public:
  explicit taken_seats(std::filesystem::path file) : file_(std::move(file)) {}
  // A sign of that person. A fault: who plays the others does not know of him yet.
  std::optional<file_fault> saw(const user_id& who, instant now);

 private:
  std::filesystem::path file_;
  seats_until until_;
};

// The same file as its reader knows it, which looks again when it was replaced.
class seats_told {
 public:
  explicit seats_told(std::filesystem::path file) : file_(std::move(file)) {}
  // Where there is no file, nobody has taken a seat.
  bool is_taken(const std::string& user, instant now);

 private:
  std::filesystem::path file_;
  std::optional<file_stamp> read_;
  seats_until until_;
};

}  // namespace gridwhistle
