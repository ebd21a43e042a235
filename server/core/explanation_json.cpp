// The explanation for programs.
#include "server/core/explanation_text.hpp"
#include "server/core/json_line.hpp"

namespace gridwhistle {
namespace {

std::string json_of(const budget& limit) {
  json_line made;
  made.begin().say("unit", name_of(limit.unit));
  return made.put("amount_ms", limit.amount.count()).end().text;
}

void put_due(json_line& to, std::string_view name, const policy& rules,
             const department_code& owed_by, const budget& limit, instant at) {
  if (auto due = after(rules.days.clock_of(owed_by), at, limit)) to.put(name, to_ms(*due));
}

std::string json_of(const routed_seat& seat, const policy& rules, instant at) {
  json_line made;
  made.begin().say("department", seat.department.text);
  made.say("staffing", name_of(seat.called.staffing));
  if (!seat.called.seat.empty()) made.say("seat", seat.called.seat.text);
  if (!seat.called.person.empty()) made.say("person", seat.called.person.text);
  made.put("report_in", json_of(seat.owed.report_in));
  put_due(made, "report_in_due_ms", rules, seat.department, seat.owed.report_in, at);
  if (seat.owed.handle) {
    made.put("handle", json_of(*seat.owed.handle));
    put_due(made, "handle_due_ms", rules, seat.department, *seat.owed.handle, at);
  }
  return made.end().text;
}

std::string json_of_decision(const routing& made, const policy& rules) {
  json_line told;
  told.begin();
  if (const auto* desk = std::get_if<routed_to_desk>(&made.whither)) {
    told.say("desk", desk->desk.text).say("reason", name_of(desk->why));
    return told.put("limit", json_of(desk->limit)).end().text;
  }
  const routed_to_departments& called = *made.called();
  told.put("lead", json_of(called.lead, rules, made.at));
  std::string helpers;
  for (const routed_seat& each : called.helpers) {
    helpers += (helpers.empty() ? "" : ",") + json_of(each, rules, made.at);
  }
  told.put("helpers", "[" + helpers + "]");
  return told.put("row", static_cast<std::int64_t>(called.duty_row)).end().text;
}

std::string_view name_of(limit_origin origin) {
  switch (origin) {
    case limit_origin::kind_default:
      return "kind_default";
    case limit_origin::limit_class:
      return "limit_class";
    case limit_origin::ordered:
      return "ordered";
  }
  return {};
}

std::string_view name_of(day_sort sort) {
  switch (sort) {
    case day_sort::workday:
      return "workday";
    case day_sort::weekend:
      return "weekend";
    case day_sort::holiday:
      return "holiday";
    case day_sort::make_up:
      return "make_up";
  }
  return {};
}

void put_clock(const clock_account& of, const policy& rules, json_line& to) {
  std::string departments;
  for (const department_code& each : of.departments) {
    departments += (departments.empty() ? "" : ",") + json_line::quoted(each.text);
  }
  to.say("clock", name_of(of.clock)).put("departments", "[" + departments + "]");
  to.put("limit", json_of(of.limit));
  const work_clock& hours = rules.days.clock_of(of.departments.front());
  if (span day = work_day_of(of.limit, hours); day > span{}) to.put("work_day_ms", day.count());
  to.say("origin", name_of(of.origin));
  if (of.limit_row != 0) to.put("limit_row", static_cast<std::int64_t>(of.limit_row));
  to.put("due_ms", to_ms(of.account.due));
  to.put("days", json_list(of.account.days, [](const day_account& each, json_line& day) {
           day.say("date", date_text(each.date)).say("sort", name_of(each.sort));
           day.put("counted",
                   json_list(each.counted, [](const time_stretch& open, json_line& stretch) {
                     stretch.put("from_ms", to_ms(open.from)).put("to_ms", to_ms(open.to));
                   }));
         }));
  to.put("rungs", json_list(of.rungs, [](const rung_time& each, json_line& rung) {
           if (each.at) rung.put("at_ms", to_ms(*each.at));
           rung.say("action", name_of(each.what.action)).say("to", name_of(each.what.to));
           rung.put("percent", static_cast<std::int64_t>(each.what.percent));
         }));
}

}  // namespace

std::string to_json(const explanation& told, const policy& rules) {
  const report& what = told.made.what;
  json_line made;
  made.begin().say("policy", told.made.policy.hex());
  if (what.matter) made.say("matter", to_text(*what.matter));
  made.say("area", what.area.text).put("at_ms", to_ms(told.made.at));
  if (what.kind) made.say("kind", name_of(*what.kind));
  made.put("condition", static_cast<std::int64_t>(what.condition));
  made.put("decision", json_of_decision(told.made, rules));
  if (!told.limit_class.empty()) made.say("limit_class", told.limit_class);
  made.put("rows", json_list(told.rows, [](const duty_outcome& each, json_line& row) {
             row.put("line", static_cast<std::int64_t>(each.row->row));
             row.say("fate", name_of(each.fate));
           }));
  made.put("clocks", json_list(told.clocks, [&](const clock_account& each, json_line& clock) {
             put_clock(each, rules, clock);
           }));
  return made.end().text;
}

}  // namespace gridwhistle
