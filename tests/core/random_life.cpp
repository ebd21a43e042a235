#include "tests/core/random_life.hpp"

#include <array>
#include <functional>

#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

template <class List>
auto pick(chance& by_chance, const List& list) {
  return list[by_chance() % std::size(list)];
}

bool one_in(chance& by_chance, unsigned number) { return by_chance() % number == 0; }

report random_report(chance& by_chance, role as) {
  constexpr const char* codes[] = {"01001", "01001", "01002", "01003", "02001", "02002",
                                   "03001", "03001", "04001", "05001", "09999"};
  report made = small_city::report_of(pick(by_chance, codes), pick(by_chance, whistle_kinds));
  if (one_in(by_chance, 12)) made.kind.reset();
  if (one_in(by_chance, 12)) made.matter.reset();
  if (one_in(by_chance, 8)) made.area = area_code(std::string(small_city::far_grid));
  if (one_in(by_chance, 12)) made.area = area_code("99");
  // Not every reporter knows the grid.
  constexpr const char* above[] = {"21", "2101", "2102", "210101", "210201", "21010101"};
  if (one_in(by_chance, 8)) made.area = area_code(pick(by_chance, above));
  if (one_in(by_chance, 2)) made.where = place{1234567890, -412345678, 5};
  if (one_in(by_chance, 3)) made.photos = {"aa", "bb"};
  made.condition = static_cast<int>(by_chance() % 3);
  if (as == role::importer && one_in(by_chance, 2)) {
    made.source = source::hotline;
    made.source_reference = "12345-7";
    made.observed_at = small_city::march(9, std::chrono::hours(7));
    made.ordered_limit.emplace();
    if (one_in(by_chance, 2))
      made.ordered_limit->due_at = small_city::march(12, std::chrono::hours(9));
  }
  return made;
}

using ask_maker = std::function<ask(chance&, role)>;

constexpr const char* some_leads[] = {"um", "ps", "pw", "env", "nobody"};
constexpr const char* some_texts[] = {"so it is", "", "done", "seen"};

std::string text(chance& by) { return pick(by, some_texts); }
department_code lead(chance& by) { return department_code(pick(by, some_leads)); }
decision either(chance& by) { return one_in(by, 3) ? decision::refused : decision::granted; }
clock_name own_clock(chance& by) {
  return one_in(by, 2) ? clock_name::report_in : clock_name::handle;
}
opinion some_opinion(chance& by) {
  constexpr verdict verdicts[] = {verdict::not_said, verdict::yes, verdict::no};
  return {pick(by, verdicts), pick(by, verdicts), text(by)};
}
instant some_day(chance& by) {
  return small_city::march(9 + static_cast<int>(by() % 30), std::chrono::hours(9));
}
std::vector<department_code> some_helpers(chance& by) {
  if (one_in(by, 2)) return {};
  return {lead(by)};
}

using ask_makers = std::vector<ask_maker>;

// Each in the order of the alternatives of ask.
ask_makers filing_makers() {
  return {
      [](chance& by, role as) { return blow{random_report(by, as)}; },
      [](chance& by, role as) {
        report told = random_report(by, as);
        report_change change{{}, {}, {}, text(by), told.where, told.photos};
        if (one_in(by, 2)) change.matter = told.matter;
        if (one_in(by, 3)) change.kind = told.kind;
        return amend{change};
      },
      [](chance& by, role) {
        return check{finding::confirmed, text(by), {}};
      },
      [](chance& by, role as) {
        report told = random_report(by, as);
        return file{told.matter, told.area, told.kind, told.condition};
      },
      [](chance& by, role) {
        return dispatch{lead(by), some_helpers(by)};
      },
      [](chance& by, role) {
        return redispatch{lead(by), some_helpers(by), text(by)};
      },
  };
}

ask_makers obligation_makers() {
  return {
      [](chance&, role) { return report_in{}; },
      [](chance& by, role) { return unreport{text(by)}; },
      [](chance&, role) { return arrive{}; },
      [](chance& by, role) {
        auto to = one_in(by, 2) ? addressed_to::reporter : addressed_to::everybody;
        return note{text(by), to};
      },
      [](chance& by, role) {
        return return_to_desk{text(by), "a map", lead(by)};
      },
      [](chance& by, role) {
        auto what = one_in(by, 2) ? ruling::upheld : ruling::rejected;
        auto instead = one_in(by, 2) ? department_code() : lead(by);
        return rule{lead(by), what, text(by), instead, some_helpers(by)};
      },
      [](chance& by, role) {
        return release{lead(by), text(by)};
      },
      [](chance& by, role) {
        return handle{text(by), {}};
      },
      [](chance& by, role) {
        return verify{one_in(by, 2) ? found::solved : found::not_solved, text(by), {"cc"}};
      },
      [](chance& by, role) {
        return close{outcome::unsolved_recorded, text(by)};
      },
      [](chance& by, role) { return decline{text(by)}; },
      [](chance& by, role) { return withdraw{text(by)}; },
  };
}

ask_makers later_makers() {
  return {
      [](chance& by, role) {
        auto unit = one_in(by, 2) ? time_unit::work_day : time_unit::natural_day;
        return request_extension{{unit, std::chrono::hours(24 * (1 + by() % 3))}, text(by)};
      },
      [](chance& by, role) {
        return decide_extension{lead(by), either(by), text(by)};
      },
      [](chance& by, role) {
        return request_shelving{some_day(by), text(by)};
      },
      [](chance& by, role) {
        return decide_shelving{either(by), text(by)};
      },
      [](chance& by, role) { return urge{text(by)}; },
      [](chance& by, role) {
        return supervise{text(by), some_day(by)};
      },
      [](chance& by, role) { return reopen{text(by)}; },
      [](chance& by, role) {
        return appeal{own_clock(by), text(by)};
      },
      [](chance& by, role) {
        return decide_appeal{lead(by), own_clock(by), either(by), text(by)};
      },
      [](chance& by, role) {
        return return_visit{contact::reached, some_opinion(by)};
      },
      [](chance& by, role) { return rate{some_opinion(by)}; },
      [](chance& by, role) {
        return join{random_member(by), text(by)};
      },
      [](chance& by, role) { return part_off{text(by)}; },
  };
}

const ask_makers& makers() {
  static const ask_makers all = [] {
    ask_makers made = filing_makers();
    for (ask_maker& each : obligation_makers()) made.push_back(std::move(each));
    for (ask_maker& each : later_makers()) made.push_back(std::move(each));
    GW_CHECK(made.size() == std::variant_size_v<ask>);
    return made;
  }();
  return all;
}

std::size_t index_of(std::string_view name) {
  for (std::size_t i = 0; i < std::variant_size_v<ask>; ++i) {
    if (ask_name_at(i) == name) return i;
  }
  check_failed("a command's name", __FILE__, __LINE__);
}

// Commands that can lead somewhere from here; what is wanted often stands several times.
std::vector<std::string_view> sensible(const whistle* seen) {
  if (!seen) return {"blow"};
  if (seen->shelved_until) return {"note", "urge", "decide_shelving"};
  bool decides = seen->waits_for_decision();
  switch (seen->stage) {
    case stage::raised:
      return {"file", "file", "file", "amend", "check", "note", "decline", "join"};
    case stage::filed:
      return {"file", "file", "dispatch", "dispatch", "dispatch", "amend", "decline", "join"};
    case stage::dispatched:
    case stage::handling:
      if (decides) return {"decide_extension", "decide_shelving", "decide_appeal", "handle"};
      for (const obligation& each : seen->obligations) {
        if (each.awaits_ruling()) return {"rule", "rule", "rule", "note", "report_in"};
      }
      return {"report_in",
              "report_in",
              "report_in",
              "report_in",
              "handle",
              "handle",
              "handle",
              "arrive",
              "unreport",
              "return",
              "return",
              "release",
              "request_extension",
              "request_shelving",
              "redispatch",
              "supervise",
              "urge",
              "appeal",
              "amend",
              "note",
              "note",
              "note",
              "note",
              "withdraw",
              "join",
              "join"};
    case stage::handled:
      return {"verify", "verify", "verify", "close"};
    case stage::closed:
      if (decides) return {"decide_appeal"};
      return {"reopen", "return_visit", "rate", "appeal"};
    case stage::joined:
      return {"part", "part", "appeal", "note", "verify"};
    case stage::declined:
    case stage::withdrawn:
      break;
  }
  return {"note", "appeal"};
}

std::string fitting_speaker(chance& by_chance, const whistle* seen, std::size_t which) {
  constexpr const char* blowers[] = {"walker", "mate", "hotline", "desk", "clerk-um"};
  constexpr const char* verifiers[] = {"walker", "mate", "desk"};
  constexpr const char* supervisors[] = {"supervisor", "supervisor-city"};
  std::string_view name = ask_name_at(which);
  if (name == "blow") return pick(by_chance, blowers);
  if (name == "verify")
    return one_in(by_chance, 4) ? seen->reporter.text : pick(by_chance, verifiers);
  if (name == "supervise" || name == "reopen") return pick(by_chance, supervisors);
  // Rather who may ask the reporter something than who may answer.
  if (name == "note" && !seen->obligations.empty() && !one_in(by_chance, 4))
    return "clerk-" + pick(by_chance, seen->obligations).department.text;
  for (const permission_row& row : permissions()) {
    if (row.command != name) continue;
    if (row.needed == relation::own_report) return seen->reporter.text;
    if (row.needed != relation::own_department) continue;
    if (seen->obligations.empty()) return "clerk-um";
    std::string clerk = "clerk-" + pick(by_chance, seen->obligations).department.text;
    // um has two of them.
    return clerk == "clerk-um" && one_in(by_chance, 3) ? "clerk-um2" : clerk;
  }
  return "desk-city";
}

// Aimed at a department that is called, where one is meant.
ask aimed(chance& by_chance, ask made, const whistle* seen) {
  if (!seen || seen->obligations.empty()) return made;
  const obligation& owed = pick(by_chance, seen->obligations);
  if (auto* told = std::get_if<rule>(&made)) told->department = owed.department;
  if (auto* told = std::get_if<release>(&made)) told->department = owed.department;
  if (auto* told = std::get_if<decide_extension>(&made)) told->department = owed.department;
  if (auto* told = std::get_if<decide_appeal>(&made)) told->department = owed.department;
  return made;
}

}  // namespace

command random_command(chance& by_chance, const whistle_id& id, const whistle* seen,
                       std::uint64_t fresh_number) {
  bool fitting = !one_in(by_chance, 4);
  std::size_t which =
      fitting ? index_of(pick(by_chance, sensible(seen))) : by_chance() % std::variant_size_v<ask>;
  command made;
  made.by = small_city::speaker(fitting ? fitting_speaker(by_chance, seen, which)
                                        : pick(by_chance, small_city::speaker_names()));
  made.ask = makers()[which](by_chance, made.by.role);
  if (!one_in(by_chance, 4)) made.ask = aimed(by_chance, std::move(made.ask), seen);
  made.id = small_city::command_number(fresh_number);
  made.digest = fresh_number;
  made.whistle = id;
  made.seen_version = seen ? seen->version : 0;
  if (one_in(by_chance, 20)) made.seen_version = by_chance() % 8;
  if (seen && one_in(by_chance, 15)) {
    const step& before = pick(by_chance, seen->history);
    if (!before.command.empty()) made.id = before.command;
    if (one_in(by_chance, 2)) made.digest = before.digest;
  }
  return made;
}

whistle_id random_member(chance& by_chance) {
  bool first = one_in(by_chance, 2);
  return small_city::whistle_number(first ? 1 : 1 + by_chance() % family_size);
}

random_life::random_life(std::uint32_t seed)
    : by_chance_(seed),
      rules_(seed % 2 == 0 ? small_city::rules() : small_city::rules_with_roster()) {
  alone_ = !one_in(by_chance_, 3);
}

std::vector<entry> random_life::step() {
  constexpr std::array<int, 5> steps_ms = {0, 1, 60'000, 3'600'000, 40'000'000};
  now_ +=
      span(static_cast<int>(by_chance_() % static_cast<unsigned>(pick(by_chance_, steps_ms) + 1)));
  if (!alone_) last_ = random_member(by_chance_);
  if (state() && one_in(by_chance_, 5)) return whistles_.tick(last_, now_, *rules_);
  auto told = whistles_.ask(random_command(by_chance_, last_, state(), ++commands_), now_, *rules_);
  return told ? *std::move(told) : std::vector<entry>();
}

}  // namespace gridwhistle
