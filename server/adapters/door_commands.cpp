#include "server/adapters/door_commands.hpp"

#include "server/adapters/codec_parts.hpp"
#include "server/adapters/door.hpp"

namespace gridwhistle::door {
namespace {

namespace pb = ::gridwhistle::v1;

// --- what several commands have in common --------------------------------------------------------

// A reason or a free text.
no check_words(std::string_view field, const std::string& text) {
  return check_text(field, text, text_bytes_max);
}

no check_code(std::string_view field, const std::string& code) {
  return check_text(field, code, code_bytes_max);
}

no check_report(const pb::Report& report) {
  return first_of([&] { return check_known("report", report); },
                  [&] { return check_known("report.matter", report.matter()); },
                  [&] { return check_known("report.place", report.place()); },
                  [&] { return check_known("report.ordered_limit", report.ordered_limit()); },
                  [&] { return check_code("report.matter.code", report.matter().code()); },
                  [&] { return check_code("report.area", report.area()); },
                  [&] { return check_words("report.text", report.text()); },
                  [&] {
                    return check_text("report.source_reference", report.source_reference(),
                                      reference_bytes_max);
                  },
                  [&] { return check_list("report.photos", report.photos(), photos_max); },
                  [&] {
                    // Only the server's own schedule says so, and it speaks to no door.
                    bool claims = report.source() == pb::SOURCE_SCHEDULE;
                    return claims ? out_of_range("report.source") : std::nullopt;
                  });
}

no check_change(const pb::ReportChange& change) {
  return first_of([&] { return check_known("change", change); },
                  [&] { return check_known("change.matter", change.matter()); },
                  [&] { return check_known("change.place", change.place()); },
                  [&] { return check_code("change.matter.code", change.matter().code()); },
                  [&] { return check_code("change.area", change.area()); },
                  [&] { return check_words("change.text", change.text()); },
                  [&] { return check_list("change.photos", change.photos(), photos_max); });
}

no check_opinion(const pb::Opinion& said) {
  return first_of([&] { return check_known("opinion", said); },
                  [&] { return check_words("opinion.text", said.text()); },
                  [&] { return check_number("opinion.solved", said.solved()); },
                  [&] { return check_number("opinion.satisfied", said.satisfied()); });
}

// A message whose only field is a text, with the command it becomes.
template <class Made, class Message>
read_as read_text(std::string_view field, const Message& in, const std::string& text) {
  auto wrong =
      first_of([&] { return check_known(field, in); }, [&] { return check_words(field, text); });
  return {Made{text}, std::move(wrong)};
}

std::vector<department_code> departments_in(
    const google::protobuf::RepeatedPtrField<std::string>& codes) {
  std::vector<department_code> made;
  for (const std::string& each : codes) made.emplace_back(each);
  return made;
}

// --- filing --------------------------------------------------------------------------------------

read_as read(const pb::Blow& in) {
  auto wrong =
      first_of([&] { return check_known("blow", in); }, [&] { return check_report(in.report()); });
  auto what = codec::read(in.report());
  if (!wrong && !what) wrong = out_of_range("report");
  return {blow{what ? *std::move(what) : report{}}, std::move(wrong)};
}

read_as read(const pb::Amend& in) {
  auto wrong =
      first_of([&] { return check_known("amend", in); }, [&] { return check_change(in.change()); });
  auto change = codec::read(in.change());
  if (!wrong && !change) wrong = out_of_range("change");
  return {amend{change ? *std::move(change) : report_change{}}, std::move(wrong)};
}

read_as read(const pb::Check& in) {
  auto wrong = first_of([&] { return check_known("check", in); },
                        [&] { return check_words("check.text", in.text()); },
                        [&] { return check_list("check.photos", in.photos(), photos_max); },
                        [&] { return check_said("check.finding", in.finding()); });
  auto what = codec::from(in.finding()).value_or(finding::not_confirmed);
  return {check{what, in.text(), codec::read_list(in.photos())}, std::move(wrong)};
}

read_as read(const pb::File& in) {
  file made;
  if (in.has_matter()) made.matter = codec::read(in.matter());
  made.area = area_code(in.area());
  made.kind = codec::from(in.kind());
  made.condition = static_cast<int>(in.condition());
  auto wrong = first_of([&] { return check_known("file", in); },
                        [&] { return check_known("file.matter", in.matter()); },
                        [&] { return check_code("file.matter.code", in.matter().code()); },
                        [&] { return check_code("file.area", in.area()); },
                        [&] { return check_number("file.kind", in.kind()); },
                        [&] { return check_number("file.matter.kind", in.matter().kind()); });
  return {std::move(made), std::move(wrong)};
}

read_as read(const pb::Dispatch& in) {
  auto wrong = first_of([&] { return check_known("dispatch", in); },
                        [&] { return check_code("dispatch.lead", in.lead()); },
                        [&] { return check_list("dispatch.helpers", in.helpers(), helpers_max); });
  return {dispatch{department_code(in.lead()), departments_in(in.helpers())}, std::move(wrong)};
}

read_as read(const pb::Redispatch& in) {
  auto wrong = first_of([&] { return check_known("redispatch", in); },
                        [&] { return check_code("redispatch.lead", in.lead()); },
                        [&] { return check_list("redispatch.helpers", in.helpers(), helpers_max); },
                        [&] { return check_words("redispatch.reason", in.reason()); });
  return {redispatch{department_code(in.lead()), departments_in(in.helpers()), in.reason()},
          std::move(wrong)};
}

read_as read(const pb::Decline& in) {
  return read_text<decline>("decline.reason", in, in.reason());
}
read_as read(const pb::Withdraw& in) {
  return read_text<withdraw>("withdraw.reason", in, in.reason());
}

// --- what a called department owes ---------------------------------------------------------------

read_as read(const pb::ReportIn& in) { return {report_in{}, check_known("report_in", in)}; }
read_as read(const pb::Unreport& in) {
  return read_text<unreport>("unreport.reason", in, in.reason());
}
read_as read(const pb::Arrive& in) { return {arrive{}, check_known("arrive", in)}; }
read_as read(const pb::Note& in) {
  auto made = read_text<note>("note.text", in, in.text());
  if (in.asks_reporter()) std::get<note>(made.asked).to = addressed_to::reporter;
  return made;
}

read_as read(const pb::Return& in) {
  auto wrong = first_of([&] { return check_known("return", in); },
                        [&] { return check_words("return.reason", in.reason()); },
                        [&] { return check_words("return.evidence", in.evidence()); },
                        [&] { return check_code("return.proposed", in.proposed()); });
  return {return_to_desk{in.reason(), in.evidence(), department_code(in.proposed())},
          std::move(wrong)};
}

read_as read(const pb::Rule& in) {
  auto wrong = first_of([&] { return check_known("rule", in); },
                        [&] { return check_code("rule.department", in.department()); },
                        [&] { return check_words("rule.reason", in.reason()); },
                        [&] { return check_code("rule.instead", in.instead()); },
                        [&] { return check_list("rule.helpers", in.helpers(), helpers_max); },
                        [&] { return check_said("rule.ruling", in.ruling()); });
  return {
      rule{department_code(in.department()), codec::from(in.ruling()).value_or(ruling::rejected),
           in.reason(), department_code(in.instead()), departments_in(in.helpers())},
      std::move(wrong)};
}

read_as read(const pb::Release& in) {
  auto wrong = first_of([&] { return check_known("release", in); },
                        [&] { return check_code("release.department", in.department()); },
                        [&] { return check_words("release.reason", in.reason()); });
  return {release{department_code(in.department()), in.reason()}, std::move(wrong)};
}

read_as read(const pb::Handle& in) {
  auto wrong = first_of([&] { return check_known("handle", in); },
                        [&] { return check_words("handle.result", in.result()); },
                        [&] { return check_list("handle.photos", in.photos(), photos_max); });
  return {handle{in.result(), codec::read_list(in.photos())}, std::move(wrong)};
}

// --- more time, and orders -----------------------------------------------------------------------

read_as read(const pb::RequestExtension& in) {
  auto wrong = first_of([&] { return check_known("request_extension", in); },
                        [&] { return check_known("request_extension.more", in.more()); },
                        [&] { return check_words("request_extension.reason", in.reason()); },
                        [&] { return check_budget("request_extension.more", in.more()); });
  auto more = codec::read(in.more()).value_or(budget{});
  return {request_extension{more, in.reason()}, std::move(wrong)};
}

read_as read(const pb::DecideExtension& in) {
  auto wrong = first_of([&] { return check_known("decide_extension", in); },
                        [&] { return check_code("decide_extension.department", in.department()); },
                        [&] { return check_words("decide_extension.reason", in.reason()); },
                        [&] { return check_said("decide_extension.decision", in.decision()); });
  auto what = codec::from(in.decision()).value_or(decision::refused);
  return {decide_extension{department_code(in.department()), what, in.reason()}, std::move(wrong)};
}

read_as read(const pb::RequestShelving& in) {
  auto wrong = first_of([&] { return check_known("request_shelving", in); },
                        [&] { return check_words("request_shelving.reason", in.reason()); },
                        [&] { return check_instant("request_shelving.until_ms", in.until_ms()); });
  return {request_shelving{from_ms(in.until_ms()), in.reason()}, std::move(wrong)};
}

read_as read(const pb::DecideShelving& in) {
  auto wrong = first_of([&] { return check_known("decide_shelving", in); },
                        [&] { return check_words("decide_shelving.reason", in.reason()); },
                        [&] { return check_said("decide_shelving.decision", in.decision()); });
  auto what = codec::from(in.decision()).value_or(decision::refused);
  return {decide_shelving{what, in.reason()}, std::move(wrong)};
}

read_as read(const pb::Urge& in) { return read_text<urge>("urge.text", in, in.text()); }

read_as read(const pb::Supervise& in) {
  auto wrong = first_of([&] { return check_known("supervise", in); },
                        [&] { return check_words("supervise.text", in.text()); },
                        [&] { return check_instant("supervise.due_at_ms", in.due_at_ms()); });
  return {supervise{in.text(), from_ms(in.due_at_ms())}, std::move(wrong)};
}

read_as read(const pb::Appeal& in) {
  auto wrong = first_of([&] { return check_known("appeal", in); },
                        [&] { return check_words("appeal.reason", in.reason()); },
                        [&] { return check_said("appeal.clock", in.clock()); });
  auto clock = codec::from(in.clock()).value_or(clock_name::handle);
  return {appeal{clock, in.reason()}, std::move(wrong)};
}

read_as read(const pb::DecideAppeal& in) {
  auto wrong = first_of([&] { return check_known("decide_appeal", in); },
                        [&] { return check_code("decide_appeal.department", in.department()); },
                        [&] { return check_words("decide_appeal.reason", in.reason()); },
                        [&] { return check_said("decide_appeal.clock", in.clock()); },
                        [&] { return check_said("decide_appeal.decision", in.decision()); });
  auto clock = codec::from(in.clock()).value_or(clock_name::handle);
  auto what = codec::from(in.decision()).value_or(decision::refused);
  return {decide_appeal{department_code(in.department()), clock, what, in.reason()},
          std::move(wrong)};
}

// --- the end and after it ------------------------------------------------------------------------

read_as read(const pb::Verify& in) {
  auto wrong = first_of([&] { return check_known("verify", in); },
                        [&] { return check_words("verify.text", in.text()); },
                        [&] { return check_list("verify.photos", in.photos(), photos_max); });
  auto what = in.solved() ? found::solved : found::not_solved;
  return {verify{what, in.text(), codec::read_list(in.photos())}, std::move(wrong)};
}

read_as read(const pb::Close& in) {
  auto wrong = first_of([&] { return check_known("close", in); },
                        [&] { return check_words("close.reason", in.reason()); },
                        [&] { return check_number("close.outcome", in.outcome()); });
  return {close{codec::from(in.outcome()), in.reason()}, std::move(wrong)};
}

read_as read(const pb::Reopen& in) { return read_text<reopen>("reopen.reason", in, in.reason()); }

read_as read(const pb::ReturnVisit& in) {
  auto wrong = first_of([&] { return check_known("return_visit", in); },
                        [&] { return check_opinion(in.opinion()); },
                        [&] { return check_said("return_visit.contact", in.contact()); });
  auto reached = codec::from(in.contact()).value_or(contact::not_reached);
  return {return_visit{reached, codec::read(in.opinion()).value_or(opinion{})}, std::move(wrong)};
}

read_as read(const pb::Rate& in) {
  auto wrong = first_of([&] { return check_known("rate", in); },
                        [&] { return check_opinion(in.opinion()); });
  return {rate{codec::read(in.opinion()).value_or(opinion{})}, std::move(wrong)};
}

// --- duplicates ----------------------------------------------------------------------------------

read_as read(const pb::Join& in) {
  auto wrong = first_of([&] { return check_known("join", in); },
                        [&] { return check_words("join.reason", in.reason()); });
  auto umbrella = whistle_id::from_bytes(in.umbrella_id());
  if (!wrong && !umbrella) wrong = refusal{refusal_code::id_invalid, "join.umbrella_id"};
  return {join{umbrella.value_or(whistle_id{}), in.reason()}, std::move(wrong)};
}
read_as read(const pb::PartOff& in) { return read_text<part_off>("part.reason", in, in.reason()); }

}  // namespace

std::optional<read_as> read_ask(const pb::Command& in) {
  switch (in.ask_case()) {
    case pb::Command::kBlow:
      return read(in.blow());
    case pb::Command::kFile:
      return read(in.file());
    case pb::Command::kDispatch:
      return read(in.dispatch());
    case pb::Command::kReportIn:
      return read(in.report_in());
    case pb::Command::kArrive:
      return read(in.arrive());
    case pb::Command::kNote:
      return read(in.note());
    case pb::Command::kHandle:
      return read(in.handle());
    case pb::Command::kVerify:
      return read(in.verify());
    case pb::Command::kClose:
      return read(in.close());
    case pb::Command::kDecline:
      return read(in.decline());
    case pb::Command::kWithdraw:
      return read(in.withdraw());
    case pb::Command::kAmend:
      return read(in.amend());
    case pb::Command::kCheck:
      return read(in.check());
    case pb::Command::kRedispatch:
      return read(in.redispatch());
    case pb::Command::kUnreport:
      return read(in.unreport());
    case pb::Command::kReturn:
      return read(in.return_());
    case pb::Command::kRule:
      return read(in.rule());
    case pb::Command::kRelease:
      return read(in.release());
    case pb::Command::kRequestExtension:
      return read(in.request_extension());
    case pb::Command::kDecideExtension:
      return read(in.decide_extension());
    case pb::Command::kRequestShelving:
      return read(in.request_shelving());
    case pb::Command::kDecideShelving:
      return read(in.decide_shelving());
    case pb::Command::kUrge:
      return read(in.urge());
    case pb::Command::kSupervise:
      return read(in.supervise());
    case pb::Command::kReopen:
      return read(in.reopen());
    case pb::Command::kAppeal:
      return read(in.appeal());
    case pb::Command::kDecideAppeal:
      return read(in.decide_appeal());
    case pb::Command::kReturnVisit:
      return read(in.return_visit());
    case pb::Command::kRate:
      return read(in.rate());
    case pb::Command::kJoin:
      return read(in.join());
    case pb::Command::kPart:
      return read(in.part());
    case pb::Command::ASK_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace gridwhistle::door
