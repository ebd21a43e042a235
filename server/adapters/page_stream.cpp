#include "server/adapters/page_stream.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "proto/journal.pb.h"
#include "server/adapters/journal_codec.hpp"
#include "server/adapters/proto_json.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

std::string event_text(std::string_view name, std::string_view id, const json::object& data) {
  std::string made("event: ");
  made.append(name).append("\n");
  if (!id.empty()) made.append("id: ").append(id).append("\n");
  return made.append("data: ").append(json::serialize(data)).append("\n\n");
}

}  // namespace

void page::put(std::string told) {
  if (over_) return;
  if (queue_.size() + told.size() > page_queue_bytes_max) return resync();
  queue_ += told;
  woken_.cancel();
}

void page::resync() {
  if (std::exchange(over_, true)) return;
  queue_ = event_text("resync", {}, {});
  woken_.cancel();
}

std::string page_event(position at, std::span<const entry> entries, const engine& state,
                       const actor& by) {
  json::array told;
  for (const entry& each : entries) {
    const whistle* about = state.find(each.whistle);
    if (!about || !may_see(*about, by, state.rules())) continue;
    v1::JournalEntry written;
    write_entry(each, written);
    told.push_back(to_json(written));
  }
  if (told.empty()) return {};
  return event_text("entries", at.text(), {{"position", at.text()}, {"entries", std::move(told)}});
}

std::string clock_event(instant now, position head) {
  return event_text("clock", {}, {{"now_ms", to_ms(now)}, {"position", head.text()}});
}

std::shared_ptr<page> page_stream::open(const asio::any_io_executor& executor, actor by) {
  std::erase_if(pages_, [](const auto& each) { return each.expired(); });
  if (pages_.size() >= pages_max) return nullptr;
  return std::make_shared<page>(executor, std::move(by));
}

void page_stream::publish(const batch& durable, const engine& state) {
  if (durable.entries.empty()) return;
  std::erase_if(pages_, [](const auto& each) { return each.expired(); });
  for (const auto& each : pages_) {
    auto one = each.lock();
    std::string told = page_event(durable.at, durable.entries, state, one->by());
    if (!told.empty()) one->put(std::move(told));
  }
}

void page_stream::resync_all() {
  for (const auto& each : pages_) {
    if (auto one = each.lock()) one->resync();
  }
  pages_.clear();
}

}  // namespace gridwhistle
