#include "server/adapters/pack_uploads.hpp"

#include <algorithm>
#include <utility>

namespace gridwhistle {

std::uint64_t pack_uploads::take(const user_id& by, pack_part_request part) {
  auto known = std::ranges::find_if(held_, [&](const upload& each) {
    return each.by == by && each.hash == part.whole && each.size == part.size;
  });
  if (known == held_.end()) {
    held_.push_front({by, part.whole, part.size, {}});
    if (held_.size() > uploads_max) held_.pop_back();
  } else {
    held_.splice(held_.begin(), held_, known);
  }
  upload& mine = held_.front();
  if (part.offset == mine.bytes.size()) mine.bytes += part.bytes;
  return mine.bytes.size();
}

const std::string* pack_uploads::whole(const user_id& by, const policy_hash& hash) const {
  auto found = std::ranges::find_if(held_, [&](const upload& each) {
    return each.by == by && each.hash == hash && each.bytes.size() == each.size;
  });
  return found == held_.end() ? nullptr : &found->bytes;
}

void pack_uploads::forget(const user_id& by) {
  held_.remove_if([&by](const upload& each) { return each.by == by; });
}

}  // namespace gridwhistle
