// What a proof has found uncovered, one finding for each slip: a hole for each row that is missing,
// a tie for each two rows, a missing department for each function and level, unmanned seats for
// each last backup of theirs.
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "server/core/coverage.hpp"
#include "server/core/coverage_ground.hpp"
#include "server/core/coverage_holes.hpp"

namespace gridwhistle {

class coverage_findings {
 public:
  // Borrows the ground.
  explicit coverage_findings(const coverage_ground& ground) : ground_(ground), holes_(ground) {}

  // Blocks come group by group, in a group region by region.
  void add(const answered_block& asked, const duty_match& found);
  // After the last block of a group, while its regions are still there.
  void end_group(const matter_group& group) { holes_.end_group(group); }

  std::uint64_t uncovered() const { return uncovered_; }
  std::uint64_t unreached() const { return unreached_; }
  std::vector<coverage_finding> all() const;

 private:
  struct gathered {
    coverage_finding made;
    std::set<matter_key> matters;
    std::set<const duty*> rows;
    std::vector<std::uint8_t> leaves;  // 1: concerned
    unsigned kinds = 0;
    std::set<department_code> seats;
  };
  // Of those called together that hand on to one last seat.
  struct unmanned_together {
    std::size_t classes = 0;  // in which one of them has nobody
    time_stretch gap;         // in the first of those
    std::set<department_code> seats;
  };
  struct unmanned_classes {
    std::size_t classes = 0;  // in which anybody called has nobody
    std::map<const department*, unmanned_together> by_last;
  };

  void add_unserved(const answered_block& asked, const duty& row);
  void add_unmanned(const answered_block& asked, const duty& row);
  void add_unmanned_at(std::size_t leaf, const unmanned_classes& here, const answered_block& asked,
                       const duty& row);
  static unmanned_classes classes_of(const std::set<const unmanned_seat*>& seats,
                                     const std::vector<std::size_t>& places);
  // only: the leaves that are concerned; empty: all of the block's.
  void spread(gathered& over, const answered_block& asked, const unserved_leaves& only);
  coverage_finding finding_of(const gathered& from) const;

  const coverage_ground& ground_;
  coverage_holes holes_;
  std::uint64_t uncovered_ = 0;
  std::uint64_t unreached_ = 0;
  std::map<std::pair<std::size_t, std::size_t>, gathered> ties_;  // by the places of the rows
  std::map<function_at_level, gathered> unserved_;
  std::map<department_code, gathered> unmanned_;  // by the last of the backups
};

}  // namespace gridwhistle
