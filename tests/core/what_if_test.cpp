// Recorded whistles under two packs: who leads, by when, how much, and what would be late.
#include "server/core/what_if.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "server/core/what_if_text.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::report_of;

const instant wednesday_nine = march(11, 9h);

recorded_question asked(const char* name, std::string_view matter) {
  return {name, report_of(matter, whistle_kind::routine), wednesday_nine, {}, {}, {}};
}

// The small city with other rows in its duty list.
template <class Edit>
policy with_duties(Edit edit) {
  policy made = *small_city::rules();
  made.hash.bytes.fill(9);
  std::vector<duty> rows = made.duties.all();
  edit(rows);
  made.duties = duty_list(std::move(rows));
  return made;
}

policy with_police_for_05001() {
  return with_duties([](std::vector<duty>& rows) {
    for (duty& row : rows) {
      if (row.matter.class_prefix == "05001") row.lead = {"police", area_level::city};
    }
  });
}

what_if replayed(const policy& after, std::vector<recorded_question> questions,
                 instant end = march(13, 12h)) {
  return compare_packs(*small_city::rules(), after, {std::move(questions), end});
}

std::uint64_t holders(const what_if& found, const char* before, const char* after) {
  auto count = found.holders.find(
      {holder{department_code(before), {}, {}}, holder{department_code(after), {}, {}}});
  return count == found.holders.end() ? 0 : count->second;
}

TEST(what_if, the_same_pack_changes_nothing) {
  auto open = asked("a", "05001");
  open.state = record_state::open;
  what_if found = replayed(*small_city::rules(), {open, asked("b", "02001"), asked("c", "03001")});
  EXPECT_EQ(found.whistles, 3u);
  EXPECT_EQ(found.changed, 0u);
  EXPECT_EQ(holders(found, "um", "um"), 2u);
  EXPECT_TRUE(found.moved.empty());
  EXPECT_TRUE(found.open_changed.empty());
  EXPECT_EQ(found.handle.before, found.handle.after);
}

TEST(what_if, a_changed_lead_is_counted_from_the_old_to_the_new) {
  policy after = with_police_for_05001();
  auto open = asked("whistle-1", "05001");
  open.state = record_state::open;
  what_if found = replayed(after, {asked("whistle-2", "05001"), open, asked("whistle-3", "01001")});
  EXPECT_EQ(holders(found, "um", "ps"), 2u);
  EXPECT_EQ(holders(found, "um", "um"), 1u);
  EXPECT_EQ(found.holders_changed, 2u);
  ASSERT_EQ(found.open_changed.size(), 1u);
  EXPECT_EQ(found.open_changed[0].name, "whistle-1");
  EXPECT_EQ(found.open_changed[0].after.lead.text, "ps");
}

TEST(what_if, a_hole_gives_the_whistle_to_the_areas_desk_with_its_reason) {
  policy after = with_duties([](std::vector<duty>& rows) {
    std::erase_if(rows, [](const duty& row) { return row.matter.class_prefix == "05001"; });
  });
  what_if found = replayed(after, {asked("a", "05001"), asked("tied before and after", "02001")});
  holder lead{department_code("um"), {}, {}};
  EXPECT_EQ(found.holders.at({lead, holder{{}, area_code("2101"), desk_reason::no_duty}}), 1u);
  holder tied{{}, area_code("2101"), desk_reason::duty_ambiguous};
  EXPECT_EQ(found.holders.at({tied, tied}), 1u);
  EXPECT_EQ(found.changed, 1u);
}

TEST(what_if, other_helpers_and_the_units_of_other_limits_are_told_apart) {
  policy after = with_duties([](std::vector<duty>& rows) {
    for (duty& row : rows) {
      if (row.matter.class_prefix == "03001") row.helpers.pop_back();
      if (row.matter.class_prefix == "05001") row.limit_class = "tidy";
    }
  });
  what_if found = replayed(after, {asked("a", "03001"), asked("b", "05001")});
  EXPECT_EQ(found.holders_changed, 0u);
  EXPECT_EQ(found.helpers_changed, 1u);
  EXPECT_EQ(found.limits_changed, 1u);
  EXPECT_EQ(found.changed, 2u);
  ASSERT_EQ(found.moved.size(), 1u);
  const auto& [which, sums] = *found.moved.begin();
  EXPECT_EQ(which, (limit_change{clock_name::handle, time_unit::urgent_hour, time_unit::work_day}));
  EXPECT_EQ(sums.later, 1u);
  // Two urgent hours end at 11:00; two work days from Wednesday 9:00 on Friday 9:00.
  EXPECT_EQ(sums.later_by, 46h);
  EXPECT_EQ(sums.earlier, 0u);
}

TEST(what_if, overruns_are_new_or_avoided_by_when_the_lead_was_done) {
  struct row {
    const char* about;
    const char* matter;
    instant handled;
    std::uint64_t before, after, fresh, avoided;
  };
  // 05001 gets two work days instead of two hours, 01001 the other way round.
  policy after = with_duties([](std::vector<duty>& rows) {
    for (duty& each : rows) {
      if (each.matter.class_prefix == "05001") each.limit_class = "tidy";
      if (each.matter.class_prefix == "01") each.limit_class = "quick";
    }
  });
  const row table[] = {
      {"in time under both", "05001", march(11, 11h), 0, 0, 0, 0},
      {"late under the old alone", "05001", march(12, 9h), 1, 0, 0, 1},
      {"late under both", "05001", march(13, 10h), 1, 1, 0, 0},
      {"late under the new alone", "01001", march(12, 9h), 0, 1, 1, 0},
  };
  for (const row& each : table) {
    auto done = asked("a", each.matter);
    done.handled_at = each.handled;
    what_if found = replayed(after, {done});
    EXPECT_EQ(found.handle.before, each.before) << each.about;
    EXPECT_EQ(found.handle.after, each.after) << each.about;
    EXPECT_EQ(found.handle.fresh, each.fresh) << each.about;
    EXPECT_EQ(found.handle.avoided, each.avoided) << each.about;
  }
}

TEST(what_if, what_is_open_is_judged_at_the_end_of_the_record_and_what_was_declined_never) {
  auto open = asked("open", "05001");
  open.state = record_state::open;
  what_if found = replayed(*small_city::rules(), {open, asked("declined", "05001")});
  EXPECT_EQ(found.handle.before, 1u);
  found = replayed(*small_city::rules(), {open}, march(11, 11h));
  EXPECT_EQ(found.handle.before, 0u);
}

TEST(what_if, load_counts_leads_and_helpers_in_the_hour_of_the_citys_week) {
  what_if found = replayed(with_police_for_05001(), {asked("a", "05001"), asked("b", "03001")});
  constexpr std::size_t wednesday_from_nine = 2 * 24 + 9;
  EXPECT_EQ(found.load.at(department_code("um")).before[wednesday_from_nine], 2u);
  EXPECT_EQ(found.load.at(department_code("um")).after[wednesday_from_nine], 1u);
  EXPECT_EQ(found.load.at(department_code("ps")).before[wednesday_from_nine], 1u);
  EXPECT_EQ(found.load.at(department_code("ps")).after[wednesday_from_nine], 2u);
}

TEST(what_if, the_order_of_the_record_makes_no_difference_to_the_bytes) {
  policy after = with_police_for_05001();
  std::vector<recorded_question> record;
  for (const char* name : {"c", "a", "b"}) {
    record.push_back(asked(name, "05001"));
    record.back().state = record_state::open;
  }
  const policy& before = *small_city::rules();
  what_if one = replayed(after, record);
  std::ranges::reverse(record);
  what_if other = replayed(after, record);
  EXPECT_EQ(to_json(one, before, after), to_json(other, before, after));
  for (language in : {language::zh, language::en})
    EXPECT_EQ(to_markdown(one, before, after, in), to_markdown(other, before, after, in));
}

TEST(what_if, the_page_says_it_in_chinese_and_english_and_json_in_one_line) {
  policy after = with_police_for_05001();
  auto open = asked("whistle-1", "05001");
  open.state = record_state::open;
  const policy& before = *small_city::rules();
  what_if found = replayed(after, {open});
  std::string en = to_markdown(found, before, after, language::en);
  EXPECT_NE(en.find("\n| um | ps | 1 |\n"), std::string::npos) << en;
  EXPECT_NE(en.find("\n| whistle-1 | um | ps |\n"), std::string::npos) << en;
  std::string zh = to_markdown(found, before, after, language::zh);
  EXPECT_NE(zh.find("## 会变化的未结哨"), std::string::npos) << zh;
  EXPECT_EQ(zh.find("whistles"), std::string::npos) << zh;
  std::string line = to_json(found, before, after);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_NE(line.find(R"("leads":[{"old":{"lead":"um"},"new":{"lead":"ps"},"count":1}])"),
            std::string::npos)
      << line;
}

}  // namespace
}  // namespace gridwhistle
