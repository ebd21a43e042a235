// pack check: what is wrong with a pack, where, and what would mend it, in each of its forms.
#include "server/adapters/pack_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "server/adapters/check_output.hpp"
#include "server/adapters/json_text.hpp"
#include "tests/adapters/program_run.hpp"
#include "tests/adapters/shipped_pack.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// good_pack() with every question covered.
pack_files covered_pack() {
  pack_files files = good_pack();
  files["duties.csv"] = R"(matter,area,when,kind,lead,helpers,limit_class,note
matter:06010,*,*,*,urban_management@district,,stall,
matter:06010,210101,workday,joint,urban_management@district,fire@city,stall,market
component:*,*,*,*,fire@city,,,
)";
  return files;
}

// Every area has a leaf: the district South is one.
check_report check_of(const pack_files& files, std::optional<std::string> expected = std::nullopt) {
  return check_pack(files, expected, std::nullopt);
}

std::vector<std::string> errors_in(const check_report& report) {
  std::vector<std::string> rules;
  for (const check_finding& each : report.findings) {
    if (each.severity == check_severity::error) rules.push_back(each.rule);
  }
  return rules;
}

TEST(pack_check, a_covered_pack_gets_its_hash_as_certificate) {
  check_report report = check_of(covered_pack());
  EXPECT_TRUE(report.covered()) << to_text(report);
  EXPECT_EQ(report.certificate, hash_of_canonical(canonical_bytes(covered_pack())).hex());
  EXPECT_EQ(report.proof->cells, 2u * 2 * 4 * 4);
  EXPECT_THAT(to_text(report), HasSubstr("certificate " + report.certificate));
  EXPECT_THAT(to_json(report), StartsWith("{\"covered\":true,\"cells\":64,\"uncovered\":0,"));
  EXPECT_THAT(to_json(report), HasSubstr("\"certificate\":\"" + report.certificate + '"'));
}

TEST(pack_check, a_hole_is_told_with_a_row_that_fills_it) {
  pack_files files = covered_pack();
  std::string& duties = files["duties.csv"];
  std::string lost = "component:*,*,*,*,fire@city,,,\n";
  duties.replace(duties.find(lost), lost.size(), "component:*,2101,*,*,fire@city,,,\n");
  check_report report = check_of(files);
  EXPECT_THAT(errors_in(report), ElementsAre("hole"));
  const check_finding& hole = report.findings[0];
  EXPECT_EQ(hole.cells, 16u);
  EXPECT_EQ(hole.places, (std::vector<pack_place>{{"duties.csv", 4}})) << "the row that is near";
  EXPECT_EQ(hole.add, "component:01001,2102,*,*,FUNCTION@LEVEL,,,");
  std::string row = hole.add;
  row.replace(row.find("FUNCTION@LEVEL"), 14, "fire@city");
  files["duties.csv"] += row + '\n';
  EXPECT_TRUE(check_of(files).covered());
  EXPECT_THAT(to_text(report), HasSubstr("duties.csv:4: error: hole: "));
  EXPECT_THAT(to_json(report), Not(HasSubstr("\"certificate\"")));
}

TEST(pack_check, a_tie_names_both_lines) {
  pack_files files = covered_pack();
  files["duties.csv"] +=
      "matter:06010,2101,2026-07-01..2026-07-09,*,fire@city,,,\n"
      "matter:06010,2101,2026-07-09..2026-07-19,*,desk@city,,,\n"
      "matter:06010,210101,2026-07-01..2026-07-09,*,fire@city,,,\n"
      "matter:06010,210101,2026-07-09..2026-07-19,*,desk@city,,,\n";
  check_report report = check_of(files);
  EXPECT_THAT(errors_in(report), ElementsAre("tie"));
  EXPECT_EQ(report.findings[0].places,
            (std::vector<pack_place>{{"duties.csv", 7}, {"duties.csv", 8}}));
  EXPECT_THAT(report.findings[0].message, HasSubstr("lines 7, 8 are equally specific"));
  EXPECT_THAT(report.findings[0].message, HasSubstr("2026-07-09 12:00"));
}

TEST(pack_check, a_department_that_a_district_lacks_is_told_with_a_row_for_it) {
  pack_files files = covered_pack();
  std::string& departments = files["departments.csv"];
  std::string south = "um-2102,Streets South,urban_management,district,2102,,\n";
  departments.replace(departments.find(south), south.size(), "");
  departments.replace(departments.find("100,um-2102"), 11, "100,");
  check_report report = check_of(files);
  EXPECT_THAT(errors_in(report), ElementsAre("no-department"));
  EXPECT_EQ(report.findings[0].add, "CODE,NAME,urban_management,district,2102,,");
  EXPECT_EQ(report.findings[0].places, (std::vector<pack_place>{{"duties.csv", 2}}));
}

TEST(pack_check, a_level_that_does_not_hold_a_leaf_is_told_as_such) {
  pack_files files = covered_pack();
  files["departments.csv"] += "park,Park keepers,park,street,210101,,\n";
  files["duties.csv"] += "component:01001,*,*,*,park@street,,,\n";
  check_report report = check_of(files);
  EXPECT_THAT(errors_in(report), ElementsAre("no-department"));
  EXPECT_THAT(report.findings[0].message, HasSubstr("No street holds that area"));
  EXPECT_EQ(report.findings[0].add, "");
}

TEST(pack_check, a_pack_that_does_not_load_is_not_covered_and_says_where) {
  pack_files files = covered_pack();
  files["matters.csv"] += "event,1,,,,,\n";
  check_report report = check_of(files);
  EXPECT_FALSE(report.covered());
  EXPECT_EQ(report.proof, std::nullopt);
  for (const check_finding& each : report.findings) {
    EXPECT_EQ(each.rule, "unreadable");
    EXPECT_EQ(each.places, (std::vector<pack_place>{{"matters.csv", 5}}));
  }
  EXPECT_THAT(to_text(report), HasSubstr("unreadable: column 4: this must not be empty\n"));
  EXPECT_THAT(to_json(report), StartsWith("{\"covered\":false,\"findings\":["));
}

TEST(pack_check, what_cannot_be_read_is_told_in_the_language_of_the_pack) {
  pack_files files = covered_pack();
  files["duties.csv"] += "matter:06010,2101,*,*,fyre@city,,,\n";
  EXPECT_EQ(check_of(files).findings[0].message,
            "\"fyre@city\": no department has this function (did you mean fire@city?)");
  EXPECT_EQ(check_pack(files, std::nullopt, pack_language::zh).findings[0].message,
            "\"fyre@city\"：没有这个职能的部门（是否应为 fire@city？）");
  // Also where the settings themselves are at fault, as in the empty template.
  std::string& settings = files["pack.toml"];
  settings.replace(settings.find("\"en\""), 4, "\"zh-CN\"");
  settings.replace(settings.find("\"Harbour\""), 9, "\"\"");
  EXPECT_EQ(check_of(files).findings[0].message, "\"name\"：文字是空的，请填写");
  settings += "ring = \n";
  EXPECT_THAT(check_of(files).findings[0].message, HasSubstr("无法解析这一行"));
}

TEST(pack_check, a_row_that_is_missing_is_one_finding_however_many_name_it) {
  pack_files files = covered_pack();
  for (int i = 1; i <= 30; ++i) {
    std::string code = "2103" + std::to_string(100 + i);
    files["areas.csv"] += code + ",street,Street " + std::to_string(i) + ",2103\n";
  }
  check_report report = check_of(files);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].message,
            "\"2103\": no area has this code (30 lines: 6, 7, 8, 9, 10 …)");
  EXPECT_EQ(report.findings[0].places.size(), places_max);
  EXPECT_EQ(report.findings[0].places[1], (pack_place{"areas.csv", 7}));
  EXPECT_EQ(check_pack(files, std::nullopt, pack_language::zh).findings[0].message,
            "\"2103\"：没有这个编码的区域（共30行：6、7、8、9、10 …）");
}

TEST(pack_check, a_column_that_a_spreadsheet_has_spoiled_is_one_finding_and_two_slips_are_two) {
  pack_files files = covered_pack();
  for (int i = 1; i <= 8; ++i) {
    files["matters.csv"] += "matter,607" + std::to_string(i) + ",M,Street order,,yes,yes\n";
  }
  check_report report = check_of(files);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(
      report.findings[0].message,
      "\"6071, 6072, 6073, 6074, 6075 …\": a matter's code has five digits (8 lines: 5, 6, 7, 8, "
      "9 …)");
  files = covered_pack();
  files["areas.csv"] += "220101,street,A,2201\n220201,street,B,2202\n";
  EXPECT_EQ(check_of(files).findings.size(), 2u);
}

TEST(pack_check, remarks_are_told_and_refuse_nothing) {
  pack_files files = covered_pack();
  files["duties.csv"] += "matter:06,*,*,*,fire@city,,,\n";
  files["limits.csv"] += "old,*,,1 natural_day,a rule\n";
  files["areas.csv"] += "2103,district,North,21\n";
  files["departments.csv"] += "um-2103,streets  south,urban_management,district,2103,,\n";
  check_report report = check_of(files);
  EXPECT_TRUE(report.covered());
  std::vector<std::string> rules;
  for (const check_finding& each : report.findings) {
    rules.push_back(each.rule);
    EXPECT_NE(each.places[0].line, 0) << each.message;
  }
  EXPECT_THAT(rules, ElementsAre("idle-duty", "same-name", "near-name", "unused-limit-class"));
}

// --- people on duty ----------------------------------------------------------------------------

pack_files pack_with_roster() {
  pack_files files = covered_pack();
  files["posts.csv"] =
      "post,person,seat,grid,phone,deputy\n"
      "fire-day,anna,fire-21,,,\n"
      "walk,bob,,210101,,\n";
  files["shifts.csv"] = "post,days,open,close\nfire-day,daily,08:00,18:00\n";
  return files;
}

TEST(pack_check,
     a_seat_with_nobody_on_duty_is_told_with_its_post_the_rows_and_a_shift_that_mends_it) {
  pack_files files = pack_with_roster();
  check_report report = check_of(files);
  EXPECT_THAT(errors_in(report), ElementsAre("unmanned"));
  const check_finding& found = report.findings[0];
  EXPECT_EQ(found.places,
            (std::vector<pack_place>{{"posts.csv", 2}, {"duties.csv", 3}, {"duties.csv", 4}}));
  EXPECT_THAT(found.message, HasSubstr("lines 3, 4 of duties.csv call fire-21: nobody is on duty"));
  EXPECT_EQ(found.add, "POST,daily,18:00,08:00");
  EXPECT_EQ(report.proof->uncovered, 0u);
  EXPECT_THAT(to_text(report),
              HasSubstr("cells, each with exactly one lead, " + std::to_string(found.cells) +
                        " at times with nobody on duty. No certificate."));
  EXPECT_THAT(to_json(report), HasSubstr("\"unreached\":" + std::to_string(found.cells) + ','));
  EXPECT_THAT(to_text(check_pack(files, std::nullopt, pack_language::zh)), HasSubstr("无人在岗"));
  files["shifts.csv"] += "fire-day,daily,18:00,08:00\n";
  EXPECT_TRUE(check_of(files).covered()) << to_text(check_of(files));
}

// deploy/packs/coverage.py, which knows nothing of this program.
std::string second_proof_of_seats(const pack_files& files, const std::string& name) {
  std::filesystem::path directory = written(files, name);
  return run("python3 -B -c \"import sys; sys.path.insert(0, '" GW_SOURCE_DIR
             "/deploy/packs'); import coverage, pathlib; pack = coverage.Pack(pathlib.Path('" +
             directory.string() + "')); print(coverage.seat_faults(pack, set(pack.departments)))\"")
      .said;
}

TEST(pack_check, the_second_proof_sees_a_seat_with_nobody_on_duty_and_one_that_is_always_manned) {
  pack_files files = pack_with_roster();
  EXPECT_THAT(second_proof_of_seats(files, "unmanned"),
              HasSubstr("nobody is at the seat of fire-21, nor behind it, at 2026-01-02 00:00:00"));
  files["shifts.csv"] += "fire-day,daily,18:00,08:00\n";
  EXPECT_THAT(second_proof_of_seats(files, "manned"), HasSubstr("[]"));
  // From Friday evening to Monday nobody begins.
  files["shifts.csv"] = "post,days,open,close\nfire-day,workday,08:00,08:00\n";
  EXPECT_THAT(second_proof_of_seats(files, "weekends"), HasSubstr("at 2026-01-03 08:00:00"));
  EXPECT_THAT(errors_in(check_of(files)), ElementsAre("unmanned"));
  // A deputy is there when the post is not.
  files["posts.csv"] =
      "post,person,seat,grid,phone,deputy\nfire-day,anna,fire-21,,,fire-rest\n"
      "fire-rest,carl,um-2101,,,\n";
  files["shifts.csv"] += "fire-rest,daily,08:00,08:00\n";
  EXPECT_THAT(second_proof_of_seats(files, "deputies"), HasSubstr("[]"));
  EXPECT_TRUE(check_of(files).covered()) << to_text(check_of(files));
}

TEST(pack_check, areas_without_a_grid_worker_and_called_seats_without_a_post_are_remarks) {
  pack_files files = pack_with_roster();
  files["shifts.csv"] = "post,days,open,close\n";
  check_report report = check_of(files);
  EXPECT_TRUE(report.covered());
  std::vector<std::string> told;
  for (const check_finding& each : report.findings) {
    told.push_back(each.rule + ' ' + each.places[0].file + ':' +
                   std::to_string(each.places[0].line));
  }
  EXPECT_THAT(told,
              ElementsAre("unwalked-area areas.csv:4", "seat-without-post departments.csv:3"));
}

TEST(pack_check, a_post_without_a_person_does_not_load) {
  pack_files files = pack_with_roster();
  files["posts.csv"] += "fire-night,,fire-21,,,\n";
  check_report report = check_of(files);
  EXPECT_THAT(errors_in(report), ElementsAre("unreadable"));
  EXPECT_EQ(report.findings[0].places, (std::vector<pack_place>{{"posts.csv", 4}}));
}

TEST(pack_check, people_read_it_in_the_language_of_the_pack_or_the_one_they_ask_for) {
  pack_files files = covered_pack();
  files["duties.csv"] = "matter,area,when,kind,lead,helpers,limit_class,note\n";
  EXPECT_THAT(to_text(check_of(files)), HasSubstr("no duty covers"));
  EXPECT_THAT(to_text(check_pack(files, std::nullopt, pack_language::zh)),
              HasSubstr("没有责任部门"));
  std::string& settings = files["pack.toml"];
  settings.replace(settings.find("\"en\""), 4, "\"zh-CN\"");
  EXPECT_THAT(to_text(check_of(files)), HasSubstr("没有责任部门"));
}

// --- expect.csv --------------------------------------------------------------------------------

TEST(pack_check, what_a_city_expects_is_met_or_told_with_its_line) {
  std::string expected =
      "matter,area,at,kind,lead,helpers,note\n"
      "matter:06010,210101,2026-07-02T12:00,routine,um-2101,,by code\n"
      "matter:06010,210101,2026-07-02T12:00,routine,urban_management@district,-,by function\n"
      "matter:06010,210101,2026-07-02T12:00,joint,um-2101,fire-21,\n"
      "component:01001,2102,2026-07-02T12:00,joint,fire-21,,\n";
  check_report met = check_of(covered_pack(), expected);
  EXPECT_TRUE(met.covered()) << to_text(met);
  EXPECT_EQ(met.expectations, 4u);
  // The third of July is off: the market row does not hold.
  expected +=
      "matter:06010,210101,2026-07-03T12:00,joint,um-2101,fire-21,\n"
      "matter:06010,2102,2026-07-02T12:00,routine,fire@city,,\n";
  check_report missed = check_of(covered_pack(), expected);
  EXPECT_THAT(errors_in(missed), ElementsAre("unexpected", "unexpected"));
  EXPECT_EQ(missed.findings[0].places,
            (std::vector<pack_place>{{"expect.csv", 6}, {"duties.csv", 2}}));
  EXPECT_THAT(missed.findings[0].message,
              EndsWith("expected um-2101 with fire-21, it is um-2101 without helpers"));
  EXPECT_THAT(missed.findings[1].message, EndsWith("expected fire@city, it is um-2102"));
  EXPECT_THAT(to_text(missed),
              HasSubstr("64 cells, each with exactly one lead, expectations not met: 2. No"));
  check_report zh = check_pack(covered_pack(), expected, pack_language::zh);
  EXPECT_THAT(zh.findings[0].message, EndsWith("应为 um-2101，协办 fire-21；实为 um-2101，无协办"));
  EXPECT_THAT(to_text(zh), HasSubstr("64 格，每格恰有一个主办，2 条预期不符。不发证书。"));
}

TEST(pack_check, an_expectation_of_the_desk_that_is_not_met_is_told_in_words) {
  std::string expected = "matter,area,at,kind,lead\nmatter:06010,2102,2026-07-02T12:00,routine,-\n";
  EXPECT_THAT(check_of(covered_pack(), expected).findings[0].message,
              EndsWith("expected a desk, it is um-2102"));
}

TEST(pack_check, an_expectation_that_cannot_be_read_is_an_error_and_not_skipped) {
  struct {
    const char* row;
    const char* message;
  } table[] = {
      {"matter:99999,2102,2026-07-02T12:00,routine,fire-21", "no matter has this kind and code"},
      {"component:01001,99,2026-07-02T12:00,routine,fire-21", "no area has this code"},
      {"component:01001,2102,yesterday,routine,fire-21", "a time is written"},
      {"component:01001,2102,2026-07-02T12:00,daily,fire-21", "a kind is routine"},
      {"component:01001,2102,2026-07-02T12:00,routine,fire", "not function@level"},
      {"component:01001,2102,2026-07-02T12:00,routine,fyre@city", "has this function"},
  };
  for (const auto& [row, message] : table) {
    std::string text = std::string("matter,area,at,kind,lead\n") + row + '\n';
    check_report report = check_of(covered_pack(), text);
    EXPECT_THAT(errors_in(report), ElementsAre("unreadable")) << row;
    EXPECT_THAT(to_text(report), HasSubstr("one lead, expect.csv cannot be read. No certificate."));
    EXPECT_THAT(report.findings[0].message, HasSubstr(message));
    EXPECT_EQ(report.findings[0].places, (std::vector<pack_place>{{"expect.csv", 2}}));
  }
}

TEST(pack_check, an_expectation_may_want_the_desk) {
  pack_files files = covered_pack();
  files["duties.csv"] =
      "matter,area,when,kind,lead,helpers,limit_class,note\n"
      "matter:06010,2101,*,*,fire@city,,,\n";
  std::string expected = "matter,area,at,kind,lead\nmatter:06010,2102,2026-07-02T12:00,routine,-\n";
  EXPECT_THAT(errors_in(check_of(files, expected)), ElementsAre("hole", "hole"));
}

// --- the forms ---------------------------------------------------------------------------------

TEST(check_output, text_in_json_is_escaped) {
  EXPECT_EQ(json_text("a \"b\" \\ \n 网格"), "\"a \\\"b\\\" \\\\ \\u000a 网格\"");
}

TEST(check_output, json_and_sarif_are_what_their_readers_expect) {
  pack_files files = covered_pack();
  files["duties.csv"] += "matter:06,*,*,*,fire@city,,,\"say \"\"no\"\"\"\n";
  files["duties.csv"] += "component:01001,*,*,joint,park@city,,,\n";
  files["departments.csv"] += "park,\"Park \"\"keepers\"\"\",park,district,2101,,\n";
  check_report broken = check_of(files);
  EXPECT_EQ(broken.findings[0].rule, "unreadable");
  std::filesystem::path directory = written({}, "forms");
  std::ofstream(directory / "a.json") << to_json(broken);
  std::ofstream(directory / "b.json") << to_json(check_of(covered_pack(), "matter\n"));
  std::ofstream(directory / "a.sarif") << to_sarif(broken, "/a city/包");
  // python3 reads it, as a second reader: the shape is SARIF's, every result has its place.
  std::string script =
      "import json,sys\n"
      "for name in 'ab': json.load(open(sys.argv[1]+'/'+name+'.json',encoding='utf-8'))\n"
      "log=json.load(open(sys.argv[1]+'/a.sarif',encoding='utf-8'))\n"
      "assert log['version']=='2.1.0'\n"
      "run=log['runs'][0]\n"
      "rules={rule['id'] for rule in run['tool']['driver']['rules']}\n"
      "assert run['results']\n"
      "assert run['originalUriBaseIds']['PACK']['uri']=='file:///a%20city/%E5%8C%85/'\n"
      "for each in run['results']:\n"
      "  assert each['ruleId'] in rules and each['level'] in ('error','warning','note')\n"
      "  place=each['locations'][0]['physicalLocation']\n"
      "  assert place['artifactLocation']['uri'].endswith('.csv')\n"
      "  assert place['region']['startLine']>=1 and each['message']['text']\n";
  std::ofstream(directory / "read.py") << script;
  program_outcome read =
      run("python3 -B " + (directory / "read.py").string() + ' ' + directory.string());
  EXPECT_EQ(read.code, 0) << read.said;
}

TEST(check_program, a_table_in_no_encoding_is_a_finding_for_programs_too) {
  pack_files files = covered_pack();
  files["areas.csv"] += "\xff\xff";
  std::filesystem::path broken = written(files, "no_encoding");
  std::ofstream(broken / "expect.csv") << "matter,area,at,kind,lead\n\xff";
  program_outcome told = run(program + " pack check " + broken.string() + " --json --lang zh");
  EXPECT_EQ(told.code, 1);
  EXPECT_THAT(told.said, StartsWith("{\"covered\":false,\"findings\":[{\"rule\":\"unreadable\""));
  EXPECT_THAT(told.said, HasSubstr("{\"file\":\"areas.csv\",\"line\":6}"));
  EXPECT_THAT(told.said, HasSubstr("既不是 UTF-8，也不是 GB18030"));
  EXPECT_THAT(told.said, HasSubstr("{\"file\":\"expect.csv\",\"line\":2}"));
}

TEST(check_program, exit_says_covered_or_not_or_that_the_question_was_wrong) {
  std::filesystem::path good = written(covered_pack(), "good");
  program_outcome covered = run(program + " pack check " + good.string() + " --json");
  EXPECT_EQ(covered.code, 0) << covered.said;
  EXPECT_THAT(covered.said, StartsWith("{\"covered\":true,"));
  EXPECT_EQ(std::count(covered.said.begin(), covered.said.end(), '\n'), 1);
  std::ofstream(good / "expect.csv") << "matter,area,at,kind,lead\n"
                                        "component:01001,2102,2026-07-02T12:00,joint,um-2102\n";
  std::string sarif = (good / "found.sarif").string();
  program_outcome missed =
      run(program + " pack check " + good.string() + " --lang zh --sarif " + sarif);
  EXPECT_EQ(missed.code, 1);
  EXPECT_THAT(missed.said, HasSubstr("expect.csv:2: error: unexpected: "));
  EXPECT_THAT(missed.said, HasSubstr("应为"));
  EXPECT_TRUE(std::filesystem::exists(sarif));
  EXPECT_EQ(run(program + " pack check " + good.string() + " --lang fr").code, 2);
  EXPECT_EQ(run(program + " pack check /nowhere").code, 2);
}

// --- the packs that ship -----------------------------------------------------------------------

// coverage.py, which knows nothing of this proof, finds them covered too: the test
// packs_are_what_their_sources_give.
TEST(shipped_packs, both_are_covered_and_certified) {
  struct {
    const char* name;
    std::uint64_t cells;
    std::size_t idle;
  } table[] = {{"shenyang", 35'290'368, 1}, {"boston", 405'888, 0}};
  for (const auto& [name, cells, idle] : table) {
    auto files = read_pack_directory(std::filesystem::path(GW_SOURCE_DIR) / "deploy/packs" / name);
    check_report report = check_of(std::get<pack_files>(files));
    EXPECT_TRUE(report.covered()) << to_text(report);
    EXPECT_EQ(report.proof->cells, cells) << name;
    EXPECT_EQ(report.proof->idle.size(), idle) << name;
  }
}

}  // namespace
}  // namespace gridwhistle
