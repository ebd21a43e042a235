#include "tests/core/plain_life.hpp"

#include <algorithm>
#include <sstream>

#include "tests/core/plain_words.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle::plain {
namespace {

using namespace std::chrono_literals;

constexpr int steps_a_life = 32;

// As the plain model tells it. Of limits that passed in one millisecond the order is nobody's law:
// both tell them by name.
std::vector<std::string> told(const std::vector<entry>& entries, const whistle_id& about) {
  std::vector<std::string> made;
  auto same_instant = made.size();
  std::optional<instant> before;
  for (const entry& each : entries) {
    made.push_back(describe(each.happened));
    if (each.whistle != about) made.back() = number(each.whistle) + ":" + made.back();
    const auto* late = std::get_if<overran>(&each.happened);
    std::optional<instant> passed = late ? std::optional(late->deadline) : std::nullopt;
    if (late) made.back() += "@" + std::to_string(to_ms(late->deadline));
    if (!late || passed != before) same_instant = made.size() - 1;
    before = passed;
    std::sort(made.begin() + static_cast<std::ptrdiff_t>(same_instant), made.end());
  }
  return made;
}

view seen(const whistle& state, const policy& rules) {
  view made;
  made.stage = state.stage;
  if (!state.open()) {
    made.owner = "nobody";
  } else {
    made.owner =
        state.desk.empty() ? "dept/" + state.lead()->department.text : "desk/" + state.desk.text;
  }
  for (const obligation& each : state.obligations) {
    made.obligations.emplace_back(each.department.text, each.stage);
    if (each.waits_for_reporter()) made.wait_for_reporter.push_back(each.department.text);
  }
  for (const due& each : deadlines(state, rules)) {
    made.due.emplace_back(each.at, each.clock, each.department.text);
  }
  std::sort(made.due.begin(), made.due.end());
  if (state.joined) made.umbrella = state.joined->umbrella;
  for (const member& each : state.members)
    made.duplicates.emplace_back(each.whistle, each.reporter.text);
  return made;
}

std::string text_of(const answer& given) {
  if (given.no) return "refused " + std::string(words_of(*given.no).name);
  std::string text;
  for (const std::string& each : given.happened) text += (text.empty() ? "" : " ") + each;
  return text.empty() ? "nothing" : text;
}

std::string text_of(const view& seen) {
  std::string text = std::string(name_of(seen.stage)) + ", " + seen.owner + ",";
  for (const auto& [department, stage] : seen.obligations) {
    text += " " + department + ":" + std::string(name_of(stage));
  }
  for (const std::string& each : seen.wait_for_reporter) text += ", " + each + " asks";
  text += ", due";
  for (const auto& [at, clock, department] : seen.due) {
    text += " " + std::string(name_of(clock)) + ":" + department + " " + small_city::wall_text(at);
  }
  if (seen.umbrella) text += ", joined to " + number(*seen.umbrella);
  for (const auto& [id, reporter] : seen.duplicates) {
    text += ", has " + number(id) + " of " + reporter;
  }
  return text;
}

// In which of the seven they differ.
std::string difference(const view& core, const view& plain) {
  std::string text;
  if (core.stage != plain.stage) text += " stage";
  if (core.owner != plain.owner) text += " owner";
  if (core.obligations != plain.obligations) text += " obligations";
  if (core.wait_for_reporter != plain.wait_for_reporter) text += " questions";
  if (core.due != plain.due) text += " deadlines";
  if (core.umbrella != plain.umbrella) text += " umbrella";
  if (core.duplicates != plain.duplicates) text += " duplicates";
  return text;
}

}  // namespace

life::life(std::uint32_t seed, pack_in_force pack) : seed_(seed), pack_(pack), by_chance_(seed) {
  // One in six begins so late that limits meet the end of the published calendar.
  if (one_in(6)) now_ += std::chrono::days(30 + by_chance_() % 24);
  greedy_ = one_in(40);
  curious_ = one_in(40);
  alone_ = !one_in(3);
}

// random_life's steps, and now and then days, for what lasts so long.
void life::let_time_pass() {
  constexpr std::uint64_t longest_ms[] = {0, 1, 60'000, 3'600'000, 40'000'000};
  std::uint64_t longest = longest_ms[by_chance_() % std::size(longest_ms)];
  if (one_in(20)) longest = std::uint64_t{20} * 86'400'000;
  now_ += span(by_chance_() % (longest + 1));
  // On a round minute limits and steps meet exactly.
  if (one_in(6)) now_ = std::chrono::ceil<std::chrono::minutes>(now_);
}

// What random_command never says: a word left out, a right one in the wrong mouth.
command life::roughened(command made, const whistle* seen) {
  const obligation* lead = seen ? seen->lead() : nullptr;
  if (greedy_ && lead && one_in(2)) return asking_for_more(std::move(made), *lead);
  if (curious_ && lead && one_in(2)) return asking_the_reporter(std::move(made), *seen);
  if (!one_in(4)) return made;
  if (auto* told = std::get_if<return_to_desk>(&made.ask)) {
    told->evidence = " ";
    if (one_in(2)) told->proposed = {};
  }
  if (auto* told = std::get_if<close>(&made.ask)) {
    told->outcome.reset();
    if (one_in(2)) told->outcome = outcome::solved;
  }
  if (auto* told = std::get_if<blow>(&made.ask)) {
    if (one_in(8)) told->what.ordered_limit.emplace();
  }
  if (auto* told = std::get_if<request_extension>(&made.ask)) {
    told->more = {time_unit::urgent_hour, std::chrono::hours(by_chance_() % 30)};
  }
  if (auto* told = std::get_if<request_shelving>(&made.ask)) {
    if (one_in(3)) told->until = now_ + std::chrono::days(360 + by_chance_() % 10);
  }
  if (auto* told = std::get_if<supervise>(&made.ask)) {
    if (one_in(3)) told->due_at = now_ + std::chrono::days(360 + by_chance_() % 10);
  }
  if (auto* told = std::get_if<return_visit>(&made.ask)) told->contact = contact::not_reached;
  if (auto* told = std::get_if<appeal>(&made.ask)) {
    if (one_in(4)) told->clock = clock_name::supervision;
  }
  if (auto* told = std::get_if<verify>(&made.ask)) {
    if (one_in(3)) told->photos.clear();
    // Somebody who handled it and also walks the grid.
    bool handled = lead && !lead->handlers.empty();
    if (handled && one_in(2)) made.by.user = lead->handlers[by_chance_() % lead->handlers.size()];
  }
  return made;
}

// Chance alone hardly ever has two extensions granted and a third asked for.
command life::asking_for_more(command made, const obligation& owed) {
  if (owed.extension_asked) {
    made.by = small_city::speaker("desk-city");
    made.ask = decide_extension{owed.department, decision::granted, "granted"};
  } else if (owed.handle_limit) {
    made.by = small_city::speaker("clerk-" + owed.department.text);
    time_unit unit = owed.handle_limit->unit;
    made.ask =
        request_extension{{unit, std::chrono::hours(unit == time_unit::work_day ? 24 : 1)}, "rain"};
  }
  return made;
}

// Nor hardly ever three questions to one who answers.
command life::asking_the_reporter(command made, const whistle& seen) {
  const obligation& owed = *seen.lead();
  bool waits = owed.waits_for_reporter();
  made.by = small_city::speaker(waits ? seen.reporter.text : "clerk-" + owed.department.text);
  made.ask = note{"which gate?", waits ? addressed_to::everybody : addressed_to::reporter};
  return made;
}

std::optional<disagreement> life::live(coverage& what_is_seen) {
  for (int i = 0; i < steps_a_life; ++i) {
    if (auto differs = step(what_is_seen)) return differs;
  }
  return std::nullopt;
}

std::optional<disagreement> life::step(coverage& what_is_seen) {
  let_time_pass();
  whistle_id id = alone_ ? small_city::whistle_number(1) : random_member(by_chance_);
  const whistle* state = core_.find(id);
  if (state && pack_ == pack_in_force::changes && rules_ == small_city::rules() && one_in(16)) {
    static const policy_ptr later = small_city::rules_without_the_hole();
    rules_ = later;
    plain_.drop_the_hole();
    story_.push_back({now_, {}, {}, true});
  }
  std::vector<entry> follow;
  answer core, plain;
  story_.push_back({now_, {}, id, false});
  done& next = story_.back();
  if (state && one_in(5)) {
    follow = core_.tick(id, now_, *rules_);
    core.happened = told(follow, id);
    plain = plain_.tick(id, now_);
  } else {
    next.asked = roughened(random_command(by_chance_, id, state, ++commands_), state);
    auto decided = core_.ask(*next.asked, now_, *rules_);
    if (decided) {
      follow = *std::move(decided);
      core.happened = told(follow, id);
    } else {
      core.no = decided.refused().code;
      what_is_seen.refusals.insert(*core.no);
    }
    plain = plain_.ask(*next.asked, now_);
  }
  ++what_is_seen.questions;
  for (const entry& each : follow) what_is_seen.events.insert(each.happened.index());
  return compared(next.asked ? std::string(name_of(next.asked->ask)) : "clock", core, plain);
}

std::optional<disagreement> life::compared(const std::string& line, const answer& core,
                                           const answer& plain) {
  disagreement made;
  if (core != plain) {
    made.about = line + ": core " + text_of(core) + ", plain model " + text_of(plain);
  }
  for (const auto& [id, state] : core_.all()) {
    if (!made.about.empty()) break;
    view core_seen = seen(state, *rules_), plain_seen = plain_.seen(id);
    if (core_seen == plain_seen) continue;
    made.about = line + " -> " + text_of(core) + ": whistle " + number(id) + " has not the same" +
                 difference(core_seen, plain_seen);
    made.story = "\ncore:        " + text_of(core_seen) + "\nplain model: " + text_of(plain_seen);
  }
  if (made.about.empty()) return std::nullopt;
  made.story = story() + made.about + made.story;
  made.steps = story_.size();
  return made;
}

std::string life::story() const {
  std::ostringstream lines;
  lines << "seed " << seed_ << '\n';
  instant at{};
  for (const done& each : story_) {
    if (each.at != at) lines << "at " << small_city::wall_text(each.at) << '\n';
    at = each.at;
    if (each.published) {
      lines << "# the pack without 02002 is published\n";
    } else {
      lines << (each.asked ? spoken(*each.asked) : number(each.about) + ": clock") << '\n';
    }
  }
  return lines.str();
}

}  // namespace gridwhistle::plain
