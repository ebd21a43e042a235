#include "server/adapters/state_codec.hpp"

#include <sodium.h>

#include "server/adapters/codec_parts.hpp"
#include "server/adapters/event_codec.hpp"
#include "server/adapters/journal_codec.hpp"

namespace gridwhistle {
namespace {

using codec::from;
using codec::number_of;
namespace pb = ::gridwhistle::v1;

// Most states of a whistle that nothing but its blow has happened to are shorter.
constexpr std::size_t state_bytes_usual = 2048;

void write_ledger(int field, const clock_ledger& clock, wire_writer& to) {
  to.part(field, [&] {
    codec::write_part(pb::ClockLedger::kLimitFieldNumber, clock.limit(), to);
    for (const clock_segment& each : clock.segments()) {
      to.part(pb::ClockLedger::kSegmentsFieldNumber, [&] {
        using form = pb::ClockSegment;
        to.number(form::kFromAtMsFieldNumber, to_ms(each.from));
        to.number(form::kStateFieldNumber, number_of<pb::ClockState>(each.state));
        to.number(form::kReasonFieldNumber, static_cast<int>(each.reason));
        to.text(form::kHolderFieldNumber, each.holder);
        to.number(form::kChargedFieldNumber, each.charged);
      });
    }
    to.number(pb::ClockLedger::kOverrunRecordedFieldNumber, clock.overrun_recorded());
  });
}

std::optional<clock_ledger> read_ledger(const pb::ClockLedger& in) {
  std::optional<budget> limit;
  if (in.has_limit()) {
    limit = codec::read(in.limit());
    if (!limit) return std::nullopt;
  }
  std::vector<clock_segment> segments;
  for (const pb::ClockSegment& each : in.segments()) {
    auto state = from(each.state());
    bool in_order = segments.empty() || to_ms(segments.back().from) <= each.from_at_ms();
    if (!state || !in_order || !pb::PauseReason_IsValid(each.reason())) return std::nullopt;
    segments.push_back({from_ms(each.from_at_ms()), *state,
                        static_cast<pause_reason>(each.reason()), each.holder(), each.charged()});
  }
  auto clock = clock_ledger::restored(limit, std::move(segments));
  if (in.overrun_recorded()) clock.record_overrun();
  return clock;
}

void write_instant(int field, const std::optional<instant>& at, wire_writer& to) {
  if (at) to.number(field, to_ms(*at));
}

std::optional<instant> read_instant(std::int64_t ms) {
  if (ms == 0) return std::nullopt;
  return from_ms(ms);
}

void write_obligation(const obligation& owed, wire_writer& to) {
  using form = pb::Obligation;
  to.text(form::kDepartmentFieldNumber, owed.department.text);
  to.number(form::kPartFieldNumber, number_of<pb::Part>(owed.part));
  to.number(form::kStageFieldNumber, number_of<pb::ObligationStage>(owed.stage));
  write_instant(form::kDeliveredAtMsFieldNumber, owed.delivered_at, to);
  write_instant(form::kReportedInAtMsFieldNumber, owed.reported_in_at, to);
  write_instant(form::kArrivedAtMsFieldNumber, owed.arrived_at, to);
  write_instant(form::kDoneAtMsFieldNumber, owed.done_at, to);
  if (!owed.handlers.empty()) to.text(form::kHandlerFieldNumber, owed.handlers.back().text);
  write_ledger(form::kReportInFieldNumber, owed.report_in, to);
  write_ledger(form::kHandleFieldNumber, owed.handle, to);
  codec::write_part(form::kHandleLimitFieldNumber, owed.handle_limit, to);
  write_ledger(form::kRulingFieldNumber, owed.ruling, to);
  to.text(form::kRulingDeskFieldNumber, owed.ruling_desk.text);
  to.text(form::kProposedFieldNumber, owed.proposed.text);
  to.number(form::kExtensionsFieldNumber, static_cast<std::uint32_t>(owed.extensions));
  codec::write_part(form::kExtensionAskedFieldNumber, owed.extension_asked, to);
  to.number(form::kReportInAppealFieldNumber, static_cast<int>(owed.report_in_appeal));
  to.number(form::kHandleAppealFieldNumber, static_cast<int>(owed.handle_appeal));
  to.number(form::kReturnsFieldNumber, static_cast<std::uint32_t>(owed.returns));
  to.number(form::kRejectionsFieldNumber, static_cast<std::uint32_t>(owed.rejections));
  for (const rung& each : owed.rungs) codec::write_part(form::kRungsFieldNumber, each, to);
  codec::write_seat_call<form>(owed.called, to);
  to.number(form::kQuestionsFieldNumber, static_cast<std::uint32_t>(owed.questions));
  to.text(form::kQuestionFieldNumber, owed.question);
  write_instant(form::kAnswerUntilMsFieldNumber, owed.answer_until, to);
  codec::write_list(form::kHandlersFieldNumber, owed.handlers, to);
}

bool numbers_known(const pb::Obligation& in) {
  return (!in.has_handle_limit() || codec::read(in.handle_limit())) &&
         (!in.has_extension_asked() || codec::read(in.extension_asked())) &&
         pb::AppealStage_IsValid(in.report_in_appeal()) &&
         pb::AppealStage_IsValid(in.handle_appeal());
}

std::optional<obligation> read_obligation(const pb::Obligation& in) {
  auto which = from(in.part());
  auto reached = from(in.stage());
  auto report_in = read_ledger(in.report_in());
  auto handle = read_ledger(in.handle());
  auto ruling = read_ledger(in.ruling());
  if (!which || !reached || !report_in || !handle || !ruling) return std::nullopt;
  auto called = codec::read_seat_call(in);
  if (!called || !numbers_known(in)) return std::nullopt;
  obligation made{
      .department = department_code(in.department()), .part = *which, .stage = *reached};
  made.delivered_at = read_instant(in.delivered_at_ms());
  made.called = *std::move(called);
  made.reported_in_at = read_instant(in.reported_in_at_ms());
  made.arrived_at = read_instant(in.arrived_at_ms());
  made.done_at = read_instant(in.done_at_ms());
  for (const std::string& each : in.handlers()) made.handlers.emplace_back(each);
  // Stored when only the last one was kept.
  if (made.handlers.empty() && !in.handler().empty()) made.handlers.emplace_back(in.handler());
  made.report_in = *std::move(report_in);
  made.handle = *std::move(handle);
  // Before extensions the clock's limit was the one given.
  made.handle_limit = in.has_handle_limit() ? codec::read(in.handle_limit()) : made.handle.limit();
  made.ruling = *std::move(ruling);
  made.ruling_desk = area_code(in.ruling_desk());
  made.proposed = department_code(in.proposed());
  made.extensions = static_cast<int>(in.extensions());
  if (in.has_extension_asked()) made.extension_asked = codec::read(in.extension_asked());
  made.report_in_appeal = static_cast<appeal_stage>(in.report_in_appeal());
  made.handle_appeal = static_cast<appeal_stage>(in.handle_appeal());
  made.returns = static_cast<int>(in.returns());
  made.rejections = static_cast<int>(in.rejections());
  for (const pb::Rung& each : in.rungs()) {
    auto recorded = codec::read(each);
    if (!recorded) return std::nullopt;
    made.rungs.push_back(*recorded);
  }
  made.questions = static_cast<int>(in.questions());
  made.question = in.question();
  made.answer_until = read_instant(in.answer_until_ms());
  return made;
}

void write_step(const step& each, wire_writer& to) {
  using form = pb::Happened;
  to.number(form::kVersionFieldNumber, each.version);
  to.number(form::kAtMsFieldNumber, to_ms(each.at));
  to.text(form::kActorFieldNumber, each.by.text);
  if (!each.command.empty()) to.text(form::kCommandIdFieldNumber, each.command.raw());
  to.fixed(form::kCommandDigestFieldNumber, each.digest);
  to.number(form::kEventFieldNumber, first_event_number + each.event_index);
  codec::write_part(form::kBatchFieldNumber, each.batch, to);
}

std::optional<step> read_step(const pb::Happened& in) {
  constexpr auto first = static_cast<std::uint32_t>(first_event_number);
  if (in.event() < first || in.event() - first >= std::variant_size_v<event>) return std::nullopt;
  step made{in.version(), codec::read(in.batch()), from_ms(in.at_ms()), user_id(in.actor()),
            {},           in.command_digest(),     in.event() - first};
  if (auto command = command_id::from_bytes(in.command_id())) made.command = *command;
  return made;
}

void write_course(const whistle& state, wire_writer& to) {
  using form = pb::WhistleState;
  write_ledger(form::kSupervisionFieldNumber, state.supervision, to);
  to.number(form::kReturnsFieldNumber, static_cast<std::uint32_t>(state.returns));
  to.number(form::kShelvingsFieldNumber, static_cast<std::uint32_t>(state.shelvings));
  write_instant(form::kShelvingAskedUntilMsFieldNumber, state.shelving_asked, to);
  write_instant(form::kShelvedUntilMsFieldNumber, state.shelved_until, to);
  to.text(form::kAskedDeskFieldNumber, state.asked_desk.text);
  if (state.visit) to.number(form::kVisitFieldNumber, number_of<pb::Contact>(*state.visit));
  codec::write_part(form::kVisitedOpinionFieldNumber, state.visited_opinion, to);
  codec::write_part(form::kRatingFieldNumber, state.rating, to);
}

void write_joins(const whistle& state, wire_writer& to) {
  if (state.joined) {
    to.part(pb::WhistleState::kJoinedFieldNumber, [&] {
      using form = pb::Joining;
      to.text(form::kUmbrellaIdFieldNumber, state.joined->umbrella.raw());
      to.number(form::kStageFieldNumber, number_of<pb::Stage>(state.joined->stage));
      to.text(form::kDeskFieldNumber, state.joined->desk.text);
    });
  }
  for (const member& each : state.members) {
    to.part(pb::WhistleState::kMembersFieldNumber, [&] {
      to.text(pb::Member::kWhistleIdFieldNumber, each.whistle.raw());
      to.text(pb::Member::kReporterFieldNumber, each.reporter.text);
    });
  }
}

void write_fields(const whistle& state, wire_writer& to) {
  using form = pb::WhistleState;
  to.text(form::kWhistleIdFieldNumber, state.id.raw());
  to.number(form::kVersionFieldNumber, state.version);
  to.number(form::kStageFieldNumber, number_of<pb::Stage>(state.stage));
  to.text(form::kReporterFieldNumber, state.reporter.text);
  codec::write_part(form::kReportFieldNumber, state.what, to);
  to.number(form::kRaisedAtMsFieldNumber, to_ms(state.raised_at));
  write_instant(form::kEndedAtMsFieldNumber, state.ended_at, to);
  if (state.outcome) to.number(form::kOutcomeFieldNumber, number_of<pb::Outcome>(*state.outcome));
  to.text(form::kDeskFieldNumber, state.desk.text);
  if (state.desk_reason)
    to.number(form::kDeskReasonFieldNumber, number_of<pb::DeskReason>(*state.desk_reason));
  for (const obligation& owed : state.obligations)
    to.part(form::kObligationsFieldNumber, [&] { write_obligation(owed, to); });
  to.text(form::kPolicyFieldNumber, state.policy.raw());
  to.number(form::kVerificationFieldNumber, state.verify == verification::required);
  write_ledger(form::kTotalFieldNumber, state.total, to);
  write_ledger(form::kDeskClockFieldNumber, state.desk_clock, to);
  for (const step& each : state.history)
    to.part(form::kHistoryFieldNumber, [&] { write_step(each, to); });
  codec::write_part(form::kReportInLimitFieldNumber, state.report_in_limit, to);
  codec::write_part(form::kHandleLimitFieldNumber, state.handle_limit, to);
  write_course(state, to);
  write_joins(state, to);
  to.number(form::kReporterIsImporterFieldNumber, state.reporter_is_importer);
  to.number(form::kVerificationPhotoFieldNumber, state.photo == verification_photo::required);
  to.text(form::kSupervisedByFieldNumber, state.supervised_by.text);
  to.text(form::kSupervisedAreaFieldNumber, state.supervised_area.text);
  codec::write_part(form::kLocatedFieldNumber, state.map, to);
}

std::optional<joining> read_joining(const pb::Joining& in) {
  auto umbrella = whistle_id::from_bytes(in.umbrella_id());
  auto before = from(in.stage());
  if (!umbrella || !before) return std::nullopt;
  return joining{*umbrella, *before, area_code(in.desk())};
}

std::optional<member> read_member(const pb::Member& in) {
  auto id = whistle_id::from_bytes(in.whistle_id());
  if (!id) return std::nullopt;
  return member{*id, user_id(in.reporter())};
}

bool numbers_known(const pb::WhistleState& in) {
  return pb::Outcome_IsValid(in.outcome()) && pb::DeskReason_IsValid(in.desk_reason()) &&
         pb::Contact_IsValid(in.visit()) &&
         (!in.has_report_in_limit() || codec::read(in.report_in_limit())) &&
         (!in.has_handle_limit() || codec::read(in.handle_limit())) &&
         codec::read(in.visited_opinion()) && codec::read(in.rating());
}

}  // namespace

void write_state(const whistle& state, std::string& to) {
  to.reserve(to.size() + state_bytes_usual);
  wire_writer out(to);
  write_fields(state, out);
}

void write_state(const whistle& state, pb::WhistleState& to) {
  codec::fill(to, [&](wire_writer& out) { write_fields(state, out); });
}

std::optional<whistle> read_state(const pb::WhistleState& in) {
  auto id = whistle_id::from_bytes(in.whistle_id());
  auto reached = from(in.stage());
  auto what = codec::read(in.report());
  auto policy = policy_hash::from_bytes(in.policy());
  auto total = read_ledger(in.total());
  auto desk_clock = read_ledger(in.desk_clock());
  auto supervision = read_ledger(in.supervision());
  if (!id || !reached || !what || !policy || !total || !desk_clock || !supervision)
    return std::nullopt;
  if (!numbers_known(in)) return std::nullopt;
  whistle made;
  made.id = *id;
  made.version = in.version();
  made.stage = *reached;
  made.reporter = user_id(in.reporter());
  made.reporter_is_importer = in.reporter_is_importer();
  made.what = *std::move(what);
  if (in.has_located()) made.map = codec::read(in.located());
  made.raised_at = from_ms(in.raised_at_ms());
  made.ended_at = read_instant(in.ended_at_ms());
  made.outcome = from(in.outcome());
  made.desk = area_code(in.desk());
  made.desk_reason = from(in.desk_reason());
  for (const pb::Obligation& each : in.obligations()) {
    auto owed = read_obligation(each);
    if (!owed) return std::nullopt;
    made.obligations.push_back(*std::move(owed));
  }
  if (in.has_report_in_limit()) made.report_in_limit = codec::read(in.report_in_limit());
  if (in.has_handle_limit()) made.handle_limit = codec::read(in.handle_limit());
  made.policy = *policy;
  made.verify = in.verification() ? verification::required : verification::not_required;
  made.photo =
      in.verification_photo() ? verification_photo::required : verification_photo::optional;
  made.total = *std::move(total);
  made.desk_clock = *std::move(desk_clock);
  made.supervision = *std::move(supervision);
  made.supervised_by = user_id(in.supervised_by());
  made.supervised_area = area_code(in.supervised_area());
  made.returns = static_cast<int>(in.returns());
  made.shelvings = static_cast<int>(in.shelvings());
  made.shelving_asked = read_instant(in.shelving_asked_until_ms());
  made.shelved_until = read_instant(in.shelved_until_ms());
  made.asked_desk = area_code(in.asked_desk());
  made.visit = from(in.visit());
  if (in.has_visited_opinion()) made.visited_opinion = codec::read(in.visited_opinion());
  if (in.has_rating()) made.rating = codec::read(in.rating());
  if (in.has_joined()) {
    made.joined = read_joining(in.joined());
    if (!made.joined) return std::nullopt;
  }
  for (const pb::Member& each : in.members()) {
    auto one = read_member(each);
    if (!one) return std::nullopt;
    made.members.push_back(*std::move(one));
  }
  for (const pb::Happened& each : in.history()) {
    auto one = read_step(each);
    if (!one) return std::nullopt;
    made.history.push_back(*std::move(one));
  }
  return made;
}

void write_history(const policy_history& packs, pb::PolicyHistory& to) {
  for (const publication& each : packs.all()) write_publication(each, *to.add_publications());
}

std::optional<policy_history> read_history(const pb::PolicyHistory& in) {
  policy_history made;
  for (const pb::JournalEntry& each : in.publications()) {
    auto told = read_publication(each);
    bool follows = told && told->version == made.version() + 1 && made.add(*std::move(told));
    if (!follows) return std::nullopt;
  }
  return made;
}

std::string state_hash(const std::vector<const whistle*>& in_order, const policy_history& packs) {
  crypto_hash_sha256_state hash;
  crypto_hash_sha256_init(&hash);
  std::string bytes;
  for (const whistle* each : in_order) {
    bytes.clear();
    write_state(*each, bytes);
    crypto_hash_sha256_update(&hash, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }
  pb::PolicyHistory history;
  write_history(packs, history);
  history.SerializeToString(&bytes);
  crypto_hash_sha256_update(&hash, reinterpret_cast<const unsigned char*>(bytes.data()),
                            bytes.size());
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256_final(&hash, digest.data());
  return hex_text(digest);
}

}  // namespace gridwhistle
