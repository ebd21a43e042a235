// Devices in a closed loop: each keeps its window of blows open and sends the next for every
// answer. Law: the same bytes and the same work whoever answers, so that two rates can be compared.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "common/curve_keys.hpp"
#include "common/time.hpp"

namespace gridwhistle {

// Where a Request starts its id, and where a Reply repeats it: wire_version and the id come first.
constexpr std::size_t request_id_offset = 4;

struct load_settings {
  std::string endpoint;
  std::string server_public_key;     // Z85
  std::vector<curve_key_pair> keys;  // one a device
  std::vector<std::string> blows;    // Requests; their ids are replaced for each sending
  int window = 1;
  span warm_up{};
  span measured{};
  // Called when the measured time begins and when it ends.
  std::function<void()> begins;
  std::function<void()> ends;
};

// Latencies in steps of ten microseconds; what takes longer than the last step counts as the last.
class latencies {
 public:
  latencies();
  void add(std::int64_t microseconds);
  double milliseconds_at(double quantile) const;  // 0 where nothing was added

 private:
  std::vector<std::uint32_t> steps_;
  std::uint64_t count_ = 0;
};

struct load_result {
  std::uint64_t receipts = 0;
  std::uint64_t refused = 0;
  std::uint64_t unanswered = 0;  // still open three seconds after the last was sent
  double seconds = 0;
  gridwhistle::latencies latency;
  std::string refusal;               // the bytes of one, where there was any
  std::vector<std::string> samples;  // the first receipts
  double receipts_per_s() const { return static_cast<double>(receipts) / seconds; }
};

// Connects, warms up and measures. Throws std::runtime_error when not every device gets its first
// answer within a minute.
load_result run_load(const load_settings& settings);

}  // namespace gridwhistle
