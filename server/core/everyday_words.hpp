// What people say, and what the list of matters calls it: a text with "下水道" in it means a
// 雨水箅子 or a 污水井盖, though it has no letter of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/core/text_grams.hpp"

namespace gridwhistle {

// A row of sayings.csv: whoever says one of these may mean any of those.
struct saying {
  std::vector<std::string> said;
  std::vector<std::string> means;  // names of matters, or pieces of them
};

struct meant_gram {
  text_gram gram;
  std::string said;  // the words of the text that mean it, as the pack has them
};

class everyday_words {
 public:
  everyday_words() = default;
  explicit everyday_words(std::vector<saying> sayings);

  const std::vector<saying>& all() const { return sayings_; }
  // Each gram once, in the order of the sayings; also those that the text has itself.
  std::vector<meant_gram> meant_by(std::string_view text) const;

 private:
  std::vector<saying> sayings_;
  std::vector<std::vector<std::string>> looked_for_;  // said, spaced out
};

}  // namespace gridwhistle
