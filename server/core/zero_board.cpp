#include "server/core/zero_board.hpp"

#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

bool stands(const whistle& state) {
  // Also one that has closed with its umbrella, which counts for both.
  if (state.joined) return false;
  switch (state.stage) {
    case stage::raised:
    case stage::filed:
    case stage::dispatched:
    case stage::handling:
    case stage::handled:
    case stage::closed:
      return true;
    case stage::declined:
    case stage::withdrawn:
    case stage::joined:
      return false;
  }
  return false;
}

}  // namespace

const std::array<tag_words, matter_tags_count>& all_tags() {
  static constexpr std::array<tag_words, matter_tags_count> words = {{
      {matter_tag::petition, "信访", "petitions"},
      {matter_tag::accident, "事故", "accidents"},
      {matter_tag::legal_case, "案件", "cases"},
      {matter_tag::epidemic, "疫情", "epidemics"},
  }};
  return words;
}

zero_fold::zero_fold(period when, grouping by, policy_ptr rules)
    : when_(when), by_(by), rules_(std::move(rules)) {}

void zero_fold::vouch(const actor& by) {
  auto level = level_of(by_);
  if (!level) {
    if (sees_all_of(rules_->areas.city().code, by, *rules_)) rows_[""];
    return;
  }
  for (const area& each : rules_->areas.all()) {
    if (each.level == *level && sees_all_of(each.code, by, *rules_)) rows_[each.code.text];
  }
}

void zero_fold::add(const whistle& state) {
  if (!state.what.matter || !when_.holds(state.raised_at) || !stands(state)) return;
  const matter* known = rules_->matters.find(*state.what.matter);
  if (!known || known->tags.empty()) return;
  zero_row& row = rows_[group_of_place(state.what.area, by_, rules_->areas)];
  for (matter_tag each : known->tags) row[each].push_back(state.id);
}

}  // namespace gridwhistle
