#include "server/adapters/photo_door.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <type_traits>

#include "common/awaiting.hpp"
#include "common/log.hpp"
#include "server/adapters/photo_questions.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

constexpr auto history_again_after = std::chrono::milliseconds(50);
constexpr auto sweep_page_pause = std::chrono::milliseconds(10);

template <class Work>
asio::awaitable<std::invoke_result_t<Work&>> done(Work work) {
  co_return work();
}

// On a thread of that pool; goes on where it was asked.
template <class Work>
asio::awaitable<std::invoke_result_t<Work&>> beside(asio::thread_pool& pool, Work work) {
  auto begun = asio::co_spawn(pool, done(std::move(work)), asio::use_awaitable);
  auto made = co_await std::move(begun);
  co_return made;
}

web_response told(const upload_progress& at) {
  if (!at.photo) return with_json({{"received", at.received}, {"size", at.size}});
  return with_json({{"photo", at.photo->hash.hex()},
                    {"width", at.photo->width},
                    {"height", at.photo->height},
                    {"bytes", at.photo->bytes}},
                   201);
}

web_response told(const upload_refused& no) {
  switch (no.why) {
    case upload_refusal::differs:
      return problem("upload_differs");
    case upload_refusal::quota:
      return problem("upload_quota");
    case upload_refusal::full:
      return problem("storage_full");
    case upload_refusal::gap:
      break;
  }
  web_response made = problem("upload_gap");
  auto body = json::parse(made.body).get_object();
  body["received"] = no.received;
  made.body = json::serialize(body);
  return made;
}

web_response overloaded() { return problem("overloaded", "photo"); }

web_response told(const file_fault& fault) {
  if (!fault.full()) {
    log::warn("a photo cannot be stored",
              {{"reason", fault.text()}, {"do", "look at the disk of the home"}});
  }
  return problem("storage_full");
}

}  // namespace

photo_door::photo_door(asio::io_context& io, const photo_settings& settings, shard_view shard)
    : io_(io),
      shard_(std::move(shard)),
      store_(settings.folder),
      uploads_(settings.folder / "uploads"),
      cleaner_(settings.worker) {}

photo_door::~photo_door() { cleaner_.stop(); }

asio::awaitable<web_response> photo_door::answer(photo_request asked, instant now) {
  if (files_waiting_ >= photo_files_waiting_max) co_return overloaded();
  ++files_waiting_;
  web_response made;
  if (auto* part = std::get_if<photo_part_request>(&asked.what)) {
    made = co_await answer_part(std::move(*part), std::move(asked.by.user), now);
  } else if (auto* progress = std::get_if<photo_progress_request>(&asked.what)) {
    made = co_await answer_progress(*progress, std::move(asked.by.user));
  } else {
    auto& wish = std::get<photo_show_request>(asked.what);
    made = co_await answer_show(std::move(wish), std::move(asked.by));
  }
  --files_waiting_;
  co_return made;
}

// --- in ------------------------------------------------------------------------------------------

asio::awaitable<web_response> photo_door::answer_part(photo_part_request asked, user_id by,
                                                      instant now) {
  upload_key which{by, asked.id};
  auto job = [this, by = std::move(by), asked = std::move(asked), now] {
    if (swept_ + uploads_swept_every <= now) {
      uploads_.sweep(now);
      swept_ = now;
    }
    return uploads_.take(by, {asked.id, asked.size, asked.offset, asked.bytes}, now);
  };
  auto taken = co_await beside(files_, std::move(job));
  if (const auto* no = std::get_if<upload_refused>(&taken)) co_return told(*no);
  const auto& at = std::get<upload_progress>(taken);
  if (at.photo || !at.whole()) co_return told(at);
  auto made = co_await clean_whole(std::move(which), at.size, now);
  co_return made;
}

// What is broken is forgotten; what could not be looked at or stored stays for the next try.
asio::awaitable<web_response> photo_door::clean_whole(upload_key which, std::uint64_t size,
                                                      instant now) {
  if (in_cleaning_.size() >= cleanings_waiting_max) co_return overloaded();
  if (!in_cleaning_.insert(which).second) co_return overloaded();
  auto clean = [this, file = uploads_.file_of(which.first, which.second, size)] {
    return cleaner_.clean(file, {});
  };
  auto cleaned = co_await beside(cleaning_, std::move(clean));
  auto keep = [this, which, now, cleaned = std::move(cleaned)]() -> web_response {
    const auto& [by, id] = which;
    if (const auto* fault = std::get_if<photo_fault>(&cleaned)) {
      if (*fault == photo_fault::not_now) return overloaded();
      uploads_.drop(by, id);
      return problem(name_of(*fault));
    }
    const auto& photo = std::get<clean_photo>(cleaned);
    kept_photo kept{photo_hash::of(photo.jpeg), photo.width, photo.height, photo.jpeg.size()};
    if (auto fault = store_.keep(kept.hash, photo.jpeg, now)) return told(*fault);
    uploads_.finish(by, id, kept, now);
    return told(upload_progress{0, 0, kept});
  };
  auto made = co_await beside(files_, std::move(keep));
  in_cleaning_.erase(which);
  co_return made;
}

asio::awaitable<web_response> photo_door::answer_progress(photo_progress_request asked,
                                                          user_id by) {
  auto job = [this, by = std::move(by), id = asked.id] { return uploads_.look(by, id); };
  auto at = co_await beside(files_, std::move(job));
  if (!at) co_return problem("upload_unknown");
  json::object body = {{"received", at->received}, {"size", at->size}};
  if (at->photo) body["photo"] = at->photo->hash.hex();
  co_return with_json(body);
}

asio::awaitable<std::optional<std::string>> photo_door::missing(std::vector<std::string> names,
                                                                instant now) {
  auto job = [this, names = std::move(names), now]() -> std::optional<std::string> {
    auto lost = std::ranges::find_if(names, [this, now](const std::string& each) {
      auto hash = photo_hash::parse(each);
      return !hash || !store_.claim(*hash, now);
    });
    return lost == names.end() ? std::nullopt : std::optional(*lost);
  };
  auto first = co_await beside(files_, std::move(job));
  co_return first;
}

// --- what nobody names ---------------------------------------------------------------------------

// Page by page with a pause, so that neither the turn nor an upload waits for it.
asio::awaitable<std::optional<std::size_t>> photo_door::sweep_unnamed(instant now) {
  instant old = now - photos_unnamed_kept_for;
  auto look = [this, from = judged_, old] {
    return store_.claimed_within(from, old, photos_of_a_sweep_max);
  };
  auto found = co_await beside(cleaning_, std::move(look));
  unnamed_photos unnamed(found);
  asio::steady_timer pause(io_);
  for (position after{}; !unnamed.empty();) {
    auto reading = shard_.entries_after(after);
    auto page = co_await std::move(reading);
    const auto* batches = std::get_if<std::vector<stored_batch>>(&page);
    if (!batches) co_return std::nullopt;
    if (batches->empty()) break;
    for (const stored_batch& each : *batches) unnamed.hear(each);
    after = batches->back().at;
    pause.expires_after(sweep_page_pause);
    co_await pause.async_wait(tuple);
  }
  auto drop = [this, names = unnamed.left(), old] {
    return static_cast<std::size_t>(std::ranges::count_if(
        names, [&](const photo_hash& each) { return store_.drop_unclaimed(each, old); }));
  };
  std::size_t gone = co_await beside(files_, std::move(drop));
  judged_ = found.size() < photos_of_a_sweep_max ? old : found.back().at;
  co_return gone;
}

// --- out -----------------------------------------------------------------------------------------

asio::awaitable<web_response> photo_door::answer_show(photo_show_request asked, actor by) {
  if (*shown_ >= photos_shown_max) co_return overloaded();
  ++*shown_;
  std::shared_ptr<void> held(nullptr, [shown = shown_](void*) { --*shown; });
  auto refused = co_await refusal_of(asked, by);
  if (refused) co_return *std::move(refused);
  std::string tag = '"' + asked.photo.hex();
  if (asked.width) tag += '-' + std::to_string(*asked.width);
  auto read = co_await bytes_of(asked);
  if (auto* no = std::get_if<web_response>(&read)) co_return std::move(*no);
  web_response made;
  made.type = "image/jpeg";
  made.body = std::move(std::get<std::string>(read));
  // Of a browser that several people use, each session keeps its own.
  made.fields = {{"Cache-Control", "private, max-age=31536000, immutable"},
                 {"Vary", "Cookie"},
                 {"ETag", tag + '"'},
                 {"Content-Disposition", "inline"},
                 {"Cross-Origin-Resource-Policy", "same-origin"}};
  made.held = std::move(held);
  co_return made;
}

asio::awaitable<std::variant<std::string, web_response>> photo_door::bytes_of(
    const photo_show_request& asked) {
  auto job = [this, asked] {
    return asked.width ? store_.read_scaled(asked.photo, *asked.width) : store_.read(asked.photo);
  };
  auto bytes = co_await beside(files_, std::move(job));
  if (bytes) co_return *std::move(bytes);
  // Named by a device that keeps its photos elsewhere.
  auto look = [this, photo = asked.photo] { return store_.has(photo); };
  bool here = co_await beside(files_, std::move(look));
  if (!here || !asked.width) co_return problem("photo_not_here", asked.photo.hex());
  auto made = co_await scaled_anew(asked.photo, *asked.width);
  co_return made;
}

asio::awaitable<std::variant<std::string, web_response>> photo_door::scaled_anew(
    const photo_hash& photo, int width) {
  static_assert(photo_kept_side >= scaled_widths.back());
  auto scale = [this, file = store_.file_of(photo), width] {
    return cleaner_.clean(file, {width, photo_kept_side});
  };
  auto scaled = co_await beside(cleaning_, std::move(scale));
  auto* small = std::get_if<clean_photo>(&scaled);
  if (!small) co_return overloaded();
  // Without room for it it is made anew the next time.
  auto keep = [this, photo, width, jpeg = std::move(small->jpeg)] {
    static_cast<void>(store_.keep_scaled(photo, width, jpeg));
    return jpeg;
  };
  auto kept = co_await beside(files_, std::move(keep));
  co_return kept;
}

bool photo_door::names(const whistle& about, const std::string& photo) const {
  if (std::ranges::find(about.what.photos, photo) != about.what.photos.end()) return true;
  auto known = named_.find(about.id);
  return known != named_.end() && known->second.photos.contains(photo);
}

asio::awaitable<std::optional<web_response>> photo_door::refusal_of(const photo_show_request& asked,
                                                                    const actor& by) {
  const engine* state = shard_.state();
  if (!state) co_return problem("not_serving");
  const whistle* about = state->find(asked.whistle);
  bool sees = about && may_see(*about, by, state->rules());
  if (sees && names(*about, asked.photo.hex())) co_return std::nullopt;
  // Where he may not see it the door says so, and keeps that it did.
  auto refused = co_await learn_names(asked.whistle, by);
  if (refused) co_return refused;
  auto known = named_.find(asked.whistle);
  if (known != named_.end() && known->second.photos.contains(asked.photo.hex()))
    co_return std::nullopt;
  co_return problem("photo_not_here", asked.photo.hex());
}

asio::awaitable<std::optional<web_response>> photo_door::learn_names(whistle_id about,
                                                                     const actor& by) {
  for (int tries = 0; tries < history_tries_max;) {
    auto known = named_.find(about);
    std::uint64_t after = known == named_.end() ? 0 : known->second.version;
    auto reading = shard_.history_after(by, about, after);
    auto read = co_await std::move(reading);
    if (auto* no = std::get_if<web_response>(&read)) {
      bool busy = no->status == status_of("overloaded") && ++tries < history_tries_max;
      if (!busy) co_return std::move(*no);
      asio::steady_timer pause(io_, history_again_after);
      co_await pause.async_wait(tuple);
      continue;
    }
    const auto& page = std::get<v1::HistoryPage>(read);
    if (named_.size() >= whistles_remembered_max) named_.clear();
    known_names& mine = named_[about];
    for (const v1::HistoryItem& each : page.items()) {
      for (std::string& name : photos_named(each)) mine.photos.insert(std::move(name));
      mine.version = std::max<std::uint64_t>(mine.version, each.entry().version());
    }
    if (!page.more() || page.items().empty()) break;
  }
  co_return std::nullopt;
}

}  // namespace gridwhistle
