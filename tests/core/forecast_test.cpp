// What would become of a report is what becomes of it: the forecast is intake's own decision, and a
// slice of it says until when it holds.
#include "server/core/forecast.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::report_of;
using std::chrono::local_days;

const area_code home(std::string(small_city::home_grid));

const forecast_row* row_of(const forecast_slice& slice, whistle_kind kind, const char* code) {
  auto found = std::ranges::find_if(slice.rows, [&](const forecast_row& each) {
    return each.kind == kind && each.matter.code == code;
  });
  return found == slice.rows.end() ? nullptr : &*found;
}

policy with_duty(const duty_time& when) {
  policy rules = *small_city::rules();
  std::vector<duty> rows = rules.duties.all();
  duty added;
  added.matter = {matter_kind::matter, "02002"};
  added.when = when;
  added.lead = {"police", area_level::city};
  rows.push_back(added);
  rules.duties = duty_list(std::move(rows));
  return rules;
}

instant valid_until(const policy& rules, instant now) {
  return forecasts(rules, home, role::grid_worker, now).valid_until;
}

TEST(forecast, it_is_what_a_blow_of_that_report_by_that_speaker_becomes) {
  auto rules = small_city::rules();
  const char* matters[] = {"01001", "01003", "02001", "02002", "03001", "04001", "99999"};
  std::uint64_t number = 0;
  for (const char* who : {"walker", "clerk-um", "desk", "hotline"}) {
    for (const char* code : matters) {
      for (whistle_kind kind : whistle_kinds) {
        actor by = small_city::speaker(who);
        command asked;
        asked.id = small_city::command_number(++number);
        asked.whistle = small_city::whistle_number(number);
        asked.by = by;
        asked.ask = blow{report_of(code, kind)};
        auto follow = decide(nullptr, asked, march(11, 9h), *rules, nullptr);
        ASSERT_TRUE(follow);
        routing told = forecast(*rules, report_of(code, kind), by.role, march(11, 9h));
        const dispatched* called = nullptr;
        const desk_took* desk = nullptr;
        for (const event& each : *follow) {
          if (const auto* found = std::get_if<dispatched>(&each)) called = found;
          if (const auto* found = std::get_if<desk_took>(&each)) desk = found;
        }
        ASSERT_EQ(told.called() != nullptr, called != nullptr) << who << ' ' << code;
        if (called) {
          EXPECT_EQ(told.called()->lead.department, called->lead);
          EXPECT_EQ(told.called()->helpers.size(), called->helpers.size());
        } else {
          ASSERT_NE(desk, nullptr);
          EXPECT_EQ(std::get<routed_to_desk>(told.whither).desk, desk->desk);
          EXPECT_EQ(std::get<routed_to_desk>(told.whither).why, desk->reason);
        }
      }
    }
  }
}

TEST(forecasts, every_row_is_what_the_list_says_of_that_report) {
  auto rules = small_city::rules();
  forecast_slice slice = forecasts(*rules, home, role::desk_officer, march(11, 9h));
  EXPECT_EQ(slice.desk, area_code("2101"));
  std::size_t admitted = 0;
  for (const matter& each : rules->matters.all()) admitted += each.admitted == admission::admitted;
  EXPECT_EQ(slice.rows.size(), admitted * whistle_kinds.size());
  for (const forecast_row& each : slice.rows) {
    report what = report_of(each.matter.code, each.kind);
    EXPECT_EQ(each.whither.index(), whom_to_call(*rules, what, march(11, 9h)).index());
    if (const auto* called = std::get_if<called_seats>(&each.whither)) {
      EXPECT_EQ(called->lead,
                std::get<called_seats>(whom_to_call(*rules, what, march(11, 9h))).lead);
    }
  }
  EXPECT_EQ(row_of(slice, whistle_kind::routine, "01003"), nullptr) << "not admitted";
  EXPECT_EQ(std::get<desk_reason>(row_of(slice, whistle_kind::routine, "02002")->whither),
            desk_reason::no_duty);
}

TEST(forecasts, a_kind_that_its_reader_may_not_blow_is_left_out) {
  forecast_slice slice = forecasts(*small_city::rules(), home, role::grid_worker, march(11, 9h));
  EXPECT_NE(row_of(slice, whistle_kind::routine, "01001"), nullptr);
  EXPECT_NE(row_of(slice, whistle_kind::emergency, "01001"), nullptr);
  EXPECT_EQ(row_of(slice, whistle_kind::joint, "01001"), nullptr);
}

TEST(forecasts, a_slice_ends_where_a_row_of_the_list_may_begin_or_cease_to_hold) {
  policy plain = *small_city::rules();
  EXPECT_EQ(valid_until(plain, march(11, 9h)), march(12, 9h));
  policy nightly = with_duty(day_class::night);
  EXPECT_EQ(valid_until(nightly, march(11, 9h)), march(11, 22h));
  EXPECT_EQ(valid_until(nightly, march(11, 22h)), march(12, 6h));
  EXPECT_EQ(valid_until(with_duty(day_class::workday), march(11, 9h)), march(12, 0h));
  date_range days{local_days(2026y / 3 / 12), local_days(2026y / 3 / 13)};
  EXPECT_EQ(valid_until(with_duty(days), march(11, 23h)), march(12, 0h));
  plain.limit_rows.begin()->second.to = march(11, 10h);
  EXPECT_EQ(valid_until(plain, march(11, 9h)), march(11, 10h));
  EXPECT_EQ(valid_until(plain, march(11, 10h)), march(12, 10h));
}

// Every hour of ten days: what a slice says is decided alike until its end.
TEST(forecasts, until_its_end_every_row_would_be_decided_alike) {
  date_range days{local_days(2026y / 3 / 12), local_days(2026y / 3 / 13)};
  const duty_time times[] = {day_class::night, day_class::off, day_class::workday, days};
  for (const duty_time& when : times) {
    policy rules = with_duty(when);
    for (auto hour = 0h; hour < 240h; ++hour) {
      instant now = march(9, hour);
      forecast_slice slice = forecasts(rules, home, role::grid_worker, now);
      ASSERT_GT(slice.valid_until, now);
      for (instant later = now; later < slice.valid_until; later += 1h) {
        for (const forecast_row& each : slice.rows) {
          auto then = whom_to_call(rules, report_of(each.matter.code, each.kind), later);
          ASSERT_EQ(then.index(), each.whither.index()) << each.matter.code;
          const auto* called = std::get_if<called_seats>(&then);
          if (called) {
            ASSERT_EQ(called->lead, std::get<called_seats>(each.whither).lead);
          }
        }
      }
    }
  }
}

TEST(forecasts, the_office_of_the_next_weeks_is_told_open_and_in_order) {
  forecast_slice slice = forecasts(*small_city::rules(), home, role::grid_worker, march(11, 9h));
  ASSERT_GT(slice.office.size(), 50u);
  EXPECT_EQ(slice.office[0], (time_stretch{march(11, 9h), march(11, 12h)}));
  EXPECT_EQ(slice.office[1], (time_stretch{march(11, 14h), march(11, 18h)}));
  EXPECT_LE(slice.office.back().to, march(11, 9h) + forecast_office);
}

}  // namespace
}  // namespace gridwhistle
