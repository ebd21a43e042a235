// Every slip in a pack is named with its file, line, column and value: one table of slips per file.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/adapters/pack_loader.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

// One place of one file says something else.
struct slip {
  std::string_view file;
  std::string_view was;  // occurs once in the file; empty: put at its end
  std::string_view is;
  std::string_view errors;
};

pack_files with_slip(const slip& made) {
  pack_files files = good_pack();
  std::string& text = files.find(made.file)->second;
  if (made.was.empty()) {
    text += made.is;
    return files;
  }
  std::size_t at = text.find(made.was);
  EXPECT_TRUE(at != std::string::npos && text.find(made.was, at + 1) == std::string::npos)
      << made.file << ": " << made.was << " must occur once";
  if (at != std::string::npos) text.replace(at, made.was.size(), made.is);
  return files;
}

void expect_errors(const std::vector<slip>& slips) {
  for (const slip& made : slips) {
    EXPECT_EQ(errors_of(with_slip(made)), made.errors)
        << made.file << ": " << made.was << " -> " << made.is;
  }
}

std::string lines(std::string_view head, std::string_view line, int count) {
  std::string text(head);
  for (int i = 0; i < count; ++i) text += line;
  return text;
}

TEST(pack_slips, every_slip_in_pack_toml_is_named_with_its_place) {
  expect_errors({
      {"pack.toml", "name = \"Harbour\"", "", "pack.toml: \"name\": this key is missing"},
      {"pack.toml", "\"Harbour\"", "\"\"", "pack.toml:1:8: \"name\": this text is empty"},
      {"pack.toml", "\"Harbour\"", "7", "pack.toml:1:8: \"name\": text in quotes is wanted here"},
      {"pack.toml", "\"Harbour\"", "\"Har\\u202ebour\"",
       "pack.toml:1:8: \"name\": this text holds a forbidden character"},
      {"pack.toml", "\"Harbour\"",
       "\"Har\xe2\x80\xae"
       "bour\"",
       "pack.toml:1:12: \"?\": this character is not allowed, or not UTF-8"},
      {"pack.toml", "Harbour", "\xff",
       "pack.toml:1:9: \"?\": this character is not allowed, or not UTF-8"},
      {"pack.toml", "\"Harbour\"", "\"Harbour",
       "pack.toml:1:16: \"name = \"Harbour\": Error while parsing string: unescaped control "
       "characters other than TAB (U+0009) are explicitly prohibited"},
      {"pack.toml", "\"en\"", "\"fr\"", "pack.toml:2:12: \"fr\": this must be one of zh-CN, en"},
      {"pack.toml", "America/New_York", "America/New_Yorck",
       "pack.toml:3:13: \"America/New_Yorck\": the tz database has no such zone"},
      {"pack.toml", "America/New_York", "localtime",
       "pack.toml:3:13: \"localtime\": the tz database has no such zone"},
      {"pack.toml", "America/New_York", "../passwd",
       "pack.toml:3:13: \"../passwd\": the tz database has no such zone"},
      {"pack.toml", "wgs84", "wgs72",
       "pack.toml:4:9: \"wgs72\": this must be one of wgs84, cgcs2000, gcj02, bd09"},
      {"pack.toml", "false", "\"no\"",
       "pack.toml:5:12: \"official\": true or false is wanted here"},
      {"pack.toml", "official = false", "offical = false",
       "pack.toml: \"official\": this key is missing\n"
       "pack.toml:5:1: \"offical\": this key is not known"},
      {"pack.toml", "2026-01-01", "\"2026-01-01\"",
       "pack.toml:8:8: \"calendar.from\": a date without quotes is wanted here, like 2026-01-31"},
      {"pack.toml", "from = 2026-01-01\n", "",
       "pack.toml:7:1: \"calendar.from\": this key is missing"},
      {"pack.toml", "from = 2026-01-01", "from = 2026-02-30",
       "pack.toml:8:18: \"from = 2026-02-30\": Error while parsing date: expected day between 1 "
       "and 28 (inclusive), saw 30"},
      {"pack.toml", "2026-12-31", "2025-12-31",
       "pack.toml:9:6: \"calendar.to\": the calendar must not end before it begins"},
      {"pack.toml", "2026-12-31", "2046-12-31",
       "pack.toml:9:6: \"calendar.to\": a calendar has at most 20 years"},
      {"pack.toml", "[calendar]", "[kalendar]",
       "pack.toml: \"calendar\": this key is missing\n"
       "pack.toml:7:2: \"kalendar\": this key is not known"},
      {"pack.toml", "[defaults.joint]", "[defaults.join]",
       "pack.toml:11:1: \"defaults.joint\": this key is missing\n"
       "pack.toml:15:11: \"defaults.join\": this key is not known"},
      {"pack.toml", "\"7 natural_day\"", "7",
       "pack.toml:13:10: \"defaults.routine.handle\": text in quotes is wanted here"},
      {"pack.toml", "7 natural_day", "0 natural_day",
       "pack.toml:13:10: \"0 natural_day\": a limit is a positive whole number and a unit "
       "(urgent_minute, urgent_hour, work_hour, work_day or natural_day), at most ten years"},
      {"pack.toml", "7 natural_day", "7 days",
       "pack.toml:13:10: \"7 days\": a limit is a positive whole number and a unit (urgent_minute, "
       "urgent_hour, work_hour, work_day or natural_day), at most ten years"},
      {"pack.toml", "7 natural_day", "3661 natural_day",
       "pack.toml:13:10: \"3661 natural_day\": a limit is a positive whole number and a unit "
       "(urgent_minute, urgent_hour, work_hour, work_day or natural_day), at most ten years"},
      {"pack.toml", "\"30 urgent_minute\"", "\"30  urgent_minute\"",
       "pack.toml:24:13: \"30  urgent_minute\": a limit is a positive whole number and a unit "
       "(urgent_minute, urgent_hour, work_hour, work_day or natural_day), at most ten years"},
      {"pack.toml", "handle = \"5 work_day\"", "",
       "pack.toml:15:1: \"defaults.joint.handle\": this key is missing"},
      {"pack.toml", "[calendar]\nfrom = 2026-01-01\nto = 2026-12-31", "calendar = 2026",
       "pack.toml:7:12: \"calendar\": a table is wanted here"},
      {"pack.toml", "", "ring = true", "pack.toml:29:1: \"rules.ring\": this key is not known"},
  });
}

TEST(pack_slips, every_slip_in_the_rules_is_named_with_its_place) {
  expect_errors({
      {"pack.toml", "15 urgent_minute", "4 work_hour",
       "pack.toml:28:14: \"4 work_hour\": the desk's clock runs day and night: "
       "urgent_minute, urgent_hour or natural_day"},
      {"pack.toml", "15 urgent_minute", "1 work_day",
       "pack.toml:28:14: \"1 work_day\": the desk's clock runs day and night: "
       "urgent_minute, urgent_hour or natural_day"},
      {"pack.toml", "", "due_at_closing = \"opening\"\n",
       "pack.toml:29:18: \"opening\": a limit used up at closing time is due at closing or "
       "next_opening"},
      {"pack.toml", "", "reporter_answers_within = \"2 work_hour\"\n",
       "pack.toml:29:27: \"2 work_hour\": the reporter is waited for day and night, at most \"24 "
       "urgent_hour\""},
      {"pack.toml", "", "reporter_answers_within = \"2 natural_day\"\n",
       "pack.toml:29:27: \"2 natural_day\": the reporter is waited for day and night, at most \"24 "
       "urgent_hour\""},
      {"pack.toml", "", "verification_photo = \"yes\"\n",
       "pack.toml:29:22: \"yes\": a photo at verification is required or optional"},
      {"pack.toml", "", "due_at_closing = true\n",
       "pack.toml:29:18: \"rules.due_at_closing\": text in quotes is wanted here"},
      {"pack.toml", "", "[composite]\nclosing = 0.5\non_time = 0.4\n",
       "pack.toml:29:1: \"composite\": the weights must sum to 1"},
      {"pack.toml", "", "[composite]\nclosed = 1.0\n",
       "pack.toml:30:1: \"composite.closed\": no figure has this name"},
      {"pack.toml", "", "[composite]\nclosing = 2\n",
       "pack.toml:30:11: \"composite.closing\": a weight is a number above 0, up to 1"},
  });
}

TEST(pack_slips, every_slip_in_areas_is_named_with_its_place) {
  expect_errors({
      {"areas.csv", "code,level,name,parent", "code,level,name,parent,note",
       "areas.csv:1:5: \"note\": unknown column; this file has code,level,name,parent"},
      {"areas.csv", "code,level,name,parent", "code,level,name,name",
       "areas.csv:1: \"parent\": this column is missing\n"
       "areas.csv:1:4: \"name\": this column is there twice"},
      {"areas.csv", "code,level,name,parent", "code;level;name;parent",
       "areas.csv: the cells of this file are parted by semicolons; save it as CSV with commas"},
      {"areas.csv", "code,level,name,parent", "code\tlevel\tname\tparent",
       "areas.csv: the cells of this file are parted by tabs; save it as CSV with commas"},
      {"areas.csv", "2102,district,South,21\n", "2102,district,South,21,x\n",
       "areas.csv:4:5: \"x\": this row has 5 cells, the header 4"},
      {"areas.csv", "2102,district,South,21\n", "2102,district,South\n",
       "areas.csv:4:3: \"South\": this row has 3 cells, the header 4"},
      {"areas.csv", "South", "\"South",
       "areas.csv:4:3: \"South,21 210101,street,Pier,2101 \": this quote is never closed"},
      {"areas.csv", "South", "So\"uth",
       "areas.csv:4:3: \"So\"uth\": a cell with a quote must be quoted, and its quotes doubled"},
      {"areas.csv", "South", "\"So\"uth",
       "areas.csv:4:3: \"So\": after the closing quote a comma or the line's end must follow"},
      {"areas.csv", "South", "So\xc3uth", "areas.csv:4:3: \"?\": this is not UTF-8"},
      {"areas.csv", "South", "So\ruth",
       "areas.csv:4:3: \"?\": a control character is not allowed here"},
      {"areas.csv", "South", "So\xe2\x80\xaeuth",
       "areas.csv:4:3: \"?\": a bidirectional character is not allowed here"},
      {"areas.csv", "South", "", "areas.csv:4:3: \"\": this must not be empty"},
      {"areas.csv", "2102,district", "2101,district",
       "areas.csv:4:1: \"2101\": line 3 has this code already\n"
       "departments.csv:4:5: \"2102\": no area has this code"},
      {"areas.csv", "2102,district", "21 02,district",
       "areas.csv:4:1: \"21 02\": a code is 1 to 64 bytes without blanks and @ # | / *\n"
       "departments.csv:4:5: \"2102\": no area has this code"},
      {"areas.csv", "2102,district", "2102,borough",
       "areas.csv:4:2: \"borough\": a level is city, district, street, community or grid"},
      {"areas.csv", "2102,district,South,21\n", "2102,district,South,22\n",
       "areas.csv:4:4: \"22\": no area has this code"},
      {"areas.csv", "2102,district,South,21\n", "2102,district,South,\n",
       "areas.csv:4:4: \"\": only the city has no parent"},
      {"areas.csv", "2102,district,South,21\n", "2102,city,South,\n",
       "areas.csv:4:2: \"city\": line 2 is the city already\n"
       "departments.csv:4:4: \"district\": area 2102 is a city"},
      {"areas.csv", "21,city,Harbour,\n", "21,city,Harbour,2\n",
       "areas.csv:2:4: \"2\": the city has no parent"},
      {"areas.csv", "21,city,Harbour,\n", "",
       "areas.csv: \"city\": no area is the city; begin with a row such as 99,city,NAME,\n"
       "areas.csv:2:4: \"21\": no area has this code\n"
       "areas.csv:3:4: \"21\": no area has this code\n"
       "departments.csv:2:5: \"21\": no area has this code\n"
       "departments.csv:5:5: \"21\": no area has this code"},
      {"areas.csv", "210101,street,Pier,2101", "210101,district,Pier,2101",
       "areas.csv:5:4: \"2101\": this area is a district and cannot hold a district"},
      {"areas.csv", "210101,street,Pier,2101", "210101,street,Pier,2102",
       "areas.csv:5:1: \"210101\": this code must begin with the parent's code, 2102"},
  });
}

TEST(pack_slips, every_slip_in_departments_is_named_with_its_place) {
  expect_errors({
      {"departments.csv", "fire-21,Fire", "desk-21,Fire",
       "departments.csv:5:1: \"desk-21\": line 2 has this code already\n"
       "hours.csv:4:1: \"fire-21\": no department has this code"},
      {"departments.csv", "fire-21,Fire", "fire/21,Fire",
       "departments.csv:5:1: \"fire/21\": a code is 1 to 64 bytes without blanks and @ # | / *\n"
       "hours.csv:4:1: \"fire-21\": no department has this code (did you mean fire/21?)"},
      {"departments.csv", "Fire", "", "departments.csv:5:2: \"\": this must not be empty"},
      {"departments.csv", "fire,city", "fi@re,city",
       "departments.csv:5:3: \"fi@re\": a code is 1 to 64 bytes without blanks and @ # | / *\n"
       "duties.csv:3:6: \"fire@city\": no department has this function (did you mean fi@re@city?)\n"
       "duties.csv:5:5: \"fire@city\": no department has this function (did you mean fi@re@city?)\n"
       "duties.csv:6:5: \"fire@city\": no department has this function (did you mean fi@re@city?)"},
      {"departments.csv", "fire,city", "desk,city",
       "departments.csv:5:3: \"desk\": line 2 has this function in this area already\n"
       "duties.csv:3:6: \"fire@city\": no department has this function\n"
       "duties.csv:5:5: \"fire@city\": no department has this function\n"
       "duties.csv:6:5: \"fire@city\": no department has this function"},
      {"departments.csv", "fire,city,21", "fire,district,21",
       "departments.csv:5:4: \"district\": area 21 is a city"},
      {"departments.csv", "fire,city,21", "fire,town,21",
       "departments.csv:5:4: \"town\": a level is city, district, street, community or grid"},
      {"departments.csv", "fire,city,21", "fire,city,22",
       "departments.csv:5:5: \"22\": no area has this code"},
      {"departments.csv", "100,um-2102", "100,um-2103",
       "departments.csv:3:7: \"um-2103\": no department has this code (did you mean um-2101?)"},
      {"departments.csv", "100,um-2102", "100,um-2101",
       "departments.csv:3:7: \"um-2101\": a department is not its own backup"},
      {"departments.csv", "desk,city,21", "bureau,city,21",
       "departments.csv: \"desk@city\": the city has no desk; it owns what no department owns: add "
       "a "
       "row such as desk,NAME,desk,city,21,,\n"
       "duties.csv:3:6: \"desk@city\": no department has this function"},
  });
}

TEST(pack_slips, every_slip_in_matters_is_named_with_its_place) {
  expect_errors({
      {"matters.csv", "component,01001", "part,01001",
       "matters.csv:4:1: \"part\": a kind is component or matter"},
      {"matters.csv", "component,01001", "component,1001",
       "matters.csv:4:2: \"1001\": a matter's code has five digits"},
      {"matters.csv", "06011,Noise", "06010,Noise",
       "matters.csv:3:2: \"06010\": line 2 has this kind and code already"},
      {"matters.csv", "Noise", "", "matters.csv:3:3: \"\": this must not be empty"},
      {"matters.csv", "10101|10102", "10101||10102",
       "matters.csv:2:5: \"10101||10102\": an alias between two | is empty"},
      {"matters.csv", "10101|10102", "10101|",
       "matters.csv:2:5: \"10101|\": an alias between two | is empty"},
      {"matters.csv", "no,no", "No,no", "matters.csv:3:6: \"No\": this must be yes or no"},
      {"matters.csv", "no,no", "no,never", "matters.csv:3:7: \"never\": this must be yes or no"},
  });
}

TEST(pack_slips, every_slip_in_duties_is_named_with_its_place) {
  expect_errors({
      {"duties.csv", "matter:06,", "matter:6,",
       "duties.csv:4:1: \"matter:6\": a matter is matter:06010, matter:06, component:*, matter:* "
       "or *"},
      {"duties.csv", "matter:06,", "mater:06,",
       "duties.csv:4:1: \"mater:06\": a matter is matter:06010, matter:06, component:*, matter:* "
       "or *"},
      {"duties.csv", "matter:06,", "matter:07,",
       "duties.csv:4:1: \"matter:07\": no matter is of this big class"},
      {"duties.csv", "matter:06010,*", "matter:06012,*",
       "duties.csv:2:1: \"matter:06012\": no matter has this kind and code"},
      {"duties.csv", "2101,workday", "2103,workday",
       "duties.csv:3:2: \"2103\": no area has this code"},
      {"duties.csv", "workday", "weekday",
       "duties.csv:3:3: \"weekday\": a time is *, workday, off, night or 2026-07-01..2026-09-30"},
      {"duties.csv", "2026-09-30", "2026-06-30",
       "duties.csv:4:3: \"2026-07-01..2026-06-30\": a time is *, workday, off, night or "
       "2026-07-01..2026-09-30"},
      {"duties.csv", "2026-09-30", "2026-09-31",
       "duties.csv:4:3: \"2026-07-01..2026-09-31\": a time is *, workday, off, night or "
       "2026-07-01..2026-09-30"},
      {"duties.csv", "emergency", "urgent",
       "duties.csv:6:4: \"urgent\": a kind is *, routine, joint, key or emergency"},
      {"duties.csv", "night,*,fire@city", "night,*,urban_managment@district",
       "duties.csv:5:5: \"urban_managment@district\": no department has this function (did you "
       "mean urban_management@district?)"},
      {"duties.csv", "night,*,fire@city", "night,*,water@street",
       "duties.csv:5:5: \"water@street\": no department has this function"},
      {"duties.csv", "night,*,fire@city", "night,*,fire@district",
       "duties.csv:5:5: \"fire@district\": no department has this function at this level"},
      {"duties.csv", "night,*,fire@city", "night,*,fire",
       "duties.csv:5:5: \"fire\": this must be function@level, like urban_management@district"},
      {"duties.csv", "night,*,fire@city", "night,*,",
       "duties.csv:5:5: \"\": this must be function@level, like urban_management@district"},
      {"duties.csv", "fire@city|desk@city", "fire@city|desc@city",
       "duties.csv:3:6: \"desc@city\": no department has this function (did you mean desk@city?)"},
      {"duties.csv", "fire@city|desk@city", "fire@city|fire@city",
       "duties.csv:3:6: \"fire@city\": this helper is named twice"},
      {"duties.csv", "fire@city|desk@city", "urban_management@district|desk@city",
       "duties.csv:3:6: \"urban_management@district\": the lead cannot be its own helper"},
      {"duties.csv", "stall,market", "stal,market",
       "duties.csv:3:7: \"stal\": limits.csv has no such class (did you mean stall?)"},
      {"duties.csv", "", "component:*,*,night,*,desk@city,,,\n",
       "duties.csv:7:5: \"desk@city\": line 5 names another lead, fire@city, for the same matter, "
       "area, time and kind"},
      {"duties.csv", "", "component:*,*,night,*,fire@city,desk@city,,\n",
       "duties.csv:7:1: \"component:*\": line 5 has the same matter, area, time and kind already"},
  });
}

TEST(pack_slips, every_slip_in_limits_is_named_with_its_place) {
  expect_errors({
      {"limits.csv", "stall,*,,", "stall#2,*,,",
       "limits.csv:3:1: \"stall#2\": a code is 1 to 64 bytes without blanks and @ # | / *"},
      {"limits.csv", "stall,1", "stall,0",
       "limits.csv:2:2: \"0\": a condition is a positive whole number or *"},
      {"limits.csv", "stall,1", "stall,+1",
       "limits.csv:2:2: \"+1\": a condition is a positive whole number or *"},
      {"limits.csv", "stall,1", "stall,*",
       "limits.csv:3:2: \"*\": line 2 has this class and condition already"},
      {"limits.csv", "30 urgent_minute", "30 minutes",
       "limits.csv:2:3: \"30 minutes\": a limit is a positive whole number and a unit "
       "(urgent_minute, urgent_hour, work_hour, work_day or natural_day), at most ten years"},
      {"limits.csv", "4 work_hour", "",
       "limits.csv:3:4: \"\": a limit is a positive whole number and a unit (urgent_minute, "
       "urgent_hour, work_hour, work_day or natural_day), at most ten years"},
      {"limits.csv", "4 work_hour", "99999999999 work_hour",
       "limits.csv:3:4: \"99999999999 work_hour\": a limit is a positive whole number and a unit "
       "(urgent_minute, urgent_hour, work_hour, work_day or natural_day), at most ten years"},
  });
}

// A limits.csv with the optional columns, whose last row is given.
std::string with_dated_row(std::string_view row) {
  pack_files files = good_pack();
  files["limits.csv"] =
      "class,condition,report_in,handle,source,from,to,rule\n"
      "stall,1,,1 urgent_hour,a rule,,2026-02-16T13:00,dated\n"
      "stall,*,,4 work_hour,a rule,,,one\n" +
      std::string(row) + '\n';
  return errors_of(files);
}

TEST(pack_slips, every_slip_in_the_validity_of_a_limit_is_named_with_its_place) {
  struct {
    std::string_view row;
    std::string_view errors;
  } table[] = {
      {"stall,1,,2 urgent_hour,a rule,2026-02-16T13:00,,", ""},
      {"stall,2,,2 urgent_hour,a rule,2026-02-16T12:59,2026-02-16T13:00,none", ""},
      {"stall,1,,2 urgent_hour,a rule,2026-02-16T12:59,,",
       "limits.csv:4:2: \"1\": line 2 has this class and condition already and is in force at the "
       "same time"},
      {"stall,1,,2 urgent_hour,a rule,,,",
       "limits.csv:4:2: \"1\": line 2 has this class and condition already and is in force at the "
       "same time"},
      {"stall,*,,2 urgent_hour,a rule,2026-03-01T00:00,2026-04-01T00:00,",
       "limits.csv:4:2: \"*\": line 3 has this class and condition already and is in force at the "
       "same time"},
      {"stall,*,,2 urgent_hour,a rule,,,",
       "limits.csv:4:2: \"*\": line 3 has this class and condition already"},
      {"stall,2,,2 urgent_hour,a rule,2026-02-16,,",
       "limits.csv:4:6: \"2026-02-16\": a time is written 2026-01-31T08:30, without a zone"},
      {"stall,2,,2 urgent_hour,a rule,2026-02-29T08:00,,",
       "limits.csv:4:6: \"2026-02-29T08:00\": a time is written 2026-01-31T08:30, without a zone"},
      {"stall,2,,2 urgent_hour,a rule,,2026-02-16T24:00,",
       "limits.csv:4:7: \"2026-02-16T24:00\": a time is written 2026-01-31T08:30, without a zone"},
      {"stall,2,,2 urgent_hour,a rule,,2026-02-16T13:00Z,",
       "limits.csv:4:7: \"2026-02-16T13:00Z\": a time is written 2026-01-31T08:30, without a "
       "zone"},
      {"stall,2,,2 urgent_hour,a rule,2026-02-16T13:00,2026-02-16T13:00,",
       "limits.csv:4:7: \"2026-02-16T13:00\": this must be later than from, 2026-02-16T13:00"},
      {"stall,2,,2 urgent_hour,a rule,,,some",
       "limits.csv:4:8: \"some\": a rule is one, dated or none"},
  };
  for (const auto& [row, errors] : table) EXPECT_EQ(with_dated_row(row), errors) << row;
}

TEST(pack_slips, a_limit_in_force_between_two_others_may_overlap_both) {
  pack_files files = good_pack();
  files["limits.csv"] =
      "class,condition,report_in,handle,source,from,to\n"
      "stall,1,,1 urgent_hour,a rule,2026-03-01T00:00,2026-06-01T00:00\n"
      "stall,1,,2 urgent_hour,a rule,2026-01-01T00:00,2026-03-01T00:01\n"
      "stall,1,,3 urgent_hour,a rule,2026-05-31T23:59,\n";
  EXPECT_EQ(errors_of(files),
            "limits.csv:3:2: \"1\": line 2 has this class and condition already and is in force at "
            "the same time\n"
            "limits.csv:4:2: \"1\": line 2 has this class and condition already and is in force at "
            "the same time");
}

TEST(pack_slips, an_unknown_column_of_a_table_with_optional_ones_names_these_too) {
  EXPECT_EQ(errors_of(with_slip({"limits.csv", "handle,source\n", "handle,source,until\n", ""})),
            "limits.csv:1:6: \"until\": unknown column; this file has "
            "class,condition,report_in,handle,source and may have from,to,rule");
}

TEST(pack_slips, every_slip_in_calendar_and_hours_is_named_with_its_place) {
  expect_errors({
      {"calendar.csv", "2026-07-03", "2026-7-3",
       "calendar.csv:2:1: \"2026-7-3\": a date is written 2026-01-31"},
      {"calendar.csv", "2026-07-03", "2026-02-29",
       "calendar.csv:2:1: \"2026-02-29\": a date is written 2026-01-31"},
      {"calendar.csv", "2026-07-03", "2026-10-10",
       "calendar.csv:3:1: \"2026-10-10\": line 2 has this date already"},
      {"calendar.csv", "2026-07-03", "2024-12-30",
       "calendar.csv:2:1: \"2024-12-30\": this date is more than a year outside the calendar of "
       "pack.toml"},
      {"calendar.csv", "2027-01-01", "2028-01-02",
       "calendar.csv:4:1: \"2028-01-02\": this date is more than a year outside the calendar of "
       "pack.toml"},
      {"calendar.csv", "work", "on", "calendar.csv:3:2: \"on\": a kind is off or work"},
      {"hours.csv", "fire-21", "fire-22",
       "hours.csv:4:1: \"fire-22\": no department has this code (did you mean fire-21?)"},
      {"hours.csv", "08:00", "8:00", "hours.csv:2:2: \"8:00\": an opening time is 00:00 to 23:59"},
      {"hours.csv", "08:00", "24:00",
       "hours.csv:2:2: \"24:00\": an opening time is 00:00 to 23:59"},
      {"hours.csv", "24:00", "24:01", "hours.csv:4:3: \"24:01\": a closing time is 00:01 to 24:00"},
      {"hours.csv", "12:00", "08:00",
       "hours.csv:2:3: \"08:00\": closing must be later than opening, 08:00"},
      {"hours.csv", "14:00,18:00", "18:00,14:00",
       "hours.csv:3:3: \"14:00\": closing must be later than opening, 18:00"},
      {"hours.csv", "00:00,24:00", "22:00,06:00",
       "hours.csv:4:3: \"06:00\": closing must be later than opening, 22:00"},
      {"hours.csv", "14:00", "11:59",
       "hours.csv:3:2: \"11:59\": these hours overlap those of line 2"},
      {"hours.csv", "*,08:00,12:00\n*,14:00,18:00\n", "",
       "hours.csv: \"*\": no row gives the hours of departments that have none of their own; add "
       "rows such as *,08:00,12:00 and *,14:00,18:00"},
  });
}

TEST(pack_slips, a_missing_file_is_an_error_and_an_unknown_one_is_not) {
  for (std::string_view name : pack_file_names) {
    // Without these the law's own ladder counts, every seat is staffed, nobody is visited, no
    // place is known, and no word but those of the matters.
    constexpr std::array optional = {"ladders.csv", "posts.csv",   "shifts.csv",
                                     "care.csv",    "sayings.csv", "grids.geojson"};
    if (std::ranges::find(optional, name) != optional.end()) continue;
    pack_files files = good_pack();
    files.erase(files.find(name));
    // What refers to the missing file cannot be judged and is not blamed.
    EXPECT_EQ(errors_of(files), std::string(name) + ": this file is missing");
  }
  pack_files files = good_pack();
  files["README.md"] = "not policy";
  EXPECT_EQ(errors_of(files), "");
}

TEST(pack_slips, errors_of_all_files_are_told_at_once_in_the_order_of_the_files) {
  pack_files files = with_slip({"hours.csv", "24:00", "25:00", ""});
  files["duties.csv"] =
      "matter,area,when,kind,lead,helpers,limit_class,note\n"
      "*,9,dusk,*,fire@city,,,\n";
  files["areas.csv"] += "2109,ward,East,21\n";
  EXPECT_EQ(errors_of(files),
            "areas.csv:6:2: \"ward\": a level is city, district, street, community or grid\n"
            "duties.csv:2:2: \"9\": no area has this code\n"
            "duties.csv:2:3: \"dusk\": a time is *, workday, off, night or 2026-07-01..2026-09-30\n"
            "hours.csv:4:3: \"25:00\": a closing time is 00:01 to 24:00");
}

TEST(pack_slips, at_most_a_hundred_errors_are_told) {
  pack_files files = good_pack();
  files["calendar.csv"] = lines("date,kind,name\n", "someday,off,\n", 250);
  auto loaded = load_pack(files);
  ASSERT_TRUE(std::holds_alternative<std::vector<pack_error>>(loaded));
  EXPECT_EQ(std::get<std::vector<pack_error>>(loaded).size(), 100u);
  files["calendar.csv"] = lines("date,kind,name\n", "2026-01-01\n", 250);
  loaded = load_pack(files);
  ASSERT_TRUE(std::holds_alternative<std::vector<pack_error>>(loaded));
  EXPECT_EQ(std::get<std::vector<pack_error>>(loaded).size(), 100u);
}

}  // namespace
}  // namespace gridwhistle
