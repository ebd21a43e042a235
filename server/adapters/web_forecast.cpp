#include "server/adapters/web_forecast.hpp"

#include <boost/json/object.hpp>

#include "proto/report.pb.h"
#include "server/adapters/codec_parts.hpp"
#include "server/adapters/web_questions.hpp"
#include "server/core/explanation_text.hpp"
#include "server/core/json_line.hpp"

namespace gridwhistle {
namespace {

std::string list_of(const std::vector<std::string>& texts) {
  std::string made;
  for (const std::string& each : texts) made += (made.empty() ? "" : ",") + json_line::quoted(each);
  return '[' + made + ']';
}

std::string json_of(const budget& limit) {
  json_line made;
  made.begin().put("amount_ms", limit.amount.count()).say("unit", name_of(limit.unit));
  return made.end().text;
}

std::string json_of(const matter_key& key) {
  json_line made;
  return made.begin().say("kind", name_of(key.kind)).say("code", key.code).end().text;
}

void put_due(json_line& to, std::string_view name, const policy& rules, const routed_seat& seat,
             const std::optional<budget>& limit, instant at) {
  if (!limit) return;
  auto due = after(rules.days.clock_of(seat.department), at, *limit);
  if (due) to.put(name, to_ms(*due));
}

std::string located_json(const located& map) {
  std::vector<std::string> beside;
  for (const area_code& each : map.beside) beside.push_back(each.text);
  json_line made;
  return made.begin().say("area", map.area.text).put("beside", list_of(beside)).end().text;
}

void put_row(const forecast_row& row, json_line& to) {
  to.say("kind", name_of(row.kind)).put("matter", json_of(row.matter));
  if (const auto* why = std::get_if<desk_reason>(&row.whither)) {
    to.say("desk_reason", name_of(*why));
    return;
  }
  const auto& called = std::get<called_seats>(row.whither);
  std::vector<std::string> helpers;
  for (const called_seat& each : called.helpers) helpers.push_back(each.department.text);
  to.say("lead", called.lead.department.text).put("helpers", list_of(helpers));
  to.put("report_in", json_of(called.lead.owed.report_in));
  if (called.lead.owed.handle) to.put("handle", json_of(*called.lead.owed.handle));
}

void put_stretch(const time_stretch& open, json_line& to) {
  to.put("from_ms", to_ms(open.from)).put("to_ms", to_ms(open.to));
}

// The report that a query describes; what is wrong with it.
std::variant<report, std::string> described_report(const query_pairs& query) {
  v1::Report told;
  query_pairs whole, place;
  for (const auto& [name, value] : query) {
    if (name == "lang") continue;
    if (name == "matter") {
      auto key = parse_matter_key(value);
      if (!key) return "matter: a matter is written matter:06010 or component:01001";
      codec::write(*key, *told.mutable_matter());
      continue;
    }
    bool of_place = v1::Place::descriptor()->FindFieldByName(name) != nullptr;
    (of_place ? place : whole).emplace_back(name, value);
  }
  if (auto fault = read_query(whole, told)) return *fault;
  if (!place.empty()) {
    if (auto fault = read_query(place, *told.mutable_place())) return *fault;
  }
  return *codec::read(told);
}

}  // namespace

std::string forecast_json(const policy& rules, const routing& made, language in) {
  explanation told = explain(rules, made);
  json_line line;
  line.begin().say("text", to_text(told, rules, in)).put("explanation", to_json(told, rules));
  std::vector<std::string> helpers;
  if (const routed_to_departments* called = made.called()) {
    line.say("lead", called->lead.department.text);
    for (const routed_seat& each : called->helpers) helpers.push_back(each.department.text);
    put_due(line, "report_in_due_ms", rules, called->lead, called->lead.owed.report_in, made.at);
    put_due(line, "handle_due_ms", rules, called->lead, called->lead.owed.handle, made.at);
  } else {
    const auto& desk = std::get<routed_to_desk>(made.whither);
    line.say("desk", desk.desk.text).say("desk_reason", name_of(desk.why));
  }
  line.put("helpers", list_of(helpers));
  if (made.map) line.put("located", located_json(*made.map));
  return line.end().text;
}

std::string forecasts_json(const policy& rules, const forecast_slice& slice) {
  json_line line;
  line.begin().say("pack", rules.hash.hex()).say("area", slice.area.text);
  line.say("desk", slice.desk.text).put("made_at_ms", to_ms(slice.made_at));
  line.put("valid_until_ms", to_ms(slice.valid_until)).put("rows", json_list(slice.rows, put_row));
  bool closes = slice.at_closing == due_at_closing::closing;
  line.say("due_at_closing", closes ? "closing" : "next_opening");
  line.put("office", json_list(slice.office, put_stretch));
  line.put("own_office", json_list(slice.own, [](const own_office& own, json_line& one) {
             one.say("department", own.department.text);
             one.put("office", json_list(own.open, put_stretch));
           }));
  return line.end().text;
}

web_routed forecast_question(const query_pairs& query, const actor& by) {
  auto described = described_report(query);
  if (const auto* fault = std::get_if<std::string>(&described))
    return problem("query_unreadable", *fault);
  return web_policy_question{[what = std::get<report>(std::move(described)), speaker = by.role,
                              in = language_in(query)](const policy& rules, instant now) {
    return with_json_text(forecast_json(rules, forecast(rules, what, speaker, now), in));
  }};
}

web_routed forecasts_question(const query_pairs& query, const actor& by) {
  area_code area;
  for (const auto& [name, value] : query) {
    if (name != "area") return problem("query_unreadable", no_such_parameter(name));
    area = area_code(value);
  }
  return web_policy_question{[area, speaker = by.role](const policy& rules, instant now) {
    if (!rules.areas.find(area)) return problem("area_unknown", area.text);
    return with_json_text(forecasts_json(rules, forecasts(rules, area, speaker, now)));
  }};
}

}  // namespace gridwhistle
