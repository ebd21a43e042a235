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

#include "workers/client_home.hpp"
#include "workers/demo_city.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
constexpr span progress_every = std::chrono::seconds(2);
constexpr span try_timeout = std::chrono::seconds(2);
constexpr span busy_pause = std::chrono::milliseconds(100);
// A whistle whose version moves under us this often is somebody else's.
constexpr int conflicts_max = 20;

void rethrow(std::exception_ptr failed) {
  if (failed) std::rethrow_exception(failed);
}

// One whistle on its way, as the people who act on it know it.
struct life {
  whistle_id id;
  std::uint64_t version = 0;
  v1::Receipt last;
  v1::Report report;
  std::size_t device = 0;
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

  // One command of one person on one whistle; looks again where the whistle has moved on meanwhile.
  asio::awaitable<bool> act(life& about, std::string user, v1::Command ask) {
    co_await think(about);
    auto link = line_of(user);
    for (int conflicts = 0; conflicts < conflicts_max; ++conflicts) {
      v1::Request request = new_command(new_id<command_id>(about), about.id, about.version);
      v1::Command told = ask;
      told.set_whistle_id(std::string(about.id.raw()));
      told.set_seen_version(about.version);
      *request.mutable_command() = std::move(told);
      auto reply = co_await say(link, std::move(request));
      if (!reply) co_return false;
      if (reply->has_receipt()) {
        about.last = reply->receipt();
        about.version = about.last.version();
        co_return true;
      }
      if (reply->refused().code() != "version_conflict") {
        note_refusal(user, reply->refused());
        co_return false;
      }
      about.version = reply->refused().version();
    }
    ++result_.refused;
    co_return false;
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
    while (!draining_ && (settings_.whistles == 0 || blown_ < settings_.whistles)) {
      std::uint64_t number = blown_++;
      if (settings_.rate > 0) {
        std::chrono::duration<double> offset(static_cast<double>(number) / settings_.rate);
        turn.expires_at(started_ + std::chrono::duration_cast<std::chrono::nanoseconds>(offset));
        co_await turn.async_wait(tuple);
        if (draining_) break;
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
    about.last = reply->receipt();
    about.version = about.last.version();
    ++result_.receipted;
    if (receipts_.is_open()) receipts_ << about.id.text() << ' ' << about.version << std::endl;
    co_return true;
  }

  asio::awaitable<void> live(std::shared_ptr<life> about) {
    while (working_ >= settings_.clerks && !draining_) {
      co_await room_.async_wait(tuple);
    }
    if (!draining_) {
      ++working_;
      bool closed = co_await work_off(*about);
      if (closed) ++result_.closed;
      --working_;
    }
    --living_;
    room_.cancel_one();
    end_when_done();
  }

  asio::awaitable<bool> work_off(life& about) {
    bool filed = co_await repair(about);
    if (!filed) co_return false;
    std::string lead = about.last.lead();
    std::vector<std::string> helpers(about.last.helpers().begin(), about.last.helpers().end());
    for (const std::string& helper : helpers) {
      bool helped = co_await go_and_handle(about, helper);
      if (!helped) co_return false;
    }
    bool handled = co_await go_and_handle(about, lead);
    if (!handled) co_return false;
    if (about.last.stage() == v1::STAGE_CLOSED) co_return true;
    co_return co_await check_on_site(about, lead);
  }

  // What came without a matter lies with a desk, which files it.
  asio::awaitable<bool> repair(life& about) {
    if (about.last.desk().empty()) co_return true;
    v1::Command ask;
    *ask.mutable_file()->mutable_matter() = about.report.matter();
    bool filed = co_await act(about, "desk-" + about.last.desk(), std::move(ask));
    co_return filed&& about.last.desk().empty();
  }

  asio::awaitable<bool> go_and_handle(life& about, std::string department) {
    std::string clerk = "clerk-" + department;
    v1::Command report_in;
    report_in.mutable_report_in();
    v1::Command arrive;
    arrive.mutable_arrive();
    bool called = co_await act(about, clerk, std::move(report_in));
    if (!called) co_return false;
    bool there = co_await act(about, clerk, std::move(arrive));
    if (!there) co_return false;
    co_return co_await handle(about, clerk);
  }

  asio::awaitable<bool> handle(life& about, std::string clerk) {
    v1::Command ask;
    ask.mutable_handle()->set_result("已处置完毕");
    co_return co_await act(about, clerk, std::move(ask));
  }

  asio::awaitable<bool> check_on_site(life& about, std::string lead) {
    std::string walker = city_.walkers[about.device].user;
    if (one_in_hundred(about, settings_.failing_percent)) {
      v1::Command not_yet;
      not_yet.mutable_verify()->set_solved(false);
      not_yet.mutable_verify()->set_text("现场仍未解决");
      not_yet.mutable_verify()->add_photos(photo_of(city_, about));
      bool sent_back = co_await act(about, walker, std::move(not_yet));
      if (!sent_back) co_return false;
      bool again = co_await handle(about, "clerk-" + lead);
      if (!again) co_return false;
    }
    v1::Command solved;
    solved.mutable_verify()->set_solved(true);
    solved.mutable_verify()->add_photos(photo_of(city_, about));
    bool verified = co_await act(about, walker, std::move(solved));
    co_return verified&& about.last.stage() == v1::STAGE_CLOSED;
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
