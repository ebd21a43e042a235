#include "server/adapters/web_explain.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/adapters/pack_loader.hpp"
#include "server/core/explanation_text.hpp"
#include "server/core/json_line.hpp"
#include "server/core/routing_verdict.hpp"

namespace gridwhistle {
namespace {

using packs_by_hash = std::map<policy_hash, policy_ptr>;

asio::awaitable<policy_ptr> loaded(pack_files files) {
  auto read = load_pack(files);
  auto* sound = std::get_if<policy_ptr>(&read);
  co_return sound ? *sound : nullptr;
}

// Entries of an older server do not say which pack sent a whistle to a desk.
const policy& pack_of(const routing& made, const packs_by_hash& packs, const policy& today) {
  auto found = packs.find(made.policy);
  return found == packs.end() ? today : *found->second;
}

asio::awaitable<std::string> written(std::vector<routing> told, packs_by_hash packs,
                                     policy_ptr today, language in) {
  co_return explained_json(told, packs, *today, in);
}

}  // namespace

std::string explained_json(std::span<const routing> told, const packs_by_hash& packs,
                           const policy& today, language in) {
  std::string text;
  for (const routing& each : told) {
    if (!text.empty()) text += '\n';
    text += verdict_text(pack_of(each, packs, today), today, each, in);
  }
  json_line made;
  made.begin().say("text", text);
  if (told.empty()) return made.end().text;
  routing last = told.back();
  const policy& before = pack_of(last, packs, today);
  if (last.policy == policy_hash()) last.policy = before.hash;
  routing now = routed(today, question_of(last));
  bool differs = !same_routing(now, routed(before, question_of(last)));
  made.put("explanation", to_json(explain(before, last), before));
  made.say("pack", last.policy.hex()).say("verdict", name_of(judge(before, last)));
  made.put("differs_today", std::string(differs ? "true" : "false"));
  if (differs) made.say("today_text", decision_text(now, today, in));
  return made.end().text;
}

asio::awaitable<web_response> explained(web_host& host, asio::thread_pool& slow, whistle_id whistle,
                                        language in) {
  auto read = co_await host.routings_of(whistle);
  const auto* told = std::get_if<std::vector<routing>>(&read);
  if (!told) co_return problem("not_serving", "explain");
  packs_by_hash packs;
  for (const routing& each : *told) {
    const engine* state = host.state();
    if (!state) co_return problem("not_serving", "explain");
    policy_ptr pack = state->known(each.policy);
    if (!pack && each.policy != policy_hash()) {
      auto files = co_await host.pack_stored(each.policy);
      if (!std::holds_alternative<pack_files>(files)) co_return problem("not_serving", "explain");
      auto loading = loaded(std::get<pack_files>(std::move(files)));
      auto begun = asio::co_spawn(slow, std::move(loading), asio::use_awaitable);
      pack = co_await std::move(begun);
    }
    if (pack) packs.emplace(each.policy, std::move(pack));
  }
  const engine* state = host.state();
  if (!state) co_return problem("not_serving", "explain");
  auto writing = written(*told, std::move(packs), state->current(), in);
  auto begun = asio::co_spawn(slow, std::move(writing), asio::use_awaitable);
  std::string body = co_await std::move(begun);
  co_return with_json_text(std::move(body));
}

}  // namespace gridwhistle
