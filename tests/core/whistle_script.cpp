#include "tests/core/whistle_script.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <sstream>

namespace gridwhistle {
namespace {

struct describer {
  std::string operator()(const desk_took& e) const {
    return "desk_took(" + e.desk.text + ":" + std::string(name_of(e.reason)) + ")";
  }
  std::string operator()(const dispatched& e) const {
    std::string called = e.lead.text;
    for (const department_code& helper : e.helpers) called += "+" + helper.text;
    return "dispatched(" + called + ")";
  }
  std::string operator()(const delivered& e) const {
    std::string text = "delivered(" + e.department.text;
    if (e.called.staffing != staffing::no_roster)
      text += ":" + std::string(name_of(e.called.staffing)) + ":" + e.called.person.text;
    if (!e.called.seat.empty()) text += "@" + e.called.seat.text;
    return text + ")";
  }
  std::string operator()(const reported_in& e) const {
    return "reported_in(" + e.department.text + ")";
  }
  std::string operator()(const arrived& e) const { return "arrived(" + e.department.text + ")"; }
  std::string operator()(const handled& e) const { return "handled(" + e.department.text + ")"; }
  std::string operator()(const closed& e) const {
    return e.outcome == outcome::solved ? "closed(solved)" : "closed(unsolved_recorded)";
  }
  std::string operator()(const overran& e) const {
    std::string clock(name_of(e.clock));
    return "overran(" + (e.department.empty() ? clock : clock + ":" + e.department.text) + ")";
  }
  std::string operator()(const returned& e) const {
    return "returned(" + e.department.text + ">" + e.proposed.text + ")";
  }
  std::string operator()(const ruled& e) const {
    return std::string(e.what == ruling::upheld ? "upheld(" : "rejected(") + e.department.text +
           ")";
  }
  std::string operator()(const extension_decided& e) const {
    return decided("extension", e.what) + "(" + e.department.text + ")";
  }
  std::string operator()(const shelving_decided& e) const { return decided("shelving", e.what); }
  std::string operator()(const appeal_decided& e) const {
    return decided("appeal", e.what) + "(" + std::string(name_of(e.clock)) + ":" +
           e.department.text + ")";
  }
  std::string operator()(const joined& e) const {
    return "joined(" + std::to_string(number_of(e.umbrella)) + ")";
  }
  std::string operator()(const member_joined& e) const {
    return "member_joined(" + std::to_string(number_of(e.member)) + ")";
  }
  std::string operator()(const member_parted& e) const {
    return "member_parted(" + std::to_string(number_of(e.member)) + ")";
  }
  std::string operator()(const noted& e) const {
    return e.to == addressed_to::reporter ? "noted(" + e.department.text + "?)" : "noted";
  }
  std::string operator()(const resumed& e) const {
    return e.department.empty() ? "resumed" : "resumed(" + e.department.text + ")";
  }
  std::string operator()(const helper_called& e) const { return named("helper_called", e); }
  std::string operator()(const released& e) const { return named("released", e); }
  std::string operator()(const unreported& e) const { return named("unreported", e); }
  std::string operator()(const extension_requested& e) const {
    return named("extension_requested", e);
  }
  std::string operator()(const appealed& e) const {
    return "appealed(" + std::string(name_of(e.clock)) + ":" + e.department.text + ")";
  }
  static std::string decided(const char* what, decision how) {
    return std::string(what) + (how == decision::granted ? "_granted" : "_refused");
  }
  template <class OfDepartment>
  static std::string named(const char* what, const OfDepartment& e) {
    return std::string(what) + "(" + e.department.text + ")";
  }
  template <class Plain>
  std::string operator()(const Plain& e) const {
    return std::string(name_of(event(e)));
  }
};

std::string trimmed(std::string_view text) {
  std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::string value_in(const std::map<std::string, std::string>& named, const std::string& name) {
  auto found = named.find(name);
  return found == named.end() ? std::string() : found->second;
}

std::optional<matter_key> matter_named(const std::string& code) {
  if (code.empty() || code == "-") return std::nullopt;
  return matter_key{matter_kind::matter, code};
}

instant time_of(const std::string& day, const std::string& clock) {
  auto minutes = std::stoi(clock.substr(0, 2)) * 60 + std::stoi(clock.substr(3, 2));
  instant at = small_city::march(std::stoi(day), std::chrono::minutes(minutes));
  if (clock.size() > 5) at += span(std::stoi(clock.substr(6, 2)) * 1000);
  if (clock.size() > 8) at += span(std::stoi(clock.substr(9, 3)));
  return at;
}

// Of verify: one, or none.
std::vector<std::string> photos_named(const std::string& word) {
  return word == "none" ? std::vector<std::string>() : std::vector<std::string>{"cc"};
}

// Of return_visit and rate: "nothing", and "not_reached" with no word behind it, say nothing.
opinion opinion_named(const std::vector<std::string>& plain, const std::string& text) {
  const std::string& word = plain.back();
  if (word == "nothing" || word == "not_reached") return {};
  return {word == "no" ? verdict::no : verdict::yes, verdict::yes, text};
}

std::vector<department_code> codes_in(const std::string& list) {
  std::vector<department_code> made;
  std::istringstream items(list);
  for (std::string item; std::getline(items, item, ',');) made.emplace_back(item);
  return made;
}

}  // namespace

std::string describe(const event& happened) { return std::visit(describer{}, happened); }

void expect_the_ledger_law(const clock_ledger& clock, instant now) {
  if (!clock.started()) return;
  const auto& segments = clock.segments();
  std::set<std::string> holders;
  span stopped{};
  for (std::size_t i = 0; i < segments.size(); ++i) {
    instant until = i + 1 < segments.size() ? segments[i + 1].from : now;
    ASSERT_LE(segments[i].from, until);
    holders.insert(segments[i].holder);
    bool none_held = segments[i].state == clock_state::stopped && !segments[i].charged;
    if (none_held) stopped += until - segments[i].from;
  }
  span held{};
  for (const std::string& each : holders) held += clock.held_by(each, now);
  ASSERT_EQ(held + stopped, now - segments.front().from);
}

void expect_the_laws(const whistle& state, instant now) {
  ASSERT_TRUE(state.owned_once());
  ASSERT_EQ(state.history.size(), state.version);
  for (std::size_t i = 0; i < state.history.size(); ++i) {
    ASSERT_EQ(state.history[i].version, i + 1);
    if (i == 0) continue;
    ASSERT_LE(state.history[i - 1].at, state.history[i].at);
  }
  expect_the_ledger_law(state.total, now);
  expect_the_ledger_law(state.desk_clock, now);
  expect_the_ledger_law(state.supervision, now);
  ASSERT_EQ(state.total.stopped(), !state.open());
  for (const obligation& owed : state.obligations) {
    expect_the_ledger_law(owed.report_in, now);
    expect_the_ledger_law(owed.handle, now);
    expect_the_ledger_law(owed.ruling, now);
    bool waits = owed.waits_for_reporter();
    ASSERT_TRUE(!waits || (owed.open() && !owed.awaits_ruling()));
    for (const clock_ledger* clock : {&owed.report_in, &owed.handle}) {
      if (!clock->started() || clock->stopped()) continue;
      // Never without a question, and a question never without it.
      bool stands = clock->segments().back().reason == pause_reason::waiting_for_reporter;
      ASSERT_EQ(stands, waits);
    }
    ASSERT_EQ(owed.awaits_ruling(),
              state.open() && owed.stage == obligation_stage::returned && !owed.ruling.stopped());
  }
}

whistle_script& whistle_script::run(std::string_view lines) {
  std::istringstream each{std::string(lines)};
  for (std::string line; std::getline(each, line);) {
    for (std::string more; line.ends_with('\\') && std::getline(each, more);) {
      line.pop_back();
      line += trimmed(more);
    }
    if (trimmed(line).empty()) continue;
    std::size_t arrow = line.find("->");
    std::string wanted = arrow == std::string::npos ? "" : trimmed(line.substr(arrow + 2));
    EXPECT_EQ(outcome_of(line.substr(0, arrow)), wanted) << trimmed(line);
  }
  return *this;
}

std::string whistle_script::outcome_of(std::string_view line) {
  words said = split(line);
  std::uint64_t number = 1;
  if (said.plain.at(0).ends_with(':')) {
    number = std::stoull(said.plain.front());
    said.plain.erase(said.plain.begin());
  }
  own_ = small_city::whistle_number(number);
  if (said.plain.at(0) == "at") {
    set_time(said);
    return {};
  }
  if (said.plain.at(0) == "clock") return told(whistles_.tick(own_, now_, *rules_));
  return said.plain.size() == 1 ? answer_to(said) : command_in(said);
}

whistle_script::words whistle_script::split(std::string_view line) {
  words made;
  std::string rest(line);
  std::size_t quote = rest.find('"');
  if (quote != std::string::npos) {
    std::size_t end = rest.find('"', quote + 1);
    made.text = rest.substr(quote + 1, end - quote - 1);
    rest.erase(quote, end - quote + 1);
  }
  std::istringstream items(rest);
  for (std::string item; items >> item;) {
    std::size_t equals = item.find('=');
    if (equals == std::string::npos) {
      made.plain.push_back(item);
    } else {
      made.named[item.substr(0, equals)] = item.substr(equals + 1);
    }
  }
  return made;
}

void whistle_script::set_time(const words& said) {
  now_ = time_of(said.plain.at(1), said.plain.at(2));
}

report whistle_script::report_in_words(const words& said) {
  report made = small_city::report_of(said.plain.size() > 2 ? said.plain[2] : "01001");
  if (made.matter->code == "-") made.matter.reset();
  if (said.named.contains("area")) made.area = area_code(said.named.at("area"));
  if (said.named.contains("kind")) made.kind = parse_whistle_kind(said.named.at("kind"));
  if (said.named.contains("due")) {
    const std::string& due = said.named.at("due");
    made.ordered_limit.emplace();
    if (due != "none") made.ordered_limit->due_at = time_of(due.substr(0, 2), due.substr(3));
  }
  return made;
}

ask whistle_script::asked_in(const words& said) {
  const std::string& verb = said.plain.at(1);
  auto named = [&](const char* name) { return value_in(said.named, name); };
  department_code department(named("of"));
  release let_go{department, said.text};
  using maker = std::function<ask()>;
  const std::map<std::string, maker> makers = {
      {"blow", [&] { return blow{report_in_words(said)}; }},
      {"amend",
       [&] {
         return amend{{matter_named(named("matter")),
                       area_code(named("area")),
                       parse_whistle_kind(named("kind")),
                       said.text,
                       {},
                       {}}};
       }},
      {"check",
       [&] {
         return check{finding::confirmed, said.text, {}};
       }},
      {"file",
       [&] {
         return file{matter_named(named("matter")), area_code(named("area")),
                     parse_whistle_kind(named("kind"))};
       }},
      {"dispatch",
       [&] {
         return dispatch{department_code(named("lead")), codes_in(named("helpers"))};
       }},
      {"redispatch",
       [&] {
         return redispatch{department_code(named("lead")), codes_in(named("helpers")), said.text};
       }},
      {"report_in", [] { return report_in{}; }},
      {"unreport", [&] { return unreport{said.text}; }},
      {"arrive", [] { return arrive{}; }},
      {"note",
       [&] {
         bool asks = named("to") == "reporter";
         return note{said.text, asks ? addressed_to::reporter : addressed_to::everybody};
       }},
      {"return",
       [&] {
         auto evidence = said.named.contains("evidence") ? named("evidence") : "map";
         return return_to_desk{said.text, evidence, department_code(named("to"))};
       }},
      {"rule",
       [&] {
         auto what = said.plain.at(2) == "upheld" ? ruling::upheld : ruling::rejected;
         return rule{department, what, said.text, department_code(named("instead")),
                     codes_in(named("helpers"))};
       }},
      {"release", [&] { return let_go; }},
      {"handle",
       [&] {
         return handle{said.text, {}};
       }},
      {"verify",
       [&] {
         auto what = said.plain.at(2) == "solved" ? found::solved : found::not_solved;
         return verify{what, said.text, photos_named(named("photo"))};
       }},
      {"decline", [&] { return decline{said.text}; }},
      {"withdraw", [&] { return withdraw{said.text}; }},
  };
  auto known = makers.find(verb);
  return known != makers.end() ? known->second() : asked_later_in(said);
}

// More time and orders, the end and after it.
ask whistle_script::asked_later_in(const words& said) {
  const std::string& verb = said.plain.at(1);
  const std::string word = said.plain.size() > 2 ? said.plain[2] : std::string();
  auto named = [&](const char* name) { return value_in(said.named, name); };
  department_code department(named("of"));
  auto decided = word == "granted" ? decision::granted : decision::refused;
  auto clock = named("clock") == "report_in" ? clock_name::report_in : clock_name::handle;
  auto until = [&] {
    const std::string& text = said.named.at("until");
    std::size_t dash = text.find('-');
    return time_of(text.substr(0, dash), text.substr(dash + 1));
  };
  auto met = word == "not_reached" ? contact::not_reached : contact::reached;
  opinion told = opinion_named(said.plain, said.text);
  using maker = std::function<ask()>;
  const std::map<std::string, maker> makers = {
      {"close",
       [&] {
         std::optional<outcome> how;
         if (!word.empty()) how = word == "solved" ? outcome::solved : outcome::unsolved_recorded;
         return close{how, said.text};
       }},
      // more=16h of that unit; a work day is written as 24 h.
      {"request_extension",
       [&] {
         auto unit = named("unit") == "urgent" ? time_unit::urgent_hour : time_unit::work_day;
         return request_extension{{unit, std::chrono::hours(std::stoi(named("more")))}, said.text};
       }},
      {"decide_extension",
       [&] {
         return decide_extension{department, decided, said.text};
       }},
      {"request_shelving",
       [&] {
         return request_shelving{until(), said.text};
       }},
      {"decide_shelving",
       [&] {
         return decide_shelving{decided, said.text};
       }},
      {"urge", [&] { return urge{said.text}; }},
      {"supervise",
       [&] {
         return supervise{said.text, until()};
       }},
      {"reopen", [&] { return reopen{said.text}; }},
      {"appeal",
       [&] {
         return appeal{clock, said.text};
       }},
      {"decide_appeal",
       [&] {
         return decide_appeal{department, clock, decided, said.text};
       }},
      {"return_visit",
       [&] {
         return return_visit{met, told};
       }},
      {"rate", [&] { return rate{told}; }},
      {"join",
       [&] {
         return join{small_city::whistle_number(std::stoull(named("to"))), said.text};
       }},
      {"part", [&] { return part_off{said.text}; }},
  };
  auto known = makers.find(verb);
  GW_CHECK(known != makers.end());
  return known->second();
}

std::string whistle_script::command_in(const words& said) {
  command asked;
  asked.by = small_city::speaker(said.plain.at(0));
  asked.ask = asked_in(said);
  auto number_in = [&](const char* name, std::uint64_t otherwise) {
    return said.named.contains(name) ? std::stoull(said.named.at(name)) : otherwise;
  };
  asked.id = small_city::command_number(number_in("id", ++commands_));
  asked.digest = number_in("digest", 1);
  asked.whistle = own_;
  const whistle* state = whistles_.find(own_);
  asked.seen_version = number_in("seen", state ? state->version : 0);
  auto follow = whistles_.ask(asked, now_, *rules_);
  if (!follow) return "refused " + std::string(words_of(follow.refused().code).name);
  return told(*follow);
}

std::string whistle_script::told(const std::vector<entry>& follow) {
  std::string text;
  for (const entry& each : follow) {
    if (!text.empty()) text += " ";
    if (each.whistle != own_) text += std::to_string(number_of(each.whistle)) + ":";
    text += describe(each.happened);
    entries_.push_back(each);
  }
  for (const auto& [id, state] : whistles_.all()) expect_the_laws(state, now_);
  expect_the_join_law(whistles_);
  return text.empty() ? "nothing" : text;
}

std::string whistle_script::answer_to(const words& said) const {
  const std::string& asked = said.plain.at(0);
  if (asked == "stage") return std::string(name_of(own().stage));
  if (asked == "version") return std::to_string(own().version);
  if (asked == "due") return due_text();
  if (asked == "obligations") return obligations_text();
  if (asked == "used") return used_text();
  if (asked == "owner") {
    if (!own().open()) return "nobody";
    return own().desk.empty() ? "dept/" + own().lead()->department.text : "desk/" + own().desk.text;
  }
  check_failed("a question of the script", __FILE__, __LINE__);
}

std::string whistle_script::due_text() const {
  std::string text;
  for (const due& each : deadlines(own(), *rules_)) {
    if (!text.empty()) text += ", ";
    text += name_of(each.clock);
    if (!each.department.empty()) text += ":" + each.department.text;
    text += " " + small_city::wall_text(each.at);
  }
  return text.empty() ? "nothing" : text;
}

// Counting time the handling clock of each department has used, in minutes.
std::string whistle_script::used_text() const {
  std::string text;
  for (const obligation& owed : own().obligations) {
    auto used = owed.handle.used(rules_->days.clock_of(owed.department), now_);
    auto minutes = std::chrono::duration_cast<std::chrono::minutes>(used.value_or(span(0)));
    text +=
        (text.empty() ? "" : " ") + owed.department.text + ":" + std::to_string(minutes.count());
  }
  return text;
}

std::string whistle_script::obligations_text() const {
  std::string text;
  for (const obligation& owed : own().obligations) {
    text +=
        (text.empty() ? "" : " ") + owed.department.text + ":" + std::string(name_of(owed.stage));
  }
  return text;
}

}  // namespace gridwhistle
