// The ground that coverage is proved on: leaves, time classes, and where the rows of one selector
// alone leave something open or wrong. Law: whatever decides here is duty_list::decide().
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/core/leaf_order.hpp"
#include "server/core/policy.hpp"
#include "server/core/seat_watch.hpp"
#include "server/core/time_axis.hpp"

namespace gridwhistle {

// Leaves that no row of some lists can tell apart: those of the same named areas.
struct region {
  std::vector<std::string_view> path;  // the areas that rows name, deepest first, then ""
  std::vector<std::size_t> leaves;     // ascending; not empty
};

// Admitted matters that the same rows speak of.
struct matter_group {
  duty_list::row_lists lists{};
  std::vector<const matter*> matters;
};

// Questions that were answered together.
struct answered_block {
  const matter_group& group;
  const region& where;
  const time_block& when;
  whistle_kind kind;

  std::uint64_t cells_at(std::size_t leaves) const {
    return std::uint64_t{leaves} * when.classes * group.matters.size();
  }
  duty_question example_at(const area& leaf) const {
    return {group.matters.front()->key, leaf.code, when.example, kind};
  }
};

// By leaf: 1 where no department serves, else 0; empty: every leaf is served.
using unserved_leaves = std::vector<std::uint8_t>;

// By leaf: the seat that serves it, where it is not always manned, else null; empty: all are.
using unmanned_leaves = std::vector<const unmanned_seat*>;

// What the rows of one selector decide by themselves, by leaf.
struct list_survey {
  std::vector<std::uint8_t> open;  // 1: in some time class and kind no row holds
  // 1: in some a tie, or a called department that is not there, or not always manned.
  std::vector<std::uint8_t> faulty;
  bool open_somewhere = false;
};

class coverage_ground {
 public:
  // Borrows the policy.
  explicit coverage_ground(const policy& rules);

  const policy& rules() const { return rules_; }
  const leaf_order& leaves() const { return leaves_; }
  const time_axis& times() const { return times_; }
  std::size_t place_of(const duty& row) const;

  // Together every leaf, none twice.
  std::vector<region> regions_of(const duty_list::row_lists& lists) const;
  // The time axis as far as rows of the lists that speak of the region can tell it apart.
  std::vector<time_block> blocks_of(const duty_list::row_lists& lists, const region& where) const;
  const list_survey& survey_of(const duty_list::row_places& list) const;
  // Whether a row wins, or ties, somewhere among the rows of its own selector; a bit for each kind.
  unsigned wins_alone(const duty& row) const { return wins_[place_of(row)]; }

  const unserved_leaves& unserved(const function_at_level& wanted) const;
  // Where the lead or one of the helpers has no department.
  const unserved_leaves& unserved(const duty& row) const { return row_unserved_[place_of(row)]; }
  const unmanned_leaves& unmanned(const function_at_level& wanted) const;
  // Null: always manned.
  const unmanned_seat* unmanned(const department_code& seat) const { return seats_.of(seat); }

 private:
  void survey(const duty_list::row_places& list);
  void look_up(const function_at_level& wanted);
  unserved_leaves unserved_of(const duty& row) const;
  // Where somebody whom the row calls is not there, or not always manned.
  unserved_leaves suspect_of(const duty& row) const;

  const policy& rules_;
  leaf_order leaves_;
  time_axis times_;
  seat_watch seats_;
  std::map<function_at_level, unserved_leaves> unserved_;
  std::map<function_at_level, unmanned_leaves> unmanned_;
  std::vector<unserved_leaves> row_unserved_;  // by the row's place
  std::vector<unserved_leaves> row_suspect_;   // likewise
  std::unordered_map<const duty_list::row_places*, list_survey> surveys_;
  std::vector<unsigned> wins_;  // by the row's place
};

}  // namespace gridwhistle
