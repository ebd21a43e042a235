#include "server/adapters/journal_codec.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "server/adapters/codec_parts.hpp"

namespace gridwhistle {
namespace {

using codec::from;
using codec::number_of;
namespace pb = ::gridwhistle::v1;

constexpr std::uint32_t journal_format = 1;
// Events are numbered in journal.proto from here, in the order of the alternatives of event.
constexpr int first_event_number = pb::JournalEntry::kRaised;
static_assert(pb::JournalEntry::kOverran - first_event_number + 1 == std::variant_size_v<event>);

// OpenSSL's, which uses the processor's SHA instructions: libsodium's costs half of sealing.
mac hmac(const seal_key& key, std::string_view text) {
  mac made{};
  unsigned int size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  GW_CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes, text.size(),
                made.data(), &size) != nullptr);
  GW_CHECK(size == made.size());
  return made;
}

std::string_view raw_of(const mac& value) {
  return {reinterpret_cast<const char*>(value.data()), value.size()};
}

struct event_writer {
  pb::JournalEntry& to;

  void operator()(const raised& e) const {
    codec::write(e.what, *to.mutable_raised()->mutable_report());
  }
  void operator()(const filed& e) const {
    auto* out = to.mutable_filed();
    codec::write(e.matter, *out->mutable_matter());
    out->set_area(e.area.text);
    out->set_kind(number_of<pb::WhistleKind>(e.kind));
    out->set_condition(static_cast<std::uint32_t>(e.condition));
  }
  void operator()(const desk_took& e) const {
    auto* out = to.mutable_desk_took();
    out->set_desk(e.desk.text);
    out->set_reason(number_of<pb::DeskReason>(e.reason));
    codec::write(e.limit, *out->mutable_limit());
  }
  void operator()(const dispatched& e) const {
    auto* out = to.mutable_dispatched();
    out->set_lead(e.lead.text);
    for (const department_code& helper : e.helpers) out->add_helpers(helper.text);
    codec::write(e.report_in_limit, *out->mutable_report_in_limit());
    if (e.handle_limit) codec::write(*e.handle_limit, *out->mutable_handle_limit());
    out->set_policy(std::string(e.policy.raw()));
    out->set_duty_row(static_cast<std::uint32_t>(e.duty_row));
    out->set_verification(e.verify == verification::required);
  }
  void operator()(const delivered& e) const {
    to.mutable_delivered()->set_department(e.department.text);
  }
  void operator()(const reported_in& e) const {
    to.mutable_reported_in()->set_department(e.department.text);
  }
  void operator()(const arrived& e) const {
    to.mutable_arrived()->set_department(e.department.text);
  }
  void operator()(const noted& e) const { to.mutable_noted()->set_text(e.text); }
  void operator()(const handled& e) const {
    auto* out = to.mutable_handled();
    out->set_department(e.department.text);
    out->set_result(e.result);
    for (const std::string& photo : e.photos) out->add_photos(photo);
  }
  void operator()(const verified& e) const {
    auto* out = to.mutable_verified();
    out->set_text(e.text);
    for (const std::string& photo : e.photos) out->add_photos(photo);
  }
  void operator()(const verification_failed& e) const {
    auto* out = to.mutable_verification_failed();
    out->set_reason(e.reason);
    for (const std::string& photo : e.photos) out->add_photos(photo);
  }
  void operator()(const closed& e) const {
    to.mutable_closed()->set_outcome(number_of<pb::Outcome>(e.outcome));
    to.mutable_closed()->set_reason(e.reason);
  }
  void operator()(const declined& e) const { to.mutable_declined()->set_reason(e.reason); }
  void operator()(const withdrawn& e) const { to.mutable_withdrawn()->set_reason(e.reason); }
  void operator()(const overran& e) const {
    auto* out = to.mutable_overran();
    out->set_clock(number_of<pb::ClockName>(e.clock));
    out->set_department(e.department.text);
    out->set_deadline_at_ms(to_ms(e.deadline));
  }
};

std::optional<event> read_filed(const pb::Filed& in) {
  auto matter = codec::read(in.matter());
  auto kind = from(in.kind());
  if (!matter || !kind) return std::nullopt;
  return filed{*matter, area_code(in.area()), *kind, static_cast<int>(in.condition())};
}

std::optional<event> read_dispatched(const pb::Dispatched& in) {
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
  return made;
}

std::optional<event> read_desk_took(const pb::DeskTook& in) {
  auto reason = from(in.reason());
  auto limit = codec::read(in.limit());
  if (!reason || !limit) return std::nullopt;
  return desk_took{area_code(in.desk()), *reason, *limit};
}

std::optional<event> read_overran(const pb::Overran& in) {
  auto clock = from(in.clock());
  if (!clock) return std::nullopt;
  return overran{*clock, department_code(in.department()), from_ms(in.deadline_at_ms())};
}

std::optional<event> read_event(const pb::JournalEntry& in) {
  switch (in.event_case()) {
    case pb::JournalEntry::kRaised: {
      auto what = codec::read(in.raised().report());
      if (!what) return std::nullopt;
      return raised{*std::move(what)};
    }
    case pb::JournalEntry::kFiled:
      return read_filed(in.filed());
    case pb::JournalEntry::kDeskTook:
      return read_desk_took(in.desk_took());
    case pb::JournalEntry::kDispatched:
      return read_dispatched(in.dispatched());
    case pb::JournalEntry::kDelivered:
      return delivered{department_code(in.delivered().department())};
    case pb::JournalEntry::kReportedIn:
      return reported_in{department_code(in.reported_in().department())};
    case pb::JournalEntry::kArrived:
      return arrived{department_code(in.arrived().department())};
    case pb::JournalEntry::kNoted:
      return noted{in.noted().text()};
    case pb::JournalEntry::kHandled:
      return handled{department_code(in.handled().department()), in.handled().result(),
                     codec::read_list(in.handled().photos())};
    case pb::JournalEntry::kVerified:
      return verified{in.verified().text(), codec::read_list(in.verified().photos())};
    case pb::JournalEntry::kVerificationFailed:
      return verification_failed{in.verification_failed().reason(),
                                 codec::read_list(in.verification_failed().photos())};
    case pb::JournalEntry::kClosed: {
      auto how = from(in.closed().outcome());
      if (!how) return std::nullopt;
      return closed{*how, in.closed().reason()};
    }
    case pb::JournalEntry::kDeclined:
      return declined{in.declined().reason()};
    case pb::JournalEntry::kWithdrawn:
      return withdrawn{in.withdrawn().reason()};
    case pb::JournalEntry::kOverran:
      return read_overran(in.overran());
    case pb::JournalEntry::EVENT_NOT_SET:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

void write_entry(const entry& told, pb::JournalEntry& to) {
  to.set_whistle_id(std::string(told.whistle.raw()));
  to.set_version(told.version);
  to.set_at_ms(to_ms(told.at));
  if (!told.command.empty()) to.set_command_id(std::string(told.command.raw()));
  to.set_command_digest(told.digest);
  to.set_actor(told.by.text);
  std::visit(event_writer{to}, told.happened);
}

std::optional<entry> read_entry(const pb::JournalEntry& in, position batch) {
  auto id = whistle_id::from_bytes(in.whistle_id());
  auto happened = read_event(in);
  if (!id || !happened || in.version() == 0) return std::nullopt;
  command_id command;
  if (!in.command_id().empty()) {
    auto known = command_id::from_bytes(in.command_id());
    if (!known) return std::nullopt;
    command = *known;
  }
  return entry{batch,
               *id,
               in.version(),
               from_ms(in.at_ms()),
               command,
               in.command_digest(),
               user_id(in.actor()),
               *std::move(happened)};
}

std::string_view name_of(batch_fault fault) {
  switch (fault) {
    case batch_fault::unreadable:
      return "unreadable";
    case batch_fault::format_unknown:
      return "format_unknown";
    case batch_fault::mac_wrong:
      return "mac_wrong";
    case batch_fault::position_differs:
      return "position_differs";
    case batch_fault::entry_unreadable:
      return "entry_unreadable";
  }
  return "unknown";
}

std::variant<stored_batch, batch_fault> read_batch(const seal_key& key, position at,
                                                   std::string_view stored) {
  pb::JournalBatch outer;
  pb::JournalBatchBody body;
  bool whole = outer.ParseFromArray(stored.data(), static_cast<int>(stored.size())) &&
               outer.mac().size() == sizeof(mac);
  if (!whole) return batch_fault::unreadable;
  stored_batch made;
  made.own = hmac(key, outer.body());
  if (sodium_memcmp(made.own.data(), outer.mac().data(), made.own.size()) != 0) {
    return batch_fault::mac_wrong;
  }
  if (!body.ParseFromString(outer.body())) return batch_fault::unreadable;
  if (body.format() != journal_format) return batch_fault::format_unknown;
  made.at = codec::read(body.position());
  if (made.at != at) return batch_fault::position_differs;
  made.when = from_ms(body.at_ms());
  made.previous_mac = body.previous_mac();
  made.entries.reserve(static_cast<std::size_t>(body.entries_size()));
  for (const pb::JournalEntry& each : body.entries()) {
    auto told = read_entry(each, at);
    if (!told) return batch_fault::entry_unreadable;
    made.entries.push_back(*std::move(told));
  }
  if (body.has_fence()) {
    auto dataset = dataset_id::from_bytes(body.fence().dataset());
    if (!dataset) return batch_fault::entry_unreadable;
    made.fence = fence{*dataset, body.fence().writer()};
  }
  return made;
}

const std::string& journal_chain::sealed(mac& own) {
  own = hmac(key_, outer_.body());
  outer_.set_mac(std::string(raw_of(own)));
  outer_.SerializeToString(&stored_);
  return stored_;
}

pb::JournalBatchBody& journal_chain::body_of(position at, instant when) {
  body_.Clear();
  body_.set_format(journal_format);
  codec::write(at, *body_.mutable_position());
  body_.set_at_ms(to_ms(when));
  return body_;
}

const std::string& journal_chain::seal(position at, instant when, std::span<const entry> entries) {
  pb::JournalBatchBody& head = body_of(at, when);
  head.set_previous_mac(std::string(raw_of(value_)));
  std::string& bytes = *outer_.mutable_body();
  head.SerializeToString(&bytes);
  // The bytes that entries as part of the body would give, without a tree of thousands of messages
  // that falls out of the processor's cache before it is written.
  google::protobuf::io::StringOutputStream to(&bytes);
  google::protobuf::io::CodedOutputStream out(&to);
  constexpr std::uint32_t length_delimited = 2;
  constexpr std::uint32_t tag = pb::JournalBatchBody::kEntriesFieldNumber << 3 | length_delimited;
  for (const entry& each : entries) {
    entry_.Clear();
    write_entry(each, entry_);
    out.WriteTag(tag);
    out.WriteVarint32(static_cast<std::uint32_t>(entry_.ByteSizeLong()));
    entry_.SerializeWithCachedSizes(&out);
  }
  out.Trim();
  return sealed(value_);
}

const std::string& journal_chain::seal_fence(position at, instant when, const fence& what) {
  pb::JournalBatchBody& body = body_of(at, when);
  body.mutable_fence()->set_dataset(std::string(what.dataset.raw()));
  body.mutable_fence()->set_writer(what.writer);
  body.SerializeToString(outer_.mutable_body());
  mac own{};
  return sealed(own);
}

bool journal_chain::follow(const stored_batch& next) {
  if (next.fence) {
    value_ = hmac(key_, std::string(raw_of(value_)).append(raw_of(next.own)));
    return next.previous_mac.empty();
  }
  if (next.previous_mac != raw_of(value_)) return false;
  value_ = next.own;
  return true;
}

}  // namespace gridwhistle
