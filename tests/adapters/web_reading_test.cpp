// What pages read of the pack: its names, what would become of a report, and why one went where it
// went; as JSON that is JSON.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "server/adapters/web_explain.hpp"
#include "server/adapters/web_forecast.hpp"
#include "server/adapters/web_pack.hpp"
#include "tests/adapters/shipped_pack.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr instant midnight = std::chrono::sys_days(std::chrono::year(2026) / 3 / 11) + 16h;

json::object object_of(const std::string& text) { return json::parse(text).get_object(); }

std::string text_at(const json::object& in, const char* name) {
  return std::string(in.at(name).get_string());
}

actor walker() {
  return {user_id("walker-1"), role::grid_worker, department_code(), area_code("210101")};
}

// What the pack answers, now.
web_response told(const web_routed& routed, const policy& rules) {
  if (const auto* response = std::get_if<web_response>(&routed)) return *response;
  return std::get<web_policy_question>(routed).told(rules, midnight);
}

json::object forecast_of(const char* query, const policy& rules) {
  web_response made = told(forecast_question(*query_of(query), walker()), rules);
  EXPECT_EQ(made.status, 200u) << made.body;
  return object_of(made.body);
}

TEST(web_pack, it_names_everything_that_a_page_shows_by_its_code) {
  pack_files files = good_pack();
  auto rules = policy_of(files);
  json::object made = object_of(pack_names_json(*rules, files, 7));
  EXPECT_EQ(text_at(made, "pack"), rules->hash.hex());
  EXPECT_EQ(made.at("version").as_int64(), 7);
  EXPECT_EQ(text_at(made, "time_zone"), "America/New_York");
  EXPECT_EQ(text_at(made, "datum"), "wgs84");
  EXPECT_EQ(text_at(made, "photo"), "optional");
  EXPECT_EQ(made.at("kinds").get_array().size(), whistle_kinds.size());
  EXPECT_EQ(made.at("areas").get_array().size(), 4u);
  const json::object& pier = made.at("areas").get_array().at(3).get_object();
  EXPECT_EQ(text_at(pier, "name"), "Pier");
  EXPECT_EQ(text_at(pier, "level"), "street");
  EXPECT_EQ(text_at(pier, "parent"), "2101");
  EXPECT_EQ(made.at("departments").get_array().size(), 4u);
  bool found = false;
  for (const json::value& each : made.at("matters").get_array()) {
    const json::object& one = each.get_object();
    if (text_at(one, "code") != "06010") continue;
    found = true;
    EXPECT_EQ(text_at(one, "class_name"), "Street order");
    EXPECT_EQ(one.at("aliases").get_array().size(), 2u);
    EXPECT_TRUE(one.at("admitted").get_bool());
  }
  EXPECT_TRUE(found);
}

TEST(web_forecast, it_says_who_leads_until_when_and_why) {
  auto rules = policy_of(good_pack());
  json::object made = forecast_of("?matter=matter:06010&area=210101&kind=routine&lang=en", *rules);
  EXPECT_EQ(text_at(made, "lead"), "um-2101");
  EXPECT_TRUE(made.at("helpers").get_array().empty());
  report what;
  what.kind = whistle_kind::routine;
  what.matter = matter_key{matter_kind::matter, "06010"};
  what.area = area_code("210101");
  routing expected = forecast(*rules, what, role::grid_worker, midnight);
  const auto& lead = expected.called()->lead;
  auto due = after(rules->days.clock_of(lead.department), midnight, *lead.owed.handle);
  EXPECT_EQ(made.at("handle_due_ms").as_int64(), to_ms(*due));
  EXPECT_EQ(text_at(made.at("explanation").get_object(), "policy"), rules->hash.hex());
  EXPECT_NE(text_at(made, "text").find("um-2101"), std::string::npos);
  EXPECT_FALSE(made.contains("desk"));
  EXPECT_FALSE(made.contains("located"));
}

TEST(web_forecast, what_no_department_gets_names_the_desk_and_why) {
  auto rules = policy_of(good_pack());
  json::object hole = forecast_of("?matter=matter:99999&area=210101&kind=routine", *rules);
  EXPECT_EQ(text_at(hole, "desk"), "21");
  EXPECT_EQ(text_at(hole, "desk_reason"), "matter_unknown");
  EXPECT_FALSE(hole.contains("lead"));
  json::object joint = forecast_of("?matter=matter:06010&area=210101&kind=joint", *rules);
  EXPECT_EQ(text_at(joint, "desk_reason"), "kind_not_allowed") << "a grid worker may not blow it";
  json::object nothing = forecast_of("", *rules);
  EXPECT_EQ(text_at(nothing, "desk_reason"), "area_unknown");
}

TEST(web_forecast, a_place_is_put_to_the_map_as_intake_does) {
  auto rules = shipped_pack("shenyang");
  ASSERT_TRUE(rules);
  json::object made = forecast_of(
      "?matter=matter:06010&kind=routine&longitude_e7=1234300000&latitude_e7=418000000"
      "&accuracy_m=5&crs=wgs84",
      *rules);
  report what;
  what.where = place{1'234'300'000, 418'000'000, 5, datum::wgs84};
  auto map = located_by_map(*rules, in_datum_of_pack(*rules, what.where));
  EXPECT_EQ(text_at(made.at("located").get_object(), "area"), map->area.text);
}

TEST(web_forecast, a_parameter_that_is_none_is_named) {
  auto rules = policy_of(good_pack());
  for (const char* wrong : {"?matter=06010", "?kind=loud", "?colour=red", "?longitude_e7=east",
                            "?accuracy_m=-1", "?condition=x"}) {
    web_response no = told(forecast_question(*query_of(wrong), walker()), *rules);
    EXPECT_EQ(no.status, 400u) << wrong;
  }
  EXPECT_EQ(told(forecasts_question(*query_of("?grid=1"), walker()), *rules).status, 400u);
  EXPECT_EQ(told(forecasts_question(*query_of("?area=1"), walker()), *rules).status, 409u);
}

TEST(web_forecasts, a_slice_has_a_row_for_every_matter_that_the_reader_may_blow) {
  auto rules = policy_of(good_pack());
  web_response made = told(forecasts_question(*query_of("?area=210101"), walker()), *rules);
  json::object slice = object_of(made.body);
  EXPECT_EQ(text_at(slice, "pack"), rules->hash.hex());
  EXPECT_EQ(slice.at("made_at_ms").as_int64(), to_ms(midnight));
  EXPECT_EQ(slice.at("rows").get_array().size(), 4u) << "two admitted matters, two kinds";
  const json::object& first = slice.at("rows").get_array().at(0).get_object();
  EXPECT_EQ(text_at(first, "kind"), "routine");
  for (const json::value& each : slice.at("rows").get_array()) {
    const json::object& row = each.get_object();
    EXPECT_NE(row.contains("lead"), row.contains("desk_reason"));
    if (row.contains("lead")) {
      EXPECT_GT(row.at("report_in").get_object().at("amount_ms").as_int64(), 0);
    }
  }
  EXPECT_FALSE(slice.at("office").get_array().empty());
}

TEST(web_explain, it_tells_the_last_routing_and_whether_today_differs) {
  auto before = policy_of(good_pack());
  pack_files changed = good_pack();
  std::string& duties = changed["duties.csv"];
  duties.replace(duties.find("urban_management@district,,stall"),
                 std::string("urban_management@district,,stall").size(), "fire@city,,stall");
  auto today = policy_of(changed);
  report what;
  what.kind = whistle_kind::routine;
  what.matter = matter_key{matter_kind::matter, "06010"};
  what.area = area_code("210101");
  std::vector<routing> made = {forecast(*before, what, role::grid_worker, midnight)};
  json::object same =
      object_of(explained_json(made, {{before->hash, before}}, *before, language::en));
  EXPECT_EQ(text_at(same, "verdict"), "equal");
  EXPECT_FALSE(same.at("differs_today").get_bool());
  EXPECT_FALSE(same.contains("today_text"));
  json::object other =
      object_of(explained_json(made, {{before->hash, before}}, *today, language::zh));
  EXPECT_EQ(text_at(other, "pack"), before->hash.hex());
  EXPECT_TRUE(other.at("differs_today").get_bool());
  EXPECT_NE(text_at(other, "today_text").find("fire-21"), std::string::npos);
  EXPECT_NE(text_at(other, "text").find("结果不同"), std::string::npos);
}

}  // namespace
}  // namespace gridwhistle
