#include "tests/core/random_life.hpp"

#include <array>

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

ask random_ask(chance& by_chance, std::size_t which, role as) {
  constexpr const char* leads[] = {"um", "ps", "pw", "env", "nobody"};
  constexpr const char* texts[] = {"so it is", "", "done"};
  std::string text = pick(by_chance, texts);
  switch (which) {
    case 0:
      return blow{random_report(by_chance, as)};
    case 1: {
      report told = random_report(by_chance, as);
      return file{told.matter, told.area, told.kind, told.condition};
    }
    case 2: {
      dispatch made{department_code(pick(by_chance, leads)), {}};
      if (one_in(by_chance, 2)) made.helpers.emplace_back(pick(by_chance, leads));
      return made;
    }
    case 3:
      return report_in{};
    case 4:
      return arrive{};
    case 5:
      return note{text};
    case 6:
      return handle{text, {}};
    case 7:
      return verify{one_in(by_chance, 2) ? found::solved : found::not_solved, text, {"cc"}};
    case 8:
      return close{outcome::unsolved_recorded, text};
    case 9:
      return decline{text};
    default:
      return withdraw{text};
  }
}

// Alternatives of ask that can lead somewhere from here.
std::vector<std::size_t> sensible(const whistle* seen) {
  if (!seen) return {0};
  switch (seen->stage) {
    case stage::raised:
      return {1, 1, 1, 5, 9};
    case stage::filed:
      return {1, 1, 2, 2, 2, 9};
    case stage::dispatched:
      return {3, 3, 3, 3, 5, 10};
    case stage::handling:
      return {3, 3, 4, 6, 6, 6, 6};
    case stage::handled:
      return {7, 7, 7, 8};
    case stage::closed:
    case stage::declined:
    case stage::withdrawn:
      break;
  }
  return {5};
}

std::string fitting_speaker(chance& by_chance, const whistle* seen, std::size_t which) {
  constexpr const char* blowers[] = {"walker", "mate", "hotline", "desk"};
  constexpr const char* verifiers[] = {"walker", "mate", "desk"};
  switch (which) {
    case 0:
      return pick(by_chance, blowers);
    case 3:
    case 4:
    case 6: {
      if (seen->obligations.empty()) return "clerk-um";
      return "clerk-" + pick(by_chance, seen->obligations).department.text;
    }
    case 7:
      return pick(by_chance, verifiers);
    case 5:
    case 10:
      return seen->reporter.text;
    default:
      return "desk-city";
  }
}

}  // namespace

command random_command(chance& by_chance, const whistle_id& id, const whistle* seen,
                       std::uint64_t fresh_number) {
  bool fitting = !one_in(by_chance, 4);
  std::size_t which =
      fitting ? pick(by_chance, sensible(seen)) : by_chance() % std::variant_size_v<ask>;
  command made;
  made.by = small_city::speaker(fitting ? fitting_speaker(by_chance, seen, which)
                                        : pick(by_chance, small_city::speaker_names()));
  made.ask = random_ask(by_chance, which, made.by.role);
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

std::vector<entry> random_life::step() {
  constexpr std::array<int, 5> steps_ms = {0, 1, 60'000, 3'600'000, 40'000'000};
  now_ +=
      span(static_cast<int>(by_chance_() % static_cast<unsigned>(pick(by_chance_, steps_ms) + 1)));
  std::vector<event> follow;
  command asked;
  bool by_the_clock = state() && one_in(by_chance_, 5);
  if (by_the_clock) {
    follow = decide_overruns(state_, now_, *rules_);
  } else {
    asked = random_command(by_chance_, small_city::whistle_number(1), state(), ++commands_);
    auto decided = decide(state(), asked, now_, *rules_);
    if (!decided) return {};
    follow = *std::move(decided);
  }
  std::vector<entry> told;
  for (event& each : follow) {
    entry next{
        {1, commands_ + 1}, small_city::whistle_number(1),   state_.version + 1, now_,
        asked.id,           by_the_clock ? 0 : asked.digest, asked.by.user,      std::move(each)};
    if (by_the_clock) next.by = {};
    apply(state_, next);
    told.push_back(std::move(next));
  }
  return told;
}

}  // namespace gridwhistle
