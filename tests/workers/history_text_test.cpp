// Nobody decides blind: what was said is printed in full, and what waits for a decision is told
// apart from what was said before.
#include "workers/history_text.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "workers/local_time.hpp"

namespace gridwhistle {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

template <class Message>
Message message_of(const std::string& text) {
  Message made;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &made)) << text;
  return made;
}

v1::HistoryItem item(std::uint64_t version, const std::string& event) {
  return message_of<v1::HistoryItem>("entry { version: " + std::to_string(version) +
                                     " at_ms: 3600000 actor: 'ann' " + event + " }");
}

v1::WhistleState state_of(const std::string& text) {
  return message_of<v1::WhistleState>("version: 99 " + text);
}

std::vector<std::uint64_t> versions(const std::vector<v1::HistoryItem>& items) {
  std::vector<std::uint64_t> found;
  for (const v1::HistoryItem& each : items) found.push_back(each.entry().version());
  return found;
}

const char* const waits = "ruling { segments { from_at_ms: 1 state: CLOCK_STATE_RUNNING } }";
const char* const returned =
    "returned { department: 'um' reason: 'not ours' evidence: 'map 7' proposed: 'ps' }";

TEST(history_text, a_step_prints_everything_it_says) {
  EXPECT_EQ(text_of(item(5,
                         "returned { department: 'um' reason: 'not\\nours' evidence: 'map' "
                         "proposed: 'ps' desk: '2101' limit { unit: TIME_UNIT_URGENT_HOUR "
                         "amount_ms: 900000 } }")),
            "v5 " + local_text(from_ms(3'600'000)) +
                " returned by ann\n    department um\n    reason \"not ours\"\n"
                "    evidence \"map\"\n    proposed ps\n    desk 2101\n    limit 15 min\n");
  std::string raised = text_of(
      item(1,
           "raised { report { kind: WHISTLE_KIND_ROUTINE matter { kind: MATTER_KIND_MATTER code: "
           "'06010' } area: '2101' place { longitude_e7: 1234000000 latitude_e7: 418000000 "
           "accuracy_m: 5 } text: 'heap' photos: 'aa' photos: 'bb' } }"));
  for (const char* line : {"    kind routine\n", "    matter matter:06010\n", "    area 2101\n",
                           "    place 123.4000000, 41.8000000 within 5 m\n", "    text \"heap\"\n",
                           "    photos aa\n", "    photos bb\n"})
    EXPECT_THAT(raised, HasSubstr(line));
  EXPECT_THAT(text_of(item(9, "shelving_requested { until_ms: 86400000 reason: 'frost' }")),
              HasSubstr("    until " + local_text(from_ms(86'400'000)) + "\n"));
  EXPECT_THAT(text_of(item(9, "handled { department: 'um' result: 'swept' photos: 'aa' }")),
              HasSubstr("    result \"swept\"\n    photos aa\n"));
}

TEST(history_text, of_what_an_event_repeats_all_is_text) {
  const auto* entry = v1::JournalEntry::descriptor();
  for (int i = 0; i < entry->oneof_decl(0)->field_count(); ++i) {
    const auto* event = entry->oneof_decl(0)->field(i)->message_type();
    for (int j = 0; j < event->field_count(); ++j) {
      const auto* field = event->field(j);
      bool text = field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING;
      EXPECT_TRUE(!field->is_repeated() || text) << field->full_name();
    }
  }
}

TEST(history_text, a_return_is_to_be_decided_until_it_is_ruled_upon) {
  std::vector<v1::HistoryItem> life = {item(5, returned)};
  auto waiting =
      words_of(state_of("obligations { department: 'um' " + std::string(waits) + " }"), life);
  EXPECT_THAT(versions(waiting.to_decide), ElementsAre(5u));
  EXPECT_THAT(text_of(waiting), HasSubstr("to be decided:\n  v5 "));
  EXPECT_THAT(text_of(waiting), HasSubstr("    evidence \"map 7\"\n"));
  life.push_back(item(6, "ruled { department: 'um' ruling: RULING_REJECTED reason: 'it is' }"));
  auto ruled = words_of(state_of("obligations { department: 'um' }"), life);
  EXPECT_THAT(ruled.to_decide, IsEmpty());
  EXPECT_THAT(versions(ruled.said), ElementsAre(6u));
}

TEST(history_text, of_two_returns_only_the_one_that_waits_is_to_be_decided) {
  std::vector<v1::HistoryItem> life = {item(5, returned), item(6, "ruled { department: 'um' }"),
                                       item(7, returned),
                                       item(8, "returned { department: 'ps' reason: 'nor ours' }")};
  auto words = words_of(state_of("obligations { department: 'um' " + std::string(waits) +
                                 " } obligations { department: 'ps' }"),
                        life);
  EXPECT_THAT(versions(words.to_decide), ElementsAre(7u));
}

TEST(history_text, what_is_asked_for_is_to_be_decided_as_long_as_it_waits) {
  const std::vector<v1::HistoryItem> life = {
      item(5, "extension_requested { department: 'um' reason: 'rain' }"),
      item(6, "shelving_requested { until_ms: 9 reason: 'frost' }"),
      item(7, "appealed { department: 'um' clock: CLOCK_NAME_HANDLE reason: 'flood' }"),
      item(8, "appealed { department: 'um' clock: CLOCK_NAME_REPORT_IN reason: 'flood' }")};
  EXPECT_THAT(words_of(state_of("obligations { department: 'um' }"), life).to_decide, IsEmpty());
  auto words = words_of(
      state_of("shelving_asked_until_ms: 9 obligations { department: 'um' extension_asked { } "
               "handle_appeal: APPEAL_STAGE_PENDING report_in_appeal: APPEAL_STAGE_UPHELD }"),
      life);
  EXPECT_THAT(versions(words.to_decide), ElementsAre(5u, 6u, 7u));
}

TEST(history_text, the_last_word_of_each_is_kept_and_what_came_after_the_state_is_not) {
  const std::vector<v1::HistoryItem> life = {
      item(5, "handled { department: 'um' result: 'once' }"),
      item(6, "verification_failed { reason: 'no' }"),
      item(7, "handled { department: 'um' result: 'twice' }"),
      item(8, "handled { department: 'ps' result: 'too' }"),
      item(9, "verified { text: 'clean' photos: 'aa' }"),
      item(100, "closed { outcome: OUTCOME_SOLVED }")};
  EXPECT_THAT(versions(words_of(state_of(""), life).said), ElementsAre(7u, 8u, 9u));
}

TEST(history_text, a_reporter_reads_why_his_whistle_was_declined) {
  auto words = words_of(state_of("stage: STAGE_DECLINED"),
                        {item(1, "raised { }"), item(3, "declined { reason: '不属准入事项' }")});
  EXPECT_THAT(text_of(words), HasSubstr("    reason \"不属准入事项\"\n"));
}

}  // namespace
}  // namespace gridwhistle
