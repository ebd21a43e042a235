// What the journal stores: every event reads back whole, and its form on disk is fixed.
#include "server/adapters/journal_codec.hpp"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

const std::string hash_text(32, 'h');
const whistle_id id_of_letters = *whistle_id::from_bytes(std::string(16, 'u'));

struct stored_form {
  event happened;
  const char* text;  // as protobuf prints the event's message, on one line
};

report full_report() {
  report made = small_city::report_of("01001", whistle_kind::emergency);
  made.condition = 3;
  made.where = place{10, -20, 30};
  made.text = "t";
  made.photos = {"p", "q"};
  made.source = source::page;
  made.observed_at = from_ms(5);
  made.source_reference = "r";
  made.ordered_limit = ordered_limit{from_ms(6)};
  return made;
}

// Every field is set, with values that differ, so that one that is lost or crossed shows.
const std::vector<stored_form>& forms_until_the_end() {
  static const std::vector<stored_form> made = {
      {raised{full_report(), true},
       "raised { report { kind: WHISTLE_KIND_EMERGENCY matter { kind: MATTER_KIND_MATTER "
       "code: \"01001\" } condition: 3 area: \"2101010101\" place { longitude_e7: 10 "
       "latitude_e7: -20 accuracy_m: 30 } text: \"t\" photos: \"p\" photos: \"q\" "
       "source: SOURCE_PAGE observed_at_ms: 5 source_reference: \"r\" "
       "ordered_limit { due_at_ms: 6 } } by_importer: true }"},
      {filed{{matter_kind::component, "06010"}, area_code("21"), whistle_kind::joint, 4},
       "filed { matter { kind: MATTER_KIND_COMPONENT code: \"06010\" } area: \"21\" "
       "kind: WHISTLE_KIND_JOINT condition: 4 }"},
      {desk_took{area_code("2101"),
                 desk_reason::no_department,
                 {time_unit::urgent_hour, 7ms},
                 *policy_hash::from_bytes(hash_text),
                 role::supervisor},
       "desk_took { desk: \"2101\" reason: DESK_REASON_NO_DEPARTMENT limit { unit: "
       "TIME_UNIT_URGENT_HOUR amount_ms: 7 } policy: \"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh\" speaker: "
       "ROLE_SUPERVISOR }"},
      {dispatched{department_code("um"),
                  {department_code("ps"), department_code("pw")},
                  {time_unit::work_hour, 8ms},
                  budget{time_unit::work_day, 9ms},
                  *policy_hash::from_bytes(hash_text),
                  10,
                  verification::required,
                  verification_photo::required,
                  "theirs"},
       "dispatched { lead: \"um\" helpers: \"ps\" helpers: \"pw\" "
       "report_in_limit { unit: TIME_UNIT_WORK_HOUR amount_ms: 8 } "
       "handle_limit { unit: TIME_UNIT_WORK_DAY amount_ms: 9 } "
       "policy: \"hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh\" duty_row: 10 verification: true "
       "reason: \"theirs\" verification_photo: true }"},
      {delivered{department_code("um"), budget{time_unit::work_hour, 15ms},
                 budget{time_unit::natural_day, 16ms},
                 seat_call{department_code("pw"), user_id("clerk-pw"), staffing::backup}},
       "delivered { department: \"um\" report_in_limit { unit: TIME_UNIT_WORK_HOUR amount_ms: 15 } "
       "handle_limit { unit: TIME_UNIT_NATURAL_DAY amount_ms: 16 } seat: \"pw\" "
       "person: \"clerk-pw\" staffing: STAFFING_BACKUP }"},
      {reported_in{department_code("um")}, "reported_in { department: \"um\" }"},
      {arrived{department_code("um")}, "arrived { department: \"um\" }"},
      {noted{"so", addressed_to::reporter, department_code("um"), {time_unit::urgent_hour, 17ms}},
       "noted { text: \"so\" asks_reporter: true department: \"um\" "
       "answer_within { unit: TIME_UNIT_URGENT_HOUR amount_ms: 17 } }"},
      {handled{department_code("um"), "swept", {"p"}},
       "handled { department: \"um\" result: \"swept\" photos: \"p\" }"},
      {verified{"clean", {"p"}}, "verified { text: \"clean\" photos: \"p\" }"},
      {verification_failed{"dirty", {"p"}},
       "verification_failed { reason: \"dirty\" photos: \"p\" }"},
      {closed{outcome::unsolved_recorded, "no owner", id_of_letters},
       "closed { outcome: OUTCOME_UNSOLVED_RECORDED reason: \"no owner\" "
       "umbrella_id: \"uuuuuuuuuuuuuuuu\" }"},
      {declined{"no", id_of_letters},
       "declined { reason: \"no\" umbrella_id: \"uuuuuuuuuuuuuuuu\" }"},
      {withdrawn{"gone"}, "withdrawn { reason: \"gone\" }"},
      {overran{clock_name::report_in, department_code("um"), from_ms(11)},
       "overran { clock: CLOCK_NAME_REPORT_IN department: \"um\" deadline_at_ms: 11 }"},
  };
  return made;
}

report_change full_change() {
  return {matter_key{matter_kind::component, "06010"},
          area_code("21"),
          whistle_kind::key,
          "t",
          place{10, -20, 30},
          {"p", "q"}};
}

const std::vector<stored_form>& forms_of_the_course() {
  const department_code um("um");
  const area_code desk("2101");
  static const std::vector<stored_form> made = {
      {returned{um, "r", "e", department_code("ps"), desk, {time_unit::urgent_hour, 7ms}},
       "returned { department: \"um\" reason: \"r\" evidence: \"e\" proposed: \"ps\" "
       "desk: \"2101\" limit { unit: TIME_UNIT_URGENT_HOUR amount_ms: 7 } }"},
      {ruled{um, ruling::rejected, "r"},
       "ruled { department: \"um\" ruling: RULING_REJECTED reason: \"r\" }"},
      {helper_called{um}, "helper_called { department: \"um\" }"},
      {released{um, "r"}, "released { department: \"um\" reason: \"r\" }"},
      {unreported{um, "r"}, "unreported { department: \"um\" reason: \"r\" }"},
      {amended{full_change()},
       "amended { change { matter { kind: MATTER_KIND_COMPONENT code: \"06010\" } area: \"21\" "
       "kind: WHISTLE_KIND_KEY text: \"t\" place { longitude_e7: 10 latitude_e7: -20 accuracy_m: "
       "30 "
       "} photos: \"p\" photos: \"q\" } }"},
      {checked{finding::not_confirmed, "t", {"p"}},
       "checked { finding: FINDING_NOT_CONFIRMED text: \"t\" photos: \"p\" }"},
      {extension_requested{um, {time_unit::work_day, 8ms}, "r", desk},
       "extension_requested { department: \"um\" more { unit: TIME_UNIT_WORK_DAY amount_ms: 8 } "
       "reason: \"r\" desk: \"2101\" }"},
      {extension_decided{um, decision::granted, "r"},
       "extension_decided { department: \"um\" decision: DECISION_GRANTED reason: \"r\" }"},
      {shelving_requested{from_ms(9), "r", desk},
       "shelving_requested { until_ms: 9 reason: \"r\" desk: \"2101\" }"},
      {shelving_decided{decision::refused, "r"},
       "shelving_decided { decision: DECISION_REFUSED reason: \"r\" }"},
      {resumed{"r", um}, "resumed { reason: \"r\" department: \"um\" }"},
      {urged{"t"}, "urged { text: \"t\" }"},
      {supervised{"t", {time_unit::urgent_hour, 7ms}, area_code("2")},
       "supervised { text: \"t\" limit { unit: TIME_UNIT_URGENT_HOUR amount_ms: 7 } area: \"2\" }"},
      {reopened{"r"}, "reopened { reason: \"r\" }"},
      {appealed{um, clock_name::handle, "r", desk},
       "appealed { department: \"um\" clock: CLOCK_NAME_HANDLE reason: \"r\" desk: \"2101\" }"},
      {appeal_decided{um, clock_name::report_in, decision::granted, "r"},
       "appeal_decided { department: \"um\" clock: CLOCK_NAME_REPORT_IN "
       "decision: DECISION_GRANTED reason: \"r\" }"},
      {return_visited{contact::reached, {verdict::yes, verdict::no, "t"}},
       "return_visited { contact: CONTACT_REACHED "
       "opinion { solved: VERDICT_YES satisfied: VERDICT_NO text: \"t\" } }"},
      {rated{{verdict::no, verdict::yes, "t"}},
       "rated { opinion { solved: VERDICT_NO satisfied: VERDICT_YES text: \"t\" } }"},
      {escalated{um,
                 {clock_name::handle, 80, 1, rung_action::yellow_card, rung_recipient::district},
                 from_ms(9),
                 rung_timing::late},
       "escalated { department: \"um\" rung { clock: CLOCK_NAME_HANDLE percent: 80 "
       "work_days_before: 1 action: RUNG_ACTION_YELLOW_CARD to: RUNG_RECIPIENT_DISTRICT } "
       "due_at_ms: 9 timing: RUNG_TIMING_LATE }"},
      {joined{id_of_letters, "r"}, "joined { umbrella_id: \"uuuuuuuuuuuuuuuu\" reason: \"r\" }"},
      {parted{id_of_letters, "r"}, "parted { umbrella_id: \"uuuuuuuuuuuuuuuu\" reason: \"r\" }"},
      {member_joined{id_of_letters, user_id("walker")},
       "member_joined { member_id: \"uuuuuuuuuuuuuuuu\" reporter: \"walker\" }"},
      {member_parted{id_of_letters}, "member_parted { member_id: \"uuuuuuuuuuuuuuuu\" }"},
  };
  return made;
}

const std::vector<stored_form>& all_forms() {
  static const std::vector<stored_form> made = [] {
    std::vector<stored_form> both = forms_until_the_end();
    const auto& course = forms_of_the_course();
    both.insert(both.end(), course.begin(), course.end());
    return both;
  }();
  return made;
}

entry stored_of(event happened, std::uint64_t version = 12) {
  entry told{{2, 3},  small_city::whistle_number(1),
             version, small_city::march(11, 9h),
             {},      13,
             {},      std::move(happened)};
  told.command = small_city::command_number(14);
  told.by = user_id("walker");
  return told;
}

TEST(journal_codec, every_event_has_its_form_on_disk) {
  ASSERT_EQ(all_forms().size(), std::variant_size_v<event>);
  for (std::size_t i = 0; i < all_forms().size(); ++i) {
    ASSERT_EQ(all_forms()[i].happened.index(), i);
    v1::JournalEntry stored;
    write_entry(stored_of(all_forms()[i].happened), stored);
    v1::JournalEntry wanted;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(all_forms()[i].text, &wanted));
    wanted.set_whistle_id(std::string(small_city::whistle_number(1).raw()));
    wanted.set_version(12);
    wanted.set_at_ms(to_ms(small_city::march(11, 9h)));
    wanted.set_command_id(std::string(small_city::command_number(14).raw()));
    wanted.set_command_digest(13);
    wanted.set_actor("walker");
    EXPECT_EQ(stored.ShortDebugString(), wanted.ShortDebugString());
    auto write = [&](wire_writer& to) { write_entry(stored_of(all_forms()[i].happened), to); };
    EXPECT_EQ(wire_bytes(write), wanted.SerializeAsString()) << all_forms()[i].text;
  }
}

TEST(journal_codec, every_event_reads_back_whole) {
  for (const stored_form& each : all_forms()) {
    v1::JournalEntry stored;
    write_entry(stored_of(each.happened), stored);
    auto told = read_entry(stored, {2, 3});
    ASSERT_TRUE(told) << each.text;
    EXPECT_EQ(told->batch, (position{2, 3}));
    EXPECT_EQ(told->whistle, small_city::whistle_number(1));
    EXPECT_EQ(told->command, small_city::command_number(14));
    EXPECT_EQ(told->by, user_id("walker"));
    // The form was compared field by field above; a field that reading lost is missing now.
    v1::JournalEntry again;
    write_entry(*told, again);
    EXPECT_EQ(again.SerializeAsString(), stored.SerializeAsString()) << each.text;
  }
}

TEST(journal_codec, what_the_clock_did_has_neither_command_nor_actor) {
  entry told = stored_of(all_forms().back().happened);
  told.command = {};
  told.by = {};
  told.digest = 0;
  v1::JournalEntry stored;
  write_entry(told, stored);
  EXPECT_TRUE(stored.command_id().empty());
  auto read = read_entry(stored, {2, 3});
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->command.empty());
  EXPECT_TRUE(read->by.empty());
}

TEST(journal_codec, no_handling_limit_stays_no_limit) {
  dispatched sent = std::get<dispatched>(all_forms()[3].happened);
  sent.handle_limit.reset();
  sent.verify = verification::not_required;
  v1::JournalEntry stored;
  write_entry(stored_of(sent), stored);
  auto read = read_entry(stored, {2, 3});
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<dispatched>(read->happened).handle_limit, std::nullopt);
  EXPECT_EQ(std::get<dispatched>(read->happened).verify, verification::not_required);
}

TEST(journal_codec, a_delivery_without_limits_has_those_of_the_dispatch) {
  v1::JournalEntry stored;
  write_entry(stored_of(delivered{department_code("um"), {}, {}}), stored);
  auto read = read_entry(stored, {2, 3});
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<delivered>(read->happened).called, seat_call());
  EXPECT_EQ(std::get<delivered>(read->happened).report_in_limit, std::nullopt);
  EXPECT_EQ(std::get<delivered>(read->happened).handle_limit, std::nullopt);
}

TEST(journal_codec, what_we_did_not_write_is_not_read) {
  struct row {
    const char* text;
    std::size_t of_event;
  };
  // Each line is merged over a sound entry.
  constexpr row table[] = {
      {"whistle_id: 'short'", 0},
      {"version: 0", 0},
      {"command_id: 'short'", 0},
      {"raised { report { kind: 99 } }", 0},
      {"filed { kind: 0 }", 1},
      {"filed { kind: 99 }", 1},
      {"filed { matter { kind: 99 } }", 1},
      {"desk_took { reason: 99 }", 2},
      {"desk_took { limit { unit: 99 } }", 2},
      {"desk_took { policy: 'short' }", 2},
      {"desk_took { speaker: 99 }", 2},
      {"dispatched { policy: 'short' }", 3},
      {"dispatched { handle_limit { unit: 99 } }", 3},
      {"closed { outcome: 0 }", 11},
      {"delivered { report_in_limit { unit: 99 } }", 4},
      {"delivered { handle_limit { unit: 99 } }", 4},
      {"delivered { staffing: 99 }", 4},
      {"overran { clock: 99 }", 14},
      {"noted { answer_within { unit: 99 } }", 7},
      {"returned { limit { unit: 99 } }", 15},
      {"ruled { ruling: 99 }", 16},
      {"amended { change { kind: 99 } }", 20},
      {"amended { change { matter { kind: 99 } } }", 20},
      {"checked { finding: 99 }", 21},
      {"extension_requested { more { unit: 99 } }", 22},
      {"extension_decided { decision: 99 }", 23},
      {"shelving_decided { decision: 99 }", 25},
      {"supervised { limit { unit: 99 } }", 28},
      {"appealed { clock: 99 }", 30},
      {"appeal_decided { clock: 99 }", 31},
      {"appeal_decided { decision: 99 }", 31},
      {"return_visited { contact: 99 }", 32},
      {"return_visited { opinion { solved: 99 } }", 32},
      {"rated { opinion { satisfied: 99 } }", 33},
      {"escalated { rung { clock: 99 } }", 34},
      {"escalated { rung { action: 99 } }", 34},
      {"escalated { rung { to: 99 } }", 34},
      {"escalated { timing: 99 }", 34},
  };
  for (const row& each : table) {
    v1::JournalEntry stored, change;
    write_entry(stored_of(all_forms()[each.of_event].happened), stored);
    ASSERT_TRUE(read_entry(stored, {2, 3}));
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(each.text, &change)) << each.text;
    stored.MergeFrom(change);
    // Merging does not carry a zero over, so those are set.
    if (std::string(each.text) == "version: 0") stored.set_version(0);
    if (std::string(each.text) == "filed { kind: 0 }") stored.mutable_filed()->clear_kind();
    if (std::string(each.text) == "closed { outcome: 0 }") stored.mutable_closed()->clear_outcome();
    EXPECT_FALSE(read_entry(stored, {2, 3})) << each.text;
  }
  v1::JournalEntry without_event;
  write_entry(stored_of(noted{"so"}), without_event);
  without_event.clear_noted();
  EXPECT_FALSE(read_entry(without_event, {2, 3}));
}

}  // namespace
}  // namespace gridwhistle
