#include "server/core/everyday_words.hpp"

#include <cstddef>
#include <set>
#include <utility>

namespace gridwhistle {

everyday_words::everyday_words(std::vector<saying> sayings) : sayings_(std::move(sayings)) {
  for (const saying& each : sayings_) {
    std::vector<std::string>& spaced = looked_for_.emplace_back();
    for (const std::string& words : each.said) spaced.push_back(spaced_out(words));
  }
}

std::vector<meant_gram> everyday_words::meant_by(std::string_view text) const {
  std::vector<meant_gram> made;
  std::set<text_gram> known;
  const std::string spaced = spaced_out(text);
  for (std::size_t i = 0; i < sayings_.size(); ++i) {
    std::size_t said = 0;
    while (said < looked_for_[i].size() && !has_words(spaced, looked_for_[i][said])) ++said;
    if (said == looked_for_[i].size()) continue;
    for (const std::string& name : sayings_[i].means) {
      for (text_gram& each : grams_of(name)) {
        if (known.insert(each).second) made.push_back({std::move(each), sayings_[i].said[said]});
      }
    }
  }
  return made;
}

}  // namespace gridwhistle
