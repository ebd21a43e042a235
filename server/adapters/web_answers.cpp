#include "server/adapters/web_answers.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <utility>

#include "common/awaiting.hpp"
#include "common/check.hpp"
#include "common/log.hpp"
#include "server/adapters/web_explain.hpp"
#include "server/adapters/web_questions.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

// Nothing is served yet, or the journal cannot be read.
constexpr span photos_swept_again_after = std::chrono::seconds(5);
// What is slow has a thread; passwords have one of their own, so that nobody's login waits behind
// an export.
constexpr std::size_t slow_threads = 1;
constexpr std::size_t account_threads = 1;

}  // namespace

web_answers::web_answers(asio::io_context& io, const web_api& api, page_stream& pages,
                         const std::optional<std::filesystem::path>& photos)
    : io_(io), api_(api), pages_(pages), slow_(slow_threads), account_work_(account_threads) {
  if (photos) photos_.emplace(io_, photo_settings{*photos}, shard_for_photos());
}

void web_answers::begin(web_host& host) {
  host_ = &host;
  if (photos_) asio::co_spawn(io_, sweep_photos(), rethrow);
}

asio::awaitable<web_response> web_answers::answer(web_routed routed) {
  if (auto* known = std::get_if<web_response>(&routed))
    co_return co_await when_recorded(std::move(*known));
  if (auto* asked = std::get_if<web_question>(&routed))
    co_return co_await by_shard(std::move(*asked));
  if (auto* work = std::get_if<web_slow_work>(&routed))
    co_return co_await after_work(std::move(*work));
  if (auto* photo = std::get_if<photo_request>(&routed))
    co_return co_await of_photo(std::move(*photo));
  if (auto* of_policy = std::get_if<web_policy_question>(&routed))
    co_return co_await by_policy(std::move(*of_policy));
  if (auto* wish = std::get_if<web_pack_wish>(&routed))
    co_return co_await pack_.answer(*host_, std::move(*wish));
  if (auto* files = std::get_if<web_pack_files>(&routed))
    co_return co_await as_archive(std::move(*files));
  if (auto* why = std::get_if<web_explaining>(&routed))
    co_return co_await told_why(std::move(*why));
  if (auto* file = std::get_if<web_export>(&routed)) co_return co_await as_file(std::move(*file));
  if (auto* no = std::get_if<web_refused>(&routed)) co_return co_await recorded(std::move(*no));
  co_return co_await by_presence(std::move(std::get<web_presence>(routed)));
}

void web_answers::take(std::string_view token, std::string_view reply) {
  auto found = questions_.find(token);
  if (found == questions_.end()) return;  // it has waited too long
  v1::Reply told;
  GW_CHECK(told.ParseFromArray(reply.data(), static_cast<int>(reply.size())));
  found->second->reply = std::move(told);
  found->second->timer.cancel();
}

asio::awaitable<web_response> web_answers::by_shard(web_question asked) {
  if (photos_ && !asked.photos.empty()) {
    auto missing = co_await photos_->missing(std::move(asked.photos), host_->web_now());
    if (missing) co_return problem("photo_unknown", *missing);
  }
  auto told = co_await reply_to(asked);
  co_return in_words(std::move(told), asked);
}

asio::awaitable<web_response> web_answers::recorded(web_refused no) {
  web_question asked;
  auto say = [&](std::string token) {
    host_->deny(speaker{nullptr, std::move(token), {}, no.by}, no);
  };
  auto told = co_await reply_within(asked.within, say);
  co_return in_words(std::move(told), asked);
}

asio::awaitable<web_response> web_answers::when_recorded(web_response made) {
  if (made.changes.empty()) co_return made;
  web_question asked;
  auto say = [&](std::string token) {
    host_->record(speaker{nullptr, std::move(token), {}, {}}, std::move(made.changes));
  };
  auto told = co_await reply_within(asked.within, say);
  const auto* reply = std::get_if<v1::Reply>(&told);
  if (reply && !reply->has_refused()) co_return made;
  co_return in_words(std::move(told), asked);
}

web_response web_answers::in_words(replied told, const web_question& asked) const {
  const auto* reply = std::get_if<v1::Reply>(&told);
  return reply ? api_.answer(*reply, asked) : std::move(std::get<web_response>(told));
}

asio::awaitable<web_answers::replied> web_answers::reply_to(const web_question& asked) {
  auto read = read_request(asked.frame);
  if (auto* wrong = std::get_if<unread>(&read)) {
    co_return problem(words_of(wrong->no.code).name, wrong->no.detail);
  }
  auto& what = std::get<request>(read);
  auto say = [&](std::string token) {
    std::string request_id = what.id;
    host_->ask(speaker{nullptr, std::move(token), std::move(request_id), asked.by},
               std::move(what));
  };
  co_return co_await reply_within(asked.within, say);
}

asio::awaitable<web_answers::replied> web_answers::reply_within(
    span time, std::function<void(std::string token)> say) {
  std::string token = std::to_string(next_question_++);
  waiting mine(io_);
  questions_.emplace(token, &mine);
  mine.timer.expires_after(time);
  say(token);
  if (!mine.reply) co_await mine.timer.async_wait(tuple);
  questions_.erase(token);
  if (!mine.reply) co_return api_.no_answer();
  co_return *std::move(mine.reply);
}

asio::awaitable<web_response> web_answers::of_photo(photo_request asked) {
  if (!photos_) co_return problem("route_unknown");
  co_return co_await photos_->answer(std::move(asked), host_->web_now());
}

photo_door::shard_view web_answers::shard_for_photos() {
  return {[this] { return host_->state(); },
          [this](actor by, whistle_id about, std::uint64_t version) {
            return history_after(std::move(by), about, version);
          },
          [this](position after) { return host_->entries_after(after); }};
}

// At the start and daily; where nothing is served yet or the journal cannot be read, soon again.
asio::awaitable<void> web_answers::sweep_photos() {
  asio::steady_timer pause(io_);
  while (!stopped_) {
    std::optional<std::size_t> gone;
    if (host_->state()) gone = co_await photos_->sweep_unnamed(host_->web_now());
    if (gone && *gone > 0) {
      auto days = std::chrono::floor<std::chrono::days>(photos_unnamed_kept_for).count();
      log::info("photos that no whistle names are gone",
                {{"count", *gone}, {"older_than_days", days}});
    }
    pause.expires_after(gone ? photos_swept_every : photos_swept_again_after);
    co_await pause.async_wait(tuple);
  }
}

asio::awaitable<photo_door::history_told> web_answers::history_after(actor by, whistle_id about,
                                                                     std::uint64_t version) {
  web_question asked = history_question(about, version, by, host_->web_now());
  auto told = co_await reply_to(asked);
  auto* reply = std::get_if<v1::Reply>(&told);
  if (!reply) co_return std::move(std::get<web_response>(told));
  if (!reply->has_history()) co_return api_.answer(*reply, {});
  co_return std::move(*reply->mutable_history());
}

asio::awaitable<web_response> web_answers::after_work(web_slow_work work) {
  if (account_works_ >= account_works_waiting_max) co_return problem("overloaded", "login");
  ++account_works_;
  using then = std::function<web_response(instant)>;
  auto slowly = [](web_slow_work wanted) -> asio::awaitable<then> { co_return wanted.beside(); };
  auto working = slowly(std::move(work));
  auto begun = asio::co_spawn(account_work_, std::move(working), asio::use_awaitable);
  then answers = co_await std::move(begun);
  --account_works_;
  // Who was enrolled or revoked a moment ago logs in, or does not, as the file says by now.
  host_->look_at_keys();
  web_response made = answers(host_->web_now());
  co_return co_await when_recorded(std::move(made));
}

asio::awaitable<web_response> web_answers::by_policy(web_policy_question asked) {
  const engine* state = host_->state();
  if (!state) co_return problem("not_serving");
  auto slowly = [](web_policy_question wanted, policy_ptr rules,
                   instant now) -> asio::awaitable<web_response> {
    co_return wanted.told(*rules, now);
  };
  auto telling = slowly(std::move(asked), state->current(), host_->web_now());
  auto begun = asio::co_spawn(slow_, std::move(telling), asio::use_awaitable);
  co_return co_await std::move(begun);
}

asio::awaitable<web_response> web_answers::told_why(web_explaining asked) {
  web_response seen = co_await by_shard(std::move(asked.show));
  if (seen.status != 200) co_return seen;
  co_return co_await explained(*host_, slow_, asked.whistle, asked.in);
}

asio::awaitable<web_response> web_answers::by_presence(web_presence there) {
  const engine* state = host_->state();
  const whistle* about = state ? state->find(there.whistle) : nullptr;
  if (!about || !may_see(*about, there.by, state->rules()))
    co_return co_await by_shard(std::move(there.asked));
  presence told{there.whistle, there.by.user, std::move(there.doing), host_->web_now()};
  pages_.tell(told, *about, *state, api_.people());
  web_response taken;
  taken.status = 204;
  co_return taken;
}

}  // namespace gridwhistle
