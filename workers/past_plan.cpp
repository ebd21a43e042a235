#include "workers/past_plan.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <optional>

namespace gridwhistle {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Of whistles in each hour of the day: two peaks, and hardly any at night.
constexpr std::array<int, 24> by_hour = {1, 1, 1,  1,  1,  2, 4, 8, 12, 14, 13, 10,
                                         7, 8, 12, 13, 11, 8, 6, 5, 4,  3,  2,  1};
constexpr std::uint64_t weekend_percent = 60;
constexpr std::uint64_t first_walker_shares = 2;
// People are at work from then on until then.
constexpr hours opens{8}, shuts{18}, walkers_shut{21};

double between(double low, double high, std::mt19937_64& chance) {
  constexpr double steps = 1'000'000;
  return low + (high - low) * static_cast<double>(chance() % 1'000'001) / steps;
}

span share_of(span whole, double share) {
  return span(static_cast<std::int64_t>(static_cast<double>(whole.count()) * share));
}

span some_span(span low, span high, std::mt19937_64& chance) {
  return low + share_of(high - low, between(0, 1, chance));
}

const date::time_zone& zone_of(const demo_city& city) { return *date::locate_zone(city.time_zone); }

// On the city's wall clock.
struct local_moment {
  date::local_days day;
  span since_midnight;
};

local_moment local_of(instant at, const demo_city& city) {
  auto local = zone_of(city).to_local(at);
  auto day = date::floor<date::days>(local);
  return {day, std::chrono::duration_cast<span>(local - day)};
}

instant midnight(date::local_days day, const demo_city& city) {
  return std::chrono::time_point_cast<span>(
      zone_of(city).to_sys(date::local_seconds(day), date::choose::earliest));
}

// At work, or when work begins next.
instant in_hours(instant at, hours until, const demo_city& city, std::mt19937_64& chance) {
  auto [day, since] = local_of(at, city);
  if (since >= opens && since < until) return at;
  instant morning = midnight(since < opens ? day : day + date::days(1), city) + opens;
  return morning + some_span(minutes(0), hours(2), chance);
}

std::size_t hour_drawn(std::mt19937_64& chance) {
  int all = 0;
  for (int each : by_hour) all += each;
  auto draw = static_cast<int>(chance() % static_cast<std::uint64_t>(all));
  std::size_t hour = 0;
  while (draw >= by_hour.at(hour)) draw -= by_hour.at(hour++);
  return hour;
}

const demo_walker& walker_drawn(const demo_city& city, std::mt19937_64& chance) {
  std::uint64_t draw = chance() % (city.walkers.size() - 1 + first_walker_shares);
  return city.walkers[draw < first_walker_shares ? 0 : draw - first_walker_shares + 1];
}

planned_whistle drawn(instant at, const demo_city& city, std::mt19937_64& chance) {
  planned_whistle made;
  made.at = at;
  bool calls = chance() % 100 < hotline_percent && !city.hotline.user.empty();
  made.by = calls ? city.hotline : walker_drawn(city, chance);
  made.seed = chance();
  made.goes = some_course(chance);
  made.lacks_matter = chance() % 100 < 4;
  if (chance() % 100 < 5) made.report_in = pace::late;
  if (chance() % 100 < 7) made.handle = pace::late;
  return made;
}

// So that whoever comes finds something to rule, to decide, to file and to verify.
void add_left_over(const past_settings& settings, const demo_city& city, std::mt19937_64& chance,
                   std::vector<planned_whistle>& to) {
  struct amount {
    left_over what;
    std::size_t count;
    gridwhistle::detour way;
    const demo_walker* by = nullptr;  // null: some walker
  };
  const demo_walker* caller = city.hotline.user.empty() ? nullptr : &city.hotline;
  const std::array<amount, 8> all = {
      {{left_over::unfiled, 4, detour::none},
       {left_over::unfiled, 7, detour::none, caller},
       {left_over::returned, 6, detour::returned},
       {left_over::returned, 5, detour::returned, caller},
       {left_over::asked, 3, detour::extended},
       {left_over::asked, 4, detour::extended, caller},
       {left_over::asked, 2, detour::shelved},
       {left_over::handled, 5, detour::none, &city.walkers.front()}}};
  for (const amount& each : all) {
    for (std::size_t i = 0; i < each.count; ++i) {
      bool just_now = each.what == left_over::unfiled;
      span ago = just_now ? some_span(minutes(1), minutes(12), chance)
                          : some_span(hours(2), hours(4), chance);
      planned_whistle made = drawn(settings.until - ago, city, chance);
      made.by = each.by ? *each.by : walker_drawn(city, chance);
      made.leaves = each.what;
      made.lacks_matter = just_now && !each.by;
      made.report_in = made.handle = pace::prompt;
      made.goes = {};
      made.goes.detour = each.way;
      to.push_back(std::move(made));
    }
  }
}

std::optional<instant> first_deadline(const v1::Receipt& receipt, v1::ClockName clock) {
  std::optional<instant> first;
  for (const v1::Deadline& each : receipt.deadlines()) {
    if (each.clock() != clock) continue;
    instant due = from_ms(each.due_at_ms());
    if (!first || due < *first) first = due;
  }
  return first;
}

// Early in the limit, or after it. What has a limit of days is worked off in office hours.
instant within_limit(instant now, instant due, double share_max, pace how, const demo_city& city,
                     std::mt19937_64& chance) {
  span limit = std::max<span>(due - now, minutes(20));
  if (how == pace::late) {
    instant late = due + some_span(minutes(10), std::min<span>(limit, hours(30)), chance);
    return std::max(late, now + minutes(5));
  }
  span pause = std::max<span>(minutes(2), share_of(limit, between(0.02, share_max, chance)));
  return limit > hours(12) ? in_hours(now + pause, shuts, city, chance) : now + pause;
}

// It was said just before the visitor came, or is to be decided after he has come.
instant left_moment(const planned_whistle& of, const last_word& last, const past_settings& settings,
                    std::mt19937_64& chance) {
  const v1::Command& said = last.said;
  bool desk_has_it = of.leaves == left_over::unfiled || said.has_return_() ||
                     said.has_request_extension() || said.has_request_shelving();
  if (desk_has_it || last.receipt.stage() == v1::STAGE_HANDLED) return settings.until + hours(1);
  if (said.has_arrive() && of.leaves != left_over::handled)
    return settings.until - some_span(minutes(1), minutes(11), chance);
  return std::min<instant>(last.at + some_span(minutes(3), minutes(12), chance),
                           settings.until - minutes(12));
}

bool waits_for_desk(const last_word& last) {
  const v1::Command& said = last.said;
  return said.has_return_() || said.has_request_extension() || said.has_request_shelving() ||
         said.has_appeal() || !last.receipt.desk().empty();
}

}  // namespace

instant begin_of(const past_settings& settings, const demo_city& city) {
  return midnight(local_of(settings.until, city).day - date::days(settings.days), city);
}

std::vector<planned_whistle> plan_past(const past_settings& settings, const demo_city& city) {
  std::mt19937_64 chance(settings.seed);
  std::vector<planned_whistle> all;
  auto today = local_of(settings.until, city).day;
  for (auto day = today - date::days(settings.days); day <= today; day += date::days(1)) {
    date::weekday named{day};
    bool off = named == date::Saturday || named == date::Sunday;
    // No two days are alike.
    std::uint64_t usual = off ? settings.whistles * weekend_percent / 100 : settings.whistles;
    std::uint64_t count = usual * (85 + chance() % 31) / 100;
    for (std::uint64_t i = 0; i < count; ++i) {
      auto hour = hours(hour_drawn(chance));
      instant at = midnight(day, city) + hour + some_span(span(0), hours(1), chance);
      planned_whistle made = drawn(at, city, chance);
      if (at < settings.until) all.push_back(std::move(made));
    }
  }
  add_left_over(settings, city, chance, all);
  std::ranges::stable_sort(all, {}, &planned_whistle::at);
  return all;
}

instant next_moment(const planned_whistle& of, const last_word& last, const past_settings& settings,
                    const demo_city& city, std::mt19937_64& chance) {
  const auto& [said, receipt, now] = last;
  auto within = [&](span low, span high, hours until) {
    return in_hours(now + some_span(low, high, chance), until, city, chance);
  };
  if (of.leaves != left_over::nothing) return left_moment(of, last, settings, chance);
  if (waits_for_desk(last)) return now + some_span(minutes(3), minutes(13), chance);
  if (said.has_supervise()) return now + some_span(hours(1), hours(8), chance);
  if (said.has_decide_shelving()) return within(hours(73), hours(80), shuts);
  if (receipt.stage() == v1::STAGE_CLOSED) return within(hours(2), hours(30), shuts);
  if (receipt.stage() == v1::STAGE_HANDLED) return within(minutes(20), hours(6), walkers_shut);
  if (auto due = first_deadline(receipt, v1::CLOCK_NAME_REPORT_IN))
    return within_limit(now, *due, 0.5, of.report_in, city, chance);
  if (said.has_report_in()) return now + some_span(minutes(8), minutes(50), chance);
  if (auto due = first_deadline(receipt, v1::CLOCK_NAME_HANDLE))
    return within_limit(now, *due, 0.22, of.handle, city, chance);
  return within(hours(1), hours(20), shuts);
}

}  // namespace gridwhistle
