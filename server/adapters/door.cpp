#include "server/adapters/door.hpp"

#include <google/protobuf/io/coded_stream.h>

#include "proto/whistle.pb.h"
#include "server/adapters/codec_parts.hpp"
#include "server/adapters/door_checks.hpp"
#include "server/adapters/door_commands.hpp"
#include "server/adapters/door_packs.hpp"

namespace gridwhistle {
namespace {

using namespace door;
namespace pb = ::gridwhistle::v1;

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

// A request about one whistle.
template <class Made, class Message>
result<body> read_about(std::string_view name, const Message& in) {
  if (auto wrong = check_known(name, in)) return *std::move(wrong);
  auto id = whistle_id::from_bytes(in.whistle_id());
  if (!id) return refusal{refusal_code::id_invalid, std::string(name) + ".whistle_id"};
  Made made;
  made.whistle = *id;
  return body(std::move(made));
}

result<body> read_history(const pb::History& in) {
  auto about = read_about<history_request>("history", in);
  if (about) std::get<history_request>(about.value()).after_version = in.after_version();
  return about;
}

result<body> read_inbox(const pb::Inbox& in) {
  auto wrong =
      first_of([&] { return check_known("inbox", in); },
               [&] { return check_text("inbox.department", in.department(), code_bytes_max); },
               [&] { return check_text("inbox.desk", in.desk(), code_bytes_max); },
               [&] { return check_text("inbox.reporter", in.reporter(), code_bytes_max); },
               [&] { return check_text("inbox.area", in.area(), code_bytes_max); });
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
    case pb::Inbox::kArea:
      made.whose = ground_code(in.area());
      return body(std::move(made));
    case pb::Inbox::WHOSE_NOT_SET:
      break;
  }
  return refusal{refusal_code::malformed, "inbox: whose?"};
}

// 20260301
std::optional<std::chrono::local_days> date_of(std::uint32_t number) {
  constexpr std::uint32_t hundred = 100;
  std::chrono::year_month_day date(std::chrono::year(static_cast<int>(number / hundred / hundred)),
                                   std::chrono::month(number / hundred % hundred),
                                   std::chrono::day(number % hundred));
  bool has_four_digits = number >= 10'000'000 && number <= 99'999'999;
  return has_four_digits && date.ok() ? std::optional(std::chrono::local_days(date)) : std::nullopt;
}

// What every survey says alike; field: its name in a Request.
template <class Survey>
result<days_asked> read_days(const std::string& field, const Survey& in) {
  auto wrong = first_of(
      [&] { return check_known(field, in); },
      [&] { return check_known(field + ".behind", in.behind()); },
      [&] { return check_said(field + ".by", in.by()); },
      [&] { return check_text(field + ".after_group", in.after_group(), code_bytes_max); },
      [&] { return check_text(field + ".behind.group", in.behind().group(), code_bytes_max); });
  if (wrong) return *std::move(wrong);
  auto from = date_of(in.from());
  auto to = date_of(in.to());
  if (!from) return refusal{refusal_code::malformed, field + ".from: a date like 20260301"};
  if (!to || *to < *from)
    return refusal{refusal_code::malformed, field + ".to: a date like 20260331, not before from"};
  days_asked made{*from, *to, *codec::from(in.by()), {}};
  if (!in.after_group().empty()) made.after_group = in.after_group();
  return made;
}

result<body> read_figures(const pb::Figures& in) {
  auto days = read_days("figures", in);
  if (!days) return days.refused();
  auto unfit =
      first_of([&] { return check_text("figures.area", in.area(), code_bytes_max); },
               [&] { return check_text("figures.department", in.department(), code_bytes_max); },
               [&] { return check_text("figures.matter", in.matter(), code_bytes_max); });
  if (unfit) return *std::move(unfit);
  if (in.day_by_day() && days->to - days->from >= std::chrono::days(figure_days_max))
    return refusal{refusal_code::malformed, "figures.to: a month at most, day by day"};
  figures_request made{*days, {}, in.day_by_day(), {}};
  made.only.area = area_code(in.area());
  made.only.department = department_code(in.department());
  made.only.matter = parse_matter_key(in.matter());
  if (!in.matter().empty() && !made.only.matter)
    return refusal{refusal_code::malformed, "figures.matter: like matter:06010"};
  if (!in.has_behind()) return body(std::move(made));
  const pb::FiguresBehind& behind = in.behind();
  if (auto wrong = check_said("figures.behind.figure", behind.figure())) return *std::move(wrong);
  made.behind = {behind.group(), *codec::from(behind.figure()),
                 behind.counted() ? figure_part::counted : figure_part::of, behind.skip()};
  return body(std::move(made));
}

result<body> read_zero_board(const pb::ZeroBoard& in) {
  auto days = read_days("zero_board", in);
  if (!days) return days.refused();
  if (days->by != grouping::none && !level_of(days->by))
    return refusal{refusal_code::malformed, "zero_board.by: none, or an area's level"};
  zero_board_request made{*days, {}};
  if (!in.has_behind()) return body(std::move(made));
  const pb::ZeroBoardBehind& behind = in.behind();
  if (auto wrong = check_said("zero_board.behind.tag", behind.tag())) return *std::move(wrong);
  made.behind = {behind.group(), *codec::from(behind.tag()), behind.skip()};
  return body(std::move(made));
}

result<body> read_care(const pb::CareShares& in) {
  auto days = read_days("care", in);
  if (!days) return days.refused();
  if (days->by != grouping::none && !level_of(days->by))
    return refusal{refusal_code::malformed, "care.by: none, or an area's level"};
  if (days->to - days->from >= std::chrono::days(care_days_max))
    return refusal{refusal_code::malformed, "care.to: a year at most"};
  care_request made{*days, {}};
  if (!in.has_behind()) return body(std::move(made));
  const pb::CareSharesBehind& behind = in.behind();
  if (auto wrong = check_number("care.behind.state", behind.state())) return *std::move(wrong);
  made.behind = {behind.group(), codec::from(behind.state()), behind.skip()};
  return body(std::move(made));
}

result<body> read_flow(const pb::Flow& in) {
  auto wrong = first_of([&] { return check_known("flow", in); },
                        [&] { return check_text("flow.area", in.area(), code_bytes_max); });
  if (wrong) return *std::move(wrong);
  if (in.hours() > flow_hours_max)
    return refusal{refusal_code::malformed, "flow.hours: a week at most"};
  return body(flow_request{area_code(in.area()), in.hours()});
}

using place_before = std::optional<done_request::place>;
// Where a page of what is over begins: behind an instant and a whistle, or at the latest.
template <class Message>
std::variant<place_before, refusal> read_before(const char* name, const Message& in) {
  if (in.before_whistle_id().empty() && in.before_ms() == 0) return place_before();
  auto whistle = whistle_id::from_bytes(in.before_whistle_id());
  if (!whistle || !codec::is_instant(in.before_ms()))
    return refusal{refusal_code::page_unknown, std::string(name) + ".before_whistle_id"};
  return place_before({from_ms(in.before_ms()), *whistle});
}

result<body> read_done(const pb::Done& in) {
  auto wrong =
      first_of([&] { return check_known("done", in); },
               [&] { return check_text("done.department", in.department(), code_bytes_max); });
  if (wrong) return *std::move(wrong);
  if (in.department().empty()) return refusal{refusal_code::malformed, "done.department: whose?"};
  auto before = read_before("done", in);
  if (auto* no = std::get_if<refusal>(&before)) return std::move(*no);
  return body(done_request{department_code(in.department()), std::get<place_before>(before)});
}

result<body> read_ended(const pb::Ended& in) {
  if (auto wrong = check_known("ended", in)) return *std::move(wrong);
  auto before = read_before("ended", in);
  if (auto* no = std::get_if<refusal>(&before)) return std::move(*no);
  return body(ended_request{std::get<place_before>(before)});
}

result<body> read_suggest(const pb::Suggest& in) {
  auto wrong = first_of([&] { return check_known("suggest", in); },
                        [&] { return check_text("suggest.text", in.text(), text_bytes_max); });
  if (wrong) return *std::move(wrong);
  return body(suggest_request{in.text()});
}

result<body> read_body(const pb::Request& in) {
  switch (in.body_case()) {
    case pb::Request::kCommand:
      return read_command(in);
    case pb::Request::kShow:
      return read_about<show_request>("show", in.show());
    case pb::Request::kSimilar:
      return read_about<similar_request>("similar", in.similar());
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
    case pb::Request::kFigures:
      return read_figures(in.figures());
    case pb::Request::kZeroBoard:
      return read_zero_board(in.zero_board());
    case pb::Request::kCare:
      return read_care(in.care());
    case pb::Request::kFlow:
      return read_flow(in.flow());
    case pb::Request::kDone:
      return read_done(in.done());
    case pb::Request::kEnded:
      return read_ended(in.ended());
    case pb::Request::kSuggest:
      return read_suggest(in.suggest());
    case pb::Request::kHistory:
      return read_history(in.history());
    case pb::Request::kPublish:
      return read_publish(in);
    case pb::Request::kPacks:
      return read_packs(in.packs());
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
