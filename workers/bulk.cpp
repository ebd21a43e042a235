#include "workers/bulk.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <optional>
#include <utility>

#include "common/awaiting.hpp"
#include "workers/requests.hpp"
#include "workers/terminal_text.hpp"

namespace gridwhistle {
namespace {

struct bulk {
  std::shared_ptr<server_link> link;
  std::vector<whistle_id> whistles;
  v1::Command ask;
  bulk_told tell;
  std::vector<std::optional<exchange_outcome>> outcomes;
  asio::steady_timer lane_ended;
  std::size_t begun = 0;
  std::size_t told = 0;
  std::size_t lanes = 0;
  bool silent = false;
  bulk_result result;

  void count(const exchange_outcome& outcome) {
    const auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply) {
      ++result.unanswered;
    } else if (reply->has_receipt()) {
      ++result.done;
    } else {
      ++result.refused;
    }
  }

  void tell_next(const exchange_outcome& outcome) {
    count(outcome);
    tell(whistles[told++], outcome);
  }

  // Whoever is answered early waits for those before it.
  void take(std::size_t place, exchange_outcome outcome) {
    if (!std::holds_alternative<v1::Reply>(outcome)) silent = true;
    outcomes[place] = std::move(outcome);
    while (told < begun && outcomes[told]) tell_next(*std::exchange(outcomes[told], std::nullopt));
  }
};

asio::awaitable<exchange_outcome> look_and_say(std::shared_ptr<server_link> link,
                                               whistle_id whistle, v1::Command ask) {
  auto seen = co_await look_at(link, whistle);
  const auto* reply = std::get_if<v1::Reply>(&seen);
  if (!reply || !reply->has_whistle()) co_return seen;
  std::uint64_t version = reply->whistle().state().version();
  auto outcome = co_await say_of(link, whistle, version, std::move(ask));
  co_return outcome;
}

asio::awaitable<void> run_lane(std::shared_ptr<bulk> all) {
  while (!all->silent && all->begun < all->whistles.size()) {
    std::size_t place = all->begun++;
    auto outcome = co_await look_and_say(all->link, all->whistles[place], all->ask);
    all->take(place, std::move(outcome));
  }
  --all->lanes;
  all->lane_ended.cancel();
}

}  // namespace

asio::awaitable<exchange_outcome> look_at(std::shared_ptr<server_link> link, whistle_id whistle) {
  v1::Request request = new_request(new_command_id(system_clock_source().now()));
  request.mutable_show()->set_whistle_id(std::string(whistle.raw()));
  auto outcome = co_await link->exchange(std::move(request));
  co_return outcome;
}

asio::awaitable<exchange_outcome> say_of(std::shared_ptr<server_link> link, whistle_id whistle,
                                         std::uint64_t seen_version, v1::Command ask) {
  v1::Request request =
      new_command(new_command_id(system_clock_source().now()), whistle, seen_version);
  ask.set_whistle_id(std::string(whistle.raw()));
  ask.set_seen_version(seen_version);
  *request.mutable_command() = std::move(ask);
  auto outcome = co_await link->exchange(std::move(request));
  co_return outcome;
}

asio::awaitable<bulk_result> say_of_all(std::shared_ptr<server_link> link,
                                        std::vector<whistle_id> whistles, v1::Command ask,
                                        bulk_told tell) {
  auto executor = co_await asio::this_coro::executor;
  std::size_t count = whistles.size();
  auto all = std::make_shared<bulk>(bulk{std::move(link),
                                         std::move(whistles),
                                         std::move(ask),
                                         std::move(tell),
                                         {},
                                         asio::steady_timer(executor)});
  all->outcomes.resize(count);
  all->lane_ended.expires_at(asio::steady_timer::time_point::max());
  all->lanes = std::min(count, bulk_window_max);
  for (std::size_t i = all->lanes; i > 0; --i) {
    asio::co_spawn(executor, run_lane(all), rethrow);
  }
  while (all->lanes > 0) co_await all->lane_ended.async_wait(tuple);
  while (all->told < count) all->tell_next(stopped{});
  co_return all->result;
}

std::string line_of(const whistle_id& whistle, const exchange_outcome& outcome) {
  std::string line = whistle.text() + " ";
  if (std::holds_alternative<timed_out>(outcome)) return line + "no answer";
  const auto* reply = std::get_if<v1::Reply>(&outcome);
  if (!reply) return line + "not said";
  if (reply->has_receipt()) {
    const v1::Receipt& receipt = reply->receipt();
    return line + "done, version " + std::to_string(receipt.version()) + ", " +
           word_of(receipt.stage());
  }
  const v1::Refused& no = reply->refused();
  line += "refused [" + no.code() + "] " + no.sentence_zh() + " " + no.sentence_en();
  return no.detail().empty() ? line : line + " " + no.detail();
}

std::string summary_of(const bulk_result& result) {
  std::string text =
      std::to_string(result.done) + " done, " + std::to_string(result.refused) + " refused";
  if (result.unanswered == 0) return text;
  return text + ", " + std::to_string(result.unanswered) + " without an answer";
}

}  // namespace gridwhistle
