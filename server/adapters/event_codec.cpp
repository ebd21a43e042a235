#include "server/adapters/event_codec.hpp"

#include <array>

#include "server/adapters/codec_parts.hpp"

namespace gridwhistle {
namespace {

using codec::from;
using codec::number_of;
namespace pb = ::gridwhistle::v1;

// Each writes the fields of its event's message.
struct event_writer {
  wire_writer& to;

  void operator()(const raised& e) const {
    using form = pb::Raised;
    codec::write_part(form::kReportFieldNumber, e.what, to);
    to.number(form::kByImporterFieldNumber, e.by_importer);
    codec::write_part(form::kLocatedFieldNumber, e.map, to);
  }
  void operator()(const filed& e) const {
    using form = pb::Filed;
    codec::write_part(form::kMatterFieldNumber, e.matter, to);
    to.text(form::kAreaFieldNumber, e.area.text);
    to.number(form::kKindFieldNumber, number_of<pb::WhistleKind>(e.kind));
    to.number(form::kConditionFieldNumber, static_cast<std::uint32_t>(e.condition));
  }
  void operator()(const desk_took& e) const {
    using form = pb::DeskTook;
    to.text(form::kDeskFieldNumber, e.desk.text);
    to.number(form::kReasonFieldNumber, number_of<pb::DeskReason>(e.reason));
    codec::write_part(form::kLimitFieldNumber, e.limit, to);
    if (e.policy != policy_hash()) to.text(form::kPolicyFieldNumber, e.policy.raw());
    if (e.speaker) to.number(form::kSpeakerFieldNumber, number_of<pb::Role>(*e.speaker));
  }
  void operator()(const dispatched& e) const {
    using form = pb::Dispatched;
    to.text(form::kLeadFieldNumber, e.lead.text);
    codec::write_list(form::kHelpersFieldNumber, e.helpers, to);
    codec::write_part(form::kReportInLimitFieldNumber, e.report_in_limit, to);
    codec::write_part(form::kHandleLimitFieldNumber, e.handle_limit, to);
    to.text(form::kPolicyFieldNumber, e.policy.raw());
    to.number(form::kDutyRowFieldNumber, static_cast<std::uint32_t>(e.duty_row));
    to.number(form::kVerificationFieldNumber, e.verify == verification::required);
    to.text(form::kReasonFieldNumber, e.reason);
    to.number(form::kVerificationPhotoFieldNumber, e.photo == verification_photo::required);
  }
  void operator()(const delivered& e) const {
    using form = pb::Delivered;
    to.text(form::kDepartmentFieldNumber, e.department.text);
    codec::write_part(form::kReportInLimitFieldNumber, e.report_in_limit, to);
    codec::write_part(form::kHandleLimitFieldNumber, e.handle_limit, to);
    codec::write_seat_call<form>(e.called, to);
  }
  void operator()(const reported_in& e) const {
    to.text(pb::ReportedIn::kDepartmentFieldNumber, e.department.text);
  }
  void operator()(const arrived& e) const {
    to.text(pb::Arrived::kDepartmentFieldNumber, e.department.text);
  }
  void operator()(const noted& e) const {
    using form = pb::Noted;
    to.text(form::kTextFieldNumber, e.text);
    if (e.to == addressed_to::everybody) return;
    to.number(form::kAsksReporterFieldNumber, true);
    to.text(form::kDepartmentFieldNumber, e.department.text);
    codec::write_part(form::kAnswerWithinFieldNumber, e.answer_within, to);
  }
  void operator()(const handled& e) const {
    using form = pb::Handled;
    to.text(form::kDepartmentFieldNumber, e.department.text);
    to.text(form::kResultFieldNumber, e.result);
    codec::write_list(form::kPhotosFieldNumber, e.photos, to);
  }
  void operator()(const verified& e) const {
    to.text(pb::Verified::kTextFieldNumber, e.text);
    codec::write_list(pb::Verified::kPhotosFieldNumber, e.photos, to);
  }
  void operator()(const verification_failed& e) const {
    to.text(pb::VerificationFailed::kReasonFieldNumber, e.reason);
    codec::write_list(pb::VerificationFailed::kPhotosFieldNumber, e.photos, to);
  }
  void operator()(const closed& e) const {
    using form = pb::Closed;
    to.number(form::kOutcomeFieldNumber, number_of<pb::Outcome>(e.outcome));
    to.text(form::kReasonFieldNumber, e.reason);
    if (!e.umbrella.empty()) to.text(form::kUmbrellaIdFieldNumber, e.umbrella.raw());
  }
  void operator()(const declined& e) const {
    using form = pb::Declined;
    to.text(form::kReasonFieldNumber, e.reason);
    if (!e.umbrella.empty()) to.text(form::kUmbrellaIdFieldNumber, e.umbrella.raw());
  }
  void operator()(const withdrawn& e) const {
    to.text(pb::Withdrawn::kReasonFieldNumber, e.reason);
  }
  void operator()(const overran& e) const {
    using form = pb::Overran;
    to.number(form::kClockFieldNumber, number_of<pb::ClockName>(e.clock));
    to.text(form::kDepartmentFieldNumber, e.department.text);
    to.number(form::kDeadlineAtMsFieldNumber, to_ms(e.deadline));
  }
  void operator()(const returned& e) const {
    using form = pb::Returned;
    to.text(form::kDepartmentFieldNumber, e.department.text);
    to.text(form::kReasonFieldNumber, e.reason);
    to.text(form::kEvidenceFieldNumber, e.evidence);
    to.text(form::kProposedFieldNumber, e.proposed.text);
    to.text(form::kDeskFieldNumber, e.desk.text);
    codec::write_part(form::kLimitFieldNumber, e.limit, to);
  }
  void operator()(const ruled& e) const {
    using form = pb::Ruled;
    to.text(form::kDepartmentFieldNumber, e.department.text);
    to.number(form::kRulingFieldNumber, number_of<pb::Ruling>(e.what));
    to.text(form::kReasonFieldNumber, e.reason);
  }
  void operator()(const helper_called& e) const {
    to.text(pb::HelperCalled::kDepartmentFieldNumber, e.department.text);
  }
  void operator()(const released& e) const {
    to.text(pb::Released::kDepartmentFieldNumber, e.department.text);
    to.text(pb::Released::kReasonFieldNumber, e.reason);
  }
  void operator()(const unreported& e) const {
    to.text(pb::Unreported::kDepartmentFieldNumber, e.department.text);
    to.text(pb::Unreported::kReasonFieldNumber, e.reason);
  }
  void operator()(const amended& e) const {
    codec::write_part(pb::Amended::kChangeFieldNumber, e.change, to);
    codec::write_part(pb::Amended::kLocatedFieldNumber, e.map, to);
  }
  void operator()(const checked& e) const {
    using form = pb::Checked;
    to.number(form::kFindingFieldNumber, number_of<pb::Finding>(e.what));
    to.text(form::kTextFieldNumber, e.text);
    codec::write_list(form::kPhotosFieldNumber, e.photos, to);
  }
  void operator()(const extension_requested& e) const {
    using form = pb::ExtensionRequested;
    to.text(form::kDepartmentFieldNumber, e.department.text);
    codec::write_part(form::kMoreFieldNumber, e.more, to);
    to.text(form::kReasonFieldNumber, e.reason);
    to.text(form::kDeskFieldNumber, e.desk.text);
  }
  void operator()(const extension_decided& e) const {
    using form = pb::ExtensionDecided;
    to.text(form::kDepartmentFieldNumber, e.department.text);
    to.number(form::kDecisionFieldNumber, number_of<pb::Decision>(e.what));
    to.text(form::kReasonFieldNumber, e.reason);
  }
  void operator()(const shelving_requested& e) const {
    using form = pb::ShelvingRequested;
    to.number(form::kUntilMsFieldNumber, to_ms(e.until));
    to.text(form::kReasonFieldNumber, e.reason);
    to.text(form::kDeskFieldNumber, e.desk.text);
  }
  void operator()(const shelving_decided& e) const {
    to.number(pb::ShelvingDecided::kDecisionFieldNumber, number_of<pb::Decision>(e.what));
    to.text(pb::ShelvingDecided::kReasonFieldNumber, e.reason);
  }
  void operator()(const resumed& e) const {
    to.text(pb::Resumed::kReasonFieldNumber, e.reason);
    to.text(pb::Resumed::kDepartmentFieldNumber, e.department.text);
  }
  void operator()(const urged& e) const { to.text(pb::Urged::kTextFieldNumber, e.text); }
  void operator()(const supervised& e) const {
    using form = pb::Supervised;
    to.text(form::kTextFieldNumber, e.text);
    codec::write_part(form::kLimitFieldNumber, e.limit, to);
    to.text(form::kAreaFieldNumber, e.area.text);
  }
  void operator()(const reopened& e) const { to.text(pb::Reopened::kReasonFieldNumber, e.reason); }
  void operator()(const appealed& e) const {
    using form = pb::Appealed;
    to.text(form::kDepartmentFieldNumber, e.department.text);
    to.number(form::kClockFieldNumber, number_of<pb::ClockName>(e.clock));
    to.text(form::kReasonFieldNumber, e.reason);
    to.text(form::kDeskFieldNumber, e.desk.text);
  }
  void operator()(const appeal_decided& e) const {
    using form = pb::AppealDecided;
    to.text(form::kDepartmentFieldNumber, e.department.text);
    to.number(form::kClockFieldNumber, number_of<pb::ClockName>(e.clock));
    to.number(form::kDecisionFieldNumber, number_of<pb::Decision>(e.what));
    to.text(form::kReasonFieldNumber, e.reason);
  }
  void operator()(const return_visited& e) const {
    to.number(pb::ReturnVisited::kContactFieldNumber, number_of<pb::Contact>(e.contact));
    codec::write_part(pb::ReturnVisited::kOpinionFieldNumber, e.opinion, to);
  }
  void operator()(const escalated& e) const {
    using form = pb::Escalated;
    to.text(form::kDepartmentFieldNumber, e.department.text);
    codec::write_part(form::kRungFieldNumber, e.what, to);
    to.number(form::kDueAtMsFieldNumber, to_ms(e.due_at));
    to.number(form::kTimingFieldNumber, number_of<pb::RungTiming>(e.timing));
  }
  void operator()(const rated& e) const {
    codec::write_part(pb::Rated::kOpinionFieldNumber, e.opinion, to);
  }
  void operator()(const joined& e) const {
    to.text(pb::Joined::kUmbrellaIdFieldNumber, e.umbrella.raw());
    to.text(pb::Joined::kReasonFieldNumber, e.reason);
  }
  void operator()(const parted& e) const {
    to.text(pb::Parted::kUmbrellaIdFieldNumber, e.umbrella.raw());
    to.text(pb::Parted::kReasonFieldNumber, e.reason);
  }
  void operator()(const member_joined& e) const {
    to.text(pb::MemberJoined::kMemberIdFieldNumber, e.member.raw());
    to.text(pb::MemberJoined::kReporterFieldNumber, e.reporter.text);
  }
  void operator()(const member_parted& e) const {
    to.text(pb::MemberParted::kMemberIdFieldNumber, e.member.raw());
  }
};

// Empty where it ended by itself; nothing when it is no id.
std::optional<whistle_id> read_umbrella(const std::string& raw) {
  return raw.empty() ? std::optional(whistle_id{}) : whistle_id::from_bytes(raw);
}

// One for each event; nothing when a number or a part is missing.
using maybe = std::optional<event>;

maybe read(const pb::Raised& in) {
  auto what = codec::read(in.report());
  if (!what) return std::nullopt;
  raised made{*std::move(what), in.by_importer(), {}};
  if (in.has_located()) made.map = codec::read(in.located());
  return made;
}
maybe read(const pb::Filed& in) {
  auto matter = codec::read(in.matter());
  auto kind = from(in.kind());
  if (!matter || !kind) return std::nullopt;
  return filed{*matter, area_code(in.area()), *kind, static_cast<int>(in.condition())};
}
maybe read(const pb::DeskTook& in) {
  auto reason = from(in.reason());
  auto limit = codec::read(in.limit());
  if (!reason || !limit) return std::nullopt;
  desk_took made{area_code(in.desk()), *reason, *limit};
  if (!in.policy().empty()) {
    auto policy = policy_hash::from_bytes(in.policy());
    if (!policy) return std::nullopt;
    made.policy = *policy;
  }
  if (in.speaker() != pb::ROLE_UNSPECIFIED) {
    made.speaker = from(in.speaker());
    if (!made.speaker) return std::nullopt;
  }
  return made;
}
maybe read(const pb::Dispatched& in) {
  auto report_in = codec::read(in.report_in_limit());
  auto policy = policy_hash::from_bytes(in.policy());
  if (!report_in || !policy) return std::nullopt;
  dispatched made;
  made.lead = department_code(in.lead());
  for (const std::string& helper : in.helpers()) made.helpers.emplace_back(helper);
  made.report_in_limit = *report_in;
  if (in.has_handle_limit()) {
    made.handle_limit = codec::read(in.handle_limit());
    if (!made.handle_limit) return std::nullopt;
  }
  made.policy = *policy;
  made.duty_row = static_cast<int>(in.duty_row());
  made.verify = in.verification() ? verification::required : verification::not_required;
  made.photo =
      in.verification_photo() ? verification_photo::required : verification_photo::optional;
  made.reason = in.reason();
  return made;
}
maybe read(const pb::Delivered& in) {
  delivered made{department_code(in.department()), std::nullopt, std::nullopt};
  auto called = codec::read_seat_call(in);
  if (!called) return std::nullopt;
  made.called = *std::move(called);
  if (in.has_report_in_limit()) {
    made.report_in_limit = codec::read(in.report_in_limit());
    if (!made.report_in_limit) return std::nullopt;
  }
  if (in.has_handle_limit()) {
    made.handle_limit = codec::read(in.handle_limit());
    if (!made.handle_limit) return std::nullopt;
  }
  return made;
}
maybe read(const pb::ReportedIn& in) { return reported_in{department_code(in.department())}; }
maybe read(const pb::Arrived& in) { return arrived{department_code(in.department())}; }
maybe read(const pb::Noted& in) {
  noted made{in.text(), addressed_to::everybody, department_code(), budget()};
  if (!in.asks_reporter()) return made;
  auto within = codec::read(in.answer_within());
  if (!within) return std::nullopt;
  made.to = addressed_to::reporter;
  made.department = department_code(in.department());
  made.answer_within = *within;
  return made;
}
maybe read(const pb::Handled& in) {
  return handled{department_code(in.department()), in.result(), codec::read_list(in.photos())};
}
maybe read(const pb::Verified& in) { return verified{in.text(), codec::read_list(in.photos())}; }
maybe read(const pb::VerificationFailed& in) {
  return verification_failed{in.reason(), codec::read_list(in.photos())};
}
maybe read(const pb::Closed& in) {
  auto how = from(in.outcome());
  auto umbrella = read_umbrella(in.umbrella_id());
  if (!how || !umbrella) return std::nullopt;
  return closed{*how, in.reason(), *umbrella};
}
maybe read(const pb::Declined& in) {
  auto umbrella = read_umbrella(in.umbrella_id());
  if (!umbrella) return std::nullopt;
  return declined{in.reason(), *umbrella};
}
maybe read(const pb::Withdrawn& in) { return withdrawn{in.reason()}; }
maybe read(const pb::Overran& in) {
  auto clock = from(in.clock());
  if (!clock) return std::nullopt;
  return overran{*clock, department_code(in.department()), from_ms(in.deadline_at_ms())};
}
maybe read(const pb::Returned& in) {
  auto limit = codec::read(in.limit());
  if (!limit) return std::nullopt;
  return returned{department_code(in.department()), in.reason(),          in.evidence(),
                  department_code(in.proposed()),   area_code(in.desk()), *limit};
}
maybe read(const pb::Ruled& in) {
  auto what = from(in.ruling());
  if (!what) return std::nullopt;
  return ruled{department_code(in.department()), *what, in.reason()};
}
maybe read(const pb::HelperCalled& in) { return helper_called{department_code(in.department())}; }
maybe read(const pb::Released& in) {
  return released{department_code(in.department()), in.reason()};
}
maybe read(const pb::Unreported& in) {
  return unreported{department_code(in.department()), in.reason()};
}
maybe read(const pb::Amended& in) {
  auto change = codec::read(in.change());
  if (!change) return std::nullopt;
  amended made{*std::move(change)};
  if (in.has_located()) made.map = codec::read(in.located());
  return made;
}
maybe read(const pb::Checked& in) {
  auto what = from(in.finding());
  if (!what) return std::nullopt;
  return checked{*what, in.text(), codec::read_list(in.photos())};
}
maybe read(const pb::ExtensionRequested& in) {
  auto more = codec::read(in.more());
  if (!more) return std::nullopt;
  return extension_requested{department_code(in.department()), *more, in.reason(),
                             area_code(in.desk())};
}
maybe read(const pb::ExtensionDecided& in) {
  auto what = from(in.decision());
  if (!what) return std::nullopt;
  return extension_decided{department_code(in.department()), *what, in.reason()};
}
maybe read(const pb::ShelvingRequested& in) {
  return shelving_requested{from_ms(in.until_ms()), in.reason(), area_code(in.desk())};
}
maybe read(const pb::ShelvingDecided& in) {
  auto what = from(in.decision());
  if (!what) return std::nullopt;
  return shelving_decided{*what, in.reason()};
}
maybe read(const pb::Resumed& in) { return resumed{in.reason(), department_code(in.department())}; }
maybe read(const pb::Urged& in) { return urged{in.text()}; }
maybe read(const pb::Supervised& in) {
  auto limit = codec::read(in.limit());
  if (!limit) return std::nullopt;
  return supervised{in.text(), *limit, area_code(in.area())};
}
maybe read(const pb::Reopened& in) { return reopened{in.reason()}; }
maybe read(const pb::Appealed& in) {
  auto clock = from(in.clock());
  if (!clock) return std::nullopt;
  return appealed{department_code(in.department()), *clock, in.reason(), area_code(in.desk())};
}
maybe read(const pb::AppealDecided& in) {
  auto clock = from(in.clock());
  auto what = from(in.decision());
  if (!clock || !what) return std::nullopt;
  return appeal_decided{department_code(in.department()), *clock, *what, in.reason()};
}
maybe read(const pb::ReturnVisited& in) {
  auto reached = from(in.contact());
  auto said = codec::read(in.opinion());
  if (!reached || !said) return std::nullopt;
  return return_visited{*reached, *std::move(said)};
}
maybe read(const pb::Rated& in) {
  auto said = codec::read(in.opinion());
  if (!said) return std::nullopt;
  return rated{*std::move(said)};
}
maybe read(const pb::Escalated& in) {
  auto what = codec::read(in.rung());
  auto timing = from(in.timing());
  if (!what || !timing) return std::nullopt;
  return escalated{department_code(in.department()), *what, from_ms(in.due_at_ms()), *timing};
}

maybe read(const pb::Joined& in) {
  auto umbrella = whistle_id::from_bytes(in.umbrella_id());
  if (!umbrella) return std::nullopt;
  return joined{*umbrella, in.reason()};
}
maybe read(const pb::Parted& in) {
  auto umbrella = whistle_id::from_bytes(in.umbrella_id());
  if (!umbrella) return std::nullopt;
  return parted{*umbrella, in.reason()};
}
maybe read(const pb::MemberJoined& in) {
  auto member = whistle_id::from_bytes(in.member_id());
  if (!member) return std::nullopt;
  return member_joined{*member, user_id(in.reporter())};
}
maybe read(const pb::MemberParted& in) {
  auto member = whistle_id::from_bytes(in.member_id());
  if (!member) return std::nullopt;
  return member_parted{*member};
}

using event_reader = maybe (*)(const pb::JournalEntry&);

// In the order of the numbers, which is that of the alternatives of event.
constexpr std::array<event_reader, std::variant_size_v<event>> readers = {
    [](const pb::JournalEntry& in) { return read(in.raised()); },
    [](const pb::JournalEntry& in) { return read(in.filed()); },
    [](const pb::JournalEntry& in) { return read(in.desk_took()); },
    [](const pb::JournalEntry& in) { return read(in.dispatched()); },
    [](const pb::JournalEntry& in) { return read(in.delivered()); },
    [](const pb::JournalEntry& in) { return read(in.reported_in()); },
    [](const pb::JournalEntry& in) { return read(in.arrived()); },
    [](const pb::JournalEntry& in) { return read(in.noted()); },
    [](const pb::JournalEntry& in) { return read(in.handled()); },
    [](const pb::JournalEntry& in) { return read(in.verified()); },
    [](const pb::JournalEntry& in) { return read(in.verification_failed()); },
    [](const pb::JournalEntry& in) { return read(in.closed()); },
    [](const pb::JournalEntry& in) { return read(in.declined()); },
    [](const pb::JournalEntry& in) { return read(in.withdrawn()); },
    [](const pb::JournalEntry& in) { return read(in.overran()); },
    [](const pb::JournalEntry& in) { return read(in.returned()); },
    [](const pb::JournalEntry& in) { return read(in.ruled()); },
    [](const pb::JournalEntry& in) { return read(in.helper_called()); },
    [](const pb::JournalEntry& in) { return read(in.released()); },
    [](const pb::JournalEntry& in) { return read(in.unreported()); },
    [](const pb::JournalEntry& in) { return read(in.amended()); },
    [](const pb::JournalEntry& in) { return read(in.checked()); },
    [](const pb::JournalEntry& in) { return read(in.extension_requested()); },
    [](const pb::JournalEntry& in) { return read(in.extension_decided()); },
    [](const pb::JournalEntry& in) { return read(in.shelving_requested()); },
    [](const pb::JournalEntry& in) { return read(in.shelving_decided()); },
    [](const pb::JournalEntry& in) { return read(in.resumed()); },
    [](const pb::JournalEntry& in) { return read(in.urged()); },
    [](const pb::JournalEntry& in) { return read(in.supervised()); },
    [](const pb::JournalEntry& in) { return read(in.reopened()); },
    [](const pb::JournalEntry& in) { return read(in.appealed()); },
    [](const pb::JournalEntry& in) { return read(in.appeal_decided()); },
    [](const pb::JournalEntry& in) { return read(in.return_visited()); },
    [](const pb::JournalEntry& in) { return read(in.rated()); },
    [](const pb::JournalEntry& in) { return read(in.escalated()); },
    [](const pb::JournalEntry& in) { return read(in.joined()); },
    [](const pb::JournalEntry& in) { return read(in.parted()); },
    [](const pb::JournalEntry& in) { return read(in.member_joined()); },
    [](const pb::JournalEntry& in) { return read(in.member_parted()); },
};
static_assert(pb::JournalEntry::kMemberParted - first_event_number + 1 == readers.size());

}  // namespace

void write_event(const event& happened, wire_writer& to) {
  int number = first_event_number + static_cast<int>(happened.index());
  to.part(number, [&] { std::visit(event_writer{to}, happened); });
}

std::optional<event> read_event(const pb::JournalEntry& in) {
  int index = in.event_case() - first_event_number;
  bool of_a_whistle = index >= 0 && static_cast<std::size_t>(index) < readers.size();
  if (!of_a_whistle) return std::nullopt;
  return readers.at(static_cast<std::size_t>(index))(in);
}

}  // namespace gridwhistle
