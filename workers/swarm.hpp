// A whole city from one seed: devices that blow and verify, clerks and desk officers who work off,
// each with a key and a connection of its own. Every step is a command over the wire, said again
// until it is answered.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "common/time.hpp"

namespace gridwhistle {

struct swarm_settings {
  std::filesystem::path home;
  std::filesystem::path pack;
  std::uint64_t seed = 1;
  std::size_t devices = 20;      // the first of the enrolled walkers
  std::size_t clerks = 20;       // whistles worked off at the same time, at most; the rest wait
  std::uint64_t whistles = 200;  // 0: until interrupted
  double rate = 0;  // blown a second; 0: each device blows again as soon as it has its receipt
  int live_percent = 100;     // of the whistles, driven to verified closure
  int deficient_percent = 4;  // blown without a matter, for a desk to repair
  int failing_percent = 3;    // first verification finds it not solved
  span think{};               // mean pause of a person before each step
  // As people live: desks take minutes, walkers longer, every fifth whistle hours; some are
  // returned, extended, shelved, asked about; and what others have left open is taken up.
  bool lifelike = false;
  span give_up = std::chrono::seconds(60);  // without any answer: the swarm ends and says so
  std::filesystem::path photos;  // what deploy/demo-photos has sent; empty: no picture is named
  // Whose seats are left alone, as the server tells it (common/taken_seats.hpp); empty: nobody
  // visits.
  std::filesystem::path visitors;
  std::filesystem::path receipts;  // one line a receipt: "<whistle id> <version>"; empty: none kept
};

struct swarm_result {
  std::uint64_t whistles = 0;  // blown
  std::uint64_t receipted = 0;
  std::uint64_t closed = 0;
  std::uint64_t refused = 0;     // answered with a refusal that a swarm should not get
  std::uint64_t unanswered = 0;  // commands given up
};

// SIGINT: nothing new is begun, and it ends when what was begun is answered; a second one, or
// SIGTERM, ends it at once. Progress goes to standard error every two seconds. Throws
// std::runtime_error when the home or the pack lacks something.
swarm_result run_swarm(const swarm_settings& settings);

// {"whistles":200,"receipted":200,"closed":200,"refused":0,"unanswered":0}
std::string to_json(const swarm_result& result);

}  // namespace gridwhistle
