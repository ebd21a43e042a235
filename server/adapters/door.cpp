#include "server/adapters/door.hpp"

#include <google/protobuf/generated_enum_reflection.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>
#include <sodium.h>

#include <array>

#include "common/text_rules.hpp"
#include "proto/whistle.pb.h"
#include "server/adapters/codec_parts.hpp"

namespace gridwhistle {
namespace {

namespace pb = ::gridwhistle::v1;
using no = std::optional<refusal>;  // nothing: nothing is wrong

no check_text(std::string_view field, std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return refusal{refusal_code::text_too_long, std::string(field) + ": " +
                                                    std::to_string(text.size()) + " > " +
                                                    std::to_string(bytes_max) + " bytes"};
  }
  auto fault = fault_in(text);
  if (!fault) return std::nullopt;
  if (*fault == text_fault::not_utf8)
    return refusal{refusal_code::malformed, std::string(field) + ": not UTF-8"};
  return refusal{refusal_code::forbidden_character, std::string(field)};
}

template <class List>
no check_list(std::string_view field, const List& items, std::size_t items_max) {
  if (static_cast<std::size_t>(items.size()) > items_max) {
    return refusal{refusal_code::list_too_long, std::string(field) + ": " +
                                                    std::to_string(items.size()) + " > " +
                                                    std::to_string(items_max)};
  }
  for (const std::string& each : items) {
    if (auto wrong = check_text(field, each, code_bytes_max)) return wrong;
  }
  return std::nullopt;
}

// A field that a newer client sent and we would silently ignore is a promise we cannot keep.
no check_known(std::string_view name, const google::protobuf::Message& message) {
  const auto& unknown = message.GetReflection()->GetUnknownFields(message);
  if (unknown.empty()) return std::nullopt;
  return refusal{refusal_code::unknown_field,
                 std::string(name) + ": field " + std::to_string(unknown.field(0).number())};
}

// A number of a newer client: to ignore it would be to do something else than was asked.
template <class Enum>
no check_number(std::string_view field, Enum told) {
  const auto* known = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(told);
  if (known) return std::nullopt;
  return refusal{refusal_code::malformed, std::string(field) + ": number out of range"};
}

template <class... Checks>
no first_of(Checks&&... checks) {
  no found;
  static_cast<void>(((found = checks()) || ...));
  return found;
}

no check_report(const pb::Report& report) {
  return first_of(
      [&] { return check_known("report", report); },
      [&] { return check_known("report.matter", report.matter()); },
      [&] { return check_known("report.place", report.place()); },
      [&] { return check_known("report.ordered_limit", report.ordered_limit()); },
      [&] { return check_text("report.matter.code", report.matter().code(), code_bytes_max); },
      [&] { return check_text("report.area", report.area(), code_bytes_max); },
      [&] { return check_text("report.text", report.text(), text_bytes_max); },
      [&] {
        return check_text("report.source_reference", report.source_reference(),
                          reference_bytes_max);
      },
      [&] { return check_list("report.photos", report.photos(), photos_max); });
}

struct read_as {
  ask asked;
  no wrong;
};

read_as read_file(const pb::File& in) {
  file made;
  if (in.has_matter()) made.matter = codec::read(in.matter());
  made.area = area_code(in.area());
  made.kind = codec::from(in.kind());
  made.condition = static_cast<int>(in.condition());
  auto wrong =
      first_of([&] { return check_known("file", in); },
               [&] { return check_known("file.matter", in.matter()); },
               [&] { return check_text("file.matter.code", in.matter().code(), code_bytes_max); },
               [&] { return check_text("file.area", in.area(), code_bytes_max); },
               [&] { return check_number("file.kind", in.kind()); },
               [&] { return check_number("file.matter.kind", in.matter().kind()); });
  return {std::move(made), std::move(wrong)};
}

read_as read_dispatch(const pb::Dispatch& in) {
  dispatch made;
  made.lead = department_code(in.lead());
  for (const std::string& helper : in.helpers()) made.helpers.emplace_back(helper);
  auto wrong = first_of([&] { return check_known("dispatch", in); },
                        [&] { return check_text("dispatch.lead", in.lead(), code_bytes_max); },
                        [&] { return check_list("dispatch.helpers", in.helpers(), helpers_max); });
  return {std::move(made), std::move(wrong)};
}

read_as read_handle(const pb::Handle& in) {
  auto wrong = first_of([&] { return check_known("handle", in); },
                        [&] { return check_text("handle.result", in.result(), text_bytes_max); },
                        [&] { return check_list("handle.photos", in.photos(), photos_max); });
  return {handle{in.result(), codec::read_list(in.photos())}, std::move(wrong)};
}

read_as read_verify(const pb::Verify& in) {
  auto wrong = first_of([&] { return check_known("verify", in); },
                        [&] { return check_text("verify.text", in.text(), text_bytes_max); },
                        [&] { return check_list("verify.photos", in.photos(), photos_max); });
  auto what = in.solved() ? found::solved : found::not_solved;
  return {verify{what, in.text(), codec::read_list(in.photos())}, std::move(wrong)};
}

read_as read_blow(const pb::Blow& in) {
  auto wrong =
      first_of([&] { return check_known("blow", in); }, [&] { return check_report(in.report()); });
  auto what = codec::read(in.report());
  if (!wrong && !what) wrong = refusal{refusal_code::malformed, "report: number out of range"};
  return {blow{what ? *std::move(what) : report{}}, std::move(wrong)};
}

// A message whose only field is a text, with the command it becomes.
template <class Made, class Message>
read_as read_text(std::string_view field, const Message& in, const std::string& text) {
  auto wrong = first_of([&] { return check_known(field, in); },
                        [&] { return check_text(field, text, text_bytes_max); });
  return {Made{text}, std::move(wrong)};
}

std::optional<read_as> read_ask(const pb::Command& in) {
  switch (in.ask_case()) {
    case pb::Command::kBlow:
      return read_blow(in.blow());
    case pb::Command::kFile:
      return read_file(in.file());
    case pb::Command::kDispatch:
      return read_dispatch(in.dispatch());
    case pb::Command::kReportIn:
      return read_as{report_in{}, check_known("report_in", in.report_in())};
    case pb::Command::kArrive:
      return read_as{arrive{}, check_known("arrive", in.arrive())};
    case pb::Command::kNote:
      return read_text<note>("note.text", in.note(), in.note().text());
    case pb::Command::kHandle:
      return read_handle(in.handle());
    case pb::Command::kVerify:
      return read_verify(in.verify());
    case pb::Command::kClose: {
      auto made = read_text<withdraw>("close.reason", in.close(), in.close().reason());
      if (!made.wrong) made.wrong = check_number("close.outcome", in.close().outcome());
      return read_as{close{codec::from(in.close().outcome()), in.close().reason()}, made.wrong};
    }
    case pb::Command::kDecline:
      return read_text<decline>("decline.reason", in.decline(), in.decline().reason());
    case pb::Command::kWithdraw:
      return read_text<withdraw>("withdraw.reason", in.withdraw(), in.withdraw().reason());
    case pb::Command::ASK_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

// Tells a repeat from a reused id. Not a secret: it only guards a speaker against himself.
std::uint64_t digest_of(const pb::Command& in) {
  static const std::array<unsigned char, crypto_shorthash_KEYBYTES> key{};
  thread_local std::string bytes;
  in.SerializeToString(&bytes);
  std::uint64_t digest = 0;
  static_assert(crypto_shorthash_BYTES == sizeof digest);
  crypto_shorthash(reinterpret_cast<unsigned char*>(&digest),
                   reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), key.data());
  return digest;
}

using body = decltype(request::body);

result<body> read_command(const pb::Request& in) {
  const pb::Command& told = in.command();
  if (auto wrong = check_known("command", told)) return *std::move(wrong);
  auto whistle = whistle_id::from_bytes(told.whistle_id());
  if (!whistle) return refusal{refusal_code::id_invalid, "command.whistle_id"};
  auto asked = read_ask(told);
  if (!asked) return refusal{refusal_code::malformed, "command: nothing asked"};
  if (asked->wrong) return *std::move(asked->wrong);
  command made;
  made.id = *command_id::from_bytes(in.request_id());
  made.digest = digest_of(told);
  made.whistle = *whistle;
  made.seen_version = told.seen_version();
  made.ask = std::move(asked->asked);
  return body(command_request{std::move(made)});
}

result<body> read_inbox(const pb::Inbox& in) {
  auto wrong =
      first_of([&] { return check_known("inbox", in); },
               [&] { return check_text("inbox.department", in.department(), code_bytes_max); },
               [&] { return check_text("inbox.desk", in.desk(), code_bytes_max); },
               [&] { return check_text("inbox.reporter", in.reporter(), code_bytes_max); });
  if (wrong) return *std::move(wrong);
  inbox_request made;
  if (!in.after_whistle_id().empty()) {
    auto after = whistle_id::from_bytes(in.after_whistle_id());
    if (!after) return refusal{refusal_code::page_unknown, "inbox.after_whistle_id"};
    made.after = *after;
  }
  switch (in.whose_case()) {
    case pb::Inbox::kDepartment:
      made.whose = department_code(in.department());
      return body(std::move(made));
    case pb::Inbox::kDesk:
      made.whose = area_code(in.desk());
      return body(std::move(made));
    case pb::Inbox::kReporter:
      made.whose = user_id(in.reporter());
      return body(std::move(made));
    case pb::Inbox::WHOSE_NOT_SET:
      break;
  }
  return refusal{refusal_code::malformed, "inbox: whose?"};
}

result<body> read_body(const pb::Request& in) {
  switch (in.body_case()) {
    case pb::Request::kCommand:
      return read_command(in);
    case pb::Request::kShow: {
      if (auto wrong = check_known("show", in.show())) return *std::move(wrong);
      auto id = whistle_id::from_bytes(in.show().whistle_id());
      if (!id) return refusal{refusal_code::id_invalid, "show.whistle_id"};
      return body(show_request{*id});
    }
    case pb::Request::kInbox:
      return read_inbox(in.inbox());
    case pb::Request::kFeedRange: {
      const auto& told = in.feed_range();
      if (auto wrong = check_known("feed_range", told)) return *std::move(wrong);
      if (auto wrong = check_known("feed_range.after", told.after())) return *std::move(wrong);
      if (auto wrong = check_text("feed_range.topic", told.topic(), code_bytes_max))
        return *std::move(wrong);
      return body(feed_range_request{told.topic(), codec::read(told.after())});
    }
    case pb::Request::kPing:
      if (auto wrong = check_known("ping", in.ping())) return *std::move(wrong);
      return body(ping_request{});
    case pb::Request::BODY_NOT_SET:
      break;
  }
  return refusal{refusal_code::malformed, "request: no body"};
}

bool parse(std::string_view frame, pb::Request& into) {
  google::protobuf::io::CodedInputStream bytes(reinterpret_cast<const std::uint8_t*>(frame.data()),
                                               static_cast<int>(frame.size()));
  bytes.SetRecursionLimit(nesting_max);
  return into.ParseFromCodedStream(&bytes) && bytes.ConsumedEntireMessage();
}

}  // namespace

std::variant<request, unread> read_request(std::string_view frame) {
  // Reused: a message filled again costs half of a new one. It keeps at most what one frame can
  // hold.
  thread_local pb::Request in;
  if (frame.size() > request_bytes_max) {
    return unread{{}, {refusal_code::frame_too_large, std::to_string(frame.size()) + " bytes"}};
  }
  if (frame.empty()) return unread{{}, {refusal_code::malformed, "empty frame"}};
  if (!parse(frame, in)) return unread{{}, {refusal_code::malformed, "not a Request"}};
  if (in.wire_version() != wire_version) {
    return unread{in.request_id().size() == sizeof(uuid_bytes) ? in.request_id() : std::string(),
                  {refusal_code::wire_version_unknown, std::to_string(in.wire_version())}};
  }
  if (!command_id::from_bytes(in.request_id()))
    return unread{{}, {refusal_code::id_invalid, "request_id"}};
  if (auto wrong = check_known("request", in)) return unread{in.request_id(), *std::move(wrong)};
  if (!codec::is_instant(in.replay_at_ms())) {
    return unread{in.request_id(), {refusal_code::malformed, "replay_at_ms: number out of range"}};
  }
  auto read = read_body(in);
  if (!read) return unread{in.request_id(), read.refused()};
  request made{in.request_id(), std::nullopt, *std::move(read)};
  if (in.replay_at_ms() != 0) made.replay_at = from_ms(in.replay_at_ms());
  return made;
}

}  // namespace gridwhistle
