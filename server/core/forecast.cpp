#include "server/core/forecast.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "common/check.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

// The earliest instant after now at which the list or a limit may speak otherwise.
struct horizon {
  const policy& rules;
  instant now;
  instant first;

  void also(instant at) {
    if (at > now) first = std::min(first, at);
  }

  // Today's, and tomorrow's where today's is past.
  void also_at_hour(std::chrono::hours hour) {
    const zone& where = rules.days.where();
    auto today = std::chrono::floor<std::chrono::days>(where.to_local(now));
    for (int day = 0; day <= 1; ++day) {
      also(where.to_utc(std::chrono::local_time<span>(today + std::chrono::days(day)) + hour));
    }
  }

  void also_changes_of(const duty_time& when) {
    constexpr std::chrono::hours night_begins(22), night_ends(6);
    if (std::holds_alternative<std::monostate>(when)) return;
    if (const auto* days = std::get_if<day_class>(&when); days && *days == day_class::night) {
      also_at_hour(night_begins);
      return also_at_hour(night_ends);
    }
    also_at_hour(std::chrono::hours(0));
  }
};

instant valid_until(const policy& rules, instant now) {
  horizon ends{rules, now, now + forecast_valid_max};
  for (const duty& each : rules.duties.all()) ends.also_changes_of(each.when);
  for (const auto& [key, row] : rules.limit_rows) {
    if (row.from) ends.also(*row.from);
    if (row.to) ends.also(*row.to);
  }
  return ends.first;
}

// Until when office hours are wanted: where the last limit of a report made before until ends.
instant office_until(const policy& rules, const std::vector<forecast_row>& rows, instant until) {
  instant last = until;
  for (const forecast_row& each : rows) {
    const auto* called = std::get_if<called_seats>(&each.whither);
    if (!called) continue;
    const called_seat& lead = called->lead;
    const work_clock& hours = rules.days.clock_of(lead.department);
    for (const auto& limit : {std::optional(lead.owed.report_in), lead.owed.handle}) {
      if (!limit || is_continuous(limit->unit)) continue;
      if (auto due = after(hours, until, *limit)) last = std::max(last, *due);
    }
  }
  return last + span(1);  // a limit may end where the office opens
}

std::vector<own_office> own_offices(const policy& rules, const std::vector<forecast_row>& rows,
                                    instant now, instant until) {
  const work_clock* common = &rules.days.clock_of(department_code());
  std::map<department_code, const work_clock*> own;
  for (const forecast_row& each : rows) {
    const auto* called = std::get_if<called_seats>(&each.whither);
    if (!called) continue;
    const work_clock* hours = &rules.days.clock_of(called->lead.department);
    if (hours != common) own.emplace(called->lead.department, hours);
  }
  std::vector<own_office> made;
  made.reserve(own.size());
  for (const auto& [who, hours] : own) made.push_back({who, hours->open_within(now, until)});
  return made;
}

}  // namespace

routing forecast(const policy& rules, report what, role speaker, instant at) {
  what.where = in_datum_of_pack(rules, what.where);
  auto map = located_by_map(rules, what.where);
  return routed(rules, {std::move(what), at, std::move(map), speaker});
}

forecast_slice forecasts(const policy& rules, const area_code& area, role speaker, instant now) {
  const department* desk = rules.departments.desk_of(rules.areas, area);
  GW_CHECK(desk != nullptr);  // pack_loader refuses a pack without a city desk
  forecast_slice made{area, desk->area, now, valid_until(rules, now), {}, {}, {}, {}};
  for (whistle_kind kind : whistle_kinds) {
    if (!may_blow(kind, speaker)) continue;
    for (const matter& each : rules.matters.all()) {
      if (each.admitted == admission::not_admitted) continue;
      report what;
      what.kind = kind;
      what.matter = each.key;
      what.area = area;
      made.rows.push_back({kind, each.key, whom_to_call(rules, what, now)});
    }
  }
  const work_clock& office = rules.days.clock_of(department_code());
  instant until = std::max(now + forecast_office, office_until(rules, made.rows, made.valid_until));
  made.office = office.open_within(now, until);
  made.own = own_offices(rules, made.rows, now, until);
  made.at_closing = office.at_closing();
  return made;
}

}  // namespace gridwhistle
