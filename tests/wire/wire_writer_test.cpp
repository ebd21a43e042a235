// The law of wire_writer: its bytes are those that protobuf gives for the same message.
#include "server/adapters/wire_writer.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "server/adapters/codec_parts.hpp"
#include "server/adapters/journal_codec.hpp"
#include "server/adapters/reply_codec.hpp"
#include "tests/core/small_city.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

template <class Message, class Write>
void expect_the_bytes_of(const Message& wanted, Write write) {
  EXPECT_EQ(wire_bytes(write), wanted.SerializeAsString()) << wanted.ShortDebugString();
}

TEST(wire_writer, numbers_of_every_length_are_those_of_protobuf) {
  using limits = std::numeric_limits<std::int64_t>;
  for (std::int64_t number :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{127}, std::int64_t{128},
        std::int64_t{16'383}, std::int64_t{16'384}, std::int64_t{-1}, std::int64_t{-64},
        std::int64_t{-65}, limits::max(), limits::min()}) {
    v1::Overran plain;
    plain.set_deadline_at_ms(number);
    expect_the_bytes_of(
        plain, [&](wire_writer& to) { to.number(v1::Overran::kDeadlineAtMsFieldNumber, number); });
    v1::Budget with_sign;
    with_sign.set_amount_ms(number);
    expect_the_bytes_of(with_sign, [&](wire_writer& to) {
      to.signed_number(v1::Budget::kAmountMsFieldNumber, number);
    });
    v1::Happened fixed;
    fixed.set_command_digest(static_cast<std::uint64_t>(number));
    expect_the_bytes_of(fixed, [&](wire_writer& to) {
      to.fixed(v1::Happened::kCommandDigestFieldNumber, static_cast<std::uint64_t>(number));
    });
  }
  for (std::int32_t number : {std::numeric_limits<std::int32_t>::min(), -1, 1}) {
    v1::Place short_one;
    short_one.set_longitude_e7(number);
    expect_the_bytes_of(short_one, [&](wire_writer& to) {
      to.signed_number(v1::Place::kLongitudeE7FieldNumber, number);
    });
  }
}

TEST(wire_writer, parts_of_every_length_are_those_of_protobuf) {
  for (std::size_t length :
       {0ul, 1ul, 120ul, 125ul, 126ul, 127ul, 128ul, 129ul, 16'380ul, 16'384ul, 3'000'000ul}) {
    std::string text(length, 't');
    v1::WhistleState wanted;
    wanted.set_desk("before");
    v1::Obligation& owed = *wanted.add_obligations();
    owed.mutable_report_in()->add_segments()->set_holder(text);
    owed.set_question("behind");
    wanted.add_obligations();
    expect_the_bytes_of(wanted, [&](wire_writer& to) {
      to.text(v1::WhistleState::kDeskFieldNumber, "before");
      to.part(v1::WhistleState::kObligationsFieldNumber, [&] {
        to.part(v1::Obligation::kReportInFieldNumber, [&] {
          to.part(v1::ClockLedger::kSegmentsFieldNumber,
                  [&] { to.text(v1::ClockSegment::kHolderFieldNumber, text); });
        });
        to.text(v1::Obligation::kQuestionFieldNumber, "behind");
      });
      to.part(v1::WhistleState::kObligationsFieldNumber, [] {});
    });
  }
}

TEST(wire_writer, an_empty_text_is_left_out_but_counts_in_a_list) {
  v1::Handled wanted;
  wanted.add_photos("");
  wanted.add_photos("p");
  expect_the_bytes_of(wanted, [](wire_writer& to) {
    to.text(v1::Handled::kResultFieldNumber, "");
    codec::write_list(v1::Handled::kPhotosFieldNumber, std::vector<std::string>{"", "p"}, to);
  });
}

TEST(wire_writer, a_part_gives_the_bytes_that_stand_in_it) {
  std::string long_text(300, 't');
  std::string bytes = "kept";
  {
    wire_writer to(bytes);
    auto part = to.part(1, [&] { to.text(2, long_text); });
    EXPECT_EQ(part, wire_bytes([&](wire_writer& alone) { alone.text(2, long_text); }));
  }
  EXPECT_EQ(bytes.substr(0, 4), "kept");
  EXPECT_EQ(bytes.size(), 4u + 1 + 2 + 1 + 2 + long_text.size());
}

std::vector<entry> some_entries() {
  std::vector<entry> made;
  for (std::uint64_t version = 1; version <= 40; ++version) {
    noted said{std::string(version, 's'), addressed_to::everybody, {}, {}};
    made.push_back({{4, 5},
                    small_city::whistle_number(1),
                    version,
                    small_city::march(11, 9h),
                    small_city::command_number(2),
                    version,
                    user_id("walker"),
                    std::move(said)});
  }
  return made;
}

TEST(wire_writer, a_sealed_batch_is_the_message_it_says_it_is) {
  journal_chain chain({});
  refusal_record refused{small_city::march(11, 9h),     user_id("stranger"), {}, {}, "show", {},
                         refusal_code::not_your_whistle};
  publication told{1, small_city::march(11, 9h), {}, 0, user_id("chief"), {}, {}, "new year", {}};
  std::string sealed = chain.seal({4, 5}, small_city::march(11, 9h), some_entries(),
                                  std::vector{refused}, std::vector{told});
  v1::JournalBatch outer;
  v1::JournalBatchBody body;
  ASSERT_TRUE(outer.ParseFromString(sealed));
  ASSERT_TRUE(body.ParseFromString(outer.body()));
  EXPECT_EQ(body.entries_size(), 41);
  EXPECT_EQ(body.refusals_size(), 1);
  EXPECT_EQ(outer.SerializeAsString(), sealed);
  EXPECT_EQ(body.SerializeAsString(), outer.body());
}

TEST(wire_writer, a_receipt_is_the_message_it_says_it_is) {
  receipt told;
  told.whistle = small_city::whistle_number(1);
  told.version = 300;
  told.at = {4, 5};
  told.stage = stage::dispatched;
  told.called = {department_code("um"), department_code("ps"), department_code("pw")};
  told.desk = area_code("2101");
  told.desk_reason = desk_reason::no_duty;
  told.deadlines = {{small_city::march(11, 9h), clock_name::report_in, department_code("um"),
                     budget{time_unit::work_hour, 5h}},
                    {small_city::march(12, 9h), clock_name::handle, department_code("um"),
                     budget{time_unit::work_day, 16h}, 8h}};
  told.repeat = repeat::again;
  told.similar = {small_city::whistle_number(2), small_city::whistle_number(3)};
  receipt_terms terms{*dataset_id::from_bytes(std::string(16, 'd')), durability::within_seconds};
  std::string bytes = encode_answer(std::string(16, 'r'), told, terms, {4, 6});
  v1::Reply read;
  ASSERT_TRUE(read.ParseFromString(bytes));
  EXPECT_EQ(read.SerializeAsString(), bytes);
  EXPECT_EQ(read.wire_version(), 1u);
  EXPECT_EQ(read.request_id(), std::string(16, 'r'));
  const v1::Receipt& said = read.receipt();
  EXPECT_EQ(said.whistle_id(), told.whistle.raw());
  EXPECT_EQ(said.version(), 300u);
  EXPECT_EQ(said.position().sequence(), 5u);
  EXPECT_EQ(said.dataset(), std::string(16, 'd'));
  EXPECT_EQ(said.stage(), v1::STAGE_DISPATCHED);
  EXPECT_EQ(said.lead(), "um");
  ASSERT_EQ(said.helpers_size(), 2);
  EXPECT_EQ(said.helpers(1), "pw");
  EXPECT_EQ(said.desk(), "2101");
  EXPECT_EQ(said.desk_reason(), v1::DESK_REASON_NO_DUTY);
  ASSERT_EQ(said.deadlines_size(), 2);
  EXPECT_EQ(said.deadlines(1).clock(), v1::CLOCK_NAME_HANDLE);
  EXPECT_EQ(said.deadlines(1).department(), "um");
  EXPECT_EQ(said.deadlines(1).due_at_ms(), to_ms(told.deadlines[1].at));
  EXPECT_EQ(said.deadlines(1).soon_at_ms(), to_ms(told.deadlines[1].soon()));
  EXPECT_EQ(said.deadlines(0).limit().budget().unit(), v1::TIME_UNIT_WORK_HOUR);
  EXPECT_EQ(said.deadlines(0).limit().work_day_ms(), 0);
  EXPECT_EQ(said.deadlines(1).limit().budget().unit(), v1::TIME_UNIT_WORK_DAY);
  EXPECT_EQ(said.deadlines(1).limit().budget().amount_ms(), std::chrono::milliseconds(16h).count());
  EXPECT_EQ(said.deadlines(1).limit().work_day_ms(), std::chrono::milliseconds(8h).count());
  EXPECT_EQ(said.durability(), v1::DURABILITY_WITHIN_SECONDS);
  EXPECT_TRUE(said.repeated_command());
  ASSERT_EQ(said.similar_size(), 2);
  EXPECT_EQ(said.similar(1), told.similar[1].raw());
}

}  // namespace
}  // namespace gridwhistle
