// The limit of the disk: batches appended to a stream in Redis with fsync, and nothing else.
#pragma once

#include <string>
#include <vector>

#include "common/time.hpp"

namespace gridwhistle {

// What the server's journal looked like after a run.
struct journal_shape {
  std::uint64_t batches = 0;
  std::vector<std::string> last_batches;  // as stored
};
// Throws std::runtime_error when Redis does not answer in time.
journal_shape look_at_journal(const std::string& unix_path);

// Appends these bytes, one XADD a batch and so many in flight, for so long. Gives batches a second.
double appends_per_s(const std::string& unix_path, const std::vector<std::string>& batches,
                     std::size_t in_flight, span measured);

}  // namespace gridwhistle
