#include "workers/swarm.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <stdexcept>

#include "common/awaiting.hpp"
#include "common/taken_seats.hpp"
#include "workers/client_home.hpp"
#include "workers/demo_city.hpp"
#include "workers/demo_words.hpp"
#include "workers/next_step.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

constexpr span progress_every = std::chrono::seconds(2);
constexpr span try_timeout = std::chrono::seconds(2);
constexpr span busy_pause = std::chrono::milliseconds(100);
// A whistle whose version moves under us this often is somebody else's.
constexpr int conflicts_max = 20;
// Where a visitor has taken the seat, or left what nobody plays.
constexpr span look_again_every = std::chrono::seconds(2);
// Of a lifelike city. A desk's pause is at least the one, and as long again on average as the
// other.
constexpr span desk_pause_least = std::chrono::minutes(3);
constexpr span desk_pause_more = std::chrono::minutes(4);
constexpr int walker_pauses = 3;  // think, so many times; of what is slow
constexpr int slow_walker_pauses = 12;
constexpr int slow_pauses = 40;
constexpr int slow_percent = 20;
constexpr span take_up_every = std::chrono::seconds(30);
constexpr span shelved_look_every = std::chrono::hours(1);

enum class acting { department, desk, walker };
enum class hurry { none, usual };

// One whistle on its way, as the people who act on it know it.
struct life {
  whistle_id id;
  std::uint64_t version = 0;
  played played_on;
  std::string looker;  // by whom it is looked at
  acting next = acting::department;
  bool is_slow = false;
  std::mt19937_64 chance;
};

acting next_after(const v1::Command& said, const v1::Receipt& receipt) {
  bool asks = said.has_request_extension() || said.has_request_shelving() || said.has_appeal();
  if (asks || !receipt.desk().empty()) return acting::desk;
  bool ends = receipt.stage() == v1::STAGE_HANDLED || receipt.stage() == v1::STAGE_CLOSED;
  return ends ? acting::walker : acting::department;
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
    if (settings.lifelike) watcher_ = city_supervisor(settings.home);
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
    if (settings_.lifelike) asio::co_spawn(io_, take_up_others(), rethrow);
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
    *request.mutable_command() = step.ask;
    auto reply = co_await say(line_of(step.user), std::move(request));
    if (!reply) co_return answered::nobody;
    if (reply->has_receipt()) {
      about.next = next_after(step.ask, reply->receipt());
      co_return answered::taken;
    }
    if (reply->refused().code() == "version_conflict") co_return answered::overtaken;
    note_refusal(step.user, reply->refused());
    co_return answered::refused;
  }

  // What has become of it, as its looker sees it.
  asio::awaitable<std::optional<v1::WhistleState>> look(life& about) {
    v1::Request request = new_request(new_id<command_id>(about));
    request.mutable_show()->set_whistle_id(std::string(about.id.raw()));
    auto reply = co_await say(line_of(about.looker), std::move(request));
    if (!reply) co_return std::nullopt;
    if (!reply->has_whistle()) {
      note_refusal(about.looker, reply->refused());
      co_return std::nullopt;
    }
    v1::WhistleView& seen = *reply->mutable_whistle();
    about.version = seen.state().version();
    v1::Report& meant = about.played_on.reported;
    if (meant.area().empty()) meant = seen.state().report();
    // Somebody else's report without a matter: a desk takes the likeliest.
    if (!meant.has_matter() && !seen.suggestions().empty())
      *meant.mutable_matter() = seen.suggestions(0).matter();
    co_return std::move(*seen.mutable_state());
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

  span mean_pause(const life& about) const {
    if (!settings_.lifelike) return settings_.think;
    switch (about.next) {
      case acting::desk:
        return desk_pause_more;
      case acting::walker:
        return settings_.think * (about.is_slow ? slow_walker_pauses : walker_pauses);
      case acting::department:
        return settings_.think * (about.is_slow ? slow_pauses : 1);
    }
    return settings_.think;
  }

  asio::awaitable<void> think(life& about) {
    span mean = mean_pause(about);
    if (mean == span{}) co_return;
    bool at_desk = settings_.lifelike && about.next == acting::desk;
    std::exponential_distribution<double> pause(1.0 / static_cast<double>(mean.count()));
    asio::steady_timer timer(io_);
    timer.expires_after(span(static_cast<std::int64_t>(pause(about.chance))) +
                        (at_desk ? desk_pause_least : span{}));
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
      about->chance.seed(settings_.seed * 1'000'003 + number);
      about->id = new_id<whistle_id>(*about);
      known_.insert(std::string(about->id.raw()));
      demo_walker by = whose_report(*about, device);
      about->looker = by.user;
      bool receipted = co_await blow(*about, by, number);
      if (receipted && one_in_hundred(*about, settings_.live_percent)) {
        ++living_;
        asio::co_spawn(io_, live(about), rethrow);
      }
    }
    ++devices_done_;
    end_when_done();
  }

  asio::awaitable<bool> blow(life& about, const demo_walker& walker, std::uint64_t number) {
    v1::Report& reported = about.played_on.reported;
    reported = some_report(city_, walker, about.chance);
    reported.set_source_reference("swarm-" + std::to_string(settings_.seed) + "-" +
                                  std::to_string(number));
    v1::Request request = new_command(new_id<command_id>(about), about.id, 0);
    v1::Command& ask = *request.mutable_command();
    auto* told = ask.mutable_blow()->mutable_report();
    *told = reported;
    if (one_in_hundred(about, settings_.deficient_percent)) told->clear_matter();
    plan(about);
    v1::Command said = ask;
    ++result_.whistles;
    auto reply = co_await say(line_of(walker.user), std::move(request));
    if (!reply) co_return false;
    if (!reply->has_receipt()) {
      note_refusal(walker.user, reply->refused());
      co_return false;
    }
    about.version = reply->receipt().version();
    about.next = next_after(said, reply->receipt());
    ++result_.receipted;
    if (receipts_.is_open()) receipts_ << about.id.text() << ' ' << about.version << std::endl;
    co_return true;
  }

  // Of a lifelike city some are called in.
  const demo_walker& whose_report(life& about, std::size_t device) const {
    bool calls =
        settings_.lifelike && !city_.hotline.user.empty() && about.chance() % 100 < hotline_percent;
    return calls ? city_.hotline : city_.walkers[device];
  }

  void plan(life& about) {
    if (settings_.lifelike) {
      about.played_on.goes = some_course(about.chance);
      about.is_slow = one_in_hundred(about, slow_percent);
    }
    about.played_on.goes.fails_once = one_in_hundred(about, settings_.failing_percent);
  }

  // What is open and nobody here has blown: of the city's past, or a visitor's.
  asio::awaitable<void> take_up_others() {
    asio::steady_timer timer(io_);
    for (hurry how = hurry::none; !draining_ && !ended_; how = hurry::usual) {
      std::string after;
      for (bool more = true; more;) {
        v1::Request request = new_request(new_command_id(clock_.now()));
        request.mutable_inbox()->set_area(city_.everywhere);
        request.mutable_inbox()->set_after_whistle_id(after);
        auto reply = co_await say(line_of(watcher_), std::move(request));
        if (!reply || !reply->has_inbox()) break;
        for (const v1::InboxItem& each : reply->inbox().items()) {
          after = each.whistle_id();
          if (known_.insert(after).second) take_up(each, how);
        }
        more = reply->inbox().more();
      }
      timer.expires_after(take_up_every);
      co_await timer.async_wait(tuple);
    }
  }

  // Of what was left at the start there would soon be nothing, if all of it were done at once.
  void take_up(const v1::InboxItem& left, hurry how) {
    auto about = std::make_shared<life>();
    about->id = whistle_id::from_bytes(left.whistle_id()).value();
    about->looker = watcher_;
    about->is_slow = how == hurry::none;
    about->chance.seed(settings_.seed * 1'000'033 + known_.size());
    bool decides = !left.desk().empty() || !left.awaits().empty();
    about->next = decides                             ? acting::desk
                  : left.stage() == v1::STAGE_HANDLED ? acting::walker
                                                      : acting::department;
    ++living_;
    asio::co_spawn(io_, live(about), rethrow);
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
      auto step = next_step_on(*seen, about.played_on, city_, clock_.now());
      if (has_ended(*seen) && !step) co_return seen->stage() == v1::STAGE_CLOSED;
      if (!step || is_visited(step->user)) {
        // Without visitors nobody will make anything else of it.
        if (!visitors_ || draining_) co_return false;
        bool shelved = seen->shelved_until_ms() != 0;
        co_await stand_back(shelved ? shelved_look_every : look_again_every);
        continue;
      }
      put_into_words(about, *step);
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
  asio::awaitable<void> stand_back(span length) {
    leave();
    asio::steady_timer timer(io_);
    timer.expires_after(length);
    co_await timer.async_wait(tuple);
    co_await enter();
  }

  void put_into_words(life& about, next_step& step) {
    const v1::Report& reported = about.played_on.reported;
    gridwhistle::put_into_words(step.ask, city_, find_matter(city_, reported.matter()),
                                about.chance);
    if (step.ask.has_verify())
      step.ask.mutable_verify()->add_photos(verifying_photo(city_, reported, about.chance));
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
  std::string watcher_;          // of a lifelike city: sees all of it
  std::set<std::string> known_;  // ids of whistles that were blown or taken up here
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
