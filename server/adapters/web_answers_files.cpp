// Of web_answers: what is answered with a file.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/adapters/list_sheets.hpp"
#include "server/adapters/survey.hpp"
#include "server/adapters/web_answers.hpp"
#include "server/adapters/web_export.hpp"
#include "server/adapters/web_pack.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {

asio::awaitable<web_response> web_answers::as_file(web_export wish) {
  auto read = read_request(wish.asked.frame);
  if (auto* wrong = std::get_if<unread>(&read))
    co_return problem(words_of(wrong->no.code).name, wrong->no.detail);
  export_work work{std::move(std::get<request>(read)), std::move(wish), nullptr, {}, {}, {}, {}};
  ask_for_all(work.asked, work.wish.part);
  auto say = [this, &work](std::string token) {
    host_->ask(speaker{nullptr, std::move(token), work.asked.id, work.wish.asked.by}, work.asked);
  };
  do {
    auto told = co_await reply_within(work.wish.asked.within, say);
    auto* reply = std::get_if<v1::Reply>(&told);
    if (!reply) co_return std::move(std::get<web_response>(told));
    if (reply->has_refused()) co_return api_.answer(*reply, {});
    const engine* state = host_->state();
    if (!state) co_return problem("not_serving");
    if (!work.rules) work.answered_at = host_->web_now();
    work.rules = state->current();
    work.told = std::move(*reply);
  } while (goes_on(work));
  bool lined = co_await write_lines(work);
  if (!lined) co_return problem("not_serving");
  auto slowly = [](export_work of) -> asio::awaitable<web_response> { co_return exported(of); };
  auto writing = slowly(std::move(work));
  auto begun = asio::co_spawn(slow_, std::move(writing), asio::use_awaitable);
  co_return co_await std::move(begun);
}

asio::awaitable<web_response> web_answers::as_archive(web_pack_files wish) {
  web_response seen = co_await by_shard(std::move(wish.look));
  if (seen.status != 200) co_return seen;
  const engine* state = host_->state();
  if (!state) co_return problem("not_serving", "packs");
  const auto& all = state->published_packs().all();
  auto one = std::ranges::find(all, wish.pack, &publication::pack);
  if (one == all.end()) co_return problem("pack_unknown", wish.pack.hex());
  co_return co_await pack_archive(*host_, slow_, *one);
}

// A queue comes in pages: takes one in, and turns to the next.
bool web_answers::goes_on(export_work& work) const {
  auto* asked = std::get_if<inbox_request>(&work.asked.body);
  if (!asked) return false;
  const engine& state = *host_->state();
  const v1::InboxPage& page = work.told.inbox();
  for (const v1::InboxItem& each : page.items()) {
    auto id = whistle_id::from_bytes(each.whistle_id());
    if (!id) continue;
    asked->after = *id;
    const whistle* told = state.find(*id);
    if (!told) continue;
    inbox_item item = state.inbox_item_of(*told, asked->whose, work.answered_at);
    if (is_wanted(item, work)) work.queue.push_back(std::move(item));
  }
  return page.more() && page.items_size() > 0 && work.queue.size() < export_list_max;
}

// In slices, so that no receipt waits for a list.
asio::awaitable<bool> web_answers::write_lines(export_work& work) {
  sheet_terms terms = terms_of(work);
  int written = 0;
  for (const std::string& raw : work.told.figure_list().whistle_ids()) {
    if (++written % export_slice_max == 0) co_await asio::post(io_, asio::use_awaitable);
    const engine* state = host_->state();
    if (!state) co_return false;
    auto id = whistle_id::from_bytes(raw);
    const whistle* told = id ? state->find(*id) : nullptr;
    if (told && may_see(*told, work.wish.asked.by, state->rules()))
      work.lines.push_back(
          whistle_line(*told, state->policy_of(*told), *work.rules, work.answered_at, terms));
  }
  co_return true;
}

}  // namespace gridwhistle
