// Duplicates in the plain model: join, part, and what an umbrella and its duplicates share.
#include <algorithm>

#include "tests/core/plain_model.hpp"
#include "tests/core/plain_words.hpp"

namespace gridwhistle::plain {
namespace {

using enum refusal_code;

constexpr std::size_t duplicates_most = 64;

std::string with(const char* event, const whistle_id& whistle) {
  return std::string(event) + "(" + number(whistle) + ")";
}

}  // namespace

std::string number(const whistle_id& whistle) { return std::to_string(whistle.bytes.back()); }

bool model::reported_a_duplicate(const std::string& user) const {
  return std::any_of(duplicates_.begin(), duplicates_.end(),
                     [&](const duplicate& each) { return each.second == user; });
}

std::vector<stopwatch*> model::clocks() {
  std::vector<stopwatch*> made = {&desk_clock_, &supervision_};
  for (called& each : called_) {
    made.insert(made.end(), {&each.report_in, &each.handle, &each.ruling});
  }
  std::erase_if(made, [](const stopwatch* each) { return !each->started(); });
  return made;
}

answer model::take(const join& said, const command& asked) {
  if (ended()) return refused(already_ended);
  if (shelved_until_) return refused(shelved);
  if (stage_ == stage::handled) return refused(wrong_stage);
  for (const called& each : called_) {
    if (each.waits_for_ruling) return refused(return_pending);
  }
  if (!duplicates_.empty()) return refused(has_members);
  if (blank(said.reason)) return refused(reason_missing);
  if (said.umbrella == asked.whistle) return refused(umbrella_is_itself);
  const model* umbrella = asked_umbrella_;
  if (!umbrella) return refused(umbrella_unknown);
  if (!umbrella->in_area_of(asked.by)) return refused(umbrella_not_yours);
  if (umbrella->stage_ == stage::joined) return refused(umbrella_joined);
  if (umbrella->ended()) return refused(umbrella_ended);
  if (umbrella->duplicates_.size() >= duplicates_most) return refused(umbrella_full);
  umbrella_ = said.umbrella;
  was_at_ = stage_;
  was_desk_ = desk_;
  stage_ = stage::joined;
  desk_.clear();
  reporter_answers();
  for (stopwatch* each : clocks()) each->lay_by(now_);
  // What was asked for and not decided is asked for anew.
  for (called& each : called_) each.extension_asked.reset();
  shelving_asked_.reset();
  return happened(with("joined", said.umbrella));
}

answer model::take(const part_off& said, const command&) {
  if (stage_ != stage::joined) return refused(ended() ? already_ended : not_joined);
  if (blank(said.reason)) return refused(reason_missing);
  stage_ = was_at_;
  desk_ = was_desk_;
  umbrella_.reset();
  for (stopwatch* each : clocks()) each->take_up(now_);
  return happened("parted");
}

void model::remember(const command& by) {
  history_.push_back({++version_, by.id, by.digest, by.by.user.text});
}

void model::gain(const duplicate& another, const command& by) {
  duplicates_.push_back(another);
  remember(by);
}

void model::lose(const whistle_id& parted, const command& by) {
  std::erase_if(duplicates_, [&](const auto& each) { return each.first == parted; });
  remember(by);
}

void model::end_with_umbrella(gridwhistle::stage how, const command& by, instant now) {
  stage_ = how;
  ended_at_ = now;
  remember(by);
}

void model::back_under_umbrella(const command& by) {
  stage_ = stage::joined;
  forget_what_was_said();
  remember(by);
}

answer office::ask(const command& asked, instant now) {
  auto known = [&](const whistle_id& id) {
    auto found = whistles_.find(id);
    return found != whistles_.end() && found->second.raised() ? &found->second : nullptr;
  };
  const auto* joins = std::get_if<join>(&asked.ask);
  model& own = whistles_[asked.whistle];
  if (hole_dropped_) own.drop_the_hole();
  auto was_under = own.umbrella();
  answer so = own.ask(asked, now, joins ? known(joins->umbrella) : nullptr);
  if (so.no || so.happened.empty()) return so;
  std::string last = so.happened.back();
  auto elsewhere = [&](const whistle_id& id, const std::string& what) {
    so.happened.push_back(number(id) + ":" + what);
  };
  if (!was_under && own.umbrella()) {
    known(*own.umbrella())->gain({asked.whistle, own.reporter()}, asked);
    elsewhere(*own.umbrella(), with("member_joined", asked.whistle));
  } else if (was_under && !own.umbrella()) {
    known(*was_under)->lose(asked.whistle, asked);
    elsewhere(*was_under, with("member_parted", asked.whistle));
  }
  bool ends = last.starts_with("closed") || last == "declined";
  bool reopens = last == "reopened";
  for (const auto& [id, reporter] : own.duplicates()) {
    if (ends) known(id)->end_with_umbrella(own.at(), asked, now);
    if (ends) elsewhere(id, last);
    if (reopens) known(id)->back_under_umbrella(asked);
    if (reopens) elsewhere(id, with("joined", asked.whistle));
  }
  return so;
}

}  // namespace gridwhistle::plain
