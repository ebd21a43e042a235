// The door: each kind of bad input has its refusal, each question reads back, and nothing makes it
// fall.
#include "server/adapters/door.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "common/text_rules.hpp"
#include "tests/wire/door_frames.hpp"

namespace gridwhistle {
namespace {

using testing::HasSubstr;

// Everything each message can say.
constexpr const char* report_text = R"(report {
    kind: WHISTLE_KIND_JOINT matter { kind: MATTER_KIND_COMPONENT code: "06010" } condition: 2
    area: "2101" place { longitude_e7: 1234000000 latitude_e7: -418000000 accuracy_m: 5 }
    text: "路面塌陷\n\tsecond line" photos: "aa" photos: "bb" source: SOURCE_HOTLINE
    observed_at_ms: 1000 source_reference: "12345-1" ordered_limit { due_at_ms: 2000 } })";

constexpr const char* change_text = R"(change {
    matter { kind: MATTER_KIND_COMPONENT code: "06010" } area: "2101" kind: WHISTLE_KIND_JOINT
    text: "new" place { longitude_e7: 1 latitude_e7: -2 accuracy_m: 3 } photos: "aa" })";

std::vector<std::string> valid_asks() {
  return {
      std::string("blow { ") + report_text + " }",
      "blow {}",
      R"(file { matter { kind: MATTER_KIND_MATTER code: "01001" } area: "21"
                kind: WHISTLE_KIND_KEY condition: 7 })",
      R"(dispatch { lead: "um" helpers: "ps" helpers: "pw" })",
      "report_in {}",
      "arrive {}",
      R"(note { text: "so" })",
      R"(handle { result: "swept" photos: "cc" })",
      R"(verify { solved: true text: "clean" photos: "dd" })",
      R"(close { outcome: OUTCOME_UNSOLVED_RECORDED reason: "no owner" })",
      R"(decline { reason: "no" })",
      R"(withdraw { reason: "gone" })",
      std::string("amend { ") + change_text + " }",
      "amend {}",
      R"(check { finding: FINDING_CONFIRMED text: "seen" photos: "ee" })",
      R"(redispatch { lead: "um" helpers: "ps" helpers: "pw" reason: "theirs" })",
      R"(unreport { reason: "mistake" })",
      R"(return { reason: "not ours" evidence: "a map" proposed: "ps" })",
      R"(rule { department: "um" ruling: RULING_UPHELD reason: "right" instead: "ps" })",
      R"(release { department: "pw" reason: "enough" })",
      R"(request_extension { more { unit: TIME_UNIT_WORK_DAY amount_ms: 1000 } reason: "rain" })",
      R"(decide_extension { department: "um" decision: DECISION_GRANTED reason: "rain" })",
      R"(request_shelving { until_ms: 2000 reason: "frost" })",
      R"(decide_shelving { decision: DECISION_REFUSED reason: "no" })",
      R"(urge { text: "today" })",
      R"(supervise { text: "now" due_at_ms: 3000 })",
      R"(reopen { reason: "again" })",
      R"(appeal { clock: CLOCK_NAME_REPORT_IN reason: "no network" })",
      R"(decide_appeal { department: "um" clock: CLOCK_NAME_HANDLE decision: DECISION_GRANTED
                         reason: "so it was" })",
      R"(return_visit { contact: CONTACT_REACHED
                        opinion { solved: VERDICT_YES satisfied: VERDICT_NO text: "late" } })",
      R"(rate { opinion { solved: VERDICT_NO satisfied: VERDICT_YES text: "kind" } })"};
}

std::vector<std::string> valid_bodies() {
  std::vector<std::string> made;
  for (const std::string& asked : valid_asks()) made.push_back(command_text(asked));
  made.emplace_back(R"(show { whistle_id: "fedcba9876543210" })");
  made.emplace_back(R"(inbox { department: "um" after_whistle_id: "fedcba9876543210" })");
  made.emplace_back(R"(inbox { desk: "2101" })");
  made.emplace_back(R"(figures { from: 20260301 to: 20260331 by: GROUPING_KIND })");
  made.emplace_back(R"(inbox { reporter: "walker" })");
  made.emplace_back(R"(feed_range { topic: "dept/um" after { epoch: 3 sequence: 4 } })");
  made.emplace_back("ping {}");
  return made;
}

TEST(door, a_full_report_reads_back) {
  report told = asked_in<blow>(std::string("blow { ") + report_text + " }").what;
  report wanted;
  wanted.kind = whistle_kind::joint;
  wanted.matter = matter_key{matter_kind::component, "06010"};
  wanted.condition = 2;
  wanted.area = area_code("2101");
  wanted.where = place{1234000000, -418000000, 5};
  wanted.text = "路面塌陷\n\tsecond line";
  wanted.photos = {"aa", "bb"};
  wanted.source = source::hotline;
  wanted.observed_at = from_ms(1000);
  wanted.source_reference = "12345-1";
  wanted.ordered_limit = ordered_limit{from_ms(2000)};
  EXPECT_EQ(told, wanted);
}

TEST(door, an_empty_report_is_no_reason_to_refuse) {
  EXPECT_EQ(asked_in<blow>("blow {}").what, report{});
  report no_limit = asked_in<blow>("blow { report { ordered_limit {} } }").what;
  ASSERT_TRUE(no_limit.ordered_limit);
  EXPECT_EQ(no_limit.ordered_limit->due_at, std::nullopt);
}

TEST(door, figures_of_some_alone_what_came_in_and_what_was_done_read_back) {
  auto some = body_of<figures_request>(
      R"(figures { from: 20260301 to: 20260331 by: GROUPING_KIND area: "2101" department: "um" )"
      R"(matter: "matter:06010" day_by_day: true })");
  EXPECT_EQ(some.only.area, area_code("2101"));
  EXPECT_EQ(some.only.department, department_code("um"));
  EXPECT_EQ(some.only.matter, (matter_key{matter_kind::matter, "06010"}));
  EXPECT_TRUE(some.day_by_day);
  auto all =
      body_of<figures_request>(R"(figures { from: 20260301 to: 20260331 by: GROUPING_KIND })");
  EXPECT_FALSE(all.day_by_day || all.only.matter);
  auto flow = body_of<flow_request>(R"(flow { area: "2101" hours: 24 })");
  EXPECT_EQ(flow.within, area_code("2101"));
  EXPECT_EQ(flow.hours, 24u);
  auto done = body_of<done_request>(
      R"(done { department: "um" before_ms: 1000 before_whistle_id: "fedcba9876543210" })");
  EXPECT_EQ(done.department, department_code("um"));
  ASSERT_TRUE(done.before);
  EXPECT_EQ(done.before->at, from_ms(1000));
  EXPECT_EQ(done.before->whistle, *whistle_id::from_bytes("fedcba9876543210"));
  EXPECT_FALSE(body_of<done_request>(R"(done { department: "um" })").before);
  auto ended =
      body_of<ended_request>(R"(ended { before_ms: 1 before_whistle_id: "fedcba9876543210" })");
  ASSERT_TRUE(ended.before);
  EXPECT_EQ(ended.before->at, from_ms(1));
  EXPECT_FALSE(body_of<ended_request>(R"(ended {})").before);
}

TEST(door, every_question_reads_back) {
  auto whistle = whistle_id::from_bytes("fedcba9876543210");
  EXPECT_EQ(body_of<show_request>(R"(show { whistle_id: "fedcba9876543210" })").whistle, *whistle);
  EXPECT_EQ(body_of<similar_request>(R"(similar { whistle_id: "fedcba9876543210" })").whistle,
            *whistle);
  EXPECT_EQ(body_of<suggest_request>(R"(suggest { text: "灯不亮" })").text, "灯不亮");
  auto of_department =
      body_of<inbox_request>(R"(inbox { department: "um" after_whistle_id: "fedcba9876543210" })");
  EXPECT_EQ(of_department.whose, inbox_key(department_code("um")));
  EXPECT_EQ(of_department.after, *whistle);
  EXPECT_EQ(body_of<inbox_request>(R"(inbox { desk: "2101" })").whose,
            inbox_key(area_code("2101")));
  EXPECT_EQ(body_of<inbox_request>(R"(inbox { area: "2101" })").whose,
            inbox_key(ground_code("2101")));
  auto figures = body_of<figures_request>(
      R"(figures { from: 20260301 to: 20260331 by: GROUPING_STREET after_group: "2101" )"
      R"(behind { group: "g" figure: FIGURE_NAME_HONEST counted: true skip: 7 } })");
  using namespace std::chrono_literals;
  EXPECT_EQ(figures.from, std::chrono::local_days(2026y / 3 / 1));
  EXPECT_EQ(figures.to, std::chrono::local_days(2026y / 3 / 31));
  EXPECT_EQ(figures.by, grouping::street);
  EXPECT_EQ(figures.after_group, "2101");
  ASSERT_TRUE(figures.behind);
  EXPECT_EQ(figures.behind->group, "g");
  EXPECT_EQ(figures.behind->of, figure::honest);
  EXPECT_EQ(figures.behind->part, figure_part::counted);
  EXPECT_EQ(figures.behind->skip, 7u);
  auto board = body_of<zero_board_request>(
      R"(zero_board { from: 20260301 to: 20260331 by: GROUPING_COMMUNITY after_group: "2101" )"
      R"(behind { group: "g" tag: MATTER_TAG_CASE skip: 7 } })");
  EXPECT_EQ(board.by, grouping::community);
  EXPECT_EQ(board.after_group, "2101");
  ASSERT_TRUE(board.behind);
  EXPECT_EQ(board.behind->group, "g");
  EXPECT_EQ(board.behind->tag, matter_tag::legal_case);
  EXPECT_EQ(board.behind->skip, 7u);
  auto care = body_of<care_request>(
      R"(care { from: 20260301 to: 20260331 by: GROUPING_COMMUNITY after_group: "2101" )"
      R"(behind { group: "g" state: CARE_STATE_MISSED skip: 7 } })");
  EXPECT_EQ(care.by, grouping::community);
  ASSERT_TRUE(care.behind);
  EXPECT_EQ(care.behind->group, "g");
  EXPECT_EQ(care.behind->state, care_state::missed);
  EXPECT_EQ(care.behind->skip, 7u);
  EXPECT_EQ(
      body_of<care_request>(R"(care { from: 20260301 to: 20260331 by: GROUPING_NONE behind {} })")
          .behind->state,
      std::nullopt);
  EXPECT_EQ(body_of<inbox_request>(R"(inbox { reporter: "walker" })").whose,
            inbox_key(user_id("walker")));
  auto range = body_of<feed_range_request>(
      R"(feed_range { topic: "dept/um" after { epoch: 3 sequence: 4 } })");
  EXPECT_EQ(range.topic, "dept/um");
  EXPECT_EQ(range.after, (position{3, 4}));
  body_of<ping_request>("ping {}");
}

TEST(door, ids_version_and_replay_instant_read_back) {
  auto read = read_request(frame_of("replay_at_ms: 77 " + command_text("report_in {}")));
  const auto& told = std::get<request>(read);
  EXPECT_EQ(told.id, "0123456789abcdef");
  EXPECT_EQ(told.replay_at, from_ms(77));
  const command& asked = std::get<command_request>(told.body).command;
  EXPECT_EQ(asked.id.raw(), "0123456789abcdef");
  EXPECT_EQ(asked.whistle.raw(), "fedcba9876543210");
  EXPECT_EQ(asked.seen_version, 3u);
  EXPECT_EQ(std::get<request>(read_request(frame_of("ping {}"))).replay_at, std::nullopt);
}

TEST(door, the_digest_tells_one_commands_bytes_from_anothers) {
  auto digest = [](const std::string& text) {
    return body_of<command_request>(command_text(text)).command.digest;
  };
  EXPECT_EQ(digest(R"(note { text: "so" })"), digest(R"(note { text: "so" })"));
  EXPECT_NE(digest(R"(note { text: "so" })"), digest(R"(note { text: "sp" })"));
  EXPECT_NE(digest(R"(decline { reason: "so" })"), digest(R"(withdraw { reason: "so" })"));
}

TEST(door, each_kind_of_bad_request_has_its_refusal) {
  struct row {
    std::string text;
    const char* code;
  };
  const std::string sixteen = R"(whistle_id: "fedcba9876543210" )";
  auto repeated = [](const std::string& item, std::size_t times) {
    std::string made;
    for (std::size_t i = 0; i < times; ++i) made += item;
    return made;
  };
  auto text_of = [](std::size_t bytes) { return '"' + std::string(bytes, 'a') + '"'; };
  const row table[] = {
      {"", "malformed"},
      {"command { " + sixteen + "}", "malformed"},
      {"command {}", "id_invalid"},
      {R"(command { whistle_id: "short" note {} })", "id_invalid"},
      {R"(command { whistle_id: "fedcba987654321" note {} })", "id_invalid"},
      {R"(command { whistle_id: "fedcba98765432100" note {} })", "id_invalid"},
      {"show {}", "id_invalid"},
      {"similar {}", "id_invalid"},
      {R"(show { whistle_id: "fedcba98765432100" })", "id_invalid"},
      {"inbox {}", "malformed"},
      {R"(figures { from: 20260301 to: 20260331 })", "malformed"},
      {R"(figures { from: 20260230 to: 20260331 by: GROUPING_NONE })", "malformed"},
      {R"(figures { from: 20260301 to: 20260228 by: GROUPING_NONE })", "malformed"},
      {R"(figures { from: 20260301 to: 20260331 by: GROUPING_NONE behind {} })", "malformed"},
      {R"(zero_board { from: 20260301 to: 20260331 })", "malformed"},
      {R"(care { from: 20260301 to: 20260331 by: GROUPING_KIND })", "malformed"},
      {R"(care { from: 20260301 to: 20270302 by: GROUPING_NONE })", "malformed"},
      {command_text("blow { report { source: SOURCE_SCHEDULE } }"), "malformed"},
      {R"(zero_board { from: 20260301 to: 20260331 by: GROUPING_KIND })", "malformed"},
      {R"(zero_board { from: 20260301 to: 20260331 by: GROUPING_GRID behind {} })", "malformed"},
      {R"(inbox { desk: "21" after_whistle_id: "short" })", "page_unknown"},
      {command_text("blow { report { photos: \"a\" " + repeated("photos: \"a\" ", 19) + "} }"),
       "accepted"},
      {command_text("blow { report { photos: \"a\" " + repeated("photos: \"a\" ", 20) + "} }"),
       "list_too_long"},
      {command_text("handle { " + repeated("photos: \"a\" ", 21) + "}"), "list_too_long"},
      {command_text("verify { " + repeated("photos: \"a\" ", 21) + "}"), "list_too_long"},
      {command_text("dispatch { " + repeated("helpers: \"a\" ", 32) + "}"), "accepted"},
      {command_text("dispatch { " + repeated("helpers: \"a\" ", 33) + "}"), "list_too_long"},
      {command_text("note { text: " + text_of(text_bytes_max) + " }"), "accepted"},
      {command_text("note { text: " + text_of(text_bytes_max + 1) + " }"), "text_too_long"},
      {command_text("file { area: " + text_of(code_bytes_max + 1) + " }"), "text_too_long"},
      {command_text("blow { report { kind: 99 } }"), "malformed"},
      {command_text("blow { report { source: 99 } }"), "malformed"},
      {command_text("blow { report { matter { kind: 99 } } }"), "malformed"},
      {command_text("file { kind: 99 }"), "malformed"},
      {command_text("file { matter { kind: 99 } }"), "malformed"},
      {command_text("close { outcome: 99 }"), "malformed"},
      // An instant with which no sum overflows: until the end of the year 9999.
      {command_text("blow { report { ordered_limit { due_at_ms: 253402300799999 } } }"),
       "accepted"},
      {command_text("blow { report { ordered_limit { due_at_ms: 253402300800000 } } }"),
       "malformed"},
      {command_text("blow { report { ordered_limit { due_at_ms: -1 } } }"), "malformed"},
      {command_text("blow { report { observed_at_ms: 9223372036854775807 } }"), "malformed"},
      {"replay_at_ms: -1 ping {}", "malformed"},
      {"replay_at_ms: 253402300800000 ping {}", "malformed"},
  };
  for (const row& each : table) {
    EXPECT_EQ(verdict_on(frame_of(each.text)), each.code) << each.text.substr(0, 90);
  }
}

TEST(door, a_frame_is_refused_by_its_size_before_it_is_read) {
  EXPECT_EQ(verdict_on(""), "malformed");
  EXPECT_EQ(verdict_on(std::string(request_bytes_max, '\0')), "malformed");
  EXPECT_EQ(verdict_on(std::string(request_bytes_max + 1, '\0')), "frame_too_large");
}

TEST(door, a_request_id_is_sixteen_bytes_and_not_all_zero) {
  for (const std::string& id :
       {std::string(), std::string(15, 'a'), std::string(17, 'a'), std::string(16, '\0')}) {
    v1::Request asked = request_of("ping {}");
    asked.set_request_id(id);
    EXPECT_EQ(verdict_on(asked.SerializeAsString()), "id_invalid") << id.size();
  }
}

TEST(door, another_wire_version_is_named_and_the_id_echoed) {
  v1::Request asked = request_of("ping {}");
  for (std::uint32_t version : {0u, 2u}) {
    asked.set_wire_version(version);
    auto read = read_request(asked.SerializeAsString());
    ASSERT_TRUE(std::holds_alternative<unread>(read));
    EXPECT_EQ(std::get<unread>(read).no.code, refusal_code::wire_version_unknown);
    EXPECT_EQ(std::get<unread>(read).no.detail, std::to_string(version));
    EXPECT_EQ(std::get<unread>(read).id, "0123456789abcdef");
  }
}

TEST(door, a_refusal_echoes_the_id_and_names_the_field_but_not_its_text) {
  auto read = read_request(frame_of(command_text("note { text: \"secret\x01\" }")));
  ASSERT_TRUE(std::holds_alternative<unread>(read));
  const auto& no = std::get<unread>(read);
  EXPECT_EQ(no.id, "0123456789abcdef");
  EXPECT_EQ(no.no.code, refusal_code::forbidden_character);
  EXPECT_THAT(no.no.detail, HasSubstr("note.text"));
  EXPECT_THAT(no.no.detail, testing::Not(HasSubstr("secret")));
}

TEST(door, a_frame_cut_anywhere_is_refused) {
  for (const std::string& body : valid_bodies()) {
    std::string frame = frame_of(body);
    ASSERT_EQ(verdict_on(frame), "accepted") << body;
    for (std::size_t length = 0; length < frame.size(); ++length) {
      std::string verdict = verdict_on(std::string_view(frame).substr(0, length));
      EXPECT_TRUE(verdict == "malformed" || verdict == "id_invalid") << verdict << " at " << length;
    }
  }
}

TEST(door, what_follows_a_frame_is_not_overlooked) {
  EXPECT_EQ(verdict_on(frame_of("ping {}") + '\x04'), "malformed");
  EXPECT_EQ(verdict_on(frame_of("ping {}") + std::string(1, '\0')), "malformed");
}

TEST(door, a_depth_bomb_is_refused_without_descending) {
  // Field 1000 as a group, opened ten thousand times inside itself; then as messages in messages.
  std::string groups;
  for (int i = 0; i < 10'000; ++i) groups += "\xc3\x3e";
  for (int i = 0; i < 10'000; ++i) groups += "\xc4\x3e";
  EXPECT_EQ(verdict_on(frame_of("ping {}") + groups), "malformed");
  EXPECT_EQ(verdict_on(frame_of("ping {}") + groups.substr(0, 60)), "malformed");
  EXPECT_EQ(verdict_on(frame_of("ping {}") + "\xc3\x3e\xc4\x3e"), "unknown_field");
  std::string messages = "\x08\x01";
  while (messages.size() < 30'000) {
    std::string wrapped = "\xc2\x3e";
    for (std::size_t rest = messages.size();; rest >>= 7) {
      wrapped += static_cast<char>((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
      if (rest <= 0x7f) break;
    }
    messages = wrapped + messages;
  }
  EXPECT_EQ(verdict_on(frame_of("ping {}") + messages), "unknown_field");
}

TEST(door, a_hundred_thousand_broken_frames_are_read_or_refused_and_nothing_else) {
  constexpr std::uint32_t seed = 4711;
  std::mt19937 by_chance(seed);
  std::vector<std::string> frames;
  for (const std::string& body : valid_bodies()) frames.push_back(frame_of(body));
  std::size_t accepted = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string frame = frames[by_chance() % frames.size()];
    for (std::size_t changes = 1 + by_chance() % 4; changes > 0 && !frame.empty(); --changes) {
      std::size_t at = by_chance() % frame.size();
      switch (by_chance() % 4) {
        case 0:
          frame[at] = static_cast<char>(by_chance());
          break;
        case 1:
          frame[at] = static_cast<char>(frame[at] ^ (1 << by_chance() % 8));
          break;
        case 2:
          frame.erase(at, 1 + by_chance() % 3);
          break;
        default:
          frame.insert(at, frame.substr(by_chance() % frame.size(), by_chance() % 9));
      }
    }
    auto read = read_request(frame);
    const auto* made = std::get_if<request>(&read);
    if (!made) continue;
    ++accepted;
    ASSERT_EQ(made->id.size(), 16u) << "seed " << seed << " round " << i;
    const auto* told = std::get_if<command_request>(&made->body);
    const auto* noted = told ? std::get_if<note>(&told->command.ask) : nullptr;
    if (noted) {
      ASSERT_EQ(fault_in(noted->text), std::nullopt) << "seed " << seed << " round " << i;
    }
  }
  EXPECT_GT(accepted, 1'000u);
}

TEST(door, what_is_wrong_with_a_publication_has_its_refusal) {
  struct row {
    std::string text;
    const char* code;
  };
  auto repeated = [](const std::string& item, std::size_t times) {
    std::string made;
    for (std::size_t i = 0; i < times; ++i) made += item;
    return made;
  };
  const std::string hash = R"(sha256: "0123456789abcdef0123456789abcdef" )";
  const std::string pack = R"(pack: "0123456789abcdef0123456789abcdef" )";
  const std::string moved = R"(move_ids: "fedcba9876543210" )";
  const row table[] = {
      {"publish {}", "malformed"},
      {"publish { part { size: 3 } }", "malformed"},
      {"publish { part { " + hash + R"(size: 3 offset: 1 bytes: "bc" } })", "accepted"},
      {"publish { part { " + hash + R"(size: 3 offset: 2 bytes: "bc" } })", "malformed"},
      {"publish { part { " + hash + "offset: 18446744073709551615 } }", "malformed"},
      {"publish { part { " + hash + "size: 33554432 } }", "accepted"},
      {"publish { part { " + hash + "size: 33554433 } }", "list_too_long"},
      {"publish { check {} }", "malformed"},
      {"publish { check { " + pack + "} }", "accepted"},
      {"publish { check { " + pack + R"(expectations: "short" } })", "malformed"},
      {"publish { pack {} }", "malformed"},
      {"publish { pack { " + pack + "} }", "accepted"},
      {"publish { pack { " + pack + R"(expectations: "short" } })", "malformed"},
      {"publish { pack { " + pack + "effective_at_ms: -1 } }", "malformed"},
      {"publish { pack { " + pack + R"(move_ids: "short" } })", "id_invalid"},
      {"publish { pack { " + pack + repeated(moved, 256) + "} }", "accepted"},
      {"publish { pack { " + pack + repeated(moved, 257) + "} }", "list_too_long"},
      {R"(packs { after_whistle_id: "short" })", "page_unknown"},
  };
  for (const row& each : table)
    EXPECT_EQ(verdict_on(frame_of(each.text)), each.code) << each.text.substr(0, 90);
}

TEST(door, a_publication_reads_back_with_each_whistle_once) {
  auto told = body_of<publish_request>(
      R"(publish { pack { pack: "0123456789abcdef0123456789abcdef" seen_version: 3
           expectations: "abcdef0123456789abcdef0123456789" effective_at_ms: 5000
           reason: "a new year" move_ids: "fedcba9876543210" move_ids: "fedcba9876543210" } })");
  EXPECT_EQ(told.asked.id.raw(), "0123456789abcdef");
  EXPECT_EQ(told.asked.pack.raw(), "0123456789abcdef0123456789abcdef");
  ASSERT_TRUE(told.expectations.has_value());
  EXPECT_EQ(told.expectations->raw(), "abcdef0123456789abcdef0123456789");
  EXPECT_EQ(told.asked.seen_version, 3u);
  EXPECT_EQ(told.asked.effective_at, from_ms(5000));
  EXPECT_EQ(told.asked.reason, "a new year");
  EXPECT_EQ(told.asked.moves.size(), 1u);
  auto other = body_of<publish_request>(
      R"(publish { pack { pack: "0123456789abcdef0123456789abcdef" seen_version: 4 } })");
  EXPECT_NE(other.asked.digest, told.asked.digest);
  EXPECT_FALSE(other.asked.effective_at);
  EXPECT_FALSE(other.expectations);
}

}  // namespace
}  // namespace gridwhistle
