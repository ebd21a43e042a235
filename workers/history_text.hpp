// The life of a whistle in lines for a terminal: who did what and when, and all that was said.
#pragma once

#include <string>
#include <vector>

#include "proto/whistle.pb.h"

namespace gridwhistle {

// "v5 2026-11-24T16:30:00+08:00 returned by clerk-um", and a line for each thing it says.
std::string text_of(const v1::HistoryItem& item);

// What somebody who has to act must read, each in the order of the versions.
struct words_said {
  std::vector<v1::HistoryItem> to_decide;  // waits for a ruling or a decision
  std::vector<v1::HistoryItem> said;  // the last of each: results, findings, rulings, orders, ends
};
// life: in the order of the versions; what is later than the state is left out.
words_said words_of(const v1::WhistleState& state, const std::vector<v1::HistoryItem>& life);
// Both lists under their headings; nothing where nothing was said.
std::string text_of(const words_said& words);

}  // namespace gridwhistle
