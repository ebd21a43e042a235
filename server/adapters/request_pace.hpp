// How often one user may ask: a bucket each, which fills steadily and empties request by request.
// Law: whoever asks too fast is told to wait, and slows nobody but himself.
#pragma once

#include <unordered_map>

#include "common/ids.hpp"
#include "common/time.hpp"

namespace gridwhistle {

// A page that sends a photo in parts asks the fastest; a clerk at his queue asks a few times a
// second.
constexpr int user_requests_per_s = 50;
// At once, after a while of silence: the parts of the largest photo, or a screen that opens and
// asks for everything that it shows.
constexpr int user_requests_burst = 400;

class request_pace {
 public:
  // Takes one from his bucket. False: it is empty, and a second later it is not.
  bool allows(const user_id& user, instant now);

 private:
  struct bucket {
    // In thousandths of a request, so that a millisecond is worth a whole number of them.
    std::int64_t left = 0;
    instant filled_at;
  };
  std::unordered_map<user_id, bucket> buckets_;  // at most one for everybody enrolled
};

}  // namespace gridwhistle
