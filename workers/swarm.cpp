#include "workers/swarm.hpp"

#include <sodium.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <stdexcept>

#include "common/taken_seats.hpp"
#include "workers/client_home.hpp"
#include "workers/demo_city.hpp"
#include "workers/next_step.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr span progress_every = std::chrono::seconds(2);
constexpr span try_timeout = std::chrono::seconds(2);
constexpr span busy_pause = std::chrono::milliseconds(100);
// A whistle whose version moves under us this often is somebody else's.
constexpr int conflicts_max = 20;
// Where a visitor has taken the seat, or left what nobody plays.
constexpr span look_again_every = std::chrono::seconds(2);

void rethrow(std::exception_ptr failed) {
  if (failed) std::rethrow_exception(failed);
}

// One whistle on its way, as the people who act on it know it.
struct life {
  whistle_id id;
  std::uint64_t version = 0;
  v1::Report report;
  std::size_t device = 0;
  bool checked = false;  // on site, once
  std::mt19937_64 chance;
};

// Of the place as it is then; where no pictures were sent of none, but never the same twice: what
// is verified has to show one.
std::string photo_of(const demo_city& city, life& about) {
  if (auto sent = mended_photo(city, about.report, about.chance); !sent.empty()) return sent;
  std::string seen = about.id.text() + " v" + std::to_string(about.version);
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(seen.data()),
                     seen.size());
  return hex_text(digest);
}

class swarm {
 public:
  explicit swarm(const swarm_settings& settings)
      : settings_(settings), city_(read_demo_city(settings.home, settings.pack)), room_(io_) {
    if (city_.walkers.size() < settings.devices) {
      throw std::runtime_error("only " + std::to_string(city_.walkers.size()) +
                               " walkers are enrolled; " + "gridwhistled enrol-demo --walkers " +
                               std::to_string(settings.devices));
    }
    if (!settings.photos.empty()) city_.scenes = read_demo_scenes(settings.photos);
    if (!settings.visitors.empty()) visitors_.emplace(settings.visitors);
    if (!settings.receipts.empty()) receipts_.open(settings.receipts, std::ios::app);
  }

  swarm_result run() {
    asio::signal_set signals(io_, SIGINT, SIGTERM);
    hear_signal(signals);
    // Set once: to set it again would wake all who wait, and they each other, without end.
    room_.expires_at(asio::steady_timer::time_point::max());
    turns_.reserve(settings_.devices);
    for (std::size_t i = 0; i < settings_.devices; ++i) turns_.emplace_back(io_);
    started_ = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < settings_.devices; ++i) asio::co_spawn(io_, walk(i), rethrow);
    asio::co_spawn(io_, show_progress(), rethrow);
    io_.run();
    return result_;
  }

 private:
  using link_ptr = std::shared_ptr<server_link>;

  void hear_signal(asio::signal_set& signals) {
    signals.async_wait([this, &signals](const boost::system::error_code& error, int number) {
      if (error) return;
      bool again = draining_ || number == SIGTERM;
      if (again) return end();
      drain();
      hear_signal(signals);
    });
  }

  // Nothing new is begun; what was begun is seen to its end.
  void drain() {
    draining_ = true;
    for (auto& turn : turns_) turn.cancel();
    room_.cancel();
  }

  void end() {
    ended_ = true;
    for (auto& [user, link] : links_) link->stop();
    io_.stop();
  }

  link_ptr line_of(const std::string& user) {
    auto known = links_.find(user);
    if (known != links_.end()) return known->second;
    auto about = settings_for(settings_.home, user);
    about.try_timeout = try_timeout;
    about.tries_max = static_cast<std::uint32_t>(1 + settings_.give_up / try_timeout);
    auto link = server_link::start(io_.get_executor(), sockets_, about, clock_,
                                   settings_.seed + links_.size());
    links_.emplace(user, link);
    return link;
  }

  // Says it until it is answered; nothing when nobody did.
  asio::awaitable<std::optional<v1::Reply>> say(link_ptr link, v1::Request request) {
    asio::steady_timer pause(io_);
    auto give_up = std::chrono::steady_clock::now() + settings_.give_up;
    while (!ended_ && std::chrono::steady_clock::now() < give_up) {
      v1::Request again = request;
      auto outcome = co_await link->exchange(std::move(again));
      auto* reply = std::get_if<v1::Reply>(&outcome);
      if (!reply) continue;
      bool busy = reply->has_refused() && (reply->refused().code() == "overloaded" ||
                                           reply->refused().code() == "not_serving");
      if (!busy) co_return std::move(*reply);
      pause.expires_after(busy_pause);
      co_await pause.async_wait(tuple);
    }
    ++result_.unanswered;
    co_return std::nullopt;
  }

  enum class answered { taken, overtaken, refused, nobody };

  // One command of one person on one whistle, as that was a moment ago.
  asio::awaitable<answered> act(life& about, next_step step) {
    v1::Request request = new_command(new_id<command_id>(about), about.id, about.version);
    step.ask.set_whistle_id(std::string(about.id.raw()));
    step.ask.set_seen_version(about.version);
    *request.mutable_command() = std::move(step.ask);
    auto reply = co_await say(line_of(step.user), std::move(request));
    if (!reply) co_return answered::nobody;
    if (reply->has_receipt()) co_return answered::taken;
    if (reply->refused().code() == "version_conflict") co_return answered::overtaken;
    note_refusal(step.user, reply->refused());
    co_return answered::refused;
  }

  // What has become of it, as its reporter sees it.
  asio::awaitable<std::optional<v1::WhistleState>> look(life& about) {
    v1::Request request = new_request(new_id<command_id>(about));
    request.mutable_show()->set_whistle_id(std::string(about.id.raw()));
    const std::string& reporter = city_.walkers[about.device].user;
    auto reply = co_await say(line_of(reporter), std::move(request));
    if (!reply) co_return std::nullopt;
    if (!reply->has_whistle()) {
      note_refusal(reporter, reply->refused());
      co_return std::nullopt;
    }
    about.version = reply->whistle().state().version();
    co_return std::move(*reply->mutable_whistle()->mutable_state());
  }

  void note_refusal(const std::string& user, const v1::Refused& no) {
    ++result_.refused;
    std::cerr << "swarm: " << user << " refused: " << no.code() << " " << no.detail() << std::endl;
  }

  template <class Id>
  Id new_id(life& about) {
    std::array<std::uint8_t, 10> drawn{};
    for (auto& byte : drawn) byte = static_cast<std::uint8_t>(about.chance());
    return Id{make_uuid_v7(clock_.now(), drawn)};
  }

  asio::awaitable<void> think(life& about) {
    if (settings_.think == span{}) co_return;
    std::exponential_distribution<double> pause(1.0 / static_cast<double>(settings_.think.count()));
    asio::steady_timer timer(io_);
    timer.expires_after(span(static_cast<std::int64_t>(pause(about.chance))));
    co_await timer.async_wait(tuple);
  }

  bool one_in_hundred(life& about, int times) {
    return static_cast<int>(about.chance() % 100) < times;
  }

  // --- the people ------------------------------------------------------------------------------

  // A device: blows the next whistle of the city when it is time, and has one unreceipted at most.
  asio::awaitable<void> walk(std::size_t device) {
    asio::steady_timer& turn = turns_[device];
    const std::string& walker = city_.walkers[device].user;
    while (!draining_ && (settings_.whistles == 0 || blown_ < settings_.whistles)) {
      if (is_visited(walker)) {
        turn.expires_after(look_again_every);
        co_await turn.async_wait(tuple);
        continue;
      }
      std::uint64_t number = blown_++;
      if (settings_.rate > 0) {
        std::chrono::duration<double> offset(static_cast<double>(number) / settings_.rate);
        turn.expires_at(started_ + std::chrono::duration_cast<std::chrono::nanoseconds>(offset));
        co_await turn.async_wait(tuple);
        if (draining_ || is_visited(walker)) continue;
      }
      auto about = std::make_shared<life>();
      about->device = device;
      about->chance.seed(settings_.seed * 1'000'003 + number);
      about->id = new_id<whistle_id>(*about);
      bool receipted = co_await blow(*about, number);
      if (receipted && one_in_hundred(*about, settings_.live_percent)) {
        ++living_;
        asio::co_spawn(io_, live(about), rethrow);
      }
    }
    ++devices_done_;
    end_when_done();
  }

  asio::awaitable<bool> blow(life& about, std::uint64_t number) {
    const demo_walker& walker = city_.walkers[about.device];
    about.report = some_report(city_, walker, about.chance);
    about.report.set_source_reference("swarm-" + std::to_string(settings_.seed) + "-" +
                                      std::to_string(number));
    v1::Request request = new_command(new_id<command_id>(about), about.id, 0);
    auto* told = request.mutable_command()->mutable_blow()->mutable_report();
    *told = about.report;
    if (one_in_hundred(about, settings_.deficient_percent)) told->clear_matter();
    ++result_.whistles;
    auto reply = co_await say(line_of(walker.user), std::move(request));
    if (!reply) co_return false;
    if (!reply->has_receipt()) {
      note_refusal(walker.user, reply->refused());
      co_return false;
    }
    about.version = reply->receipt().version();
    ++result_.receipted;
    if (receipts_.is_open()) receipts_ << about.id.text() << ' ' << about.version << std::endl;
    co_return true;
  }

  asio::awaitable<void> live(std::shared_ptr<life> about) {
    co_await enter();
    if (!draining_) {
      bool closed = co_await work_off(*about);
      if (closed) ++result_.closed;
    }
    leave();
    --living_;
    end_when_done();
  }

  asio::awaitable<void> enter() {
    while (working_ >= settings_.clerks && !draining_) {
      co_await room_.async_wait(tuple);
    }
    ++working_;
  }

  void leave() {
    --working_;
    room_.cancel_one();
  }

  // Until it has ended: what comes next is what it has become, whoever made that of it.
  asio::awaitable<bool> work_off(life& about) {
    int conflicts = 0;
    while (conflicts < conflicts_max) {
      co_await think(about);
      auto seen = co_await look(about);
      if (!seen) co_return false;
      if (has_ended(*seen)) co_return seen->stage() == v1::STAGE_CLOSED;
      auto step = next_step_on(*seen, about.report);
      if (!step || is_visited(step->user)) {
        // Without visitors nobody will make anything else of it.
        if (!visitors_ || draining_) co_return false;
        co_await stand_back();
        continue;
      }
      if (step->ask.has_verify()) judge(about, *step->ask.mutable_verify());
      auto outcome = co_await act(about, std::move(*step));
      if (outcome == answered::refused || outcome == answered::nobody) co_return false;
      conflicts = outcome == answered::overtaken ? conflicts + 1 : 0;
    }
    ++result_.refused;
    co_return false;
  }

  bool is_visited(const std::string& user) {
    return visitors_ && visitors_->is_taken(user, clock_.now());
  }

  // Meanwhile its place is somebody else's.
  asio::awaitable<void> stand_back() {
    leave();
    asio::steady_timer timer(io_);
    timer.expires_after(look_again_every);
    co_await timer.async_wait(tuple);
    co_await enter();
  }

  // What the walker finds on site: of some that it is not solved, the first time.
  void judge(life& about, v1::Verify& finding) {
    bool fails = !about.checked && one_in_hundred(about, settings_.failing_percent);
    about.checked = true;
    finding.set_solved(!fails);
    if (fails) finding.set_text("现场仍未解决");
    finding.add_photos(photo_of(city_, about));
  }

  // --- around them -----------------------------------------------------------------------------

  void end_when_done() {
    if (devices_done_ == settings_.devices && living_ == 0) end();
  }

  asio::awaitable<void> show_progress() {
    asio::steady_timer timer(io_);
    while (!ended_) {
      timer.expires_after(progress_every);
      co_await timer.async_wait(tuple);
      std::cerr << "swarm: blown " << result_.whistles << ", receipted " << result_.receipted
                << ", being worked off " << living_ << ", closed " << result_.closed << std::endl;
    }
  }

  swarm_settings settings_;
  demo_city city_;
  asio::io_context io_{1};
  socket_context sockets_{1};
  system_clock_source clock_;
  std::map<std::string, link_ptr> links_;
  std::optional<seats_told> visitors_;  // beside whom it plays
  asio::steady_timer room_;
  std::vector<asio::steady_timer> turns_;  // of each device
  std::ofstream receipts_;
  std::chrono::steady_clock::time_point started_;
  swarm_result result_;
  std::uint64_t blown_ = 0;
  std::size_t devices_done_ = 0;
  std::size_t living_ = 0;
  std::size_t working_ = 0;
  bool draining_ = false;
  bool ended_ = false;
};

}  // namespace

swarm_result run_swarm(const swarm_settings& settings) { return swarm(settings).run(); }

std::string to_json(const swarm_result& result) {
  return "{\"whistles\":" + std::to_string(result.whistles) +
         ",\"receipted\":" + std::to_string(result.receipted) +
         ",\"closed\":" + std::to_string(result.closed) +
         ",\"refused\":" + std::to_string(result.refused) +
         ",\"unanswered\":" + std::to_string(result.unanswered) + "}";
}

}  // namespace gridwhistle
