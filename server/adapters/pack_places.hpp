// Where in the files of a pack its areas, departments, matters, posts and limit classes stand: for
// findings on a policy that has been loaded and knows lines of duties only.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "common/pack_files.hpp"
#include "server/core/pack_remarks.hpp"

namespace gridwhistle {

// line 0: the file as a whole.
struct pack_place {
  std::string file;
  int line = 0;
  auto operator<=>(const pack_place&) const = default;
};

class pack_places {
 public:
  explicit pack_places(const pack_files& files);
  // A matter's code is like "matter:06010".
  pack_place of(remark_subject subject, const std::string& code) const;

 private:
  std::map<std::pair<remark_subject, std::string>, int> lines_;
};

}  // namespace gridwhistle
