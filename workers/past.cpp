#include "workers/past.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "workers/client_home.hpp"
#include "workers/demo_words.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

// What happens within it is said at once, so that it shares the disk's flushes and is still in
// time.
constexpr span moment = std::chrono::minutes(2);
constexpr span progress_step = std::chrono::hours(24);
constexpr std::size_t steps_max = 60;  // of one whistle

// One whistle on its way.
struct life {
  planned_whistle plan;
  whistle_id id;
  played played_on;
  std::uint64_t version = 0;
  std::size_t steps = 0;
  bool is_blown = false;
  bool is_closed = false;
  std::mt19937_64 chance;
};

struct appointment {
  instant at;
  std::size_t whose = 0;
  bool operator>(const appointment& other) const {
    return std::tie(at, whose) > std::tie(other.at, other.whose);
  }
};

// All of one moment happen at one instant of it, or which is first would be chance.
instant shared_instant(instant at) {
  auto number = static_cast<std::uint64_t>(at.time_since_epoch() / moment);
  constexpr std::uint64_t spread = 2654435761u;
  return instant(moment * static_cast<std::int64_t>(number)) +
         span(static_cast<std::int64_t>(number * spread % 115'000));
}

class past_drive {
 public:
  explicit past_drive(const past_wishes& wishes)
      : wishes_(wishes), city_(read_demo_city(wishes.home, wishes.pack)) {
    if (city_.walkers.empty()) throw std::runtime_error("no walkers are enrolled");
    if (!wishes.photos.empty()) city_.scenes = read_demo_scenes(wishes.photos);
    watcher_ = city_supervisor(wishes.home);
  }

  past_result run() {
    std::exception_ptr failed;
    asio::co_spawn(io_, everything(), [&](std::exception_ptr broken) {
      failed = broken;
      for (auto& [user, link] : links_) link->stop();
      io_.stop();
    });
    io_.run();
    if (failed) std::rethrow_exception(failed);
    return result_;
  }

 private:
  using link_ptr = std::shared_ptr<server_link>;

  asio::awaitable<void> everything() {
    for (planned_whistle& each : plan_past(wishes_.plan, city_)) add(std::move(each));
    instant last = shared_instant(wishes_.plan.until) - moment;
    instant day = begin_of(wishes_.plan, city_);
    co_await take_up_visits(day);
    while (!ahead_.empty() && shared_instant(ahead_.top().at) <= last) {
      instant at = shared_instant(ahead_.top().at);
      for (; day + progress_step <= at; day += progress_step) {
        std::cerr << "past: " << to_text(day) << ", blown " << result_.whistles << ", closed "
                  << result_.closed << std::endl;
        co_await take_up_visits(day + progress_step);
      }
      co_await happen(at);
    }
    // What fell due since then is recorded at its own time as well.
    v1::Request ping = new_request(new_command_id(clock_.now()));
    ping.mutable_ping();
    std::string speaker = watcher_;
    co_await say(wishes_.plan.until, std::move(speaker), std::move(ping));
  }

  void add(planned_whistle plan) {
    life made;
    made.chance.seed(plan.seed);
    made.played_on.goes = plan.goes;
    made.id = whistle_id{make_uuid_v7(plan.at, drawn_bytes(made))};
    ahead_.push({plan.at, lives_.size()});
    made.plan = std::move(plan);
    lives_.push_back(std::move(made));
  }

  static std::array<std::uint8_t, 10> drawn_bytes(life& of) {
    std::array<std::uint8_t, 10> drawn{};
    for (auto& byte : drawn) byte = static_cast<std::uint8_t>(of.chance());
    return drawn;
  }

  // Everybody whose time it is, beside each other.
  asio::awaitable<void> happen(instant at) {
    std::vector<std::size_t> now;
    for (; !ahead_.empty() && shared_instant(ahead_.top().at) == at; ahead_.pop())
      now.push_back(ahead_.top().whose);
    std::size_t open = now.size();
    std::exception_ptr failed;
    asio::steady_timer all_done(io_, asio::steady_timer::time_point::max());
    for (std::size_t each : now) {
      asio::co_spawn(io_, go_on(each, at), [&](std::exception_ptr broken) {
        if (broken) failed = broken;
        if (--open == 0) all_done.cancel();
      });
    }
    boost::system::error_code cancelled;
    auto until_cancelled = asio::redirect_error(asio::use_awaitable, cancelled);
    if (open > 0) co_await all_done.async_wait(until_cancelled);
    if (failed) std::rethrow_exception(failed);
  }

  asio::awaitable<void> go_on(std::size_t whose, instant at) {
    life& of = lives_[whose];
    if (++of.steps > steps_max) co_return;
    std::optional<v1::Command> said;
    std::optional<v1::Receipt> told;
    if (of.is_blown) {
      auto step = co_await next_on(of, at);
      if (!step) co_return;
      said = step->ask;
      told = co_await act(of, at, *std::move(step));
    } else {
      next_step step{of.plan.by.user, {}};
      write_report(of, step.ask);
      said = step.ask;
      told = co_await act(of, at, std::move(step));
      if (told) ++result_.whistles;
      of.is_blown = true;
    }
    if (!told) co_return;
    if (told->stage() == v1::STAGE_CLOSED && !std::exchange(of.is_closed, true)) ++result_.closed;
    last_word last{*std::move(said), *std::move(told), at};
    instant next = next_moment(of.plan, last, wishes_.plan, city_, of.chance);
    ahead_.push({std::max(next, at + moment), whose});
  }

  void write_report(life& of, v1::Command& ask) {
    of.played_on.reported = some_report(city_, of.plan.by, of.chance);
    auto* report = ask.mutable_blow()->mutable_report();
    *report = of.played_on.reported;
    if (of.plan.lacks_matter) report->clear_matter();
  }

  asio::awaitable<std::optional<next_step>> next_on(life& of, instant at) {
    v1::Request request = new_request(new_id(of, at));
    request.mutable_show()->set_whistle_id(std::string(of.id.raw()));
    std::string speaker = watcher_;
    auto reply = co_await say(at, std::move(speaker), std::move(request));
    if (!reply.has_whistle()) co_return std::nullopt;
    const v1::WhistleState& state = reply.whistle().state();
    of.version = state.version();
    if (of.played_on.reported.area().empty()) of.played_on.reported = state.report();
    auto step = next_step_on(state, of.played_on, city_, at);
    if (!step) co_return std::nullopt;
    const v1::Report& about = of.played_on.reported;
    put_into_words(step->ask, city_, find_matter(city_, about.matter()), of.chance);
    if (step->ask.has_verify())
      step->ask.mutable_verify()->add_photos(verifying_photo(city_, about, of.chance));
    co_return step;
  }

  // Nothing: it was refused, and its people leave it there.
  asio::awaitable<std::optional<v1::Receipt>> act(life& of, instant at, next_step step) {
    v1::Request request = new_command(new_id(of, at), of.id, of.version);
    step.ask.set_whistle_id(std::string(of.id.raw()));
    step.ask.set_seen_version(of.version);
    *request.mutable_command() = std::move(step.ask);
    std::string speaker = step.user;
    auto reply = co_await say(at, std::move(speaker), std::move(request));
    ++result_.commands;
    if (reply.has_receipt()) co_return std::move(*reply.mutable_receipt());
    ++result_.refused;
    std::cerr << "past: " << step.user << " refused: " << reply.refused().code() << " "
              << reply.refused().detail() << std::endl;
    co_return std::nullopt;
  }

  // What nobody blows: visits that open at that midnight are made in the days after it.
  asio::awaitable<void> take_up_visits(instant at) {
    std::string after;
    for (bool more = true; more;) {
      v1::Request request = new_request(new_command_id(clock_.now()));
      request.mutable_inbox()->set_area(city_.everywhere);
      request.mutable_inbox()->set_after_whistle_id(after);
      std::string speaker = watcher_;
      auto reply = co_await say(at, std::move(speaker), std::move(request));
      for (const v1::InboxItem& each : reply.inbox().items()) {
        after = each.whistle_id();
        bool ours = !each.reporter().empty() || !visits_.insert(each.whistle_id()).second;
        if (!ours) take_up(each, at);
      }
      more = reply.inbox().more();
    }
  }

  void take_up(const v1::InboxItem& visit, instant at) {
    life made;
    made.chance.seed(wishes_.plan.seed + visits_.size());
    made.id = whistle_id::from_bytes(visit.whistle_id()).value();
    made.is_blown = true;
    constexpr std::uint64_t within_days = 10, opens = 8, hours_open = 9;
    auto day = std::chrono::days(made.chance() % within_days);
    auto hour = std::chrono::hours(opens + made.chance() % hours_open);
    ahead_.push({at + day + hour, lives_.size()});
    lives_.push_back(std::move(made));
    ++result_.visits;
  }

  // --- the conversation ------------------------------------------------------------------------

  command_id new_id(life& of, instant at) { return command_id{make_uuid_v7(at, drawn_bytes(of))}; }

  link_ptr line_of(const std::string& user) {
    auto known = links_.find(user);
    if (known != links_.end()) return known->second;
    auto link = server_link::start(io_.get_executor(), sockets_, settings_for(wishes_.home, user),
                                   clock_, links_.size());
    links_.emplace(user, link);
    return link;
  }

  asio::awaitable<v1::Reply> say(instant at, std::string user, v1::Request request) {
    request.set_replay_at_ms(to_ms(at));
    auto link = line_of(user);
    auto outcome = co_await link->exchange(std::move(request));
    auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply) throw std::runtime_error("the server does not answer " + user);
    bool by_the_wall = reply->has_refused() && reply->refused().code() == "replay_not_served";
    if (by_the_wall) throw std::runtime_error("the server was not started with --clock replay");
    co_return std::move(*reply);
  }

  past_wishes wishes_;
  demo_city city_;
  std::string watcher_;  // sees the whole city
  asio::io_context io_{1};
  socket_context sockets_{1};
  system_clock_source clock_;
  std::map<std::string, link_ptr> links_;
  std::vector<life> lives_;  // grows before a moment alone
  std::priority_queue<appointment, std::vector<appointment>, std::greater<>> ahead_;
  std::set<std::string> visits_;  // ids
  past_result result_;
};

}  // namespace

past_result drive_past(const past_wishes& wishes) { return past_drive(wishes).run(); }

std::string to_json(const past_result& result) {
  return "{\"whistles\":" + std::to_string(result.whistles) +
         ",\"visits\":" + std::to_string(result.visits) +
         ",\"commands\":" + std::to_string(result.commands) +
         ",\"closed\":" + std::to_string(result.closed) +
         ",\"refused\":" + std::to_string(result.refused) + "}";
}

}  // namespace gridwhistle
