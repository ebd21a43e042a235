#include "server/engine/refusal_log.hpp"

namespace gridwhistle {

void refusal_log::add(refusal_record told) {
  tally& of = tallies_[{told.by, told.code}];
  if (of.in_full < refusals_of_one_max && in_full_ < refusals_in_full_max) {
    ++of.in_full;
    ++in_full_;
    records_.push_back(std::move(told));
    return;
  }
  if (!of.counted) {
    of.counted = records_.size();
    records_.push_back({told.at, told.by, {}, {}, {}, {}, told.code, 0});
  }
  refusal_record& others = records_[*of.counted];
  others.at = told.at;
  ++others.more;
}

}  // namespace gridwhistle
