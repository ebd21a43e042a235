#include "server/adapters/page_stream.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "proto/journal.pb.h"
#include "server/adapters/codec_parts.hpp"
#include "server/adapters/journal_codec.hpp"
#include "server/adapters/pack_reply.hpp"
#include "server/adapters/people_named.hpp"
#include "server/adapters/proto_json.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

std::string event_text(std::string_view name, std::string_view id, std::string_view data) {
  std::string made("event: ");
  made.append(name).append("\n");
  if (!id.empty()) made.append("id: ").append(id).append("\n");
  return made.append("data: ").append(data).append("\n\n");
}

// id: of the batch that published it; empty where its instant has come.
std::string published_event(std::string_view id, const publication& told, pack_standing standing,
                            const people_book& people) {
  v1::PackVersion written;
  write_version(told, written);
  written.set_standing(codec::number_of<v1::PackStanding>(standing));
  json::object data = to_json(written);
  name_people_in(data, people);
  return event_text("published", id, json::serialize(data));
}

}  // namespace

void page::put(std::string_view told) {
  if (over_) return;
  if (queue_.size() + told.size() > page_queue_bytes_max) return resync();
  queue_ += told;
  woken_.cancel();
}

void page::resync() {
  if (std::exchange(over_, true)) return;
  queue_ = event_text("resync", {}, "{}");
  woken_.cancel();
}

// --- a batch ------------------------------------------------------------------------------------

batch_events::batch_events(position at, std::span<const entry> entries,
                           std::span<const publication> publications, const engine& state,
                           const people_book& people)
    : at_(at),
      entries_(entries),
      state_(state),
      people_(people),
      texts_(entries.size()),
      users_(entries.size()) {
  about_.reserve(entries.size());
  for (const entry& each : entries) {
    // What follows from one command is mostly about one whistle.
    bool same = !about_.empty() && about_.back() && about_.back()->id == each.whistle;
    about_.push_back(same ? about_.back() : state.find(each.whistle));
  }
  for (const publication& each : publications) {
    pack_standing standing = state.published_packs().standing_of(each, each.at);
    published_ += published_event(at.text(), each, standing, people);
  }
}

const std::string& batch_events::text_of(std::size_t entry) {
  std::string& text = texts_[entry];
  if (text.empty()) {
    v1::JournalEntry written;
    write_entry(entries_[entry], written);
    json::object told = to_json(written);
    add_users_of(told, users_[entry]);
    text = json::serialize(told);
  }
  return text;
}

const std::string& batch_events::for_reader(const actor& by) {
  std::vector<bool> seen(entries_.size());
  bool any = false;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    bool same = i > 0 && about_[i] == about_[i - 1];
    seen[i] = same ? seen[i - 1] : about_[i] && may_see(*about_[i], by, state_.rules());
    any = any || seen[i];
  }
  auto [known, is_new] = events_.try_emplace(std::move(seen), published_);
  if (!is_new || !any) return known->second;
  std::string list;
  std::set<std::string> users;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!known->first[i]) continue;
    if (!list.empty()) list += ',';
    list += text_of(i);
    users.insert(users_[i].begin(), users_[i].end());
  }
  std::string position = at_.text();
  std::string data = R"({"position":")" + position + R"(","entries":[)" + list + ']';
  json::object names = names_of(users, people_);
  if (!names.empty()) data += R"(,"people":)" + json::serialize(names);
  known->second += event_text("entries", position, data + '}');
  return known->second;
}

std::string clock_event(instant now, position head) {
  json::object told = {{"now_ms", to_ms(now)}, {"position", head.text()}};
  return event_text("clock", {}, json::serialize(told));
}

// --- all pages ----------------------------------------------------------------------------------

std::shared_ptr<page> page_stream::open(const asio::any_io_executor& executor, actor by) {
  std::erase_if(pages_, [](const auto& each) { return each.expired(); });
  if (pages_.size() >= pages_max) return nullptr;
  return std::make_shared<page>(executor, std::move(by));
}

void page_stream::publish(const batch& durable, const engine& state, const people_book& people) {
  if (!durable.publications.empty()) pack_ = state.rules().hash;  // told by the batch itself
  notice_pack(state, people);
  if (durable.entries.empty() && durable.publications.empty()) return;
  std::erase_if(pages_, [](const auto& each) { return each.expired(); });
  if (pages_.empty()) return;
  batch_events events(durable.at, durable.entries, durable.publications, state, people);
  for (const auto& each : pages_) {
    auto one = each.lock();
    const std::string& told = events.for_reader(one->by());
    if (!told.empty()) one->put(told);
  }
}

void page_stream::put_to_all(const std::string& told) {
  for (const auto& each : pages_) {
    if (auto one = each.lock()) one->put(told);
  }
}

void page_stream::notice_pack(const engine& state, const people_book& people) {
  const policy_hash& hash = state.rules().hash;
  bool first = !pack_;
  if (std::exchange(pack_, hash) == hash || first) return;
  const auto& all = state.published_packs().all();
  auto last = std::find_if(all.rbegin(), all.rend(),
                           [&](const publication& each) { return each.pack == hash; });
  if (last != all.rend()) put_to_all(published_event({}, *last, pack_standing::in_force, people));
}

void page_stream::tell(const presence& who, const whistle& about, const engine& state,
                       const people_book& people) {
  json::object said = {{"whistle_id", who.whistle.text()},
                       {"user", who.user.text},
                       {"doing", who.doing},
                       {"at_ms", to_ms(who.at)},
                       {"until_ms", to_ms(who.at + presence_valid)}};
  name_people_in(said, people);
  std::string told = event_text("presence", {}, json::serialize(said));
  for (const auto& each : pages_) {
    auto one = each.lock();
    if (one && may_see(about, one->by(), state.rules())) one->put(told);
  }
}

void page_stream::resync_all() {
  for (const auto& each : pages_) {
    if (auto one = each.lock()) one->resync();
  }
  pages_.clear();
}

}  // namespace gridwhistle
