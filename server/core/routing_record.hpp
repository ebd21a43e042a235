// What a whistle's entries keep of where it was sent, and why: every routing in the order in which
// they came about, to be explained and decided again.
#pragma once

#include <vector>

#include "server/core/explanation.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

class routing_record {
 public:
  // The next entry of the whistle; after: the whistle as apply() left it.
  void add(const whistle& after, const entry& told);

  const std::vector<routing>& all() const { return all_; }

 private:
  void seat(const delivered& happened);

  std::vector<routing> all_;
  command_id routed_by_;  // whose deliveries belong to the last routing
};

}  // namespace gridwhistle
