// What somebody who keeps a policy should look at, though nothing of it keeps a whistle from its
// lead: what nobody uses, and names that can be taken for one another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/core/policy.hpp"

namespace gridwhistle {

enum class remark_reason {
  unused_limit_class,   // no duty names it
  uncalled_department,  // no duty calls its function at its level, and it is nobody's backup
  same_name,            // in one parent area, or of two departments, or in one class of matters
  unwalked_area,        // no grid worker has a post there, nor in any area above it
  seat_without_post,    // a called department that posts.csv does not know: always staffed
  near_name             // as same_name, but for blanks, marks, width, case or one Latin letter
};

enum class remark_subject { area, department, matter, limit_class, post };

struct pack_remark {
  remark_reason reason = remark_reason::same_name;
  remark_subject subject = remark_subject::area;
  std::vector<std::string> codes;  // of what it is about; a matter's like "matter:06010"
  std::string name;                // that they share or nearly share
};

// In a fixed order. Near names of one Latin letter are looked for among at most near_names_max
// names of a kind; of more, only what is equal but for blanks, marks, width and case.
std::vector<pack_remark> remarks_on(const policy& rules);
constexpr std::size_t near_names_max = 1000;

// A name as it is compared: ASCII small letters for capitals and full width, without blanks and
// marks. Other scripts stay as they are.
std::string plain_name(std::string_view name);
// Whether two plain names are one letter apart (put in, left out, another, two swapped). Only names
// of six Latin letters or more: one Chinese character or one digit makes another name.
bool one_letter_apart(std::string_view one, std::string_view other);

}  // namespace gridwhistle
