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

void write_ledger(const clock_ledger& clock, pb::ClockLedger& to) {
  if (clock.limit()) codec::write(*clock.limit(), *to.mutable_limit());
  for (const clock_segment& each : clock.segments()) {
    auto* out = to.add_segments();
    out->set_from_at_ms(to_ms(each.from));
    out->set_state(number_of<pb::ClockState>(each.state));
    out->set_reason(static_cast<pb::PauseReason>(each.reason));
    out->set_holder(each.holder);
    out->set_charged(each.charged);
  }
  to.set_overrun_recorded(clock.overrun_recorded());
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

void write_instant(const std::optional<instant>& at, void (pb::Obligation::*set)(std::int64_t),
                   pb::Obligation& to) {
  if (at) (to.*set)(to_ms(*at));
}

std::optional<instant> read_instant(std::int64_t ms) {
  if (ms == 0) return std::nullopt;
  return from_ms(ms);
}

void write_obligation(const obligation& owed, pb::Obligation& to) {
  to.set_department(owed.department.text);
  to.set_part(number_of<pb::Part>(owed.part));
  to.set_stage(number_of<pb::ObligationStage>(owed.stage));
  write_instant(owed.delivered_at, &pb::Obligation::set_delivered_at_ms, to);
  write_instant(owed.reported_in_at, &pb::Obligation::set_reported_in_at_ms, to);
  write_instant(owed.arrived_at, &pb::Obligation::set_arrived_at_ms, to);
  write_instant(owed.done_at, &pb::Obligation::set_done_at_ms, to);
  if (!owed.handlers.empty()) to.set_handler(owed.handlers.back().text);
  for (const user_id& each : owed.handlers) to.add_handlers(each.text);
  write_ledger(owed.report_in, *to.mutable_report_in());
  write_ledger(owed.handle, *to.mutable_handle());
  if (owed.handle_limit) codec::write(*owed.handle_limit, *to.mutable_handle_limit());
  write_ledger(owed.ruling, *to.mutable_ruling());
  to.set_ruling_desk(owed.ruling_desk.text);
  to.set_proposed(owed.proposed.text);
  to.set_extensions(static_cast<std::uint32_t>(owed.extensions));
  if (owed.extension_asked) codec::write(*owed.extension_asked, *to.mutable_extension_asked());
  to.set_report_in_appeal(static_cast<pb::AppealStage>(owed.report_in_appeal));
  to.set_handle_appeal(static_cast<pb::AppealStage>(owed.handle_appeal));
  to.set_returns(static_cast<std::uint32_t>(owed.returns));
  to.set_rejections(static_cast<std::uint32_t>(owed.rejections));
  for (const rung& each : owed.rungs) codec::write(each, *to.add_rungs());
  codec::write(owed.called, to);
  to.set_questions(static_cast<std::uint32_t>(owed.questions));
  to.set_question(owed.question);
  write_instant(owed.answer_until, &pb::Obligation::set_answer_until_ms, to);
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

void write_step(const step& each, pb::Happened& to) {
  to.set_version(each.version);
  to.set_at_ms(to_ms(each.at));
  to.set_actor(each.by.text);
  if (!each.command.empty()) to.set_command_id(std::string(each.command.raw()));
  to.set_command_digest(each.digest);
  to.set_event(static_cast<std::uint32_t>(first_event_number + static_cast<int>(each.event_index)));
  codec::write(each.batch, *to.mutable_batch());
}

std::optional<step> read_step(const pb::Happened& in) {
  constexpr auto first = static_cast<std::uint32_t>(first_event_number);
  if (in.event() < first || in.event() - first >= std::variant_size_v<event>) return std::nullopt;
  step made{in.version(), codec::read(in.batch()), from_ms(in.at_ms()), user_id(in.actor()),
            {},           in.command_digest(),     in.event() - first};
  if (auto command = command_id::from_bytes(in.command_id())) made.command = *command;
  return made;
}

void write_course(const whistle& state, pb::WhistleState& to) {
  write_ledger(state.supervision, *to.mutable_supervision());
  to.set_supervised_by(state.supervised_by.text);
  to.set_supervised_area(state.supervised_area.text);
  to.set_returns(static_cast<std::uint32_t>(state.returns));
  to.set_shelvings(static_cast<std::uint32_t>(state.shelvings));
  if (state.shelving_asked) to.set_shelving_asked_until_ms(to_ms(*state.shelving_asked));
  if (state.shelved_until) to.set_shelved_until_ms(to_ms(*state.shelved_until));
  to.set_asked_desk(state.asked_desk.text);
  if (state.visit) to.set_visit(number_of<pb::Contact>(*state.visit));
  if (state.visited_opinion) codec::write(*state.visited_opinion, *to.mutable_visited_opinion());
  if (state.rating) codec::write(*state.rating, *to.mutable_rating());
}

void write_joins(const whistle& state, pb::WhistleState& to) {
  if (state.joined) {
    auto* out = to.mutable_joined();
    out->set_umbrella_id(std::string(state.joined->umbrella.raw()));
    out->set_stage(number_of<pb::Stage>(state.joined->stage));
    out->set_desk(state.joined->desk.text);
  }
  for (const member& each : state.members) {
    auto* out = to.add_members();
    out->set_whistle_id(std::string(each.whistle.raw()));
    out->set_reporter(each.reporter.text);
  }
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

void write_state(const whistle& state, pb::WhistleState& to) {
  to.set_whistle_id(std::string(state.id.raw()));
  to.set_version(state.version);
  to.set_stage(number_of<pb::Stage>(state.stage));
  to.set_reporter(state.reporter.text);
  to.set_reporter_is_importer(state.reporter_is_importer);
  codec::write(state.what, *to.mutable_report());
  if (state.map) codec::write(*state.map, *to.mutable_located());
  to.set_raised_at_ms(to_ms(state.raised_at));
  if (state.ended_at) to.set_ended_at_ms(to_ms(*state.ended_at));
  if (state.outcome) to.set_outcome(number_of<pb::Outcome>(*state.outcome));
  to.set_desk(state.desk.text);
  if (state.desk_reason) to.set_desk_reason(number_of<pb::DeskReason>(*state.desk_reason));
  for (const obligation& owed : state.obligations) write_obligation(owed, *to.add_obligations());
  if (state.report_in_limit) codec::write(*state.report_in_limit, *to.mutable_report_in_limit());
  if (state.handle_limit) codec::write(*state.handle_limit, *to.mutable_handle_limit());
  to.set_policy(std::string(state.policy.raw()));
  to.set_verification(state.verify == verification::required);
  to.set_verification_photo(state.photo == verification_photo::required);
  write_ledger(state.total, *to.mutable_total());
  write_ledger(state.desk_clock, *to.mutable_desk_clock());
  write_course(state, to);
  write_joins(state, to);
  for (const step& each : state.history) write_step(each, *to.add_history());
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
  pb::WhistleState state;
  std::string bytes;
  for (const whistle* each : in_order) {
    state.Clear();
    write_state(*each, state);
    state.SerializeToString(&bytes);
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
