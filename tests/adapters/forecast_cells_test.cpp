// What a phone without a network reckons is what the server would have told it: slices as they are
// sent, and for every row of them, at instants until their end, what the server forecasts then.
// tests/web/unit/field/forecast_cells.test.ts reckons the same cells with the phone's code. After
// an intended change write the cells anew with GW_WRITE_CELLS=1.
#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "server/adapters/web_forecast.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using small_city::march;
using std::chrono::local_days;

// The police keep hours of their own, without a lunch break and until midnight; where limits end at
// closing times um does as well, and else the city's. What is in the calendar is in all of them.
policy city(due_at_closing at_closing) {
  policy made = *small_city::rules();
  working_days published{local_days(2026y / 3 / 1),
                         local_days(2026y / 4 / 30),
                         {{local_days(2026y / 3 / 12), false}, {local_days(2026y / 3 / 14), true}}};
  std::vector<calendar::department_hours> own = {{department_code("ps"), {{0, 1440}}}};
  if (at_closing == due_at_closing::closing)
    own.push_back({department_code("um"), {{510, 690}, {780, 1020}}});
  made.days =
      calendar(zone({{instant{}, 8h}}), published, {{480, 720}, {840, 1080}}, own, at_closing);
  // The police lead as well.
  std::vector<duty> rows = made.duties.all();
  duty police;
  police.matter = {matter_kind::matter, "02002"};
  police.lead = {"police", area_level::city};
  rows.push_back(police);
  made.duties = duty_list(std::move(rows));
  return made;
}

json::object answer(const policy& rules, const forecast_row& row, const area_code& where,
                    instant at) {
  report what;
  what.kind = row.kind;
  what.matter = row.matter;
  what.area = where;
  auto told = json::parse(
      forecast_json(rules, forecast(rules, what, role::desk_officer, at), language::en));
  const json::object& whole = told.get_object();
  json::object made = {
      {"kind", name_of(row.kind)}, {"matter", row.matter.code}, {"at_ms", to_ms(at)}};
  for (const char* each : {"lead", "report_in_due_ms", "handle_due_ms"}) {
    const json::value* found = whole.if_contains(each);
    made[each] = found ? *found : json::value(nullptr);
  }
  return made;
}

// One line for each slice, with what was asked of it.
std::string cells() {
  struct place_and_time {
    const char* area;
    instant at;
  };
  // Before lunch, on the eve of a day off, on a make-up Saturday, and late on a Friday.
  const place_and_time slices[] = {{"2101010101", march(11, 11h)},
                                   {"2101010102", march(11, 17h + 30min)},
                                   {"2101010101", march(14, 9h)},
                                   {"2102010101", march(20, 16h)}};
  std::string made;
  for (auto closing : {due_at_closing::closing, due_at_closing::next_opening}) {
    policy rules = city(closing);
    for (const auto& [code, at] : slices) {
      area_code area{std::string(code)};
      forecast_slice slice = forecasts(rules, area, role::desk_officer, at);
      json::array asked;
      for (const forecast_row& each : slice.rows) {
        for (span later : {span(0), span(73min), span(3h), span(21h + 30min)}) {
          if (at + later < slice.valid_until)
            asked.push_back(answer(rules, each, area, at + later));
        }
      }
      made += "{\"slice\":" + forecasts_json(rules, slice) +
              ",\"asked\":" + json::serialize(asked) + "}\n";
    }
  }
  return made;
}

TEST(forecast_cells, the_cells_that_phones_are_held_to_are_what_the_server_forecasts) {
  std::string path = GW_SOURCE_DIR "/tests/web/unit/field/forecast_cells.jsonl";
  std::string now = cells();
  if (std::getenv("GW_WRITE_CELLS")) std::ofstream(path) << now;
  std::ifstream file(path);
  std::string wanted(std::istreambuf_iterator<char>(file), {});
  EXPECT_TRUE(now == wanted) << "the forecasts have changed: see the top of this file";
}

TEST(forecast_cells, a_slice_reaches_as_far_as_the_last_limit_of_a_report_made_before_its_end) {
  policy rules = city(due_at_closing::closing);
  forecast_slice slice =
      forecasts(rules, area_code("2101010101"), role::desk_officer, march(11, 11h));
  ASSERT_EQ(slice.own.size(), 2u);
  EXPECT_EQ(slice.own[0].department, department_code("ps"));
  EXPECT_EQ(slice.own[1].department, department_code("um"));
  for (const forecast_row& each : slice.rows) {
    const auto* called = std::get_if<called_seats>(&each.whither);
    if (!called || !called->lead.owed.handle) continue;
    auto due = after(rules.days.clock_of(called->lead.department), slice.valid_until,
                     *called->lead.owed.handle);
    if (!due || is_continuous(called->lead.owed.handle->unit)) continue;
    for (const own_office& own : slice.own) {
      if (own.department != called->lead.department) continue;
      EXPECT_GE(own.open.back().to, *due);
    }
  }
}

}  // namespace
}  // namespace gridwhistle
