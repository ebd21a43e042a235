#include "server/adapters/journal_codec.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "server/adapters/codec_parts.hpp"
#include "server/adapters/event_codec.hpp"

namespace gridwhistle {
namespace {

namespace pb = ::gridwhistle::v1;

constexpr std::uint32_t journal_format = 1;

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

void write_head(position at, instant when, wire_writer& to) {
  using form = pb::JournalBatchBody;
  to.number(form::kFormatFieldNumber, journal_format);
  codec::write_part(form::kPositionFieldNumber, at, to);
  to.number(form::kAtMsFieldNumber, to_ms(when));
}

}  // namespace

void write_entry(const entry& told, wire_writer& to) {
  using form = pb::JournalEntry;
  to.text(form::kWhistleIdFieldNumber, told.whistle.raw());
  to.number(form::kVersionFieldNumber, told.version);
  to.number(form::kAtMsFieldNumber, to_ms(told.at));
  if (!told.command.empty()) to.text(form::kCommandIdFieldNumber, told.command.raw());
  to.fixed(form::kCommandDigestFieldNumber, told.digest);
  to.text(form::kActorFieldNumber, told.by.text);
  write_event(told.happened, to);
}

void write_entry(const entry& told, pb::JournalEntry& to) {
  codec::fill(to, [&](wire_writer& out) { write_entry(told, out); });
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

void write_publication(const publication& told, pb::JournalEntry& to) {
  to.set_version(told.version);
  to.set_at_ms(to_ms(told.at));
  if (!told.command.empty()) to.set_command_id(std::string(told.command.raw()));
  to.set_command_digest(told.digest);
  to.set_actor(told.by.text);
  auto* out = to.mutable_policy_changed();
  out->set_pack(std::string(told.pack.raw()));
  out->set_effective_at_ms(to_ms(told.effective_at));
  out->set_reason(told.reason);
  for (const whistle_id& each : told.moved) out->add_moved_ids(std::string(each.raw()));
}

std::optional<publication> read_publication(const pb::JournalEntry& in) {
  const pb::PolicyChanged& told = in.policy_changed();
  auto pack = policy_hash::from_bytes(told.pack());
  auto command = command_id::from_bytes(in.command_id());
  bool sound = in.has_policy_changed() && in.whistle_id().empty() && in.version() > 0;
  if (!sound || !pack || (!command && !in.command_id().empty())) return std::nullopt;
  publication made{in.version(),
                   from_ms(in.at_ms()),
                   command.value_or(command_id{}),
                   in.command_digest(),
                   user_id(in.actor()),
                   *pack,
                   from_ms(told.effective_at_ms()),
                   told.reason(),
                   {}};
  for (const std::string& each : told.moved_ids()) {
    auto id = whistle_id::from_bytes(each);
    if (!id) return std::nullopt;
    made.moved.push_back(*id);
  }
  return made;
}

void write_refusal(const refusal_record& told, pb::RefusedRecord& to) {
  to.set_at_ms(to_ms(told.at));
  to.set_actor(told.by.text);
  if (!told.whistle.empty()) to.set_whistle_id(std::string(told.whistle.raw()));
  if (!told.command.empty()) to.set_command_id(std::string(told.command.raw()));
  to.set_asked(told.asked);
  to.set_about(told.about);
  to.set_code(std::string(words_of(told.code).name));
  to.set_more(told.more);
}

std::optional<refusal_record> read_refusal(const pb::RefusedRecord& in) {
  auto code = parse_refusal(in.code());
  auto whistle = whistle_id::from_bytes(in.whistle_id());
  auto command = command_id::from_bytes(in.command_id());
  bool ids_are_whole = (whistle || in.whistle_id().empty()) && (command || in.command_id().empty());
  if (!code || !ids_are_whole) return std::nullopt;
  return refusal_record{from_ms(in.at_ms()),
                        user_id(in.actor()),
                        whistle.value_or(whistle_id{}),
                        command.value_or(command_id{}),
                        in.asked(),
                        in.about(),
                        *code,
                        in.more()};
}

void write_account_change(const account_change& told, pb::AccountChangedRecord& to) {
  to.set_at_ms(to_ms(told.at));
  to.set_actor(told.by.text);
  to.set_user(told.user.text);
  to.set_act(std::string(name_of(told.act)));
  to.set_about(told.about);
  to.set_more(told.more);
}

std::optional<account_change> read_account_change(const pb::AccountChangedRecord& in) {
  auto act = parse_account_act(in.act());
  if (!act) return std::nullopt;
  return account_change{
      from_ms(in.at_ms()), user_id(in.actor()), user_id(in.user()), *act, in.about(), in.more()};
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
    if (each.has_policy_changed()) {
      auto published = read_publication(each);
      if (!published) return batch_fault::entry_unreadable;
      made.publications.push_back(*std::move(published));
      continue;
    }
    auto told = read_entry(each, at);
    if (!told) return batch_fault::entry_unreadable;
    made.entries.push_back(*std::move(told));
  }
  for (const pb::RefusedRecord& each : body.refusals()) {
    auto told = read_refusal(each);
    if (!told) return batch_fault::entry_unreadable;
    made.refusals.push_back(*std::move(told));
  }
  for (const pb::AccountChangedRecord& each : body.account_changes()) {
    auto told = read_account_change(each);
    if (!told) return batch_fault::entry_unreadable;
    made.accounts.push_back(*std::move(told));
  }
  if (body.has_fence()) {
    auto dataset = dataset_id::from_bytes(body.fence().dataset());
    if (!dataset) return batch_fault::entry_unreadable;
    made.fence = fence{*dataset, body.fence().writer()};
  }
  return made;
}

template <class Write>
const std::string& journal_chain::sealed(mac& own, Write write_body) {
  stored_.clear();
  wire_writer out(stored_);
  auto body = [&] { write_body(out); };
  own = hmac(key_, out.part(pb::JournalBatch::kBodyFieldNumber, body));
  out.text(pb::JournalBatch::kMacFieldNumber, raw_of(own));
  return stored_;
}

const std::string& journal_chain::seal(position at, instant when, std::span<const entry> entries,
                                       std::span<const refusal_record> refusals,
                                       std::span<const publication> publications,
                                       std::span<const account_change> accounts) {
  using form = pb::JournalBatchBody;
  return sealed(value_, [&](wire_writer& out) {
    write_head(at, when, out);
    out.text(form::kPreviousMacFieldNumber, raw_of(value_));
    for (const publication& each : publications) {
      pb::JournalEntry told;
      write_publication(each, told);
      out.item(form::kEntriesFieldNumber, told.SerializeAsString());
    }
    for (const entry& each : entries) {
      out.part(form::kEntriesFieldNumber, [&] { write_entry(each, out); });
    }
    for (const refusal_record& each : refusals) {
      pb::RefusedRecord told;
      write_refusal(each, told);
      out.item(form::kRefusalsFieldNumber, told.SerializeAsString());
    }
    for (const account_change& each : accounts) {
      pb::AccountChangedRecord told;
      write_account_change(each, told);
      out.item(form::kAccountChangesFieldNumber, told.SerializeAsString());
    }
  });
}

const std::string& journal_chain::seal_fence(position at, instant when, const fence& what) {
  mac own{};
  return sealed(own, [&](wire_writer& out) {
    write_head(at, when, out);
    out.part(pb::JournalBatchBody::kFenceFieldNumber, [&] {
      out.text(pb::Fence::kDatasetFieldNumber, what.dataset.raw());
      out.text(pb::Fence::kWriterFieldNumber, what.writer);
    });
  });
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
