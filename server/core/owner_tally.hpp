// Who finally did it (domain.md section 3, returns): of the whistles closed as solved, matter x
// area -> lead, shown to whoever has to find the next one a lead.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "server/core/area_tree.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

// Departments of one answer; the rarer ones are left out.
constexpr std::size_t tally_departments_max = 10;

// What one whistle counts as.
struct done_case {
  matter_key matter;
  area_code area;
  department_code lead;
  auto operator<=>(const done_case&) const = default;
};

// Nothing unless it is closed as solved. A duplicate that was closed with its umbrella is none of
// its own.
std::optional<done_case> done_by(const whistle& state);

// Of the smallest area that has any: the most frequent first, equals by their code.
struct tally {
  struct count {
    department_code department;
    std::size_t closed = 0;
    auto operator<=>(const count&) const = default;
  };
  area_code area;
  std::vector<count> counts;
};

class owner_tally {
 public:
  void add(const done_case& done);
  // Must have been added: it was reopened.
  void take_back(const done_case& done);
  // Around a place: of its own area, else of the smallest above it that has any. A place that the
  // tree does not know is the city's. Nothing: the matter was never done there.
  std::optional<tally> around(const matter_key& matter, const area_code& where,
                              const area_tree& areas) const;

 private:
  using by_department = std::map<department_code, std::size_t>;
  // By the areas as they were filed: a pack may move what stands above them.
  std::map<matter_key, std::map<area_code, by_department>> counts_;
};

}  // namespace gridwhistle
