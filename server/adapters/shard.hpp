// One shard: Redis, journal, engine, intake and feed turned into one loop on one thread.
// Law: nothing leaves before it is durable. An append that is refused ends the process's turn as
// writer; one whose outcome is unknown ends the epoch: state is dropped, the journal taken over
// anew and folded again.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "server/adapters/durability_gate.hpp"
#include "server/adapters/feed.hpp"
#include "server/adapters/history.hpp"
#include "server/adapters/intake.hpp"
#include "server/adapters/journal.hpp"
#include "server/adapters/key_register.hpp"
#include "server/adapters/pack_loader.hpp"
#include "server/adapters/pack_prover.hpp"
#include "server/adapters/pack_uploads.hpp"
#include "server/adapters/redis_link.hpp"
#include "server/adapters/shared_flows.hpp"
#include "server/adapters/survey.hpp"
#include "server/adapters/survey_seats.hpp"
#include "server/adapters/web_server.hpp"
#include "server/adapters/zap_gate.hpp"

namespace gridwhistle {

// Feed ranges and histories read from the journal at once; more are answered "overloaded".
constexpr std::size_t feed_reads_max = 8;
// Whistles a survey looks at before others have their turn.
constexpr std::size_t survey_slice_max = 256;
// Open whistles of which two packs are asked before others have their turn.
constexpr std::size_t change_slice_max = 32;
// Packs that were checked and may be asked about: the longest ago goes.
constexpr std::size_t checked_packs_max = 4;
// Changes on one page; the asker pages on.
constexpr std::size_t change_page_max = 500;
// A calendar that ends sooner than this is an alarm: the long limits reach beyond it already.
constexpr span horizon_alarm = std::chrono::days(60);
// Whistles written to the projection in one HSET.
constexpr std::size_t projection_chunk_max = 256;

enum class time_mode { wall, replay };
enum class state_hashing { off, at_start };

struct shard_settings {
  std::string shard = "main";
  redis_address redis;
  std::filesystem::path home;  // keys, enrolled.csv and the witness
  std::filesystem::path pack;  // the first one: later the journal says which is in force
  std::string endpoint = "tcp://127.0.0.1:*";
  std::string feed_endpoint = "tcp://127.0.0.1:*";
  std::string web_listen;  // "127.0.0.1:8080"; empty: no pages
  web_settings web;
  time_mode time = time_mode::wall;
  instant replay_from{};  // of a replay: when time begins
  state_hashing hashing = state_hashing::off;
};

enum class shard_end { stopped, fenced, operator_needed, gate_lost };

class shard final : public listener, public web_host {
 public:
  // Throws std::runtime_error when keys, pack or endpoints cannot be had.
  shard(asio::io_context& io, shard_settings settings);

  // Serves until stopped, fenced, or until an operator is needed.
  asio::awaitable<shard_end> run();
  void stop();
  // The drill: takes the ZAP gate away and looks at once whether strangers still stay outside. A
  // sound server ends with gate_lost.
  void lose_gate();

  std::string endpoint() const { return intake_.endpoint(); }
  std::string feed_endpoint() const { return feed_.endpoint(); }
  // Empty without pages.
  std::string web_url() const { return web_ ? web_->url() : std::string(); }

  void turn_begins() override;
  void hear(speaker from, request what) override;
  void turn_ends() override;
  bool has_room() const override;

  void ask(speaker from, request what) override;
  const engine* state() const override { return serving_ ? &*engine_ : nullptr; }
  asio::awaitable<std::variant<std::vector<stored_batch>, journal_fault>> entries_after(
      position after) override {
    return journal_.read_after(after);
  }
  asio::awaitable<std::variant<std::vector<routing>, journal_fault>> routings_of(
      whistle_id id) override;
  asio::awaitable<std::variant<pack_files, std::string>> pack_stored(policy_hash hash) override;
  void deny(speaker from, const web_refused& no) override;
  void record(speaker from, std::vector<account_change> changes) override;
  void look_at_keys() override;
  instant web_now() override { return wall_.now(); }

 private:
  struct waiting {
    std::uint64_t number = 0;
    answerer* via = nullptr;
    std::string peer;
    std::string request_id;
  };

  std::function<void(std::exception_ptr)> rethrow_unless_stopped();
  asio::awaitable<std::optional<shard_end>> serve_once();
  asio::awaitable<bool> ready_redis();
  // --- packs: shard_packs.cpp ---
  asio::awaitable<bool> learn_packs(engine& of, instant at);
  asio::awaitable<policy_ptr> load_stored(policy_hash hash);
  // Serving begins under another pack than this server was started with: said loudly.
  void tell_packs();
  // False: it is about something else.
  bool hear_of_packs(speaker& from, request& what);
  void take_part(const speaker& from, pack_part_request part);
  asio::awaitable<void> answer_publish(speaker from, publish_request asked);
  asio::awaitable<void> answer_check(speaker from, pack_check_request asked);
  void keep_checked(const policy_ptr& rules);
  asio::awaitable<std::variant<proof_job, refusal>> job_for(user_id by, pack_check_request asked);
  // Null: no such publication, or a past one whose pack nobody needs any more; or none that was
  // checked lately.
  policy_ptr pack_asked_about(const packs_request& asked) const;
  asio::awaitable<void> answer_changes(speaker from, packs_request asked);

  asio::awaitable<void> keep_time();
  asio::awaitable<void> keep_projection();
  asio::awaitable<void> keep_watch();
  asio::awaitable<void> answer_feed_range(speaker from, feed_range_request asked);
  void hear_history(speaker from, const history_request& asked);
  asio::awaitable<void> answer_history(speaker from, history_wanted wanted);
  asio::awaitable<void> answer_survey(speaker from, request what);
  // Of who has come to the seats. Nothing: what is served began anew meanwhile.
  asio::awaitable<std::optional<answer>> surveyed(actor by, request what);
  asio::awaitable<std::optional<answer>> folded(actor by, std::unique_ptr<survey> asked);
  void hear_flow(speaker from, request what);
  asio::awaitable<void> answer_flow(shared_flows::question asked, actor by, request what);
  asio::awaitable<void> pause_for(span length);

  void tell_refusals();
  void tell_state();
  void tell_horizon();
  void catch_up();
  void pump();
  void settle(append_outcome outcome);
  // Ends this epoch; run() decides what follows.
  void interrupt(std::optional<shard_end> end, std::string_view why);
  // ZeroMQ tells a subscriber nothing; the journal keeps that the table said no.
  bool may_subscribe(std::string_view key, std::string_view topic);
  void answer_to(const speaker& to, const refusal& no);
  ticket ticket_for(speaker&& from);
  instant now();
  // The pack in force.
  const policy& rules() const;

  asio::io_context& io_;
  shard_settings settings_;
  system_clock_source wall_;
  instant replayed_;
  pack_files pack_files_;
  policy_ptr rules_;  // of settings_.pack
  witness witness_;
  key_register keys_;
  curve_key_pair server_keys_;
  socket_context sockets_;
  std::optional<zap_gate> gate_;
  intake intake_;
  feed feed_;
  std::optional<web_server> web_;
  redis_link redis_;
  journal journal_;
  std::optional<engine> engine_;
  pack_uploads uploads_;
  pack_prover prover_;
  std::optional<speaker> publisher_;  // whose pack is being proved, to be published
  bool checking_ = false;             // or to be checked
  std::deque<policy_ptr> checked_;    // covered packs that may be asked about, the latest last
  std::deque<waiting> waiting_;
  std::uint64_t next_ticket_ = 1;
  receipt_terms terms_;
  std::string redis_run_id_;
  asio::steady_timer attention_;  // cancelled when run() should look
  asio::steady_timer watch_;
  bool knock_now_ = false;
  std::map<std::string, std::uint64_t, std::less<>> refusals_told_;
  std::optional<shard_end> end_;
  std::uint64_t serving_number_ = 0;  // tells answers of an earlier epoch from this one's
  bool serving_ = false;
  bool appending_ = false;
  bool in_turn_ = false;  // more is about to be heard, and belongs to the next append
  std::size_t feed_reads_ = 0;
  survey_seats seats_;
  shared_flows flows_;
};

}  // namespace gridwhistle
