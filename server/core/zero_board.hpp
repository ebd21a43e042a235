// The 四零 board: petitions, accidents, cases and epidemics by community, street or district, from
// the matters a pack tags. Laws: a number is the length of its list; every whistle of a tag stands
// in one row, so the rows below an area sum to the area's own.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "server/core/figures.hpp"

namespace gridwhistle {

// What the board calls a tag, in both languages.
struct tag_words {
  matter_tag tag;
  std::string_view zh;
  std::string_view en;
};
const std::array<tag_words, matter_tags_count>& all_tags();

// The whistles of each tag, in the order of all_tags().
struct zero_row {
  std::array<std::vector<whistle_id>, matter_tags_count> raised;

  std::vector<whistle_id>& operator[](matter_tag tag) {
    return raised.at(static_cast<std::size_t>(tag));
  }
  const std::vector<whistle_id>& operator[](matter_tag tag) const {
    return raised.at(static_cast<std::size_t>(tag));
  }
};

// Folds whistles into rows. What was raised in the period counts, whether it is solved or not; what
// was declined, withdrawn or joined to an umbrella does not. Tags and areas are those of the pack
// in force, not of the one a whistle was dispatched under: all rows of a board are counted alike.
class zero_fold {
 public:
  // by: none, or an area's.
  zero_fold(period when, grouping by, policy_ptr rules);
  // A row for every area of the level that this speaker sees all of, also where it stays at zero.
  void vouch(const actor& by);
  void add(const whistle& state);
  // By group, as group_of_place() says.
  const std::map<std::string, zero_row>& rows() const { return rows_; }

 private:
  period when_;
  grouping by_;
  policy_ptr rules_;
  std::map<std::string, zero_row> rows_;
};

}  // namespace gridwhistle
