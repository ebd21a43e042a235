// What the terminal shows of a whistle says who waits for whom, and what was decided.
#include "workers/terminal_text.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "workers/local_time.hpp"

namespace gridwhistle {
namespace {

using testing::HasSubstr;
using testing::Not;

template <class Message>
Message message_of(const std::string& text) {
  Message made;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &made)) << text;
  return made;
}

std::string shown(const std::string& state) {
  return text_of(message_of<v1::WhistleView>("state { stage: STAGE_DISPATCHED " + state + " }"));
}

std::string told(const std::string& event) {
  auto entry = message_of<v1::JournalEntry>("version: 4 actor: 'clerk-um' " + event);
  std::string line = text_of(entry, v1::Position());
  return line.substr(line.find(" v4 ") + 4);
}

TEST(terminal_text, a_return_says_which_desk_has_to_rule_and_who_is_proposed) {
  std::string text = shown(R"(desk: "2101" returns: 1 obligations { department: "um" part: PART_LEAD
      stage: OBLIGATION_STAGE_RETURNED ruling_desk: "2101" proposed: "ps"
      ruling { segments { from_at_ms: 1 state: CLOCK_STATE_RUNNING } } })");
  EXPECT_THAT(text, HasSubstr("  with the desk of 2101\n"));
  EXPECT_THAT(text, HasSubstr("  lead um: returned, waits for the ruling of the desk of 2101; "
                              "proposed ps\n"));
  EXPECT_THAT(text, HasSubstr("  returns so far: 1\n"));
}

TEST(terminal_text, a_return_that_was_ruled_upon_waits_for_nobody) {
  std::string text = shown(R"(obligations { department: "um" part: PART_LEAD
      stage: OBLIGATION_STAGE_RETURNED ruling_desk: "2101" proposed: "ps"
      ruling { segments { from_at_ms: 1 state: CLOCK_STATE_RUNNING }
               segments { from_at_ms: 2 state: CLOCK_STATE_STOPPED } } })");
  EXPECT_THAT(text, HasSubstr("  lead um: returned\n"));
}

TEST(terminal_text, only_the_first_lead_leads) {
  std::string text = shown(R"(obligations { department: "ps" part: PART_LEAD
      stage: OBLIGATION_STAGE_OWED } obligations { department: "um" part: PART_LEAD
      stage: OBLIGATION_STAGE_RELEASED })");
  EXPECT_THAT(text, HasSubstr("  lead ps: owed\n  former lead um: released\n"));
}

TEST(terminal_text, the_roll_call_says_who_came_after_how_long_and_who_is_missing) {
  std::string text = shown(R"(obligations { department: "um" part: PART_LEAD
      stage: OBLIGATION_STAGE_DONE delivered_at_ms: 3600000 reported_in_at_ms: 9120000 }
      obligations { department: "ps" part: PART_HELPER stage: OBLIGATION_STAGE_OWED
      delivered_at_ms: 3600000 })");
  std::string one = local_text(from_ms(3'600'000));
  EXPECT_THAT(text, HasSubstr("  lead um: done\n    called " + one +
                              "; the department reported in after 1 h 32 min\n"));
  EXPECT_THAT(text, HasSubstr("  helper ps: owed\n    called " + one + ", has not reported in\n"));
}

TEST(terminal_text, the_roll_call_says_who_was_called_and_at_whose_seat) {
  struct row {
    const char* called;
    const char* text;
  };
  const row table[] = {
      {"person: 'ann' staffing: STAFFING_ON_DUTY", ": ann,"},
      {"seat: 'ps' person: 'bob' staffing: STAFFING_DEPUTY",
       ": bob at ps (deputy of um: nobody on duty),"},
      {"seat: 'pw' person: 'cid' staffing: STAFFING_BACKUP",
       ": cid at pw (backup of um: nobody on duty),"},
      {"seat: 'pw' staffing: STAFFING_BACKUP", ": at pw (backup of um: nobody on duty),"},
      {"person: 'ann' staffing: STAFFING_NOBODY", ": ann (nobody on duty),"},
      {"", ","},
  };
  for (const row& each : table) {
    std::string text = shown(R"(obligations { department: "um" part: PART_LEAD
        stage: OBLIGATION_STAGE_OWED delivered_at_ms: 3600000 )" +
                             std::string(each.called) + " }");
    EXPECT_THAT(text, HasSubstr("    called " + local_text(from_ms(3'600'000)) + each.text +
                                " has not reported in\n"));
  }
}

TEST(terminal_text, what_waits_for_verification_says_whose_walk_it_is) {
  EXPECT_EQ(text_of(message_of<v1::WhistleView>("state { stage: STAGE_HANDLED } verifier: 'dan'")),
            text_of(message_of<v1::WhistleView>("state { stage: STAGE_HANDLED }")) +
                "  to be verified by dan\n");
}

TEST(terminal_text, extensions_and_appeals_stand_with_their_department) {
  std::string text = shown(R"(asked_desk: "21" obligations { department: "um" part: PART_HELPER
      stage: OBLIGATION_STAGE_ON_SITE extensions: 2
      extension_asked { unit: TIME_UNIT_WORK_DAY amount_ms: 30600000 }
      report_in_appeal: APPEAL_STAGE_UPHELD handle_appeal: APPEAL_STAGE_PENDING })");
  EXPECT_THAT(text, HasSubstr("  helper um: on_site\n"
                              "    extended 2 times\n"
                              "    asks for 8 h 30 min office time more\n"
                              "    appeal against the overrun of report_in: upheld\n"
                              "    appeal against the overrun of handle: waits for a decision\n"
                              "  waits for a decision of the desk of 21\n"));
}

TEST(terminal_text, a_shelving_says_until_when) {
  EXPECT_THAT(shown("shelving_asked_until_ms: 86400000"),
              HasSubstr("  asked to be shelved until " + local_text(from_ms(86'400'000)) + "\n"));
  EXPECT_THAT(shown("shelved_until_ms: 86400000"),
              HasSubstr("  shelved until " + local_text(from_ms(86'400'000)) + "\n"));
  EXPECT_THAT(shown(""), Not(HasSubstr("shelved")));
}

TEST(terminal_text, a_suggestion_says_whose_words_the_text_is_like) {
  v1::SuggestionPage page;
  EXPECT_EQ(text_of(page), "no matter of the pack is like this text\n");
  auto* item = page.add_items();
  item->mutable_matter()->set_kind(v1::MATTER_KIND_MATTER);
  item->mutable_matter()->set_code("01037");
  item->set_name("路灯异常");
  item->set_score_milli(9'041);
  item->set_source(v1::SUGGESTED_BY_NAME);
  item->set_phrase("路灯异常");
  auto* gram = item->add_grams();
  gram->set_gram("路灯");
  gram->set_share_permille(706);
  gram = item->add_grams();
  gram->set_gram("灯");
  gram->set_share_permille(294);
  EXPECT_EQ(text_of(page),
            "matter:01037 路灯异常 9.041: like its name \"路灯异常\": 路灯 71 %, 灯 29 %\n");
  item->mutable_grams(0)->set_said("街灯");
  EXPECT_THAT(text_of(page), HasSubstr(": 路灯 (街灯) 71 %, 灯 29 %\n"));
  item->mutable_grams(0)->clear_said();
  v1::WhistleView view;
  *view.add_suggestions() = *item;
  view.mutable_suggestions(0)->set_source(v1::SUGGESTED_BY_CORRECTION);
  EXPECT_THAT(text_of(view),
              HasSubstr("  perhaps matter:01037 路灯异常 9.041: like what a desk has "
                        "filed so: 路灯 71 %"));
}

TEST(terminal_text, what_may_be_the_same_stands_in_a_receipt_and_on_a_page_of_its_own) {
  const std::string id = "61626364-6566-6768-696a-6b6c6d6e6f70";
  v1::Receipt receipt;
  receipt.add_similar("abcdefghijklmnop");
  EXPECT_THAT(text_of(receipt, from_ms(0)), HasSubstr("  perhaps the same as " + id + "\n"));
  v1::SimilarPage page;
  EXPECT_EQ(text_of(page), "nothing similar: the same matter, within 50 m and 24 hours\n");
  auto* item = page.add_items();
  item->set_whistle_id("abcdefghijklmnop");
  item->set_version(4);
  item->set_stage(v1::STAGE_DISPATCHED);
  item->set_raised_at_ms(3'600'000);
  item->set_distance_m(12);
  EXPECT_EQ(text_of(page),
            id + " v4 dispatched, raised " + local_text(from_ms(3'600'000)) + ", 12 m away\n");
}

TEST(terminal_text, a_duplicate_names_its_umbrella_and_an_umbrella_its_duplicates) {
  const std::string id = "61626364-6566-6768-696a-6b6c6d6e6f70";
  auto duplicate_at = [](const std::string& stage) {
    return text_of(
        message_of<v1::WhistleView>("state { joined { umbrella_id: 'abcdefghijklmnop' } "
                                    "stage: " +
                                    stage + " }"));
  };
  EXPECT_THAT(duplicate_at("STAGE_JOINED"), HasSubstr("  joined to " + id + "\n"));
  EXPECT_THAT(duplicate_at("STAGE_CLOSED"), HasSubstr("  ended with " + id + "\n"));
  EXPECT_THAT(shown("members { whistle_id: 'abcdefghijklmnop' reporter: 'walker-7' }"),
              HasSubstr("  has " + id + " joined, reported by walker-7\n"));
}

TEST(terminal_text, what_the_reporter_said_stands_at_the_end) {
  std::string text = shown(R"(visit: CONTACT_REACHED
      visited_opinion { solved: VERDICT_YES satisfied: VERDICT_NO text: "late" }
      rating { solved: VERDICT_NO })");
  EXPECT_THAT(text, HasSubstr("  return visit: reached, solved yes, satisfied no, \"late\"\n"
                              "  rated: solved no, satisfied not said\n"));
  EXPECT_THAT(shown("visit: CONTACT_NOT_REACHED"), HasSubstr("  return visit: not_reached\n"));
}

TEST(terminal_text, a_receipt_says_in_both_languages_why_a_desk_has_it_and_how_far_its_limits_are) {
  auto receipt = message_of<v1::Receipt>(R"(desk: "2101" desk_reason: DESK_REASON_NO_DUTY
      deadlines { clock: CLOCK_NAME_DESK due_at_ms: 900000 })");
  std::string text = text_of(receipt, from_ms(60'000));
  EXPECT_THAT(text, HasSubstr("责任清单没有主办部门"));
  EXPECT_THAT(text, HasSubstr("The duty list names no lead; the desk will name one. [no_duty]\n"));
  EXPECT_THAT(text, HasSubstr("  desk by " + local_text(from_ms(900'000)) + ", in 14 min\n"));
  const auto* reasons = v1::DeskReason_descriptor();
  for (int i = 1; i < reasons->value_count(); ++i) {
    receipt.set_desk_reason(static_cast<v1::DeskReason>(reasons->value(i)->number()));
    EXPECT_THAT(text_of(receipt, from_ms(0)), HasSubstr("desk will ")) << i;
  }
}

TEST(terminal_text, what_is_late_names_its_clock_since_when_how_late_its_rungs_and_its_appeal) {
  auto view = message_of<v1::WhistleView>(R"(as_of_ms: 11400000
      overruns { clock: CLOCK_NAME_REPORT_IN department: "um" due_at_ms: 3600000
                 stopped_at_ms: 4320000 appeal: APPEAL_STAGE_UPHELD }
      overruns { clock: CLOCK_NAME_HANDLE department: "um" due_at_ms: 3600000
                 appeal: APPEAL_STAGE_PENDING }
      state { stage: STAGE_HANDLING obligations { department: "um" part: PART_LEAD
        stage: OBLIGATION_STAGE_REPORTED_IN
        rungs { clock: CLOCK_NAME_HANDLE action: RUNG_ACTION_RED_CARD
                to: RUNG_RECIPIENT_STREET }
        rungs { clock: CLOCK_NAME_HANDLE action: RUNG_ACTION_SUPERVISE
                to: RUNG_RECIPIENT_DISTRICT } } })");
  std::string since = local_text(from_ms(3'600'000));
  EXPECT_THAT(text_of(view), HasSubstr("  was late: report_in um since " + since +
                                       ", 12 min late, the appeal was upheld\n"));
  EXPECT_THAT(text_of(view), HasSubstr("  OVERDUE handle um since " + since +
                                       ", 2 h 10 min late, an appeal waits for a decision\n"
                                       "    came: red_card to street, supervise to district\n"));
}

TEST(terminal_text, an_inbox_marks_what_is_late_and_says_how_far_the_next_limit_is) {
  auto page = message_of<v1::InboxPage>(R"(as_of_ms: 11400000
      items { overruns { clock: CLOCK_NAME_HANDLE department: "um" due_at_ms: 3600000 }
              overruns { clock: CLOCK_NAME_REPORT_IN department: "um" due_at_ms: 3600001 } }
      items { next_deadline { clock: CLOCK_NAME_HANDLE due_at_ms: 12000000 } })");
  EXPECT_THAT(text_of(page),
              HasSubstr(" OVERDUE handle um since " + local_text(from_ms(3'600'000)) +
                        ", 2 h 10 min late and 1 more\n"));
  EXPECT_THAT(text_of(page),
              HasSubstr(" handle by " + local_text(from_ms(12'000'000)) + ", in 10 min\n"));
}

TEST(terminal_text, a_desk_reads_who_did_the_matter_before) {
  auto view = message_of<v1::WhistleView>(R"(
      tally { area: "2101" counts { department: "um" closed: 3 }
              counts { department: "ps" closed: 1 } }
      state { report { matter { kind: MATTER_KIND_MATTER code: "06010" } area: "210101" } })");
  EXPECT_THAT(text_of(view), HasSubstr("  matter:06010 in 2101 was done before by: um 3, ps 1\n"));
}

TEST(terminal_text, nobody_is_missing_from_a_whistle_that_has_ended) {
  auto joined = [](const std::string& stage) {
    return text_of(message_of<v1::WhistleView>("state { stage: " + stage +
                                               R"( obligations { department: "um" part: PART_LEAD
        stage: OBLIGATION_STAGE_OWED delivered_at_ms: 3600000 } })"));
  };
  EXPECT_THAT(joined("STAGE_JOINED"), HasSubstr("  lead um: owed until it was joined\n"));
  EXPECT_THAT(joined("STAGE_CLOSED"), Not(HasSubstr("has not reported in")));
  EXPECT_THAT(joined("STAGE_DISPATCHED"), HasSubstr("has not reported in"));
}

TEST(terminal_text, how_a_whistle_was_closed_is_said) {
  EXPECT_THAT(shown("outcome: OUTCOME_UNSOLVED_RECORDED"),
              HasSubstr("  closed: unsolved_recorded\n"));
}

TEST(terminal_text, a_ring_says_what_where_and_who_is_called) {
  auto ring = message_of<v1::Ring>(R"(whistle_id: "abcdefghijklmnop" version: 3 at_ms: 3600000
      event: 19 matter { kind: MATTER_KIND_MATTER code: "06003" } area: "2101"
      called: "um" called: "ps")");
  EXPECT_EQ(text_of(ring), "RING " + local_text(from_ms(3'600'000)) +
                               " 61626364-6566-6768-696a-6b6c6d6e6f70 v3 dispatched matter:06003 "
                               "in 2101 calls um, ps");
}

TEST(terminal_text, an_event_names_whom_it_speaks_of_and_what_was_said) {
  struct row {
    const char* event;
    const char* line;
  };
  const row table[] = {
      {"noted { text: 'seen' }", "noted \"seen\" by clerk-um"},
      {"desk_took { desk: '2101' reason: DESK_REASON_KIND_NOT_ALLOWED }",
       "desk_took desk/2101 kind_not_allowed by clerk-um"},
      {"dispatched { lead: 'um' helpers: 'ps' }", "dispatched dept/um by clerk-um"},
      {"delivered { department: 'um' seat: 'pw' person: 'cid' staffing: STAFFING_BACKUP }",
       "delivered dept/um at dept/pw cid backup by clerk-um"},
      {"delivered { department: 'um' }", "delivered dept/um by clerk-um"},
      {"overran { clock: CLOCK_NAME_HANDLE department: 'um' }",
       "overran handle dept/um by clerk-um"},
      {"overran { clock: CLOCK_NAME_DESK }", "overran desk by clerk-um"},
      {"returned { department: 'um' reason: 'r' evidence: 'e' proposed: 'ps' desk: '2101' }",
       "returned dept/um \"r\" \"e\" proposes dept/ps desk/2101 by clerk-um"},
      {"ruled { department: 'um' ruling: RULING_REJECTED reason: 'r' }",
       "ruled dept/um rejected \"r\" by clerk-um"},
      {"appeal_decided { department: 'um' clock: CLOCK_NAME_HANDLE decision: DECISION_GRANTED }",
       "appeal_decided dept/um handle granted by clerk-um"},
      {"resumed {}", "resumed by clerk-um"},
      {"joined { umbrella_id: 'abcdefghijklmnop' reason: 'r' }",
       "joined umbrella 61626364-6566-6768-696a-6b6c6d6e6f70 \"r\" by clerk-um"},
      {"member_joined { member_id: 'abcdefghijklmnop' reporter: 'walker' }",
       "member_joined member 61626364-6566-6768-696a-6b6c6d6e6f70 by clerk-um"},
      {"closed { outcome: OUTCOME_SOLVED umbrella_id: 'abcdefghijklmnop' }",
       "closed solved umbrella 61626364-6566-6768-696a-6b6c6d6e6f70 by clerk-um"},
      {"escalated { department: 'um' rung { clock: CLOCK_NAME_HANDLE percent: 80 "
       "action: RUNG_ACTION_YELLOW_CARD to: RUNG_RECIPIENT_DEPARTMENT } timing: RUNG_TIMING_LATE }",
       "escalated dept/um handle yellow_card to department late by clerk-um"},
  };
  for (const row& each : table) EXPECT_EQ(told(each.event), each.line);
}

}  // namespace
}  // namespace gridwhistle
