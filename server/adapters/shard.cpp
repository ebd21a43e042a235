#include "server/adapters/shard.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "common/awaiting.hpp"
#include "common/log.hpp"
#include "server/adapters/codec_parts.hpp"
#include "server/adapters/pack_store.hpp"
#include "server/adapters/state_codec.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

constexpr span retry_pause = std::chrono::milliseconds(500);

}  // namespace

shard::shard(asio::io_context& io, shard_settings settings)
    : io_(io),
      settings_(std::move(settings)),
      replayed_(settings_.replay_from),
      pack_files_(or_throw(read_pack_directory(settings_.pack), settings_.pack.string())),
      rules_(or_throw(load_pack(pack_files_), settings_.pack.string())),
      witness_(settings_.home / ("witness-" + settings_.shard)),
      keys_(settings_.home / "enrolled.csv"),
      server_keys_(read_curve_keys(settings_.home / "server.key")),
      sockets_(1),
      gate_(std::in_place, io.get_executor(), sockets_, keys_,
            [this](const std::string& why) { interrupt(shard_end::gate_lost, why); }),
      intake_(io.get_executor(), sockets_, settings_.endpoint, server_keys_, keys_),
      feed_(io.get_executor(), sockets_, settings_.feed_endpoint, server_keys_,
            [this](std::string_view key, std::string_view topic) {
              return may_subscribe(key, topic);
            }),
      redis_(
          io.get_executor(), settings_.redis, redis_options{}, [this] { attention_.cancel(); },
          [this] { interrupt(std::nullopt, "redis went away"); }),
      journal_(redis_, settings_.shard, read_or_make_hmac_key(settings_.home / "journal.key"),
               witness_),
      prover_(io.get_executor()),
      attention_(io),
      watch_(io),
      seats_(io.get_executor()) {
  if (!settings_.web_listen.empty())
    web_.emplace(io, settings_.web_listen, keys_, std::move(settings_.web));
}

// --- the life of a shard -------------------------------------------------------------------------

std::function<void(std::exception_ptr)> shard::rethrow_unless_stopped() {
  return [this](std::exception_ptr failed) {
    // Cancelled sockets end their loops by an exception.
    if (failed && !end_) std::rethrow_exception(failed);
  };
}

asio::awaitable<shard_end> shard::run() {
  auto executor = io_.get_executor();
  redis_.start();
  asio::co_spawn(executor, intake_.run(*this), rethrow_unless_stopped());
  asio::co_spawn(executor, feed_.run(), rethrow_unless_stopped());
  if (web_) asio::co_spawn(executor, web_->run(*this), rethrow_unless_stopped());
  asio::co_spawn(executor, keep_time(), rethrow);
  asio::co_spawn(executor, keep_projection(), rethrow);
  asio::co_spawn(executor, keep_watch(), rethrow);
  while (!end_) {
    auto ended = co_await serve_once();
    if (ended && !end_) end_ = ended;
    if (!end_) co_await pause_for(retry_pause);
  }
  tell_refusals();
  redis_.stop();
  intake_.stop();
  feed_.stop();
  if (web_) web_->stop();
  co_return *end_;
}

void shard::stop() { interrupt(shard_end::stopped, "asked to stop"); }

void shard::lose_gate() {
  log::warn("the gate was taken away", {{"do", "nothing if this is the drill"}});
  gate_.reset();
  knock_now_ = true;
  watch_.cancel();
}

asio::awaitable<bool> shard::ready_redis() {
  if (!redis_.connected()) co_return false;
  auto looked = co_await look_at_gate(redis_);
  if (const auto* shut = std::get_if<gate_shut>(&looked)) {
    log::warn("no receipts: redis does not keep what it acknowledges",
              {{"reason", shut->reason}, {"do", "set it with CONFIG SET and in redis.conf"}});
    co_return false;
  }
  const auto& open = std::get<gate_open>(looked);
  terms_.durability = open.durability;
  if (open.run_id == redis_run_id_) co_return true;
  std::string failed = co_await rewrite_append_only_file(redis_);
  if (!failed.empty()) {
    log::warn("no receipts: the append-only file was not rewritten",
              {{"reason", failed}, {"do", "look at the disk and at redis' log"}});
    co_return false;
  }
  redis_run_id_ = open.run_id;
  co_return true;
}

asio::awaitable<std::optional<shard_end>> shard::serve_once() {
  bool ready = co_await ready_redis();
  if (!ready) co_return std::nullopt;
  bool kept =
      co_await keep_pack(redis_, settings_.shard, rules_->hash, canonical_bytes(pack_files_));
  if (!kept) co_return std::nullopt;
  engine loaded(rules_);
  auto taken = co_await journal_.take_over(loaded, now(), rules_->hash);
  if (const auto* wrong = std::get_if<journal_fault>(&taken)) {
    switch (wrong->cure) {
      case cure::again:
        log::warn("cannot serve yet", {{"reason", wrong->what}, {"do", "nothing if this passes"}});
        co_return std::nullopt;
      case cure::step_down:
        log::error("fenced: another writer took over", {{"reason", wrong->what}});
        co_return shard_end::fenced;
      case cure::call_operator:
        log::error("cannot serve", {{"reason", wrong->what}, {"do", "see docs/operations.md"}});
        co_return shard_end::operator_needed;
    }
  }
  const auto& at = std::get<taken_over>(taken);
  bool known = co_await learn_packs(loaded, at.last_at);
  if (!known) co_return std::nullopt;
  loaded.start_at(at.head, at.last_at);
  if (settings_.time == time_mode::replay) replayed_ = std::max(replayed_, at.last_at);
  if (settings_.hashing == state_hashing::at_start) {
    log::info("state", {{"hash", state_hash(loaded.in_order(), loaded.published_packs())},
                        {"position", at.head.text()}});
  }
  engine_.emplace(std::move(loaded));
  terms_.dataset = journal_.dataset();
  feed_.begin_anew();
  if (web_) web_->begin_anew();
  serving_ = true;
  log::info("serving", {{"endpoint", endpoint()},
                        {"feed", feed_endpoint()},
                        {"position", at.head.text()},
                        {"whistles", engine_->whistle_count()},
                        {"open", engine_->open_count()},
                        {"pack", rules().hash.hex()}});
  tell_packs();
  intake_.resume();
  attention_.expires_at(asio::steady_timer::time_point::max());
  while (serving_ && !end_) co_await attention_.async_wait(tuple);
  co_return end_;
}

void shard::interrupt(std::optional<shard_end> end, std::string_view why) {
  if (serving_) log::warn("serving ends", {{"reason", why}, {"do", "nothing if it resumes"}});
  if (end && !end_) end_ = end;
  serving_ = false;
  appending_ = false;
  ++serving_number_;
  // Who waits hears nothing and asks again: the ids make that safe.
  waiting_.clear();
  flows_ = {};
  engine_.reset();
  attention_.cancel();
  intake_.resume();
}

asio::awaitable<void> shard::pause_for(span length) {
  attention_.expires_after(length);
  co_await attention_.async_wait(tuple);
}

// --- hearing ------------------------------------------------------------------------------------

const policy& shard::rules() const { return engine_ ? engine_->rules() : *rules_; }

instant shard::now() { return settings_.time == time_mode::replay ? replayed_ : wall_.now(); }

bool shard::has_room() const { return !engine_ || engine_->room(); }

void shard::answer_to(const speaker& to, const refusal& no) {
  to.via->answer(to.peer, encode_refusal(to.request_id, no));
}

ticket shard::ticket_for(speaker&& from) {
  waiting_.push_back({next_ticket_, from.via, std::move(from.peer), std::move(from.request_id)});
  return ticket{next_ticket_++};
}

void shard::hear(speaker from, request what) {
  if (!serving_) return answer_to(from, {refusal_code::not_serving, {}});
  if (what.replay_at) {
    if (settings_.time != time_mode::replay)
      return answer_to(from, {refusal_code::replay_not_served, {}});
    bool time_begins = replayed_ == instant{};
    replayed_ = std::max(replayed_, *what.replay_at);
    // What was due before the first word of all is nobody's past.
    if (time_begins) engine_->tick(now());
    catch_up();
  }
  if (auto* told = std::get_if<command_request>(&what.body)) {
    told->command.by = std::move(from.by);
    return engine_->ask(ticket_for(std::move(from)), told->command, now());
  }
  if (const auto* told = std::get_if<show_request>(&what.body)) {
    actor by = std::move(from.by);
    return engine_->show(ticket_for(std::move(from)), by, told->whistle, now());
  }
  if (const auto* told = std::get_if<similar_request>(&what.body)) {
    actor by = std::move(from.by);
    return engine_->similar(ticket_for(std::move(from)), by, told->whistle, now());
  }
  if (const auto* told = std::get_if<suggest_request>(&what.body))
    return engine_->suggest(ticket_for(std::move(from)), told->text);
  if (const auto* told = std::get_if<inbox_request>(&what.body)) {
    actor by = std::move(from.by);
    return engine_->inbox(ticket_for(std::move(from)), by, told->whose, told->after, now());
  }
  if (const auto* told = std::get_if<history_request>(&what.body))
    return hear_history(std::move(from), *told);
  if (auto* told = std::get_if<feed_range_request>(&what.body)) {
    if (!is_topic(told->topic, rules()))
      return answer_to(from, {refusal_code::topic_unknown, told->topic});
    if (!may_follow(told->topic, from.by, rules())) {
      engine_->deny(from.by, "follow", told->topic, refusal_code::topic_not_allowed, now());
      return engine_->tell(ticket_for(std::move(from)),
                           refused{{refusal_code::topic_not_allowed, told->topic}, 0, {}});
    }
    if (feed_reads_ >= feed_reads_max)
      return answer_to(from, {refusal_code::overloaded, "feed_range"});
    asio::co_spawn(io_, answer_feed_range(std::move(from), std::move(*told)), rethrow);
    return;
  }
  if (hear_of_packs(from, what)) return;
  // A replay's time stands still between two commands: there every answer is of the state then.
  if (std::holds_alternative<flow_request>(what.body) && settings_.time == time_mode::wall)
    return hear_flow(std::move(from), std::move(what));
  if (is_survey(what)) {
    if (!seats_.come()) return answer_to(from, {refusal_code::overloaded, "survey"});
    asio::co_spawn(io_, answer_survey(std::move(from), std::move(what)), rethrow);
    return;
  }
  v1::Reply pong;
  codec::write(engine_->head(), *pong.mutable_pong()->mutable_position());
  pong.mutable_pong()->set_dataset(std::string(terms_.dataset.raw()));
  pong.mutable_pong()->set_policy(std::string(rules().hash.raw()));
  pong.mutable_pong()->set_now_ms(to_ms(now()));
  pong.mutable_pong()->set_ring_topic(ring_topic_of(rules()));
  from.via->answer(from.peer, encode_reply(from.request_id, pong));
}

// In a replay time jumps: what fell due on the way is recorded before what is asked at its end, and
// each at its own time, one millisecond after the limit as by the wall's clock.
void shard::catch_up() {
  while (engine_->room()) {
    auto next = engine_->wake_at();
    if (!next || *next >= now()) return;
    engine_->tick(*next + span(1));
  }
}

void shard::turn_begins() { in_turn_ = true; }

void shard::turn_ends() {
  in_turn_ = false;
  pump();
}

bool shard::may_subscribe(std::string_view key, std::string_view topic) {
  const enrolment* by = keys_.find_key(key);
  if (!by || by->status != key_status::active) return false;
  bool may = may_follow(topic, by->who, rules());
  if (!may && engine_ && is_topic(topic, rules())) {
    engine_->deny(by->who, "follow", topic, refusal_code::topic_not_allowed, now());
    pump();
  }
  return may;
}

asio::awaitable<void> shard::answer_feed_range(speaker from, feed_range_request asked) {
  ++feed_reads_;
  std::uint64_t asked_in = serving_number_;
  auto read = co_await journal_.read_after(asked.after);
  --feed_reads_;
  if (asked_in != serving_number_ || !engine_) co_return;
  if (std::holds_alternative<journal_fault>(read)) {
    answer_to(from, {refusal_code::not_serving, "feed_range"});
    co_return;
  }
  v1::Reply reply;
  write_feed_page(asked.topic, asked.after, std::get<std::vector<stored_batch>>(read), *engine_,
                  *reply.mutable_feed());
  from.via->answer(from.peer, encode_reply(from.request_id, reply));
}

void shard::hear_history(speaker from, const history_request& asked) {
  auto seen = engine_->look(from.by, asked.whistle, "history", now());
  if (!seen) return engine_->tell(ticket_for(std::move(from)), refused{seen.refused(), 0, {}});
  if (feed_reads_ >= feed_reads_max) return answer_to(from, {refusal_code::overloaded, "history"});
  history_wanted wanted = wanted_of(**seen, asked.after_version, engine_->head());
  asio::co_spawn(io_, answer_history(std::move(from), std::move(wanted)), rethrow);
}

asio::awaitable<void> shard::answer_history(speaker from, history_wanted wanted) {
  ++feed_reads_;
  std::uint64_t asked_in = serving_number_;
  auto read = co_await read_history(journal_, std::move(wanted));
  --feed_reads_;
  if (asked_in != serving_number_ || !engine_) co_return;
  auto* page = std::get_if<v1::HistoryPage>(&read);
  if (!page) co_return answer_to(from, {refusal_code::not_serving, "history"});
  v1::Reply reply;
  *reply.mutable_history() = std::move(*page);
  codec::write(engine_->head(), *reply.mutable_history()->mutable_position());
  from.via->answer(from.peer, encode_reply(from.request_id, reply));
}

asio::awaitable<void> shard::answer_survey(speaker from, request what) {
  auto told = co_await surveyed(from.by, std::move(what));
  if (!told) co_return;
  engine_->tell(ticket_for(std::move(from)), *std::move(told));
  pump();
}

asio::awaitable<std::optional<answer>> shard::surveyed(actor by, request what) {
  std::uint64_t asked_in = serving_number_;
  co_await seats_.take();
  std::optional<answer> told;
  // It began to wait a while ago, and is of now.
  if (asked_in == serving_number_) {
    auto asked = begun_survey(what, by, engine_->current(), now());
    told = co_await folded(std::move(by), std::move(asked));
  }
  seats_.leave();
  co_return told;
}

// In slices, so that no receipt waits for a board.
asio::awaitable<std::optional<answer>> shard::folded(actor by, std::unique_ptr<survey> asked) {
  std::uint64_t asked_in = serving_number_;
  std::vector<const whistle*> all = engine_->all();
  std::size_t looked_at = 0;
  for (const whistle* each : all) {
    if (++looked_at % survey_slice_max == 0) {
      co_await asio::post(io_, asio::use_awaitable);
      if (asked_in != serving_number_) break;
    }
    if (may_see(*each, by, rules())) {
      asked->add(*each, engine_->policy_of(*each));
    } else {
      asked->pass_over(*each);
    }
  }
  for (std::size_t row = 0; row < asked->care_rows_wanted(); ++row) {
    if (++looked_at % survey_slice_max == 0) {
      co_await asio::post(io_, asio::use_awaitable);
      if (asked_in != serving_number_) break;
    }
    asked->add_care_row(row);
  }
  if (asked_in != serving_number_) co_return std::nullopt;
  co_return asked->told(*engine_);
}

void shard::hear_flow(speaker from, request what) {
  auto asked = shared_flows::asked_by(from.by, std::get<flow_request>(what.body), rules());
  if (const flow_table* kept = flows_.find(asked, now()))
    return engine_->tell(ticket_for(std::move(from)), *kept);
  bool begins = !flows_.is_counted(asked);
  if (begins && !seats_.come()) return answer_to(from, {refusal_code::overloaded, "survey"});
  actor by = from.by;
  if (!flows_.wait(asked, from)) return answer_to(from, {refusal_code::overloaded, "flow"});
  if (!begins) return;
  asio::co_spawn(io_, answer_flow(std::move(asked), std::move(by), std::move(what)), rethrow);
}

asio::awaitable<void> shard::answer_flow(shared_flows::question asked, actor by, request what) {
  auto told = co_await surveyed(std::move(by), std::move(what));
  if (!told) co_return;
  for (speaker& each : flows_.counted(asked, std::get<flow_table>(*told)))
    engine_->tell(ticket_for(std::move(each)), *told);
  pump();
}

// --- appending ---

void shard::pump() {
  if (!serving_ || appending_) return;
  const batch* next = engine_->next_batch();
  if (!next) return;
  appending_ = true;
  auto done = [this, asked_in = serving_number_](append_outcome outcome) {
    if (asked_in == serving_number_) settle(outcome);
  };
  if (!next->appends()) {
    journal_.confirm(next->at, std::move(done));
  } else {
    journal_.append(*next, std::move(done));
  }
}

void shard::settle(append_outcome outcome) {
  switch (outcome) {
    case append_outcome::refused:
      log::error("fenced: another writer took over", {{"reason", "the journal refused an append"}});
      return interrupt(shard_end::fenced, "fenced");
    case append_outcome::unknown:
      return interrupt(std::nullopt, "the outcome of an append is unknown");
    case append_outcome::durable:
      break;
  }
  appending_ = false;
  batch done = engine_->durable();
  // First of all: the disk works while the receipts of the last append are written. In the middle
  // of a turn they leave first, so that devices and transport have work while the rest is heard;
  // one append for all of the turn costs Redis less than several.
  if (!in_turn_) pump();
  for (const reply& each : done.replies) {
    GW_CHECK(!waiting_.empty() && waiting_.front().number == each.to.number);
    const waiting& who = waiting_.front();
    who.via->answer(who.peer, encode_answer(who.request_id, each.answer, terms_, done.at));
    waiting_.pop_front();
  }
  feed_.publish(done, *engine_);
  if (web_) web_->publish(done, *engine_);
  intake_.resume();
}

}  // namespace gridwhistle
