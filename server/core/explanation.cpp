#include "server/core/explanation.hpp"

#include <algorithm>
#include <utility>

#include "common/check.hpp"
#include "server/core/calling.hpp"

namespace gridwhistle {
namespace {

routed_to_desk to_desk_of(const policy& rules, const area_code& where, desk_reason why) {
  const department* desk = rules.departments.desk_of(rules.areas, where);
  GW_CHECK(desk != nullptr);  // pack_loader refuses a pack without a city desk
  return {desk->area, why, rules.desk_clock};
}

routed_seat seated(const policy& rules, const called_seat& seat, instant at) {
  return {seat.department, seat.owed,
          rules.roster.call(seat.department, at, rules.departments, rules.days)};
}

bool same_seat(const routed_seat& one, const routed_seat& other) {
  return one.department == other.department && one.owed == other.owed;
}

struct accountant {
  const policy& rules;
  const routing& made;
  const duty* winner;  // null: named by the desk
  std::vector<clock_account> accounts;

  void add(const routed_seat& seat) {
    const limit_row* row = row_of_limit();
    add(seat, clock_name::report_in, seat.owed.report_in, row && row->report_in ? row : nullptr);
    if (seat.owed.handle) add(seat, clock_name::handle, *seat.owed.handle, row);
  }

  const limit_row* row_of_limit() const {
    return rules.limit_row_of(winner ? winner->limit_class : std::string(), made.what.condition,
                              made.at);
  }

  void add(const routed_seat& seat, clock_name clock, const budget& limit, const limit_row* row) {
    const work_clock& hours = rules.days.clock_of(seat.department);
    auto account = account_of(limit, made.at, hours, rules.days);
    if (!account) return;  // the desk named it with another pack's limits
    for (clock_account& each : accounts) {
      bool same = each.clock == clock && each.limit == limit && each.account.due == account->due &&
                  same_days(each.account.days, account->days);
      if (same) return each.departments.push_back(seat.department);
    }
    clock_account fresh{{seat.department}, clock, limit, {}, 0, *std::move(account), {}};
    bool ordered = clock == clock_name::handle && made.what.ordered_limit;
    fresh.origin = ordered ? limit_origin::ordered
                   : row   ? limit_origin::limit_class
                           : limit_origin::kind_default;
    fresh.limit_row = row && !ordered ? row->row : 0;
    auto running = clock_ledger::start(limit, made.at, std::string());
    for (const rung& each : rules.ladder_of(*made.what.kind)) {
      if (each.clock == clock) fresh.rungs.push_back({each, time_of(each, running, hours)});
    }
    std::ranges::stable_sort(fresh.rungs, earlier);
    accounts.push_back(std::move(fresh));
  }

  // What is beyond the calendar comes last.
  static bool earlier(const rung_time& one, const rung_time& other) {
    return one.at && (!other.at || *one.at < *other.at);
  }

  static bool same_days(const std::vector<day_account>& one,
                        const std::vector<day_account>& other) {
    return std::ranges::equal(one, other, {}, &day_account::counted, &day_account::counted);
  }
};

}  // namespace

routing routed(const policy& rules, const routing_question& asked) {
  report placed = asked.what;
  if (map_names_area(rules, placed, asked.map)) placed.area = asked.map->area;
  auto lacking = asked.speaker ? lacks_from(rules, placed, *asked.speaker) : lacks(rules, placed);
  if (lacking) {
    desk_repair repair = repair_of(placed, asked.map, *lacking);
    return {asked.what,    asked.at,   asked.map,
            asked.speaker, rules.hash, to_desk_of(rules, repair.where, repair.why)};
  }
  routing made{placed, asked.at, asked.map, asked.speaker, rules.hash, {}};
  auto found = whom_to_call(rules, placed, asked.at);
  if (const auto* why = std::get_if<desk_reason>(&found)) {
    made.whither = to_desk_of(rules, placed.area, *why);
    return made;
  }
  const auto& called = std::get<called_seats>(found);
  routed_to_departments to{seated(rules, called.lead, asked.at), {}, called.duty_row};
  for (const called_seat& each : called.helpers)
    to.helpers.push_back(seated(rules, each, asked.at));
  made.whither = std::move(to);
  return made;
}

routing_question question_of(const routing& made) {
  return {made.what, made.at, made.map, made.speaker};
}

bool same_routing(const routing& one, const routing& other) {
  const routed_to_departments* called = one.called();
  const routed_to_departments* others = other.called();
  if (!called || !others) return one.whither == other.whither;
  return same_seat(called->lead, others->lead) &&
         std::ranges::equal(called->helpers, others->helpers, same_seat);
}

explanation explain(const policy& rules, const routing& made) {
  explanation told{made, {}, {}, {}};
  const duty* winner = nullptr;
  const auto* desk = std::get_if<routed_to_desk>(&made.whither);
  // What lacks something, or may not be blown, was never put to the list.
  bool asked_list =
      !lacks(rules, made.what) && !(desk && desk->why == desk_reason::kind_not_allowed);
  if (asked_list) {
    duty_question asked{*made.what.matter, made.what.area, made.at, *made.what.kind};
    duty_match found = departments_for(rules, asked).found;
    told.rows = outcomes_of(rules.duties, asked, found, rules.areas, rules.days);
    winner = found.tied ? nullptr : found.winner;
  }
  if (winner) told.limit_class = winner->limit_class;
  if (const routed_to_departments* called = made.called()) {
    accountant all{rules, made, winner, {}};
    all.add(called->lead);
    for (const routed_seat& each : called->helpers) all.add(each);
    told.clocks = std::move(all.accounts);
  }
  return told;
}

}  // namespace gridwhistle
