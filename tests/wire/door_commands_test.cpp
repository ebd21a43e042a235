// Every command reads back as it was said, and what each cannot do without is asked for.
#include "server/adapters/door_commands.hpp"

#include <gtest/gtest.h>

#include "tests/wire/door_frames.hpp"

namespace gridwhistle {
namespace {

TEST(door_commands, the_commands_from_blow_to_closure_read_back) {
  auto filed_so =
      asked_in<file>(R"(file { matter { kind: MATTER_KIND_MATTER code: "01001" } area: "21"
                                     kind: WHISTLE_KIND_KEY condition: 7 })");
  EXPECT_EQ(filed_so.matter, (matter_key{matter_kind::matter, "01001"}));
  EXPECT_EQ(filed_so.area, area_code("21"));
  EXPECT_EQ(filed_so.kind, whistle_kind::key);
  EXPECT_EQ(filed_so.condition, 7);
  auto nothing_repaired = asked_in<file>("file {}");
  EXPECT_FALSE(nothing_repaired.matter || nothing_repaired.kind || nothing_repaired.condition);
  auto sent = asked_in<dispatch>(R"(dispatch { lead: "um" helpers: "ps" helpers: "pw" })");
  EXPECT_EQ(sent.lead, department_code("um"));
  EXPECT_EQ(texts(sent.helpers), (std::vector<std::string>{"ps", "pw"}));
  asked_in<report_in>("report_in {}");
  asked_in<arrive>("arrive {}");
  EXPECT_EQ(asked_in<note>(R"(note { text: "so" })").text, "so");
  EXPECT_EQ(asked_in<note>(R"(note { text: "so" })").to, addressed_to::everybody);
  EXPECT_EQ(asked_in<note>(R"(note { text: "so" asks_reporter: true })").to,
            addressed_to::reporter);
  auto done = asked_in<handle>(R"(handle { result: "swept" photos: "cc" })");
  EXPECT_EQ(done.result, "swept");
  EXPECT_EQ(done.photos, std::vector<std::string>{"cc"});
  auto looked = asked_in<verify>(R"(verify { solved: true text: "clean" photos: "dd" })");
  EXPECT_EQ(looked.what, found::solved);
  EXPECT_EQ(looked.text, "clean");
  EXPECT_EQ(looked.photos, std::vector<std::string>{"dd"});
  EXPECT_EQ(asked_in<verify>(R"(verify { text: "no" })").what, found::not_solved);
  auto ended =
      asked_in<close>(R"(close { outcome: OUTCOME_UNSOLVED_RECORDED reason: "no owner" })");
  EXPECT_EQ(ended.outcome, outcome::unsolved_recorded);
  EXPECT_EQ(ended.reason, "no owner");
  EXPECT_EQ(asked_in<close>("close {}").outcome, std::nullopt);
  EXPECT_EQ(asked_in<decline>(R"(decline { reason: "no" })").reason, "no");
  EXPECT_EQ(asked_in<withdraw>(R"(withdraw { reason: "gone" })").reason, "gone");
}

TEST(door_commands, what_reporter_and_desk_say_reads_back) {
  auto change = asked_in<amend>(R"(amend { change { matter { kind: MATTER_KIND_COMPONENT
      code: "06010" } area: "2101" kind: WHISTLE_KIND_JOINT text: "new"
      place { longitude_e7: 1 latitude_e7: -2 accuracy_m: 3 } photos: "aa" } })")
                    .change;
  EXPECT_EQ(change.matter, (matter_key{matter_kind::component, "06010"}));
  EXPECT_EQ(change.area, area_code("2101"));
  EXPECT_EQ(change.kind, whistle_kind::joint);
  EXPECT_EQ(change.text, "new");
  EXPECT_EQ(change.where, (place{1, -2, 3}));
  EXPECT_EQ(change.photos, std::vector<std::string>{"aa"});
  auto nothing = asked_in<amend>("amend {}").change;
  EXPECT_FALSE(nothing.matter || nothing.kind || nothing.where);
  auto seen = asked_in<check>(R"(check { finding: FINDING_CONFIRMED text: "t" photos: "p" })");
  EXPECT_EQ(seen.what, finding::confirmed);
  EXPECT_EQ(seen.text, "t");
  EXPECT_EQ(seen.photos, std::vector<std::string>{"p"});
  auto anew = asked_in<redispatch>(R"(redispatch { lead: "um" helpers: "ps" reason: "r" })");
  EXPECT_EQ(anew.lead, department_code("um"));
  EXPECT_EQ(texts(anew.helpers), std::vector<std::string>{"ps"});
  EXPECT_EQ(anew.reason, "r");
  auto word = asked_in<rule>(
      R"(rule { department: "um" ruling: RULING_UPHELD reason: "r" instead: "ps" helpers: "pw" })");
  EXPECT_EQ(word.department, department_code("um"));
  EXPECT_EQ(word.what, ruling::upheld);
  EXPECT_EQ(word.reason, "r");
  EXPECT_EQ(word.instead, department_code("ps"));
  EXPECT_EQ(texts(word.helpers), std::vector<std::string>{"pw"});
  auto free = asked_in<release>(R"(release { department: "pw" reason: "r" })");
  EXPECT_EQ(free.department, department_code("pw"));
  EXPECT_EQ(free.reason, "r");
  auto visit = asked_in<return_visit>(R"(return_visit { contact: CONTACT_REACHED
      opinion { solved: VERDICT_YES satisfied: VERDICT_NO text: "t" } })");
  EXPECT_EQ(visit.contact, contact::reached);
  EXPECT_EQ(visit.opinion, (opinion{verdict::yes, verdict::no, "t"}));
  EXPECT_EQ(asked_in<return_visit>("return_visit { contact: CONTACT_NOT_REACHED }").opinion,
            opinion{});
  auto rated = asked_in<rate>(R"(rate { opinion { solved: VERDICT_NO text: "t" } })");
  EXPECT_EQ(rated.opinion, (opinion{verdict::no, verdict::not_said, "t"}));
}

TEST(door_commands, what_a_called_department_says_reads_back) {
  EXPECT_EQ(asked_in<unreport>(R"(unreport { reason: "r" })").reason, "r");
  auto back = asked_in<return_to_desk>(R"(return { reason: "r" evidence: "e" proposed: "ps" })");
  EXPECT_EQ(back.reason, "r");
  EXPECT_EQ(back.evidence, "e");
  EXPECT_EQ(back.proposed, department_code("ps"));
  auto more = asked_in<request_extension>(
      R"(request_extension { more { unit: TIME_UNIT_WORK_DAY amount_ms: 7 } reason: "r" })");
  EXPECT_EQ(more.more, (budget{time_unit::work_day, span(7)}));
  EXPECT_EQ(more.reason, "r");
  auto shelf = asked_in<request_shelving>(R"(request_shelving { until_ms: 8 reason: "r" })");
  EXPECT_EQ(shelf.until, from_ms(8));
  EXPECT_EQ(shelf.reason, "r");
  auto against = asked_in<appeal>(R"(appeal { clock: CLOCK_NAME_REPORT_IN reason: "r" })");
  EXPECT_EQ(against.clock, clock_name::report_in);
  EXPECT_EQ(against.reason, "r");
}

TEST(door_commands, decisions_and_orders_read_back) {
  auto more = asked_in<decide_extension>(
      R"(decide_extension { department: "um" decision: DECISION_GRANTED reason: "r" })");
  EXPECT_EQ(more.department, department_code("um"));
  EXPECT_EQ(more.what, decision::granted);
  EXPECT_EQ(more.reason, "r");
  auto shelf =
      asked_in<decide_shelving>(R"(decide_shelving { decision: DECISION_GRANTED reason: "r" })");
  EXPECT_EQ(shelf.what, decision::granted);
  EXPECT_EQ(shelf.reason, "r");
  auto appealed = asked_in<decide_appeal>(R"(decide_appeal { department: "um"
      clock: CLOCK_NAME_REPORT_IN decision: DECISION_GRANTED reason: "r" })");
  EXPECT_EQ(appealed.department, department_code("um"));
  EXPECT_EQ(appealed.clock, clock_name::report_in);
  EXPECT_EQ(appealed.what, decision::granted);
  EXPECT_EQ(appealed.reason, "r");
  EXPECT_EQ(asked_in<urge>(R"(urge { text: "t" })").text, "t");
  auto order = asked_in<supervise>(R"(supervise { text: "t" due_at_ms: 9 })");
  EXPECT_EQ(order.text, "t");
  EXPECT_EQ(order.due_at, from_ms(9));
  EXPECT_EQ(asked_in<reopen>(R"(reopen { reason: "r" })").reason, "r");
}

TEST(door_commands, join_and_part_read_back_and_a_join_names_a_whistle) {
  auto same = asked_in<join>(R"(join { umbrella_id: "0123456789abcdef" reason: "r" })");
  EXPECT_EQ(same.umbrella.raw(), "0123456789abcdef");
  EXPECT_EQ(same.reason, "r");
  EXPECT_EQ(asked_in<part_off>(R"(part { reason: "r" })").reason, "r");
  EXPECT_EQ(verdict_on(frame_of(command_text("join {}"))), "id_invalid");
  EXPECT_EQ(verdict_on(frame_of(command_text(R"(join { umbrella_id: "short" })"))), "id_invalid");
}

TEST(door_commands, what_a_command_cannot_do_without_is_asked_for) {
  const std::string missing_or_unknown[] = {
      "check {}",
      "check { finding: 99 }",
      "rule {}",
      "rule { ruling: 99 }",
      "request_extension {}",
      "request_extension { more { amount_ms: 1 } }",
      "request_extension { more { unit: 99 amount_ms: 1 } }",
      "request_extension { more { unit: TIME_UNIT_WORK_DAY } }",
      "request_extension { more { unit: TIME_UNIT_WORK_DAY amount_ms: -1 } }",
      "decide_extension {}",
      "decide_extension { decision: 99 }",
      "request_shelving {}",
      "request_shelving { until_ms: -1 }",
      "request_shelving { until_ms: 253402300800000 }",
      "decide_shelving {}",
      "decide_shelving { decision: 99 }",
      "supervise {}",
      "supervise { due_at_ms: -1 }",
      "supervise { due_at_ms: 253402300800000 }",
      "appeal {}",
      "appeal { clock: 99 }",
      "decide_appeal { clock: CLOCK_NAME_HANDLE }",
      "decide_appeal { decision: DECISION_GRANTED }",
      "decide_appeal { clock: 99 decision: DECISION_GRANTED }",
      "decide_appeal { clock: CLOCK_NAME_HANDLE decision: 99 }",
      "return_visit {}",
      "return_visit { contact: 99 }",
      "return_visit { contact: CONTACT_REACHED opinion { solved: 99 } }",
      "rate { opinion { satisfied: 99 } }",
      "amend { change { kind: 99 } }",
      "amend { change { matter { kind: 99 } } }"};
  for (const std::string& each : missing_or_unknown) {
    EXPECT_EQ(verdict_on(frame_of(command_text(each))), "malformed") << each;
  }
}

TEST(door_commands, more_time_is_bounded_as_in_a_pack) {
  constexpr std::int64_t ms_max = span(std::chrono::days(budget_days_max)).count();
  auto asked = [](std::int64_t ms) {
    return frame_of(command_text(
        "request_extension { more { unit: TIME_UNIT_NATURAL_DAY amount_ms: " + std::to_string(ms) +
        " } }"));
  };
  EXPECT_EQ(verdict_on(asked(1)), "accepted");
  EXPECT_EQ(verdict_on(asked(ms_max)), "accepted");
  EXPECT_EQ(verdict_on(asked(ms_max + 1)), "malformed");
}

TEST(door_commands, lists_and_texts_have_their_limits) {
  auto repeated = [](const std::string& item, std::size_t times) {
    std::string made;
    for (std::size_t i = 0; i < times; ++i) made += item;
    return made;
  };
  auto text_of = [](std::size_t bytes) { return '"' + std::string(bytes, 'a') + '"'; };
  struct row {
    std::string asked;
    const char* verdict;
  };
  const row table[] = {
      {"check { finding: FINDING_CONFIRMED " + repeated("photos: \"a\" ", 20) + "}", "accepted"},
      {"check { finding: FINDING_CONFIRMED " + repeated("photos: \"a\" ", 21) + "}",
       "list_too_long"},
      {"amend { change { " + repeated("photos: \"a\" ", 20) + "} }", "accepted"},
      {"amend { change { " + repeated("photos: \"a\" ", 21) + "} }", "list_too_long"},
      {"redispatch { " + repeated("helpers: \"a\" ", 32) + "}", "accepted"},
      {"redispatch { " + repeated("helpers: \"a\" ", 33) + "}", "list_too_long"},
      {"return { evidence: " + text_of(text_bytes_max) + " }", "accepted"},
      {"return { evidence: " + text_of(text_bytes_max + 1) + " }", "text_too_long"},
      {"return { proposed: " + text_of(code_bytes_max) + " }", "accepted"},
      {"return { proposed: " + text_of(code_bytes_max + 1) + " }", "text_too_long"},
      {"release { department: " + text_of(code_bytes_max + 1) + " }", "text_too_long"},
      {"rate { opinion { text: " + text_of(text_bytes_max + 1) + " } }", "text_too_long"},
  };
  for (const row& each : table) {
    EXPECT_EQ(verdict_on(frame_of(command_text(each.asked))), each.verdict)
        << each.asked.substr(0, 60);
  }
}

}  // namespace
}  // namespace gridwhistle
