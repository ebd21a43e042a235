// Gathers the cells that no duty covers: of ten thousand holes of one missing row, one finding.
// Law: each finding names a row that would fill all of it.
#pragma once

#include <set>
#include <vector>

#include "server/core/coverage.hpp"
#include "server/core/coverage_ground.hpp"

namespace gridwhistle {

class coverage_holes {
 public:
  // Borrows the ground.
  explicit coverage_holes(const coverage_ground& ground) : ground_(ground) {}

  // Blocks come group by group, in a group region by region.
  void add(const answered_block& asked);
  // After the last block of a group, while its regions are still there.
  void end_group(const matter_group& group);
  // The largest first.
  std::vector<coverage_finding> findings() const;

 private:
  struct open_block {
    const region* where;
    time_block when;
    unsigned kinds;  // a bit for each
  };
  struct hole {
    std::set<const matter*> matters;
    std::vector<std::size_t> leaves;  // ascending
    unsigned kinds = 0;
    std::uint64_t cells = 0;
    duty_question example;
    duty fill;  // the row that would fill it
  };

  duty_time hull_of(const std::vector<open_block>& times) const;
  std::vector<hole> joined() const;
  std::vector<std::vector<hole>> parted_by_class(const std::vector<hole>& same) const;
  hole together(const std::vector<hole>& parts) const;
  // Whether one missing row explains both: the same matters, or those of one class in one place.
  bool belongs(const hole& smaller, const hole& larger) const;
  coverage_finding finding_of(const hole& each) const;

  const coverage_ground& ground_;
  std::vector<open_block> open_;  // of the group that is being answered
  std::vector<hole> holes_;
};

// The kinds of those bits.
std::vector<whistle_kind> kinds_of(unsigned bits);

}  // namespace gridwhistle
