#include "server/adapters/request_pace.hpp"

#include <algorithm>

namespace gridwhistle {

bool request_pace::allows(const user_id& user, instant now) {
  constexpr std::int64_t one = 1000, most = one * user_requests_burst;
  auto [found, is_new] = buckets_.try_emplace(user, bucket{most, now});
  bucket& mine = found->second;
  // A clock that was set back fills nothing.
  std::int64_t passed = std::max<std::int64_t>(0, (now - mine.filled_at).count());
  passed = std::min(passed, most);  // no product overflows
  mine.left = std::min(most, mine.left + passed * user_requests_per_s);
  mine.filled_at = now;
  if (mine.left < one) return false;
  mine.left -= one;
  return true;
}

}  // namespace gridwhistle
