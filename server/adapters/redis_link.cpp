#include "server/adapters/redis_link.hpp"

#include <hiredis/async.h>
#include <hiredis/hiredis.h>

#include <algorithm>
#include <array>
#include <boost/asio/async_result.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cctype>
#include <charconv>
#include <csignal>
#include <deque>
#include <utility>

#include "common/check.hpp"
#include "common/log.hpp"

namespace gridwhistle {
namespace {

using wait_type = asio::posix::descriptor_base::wait_type;
using boost::system::error_code;

redis_reply copy_of(const redisReply& from) {
  redis_reply to;
  switch (from.type) {
    case REDIS_REPLY_NIL:
      break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      to.kind = redis_reply::kind::text;
      to.text.assign(from.str, from.len);
      break;
    case REDIS_REPLY_ERROR:
      to.kind = redis_reply::kind::error;
      to.text.assign(from.str, from.len);
      break;
    case REDIS_REPLY_INTEGER:
      to.kind = redis_reply::kind::integer;
      to.number = from.integer;
      break;
    case REDIS_REPLY_ARRAY:
      to.kind = redis_reply::kind::list;
      to.items.reserve(from.elements);
      for (std::size_t i = 0; i < from.elements; ++i) to.items.push_back(copy_of(*from.element[i]));
      break;
  }
  return to;
}

// hiredis keeps lists of its own for these commands, and aborts when they go wrong.
bool is_subscription(std::string_view word) {
  std::string lower(word);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower == "monitor" || lower.find("subscribe") != std::string::npos;
}

// Lends a hiredis connection the loop. It lives until the last wait has come back, which may be
// after hiredis has freed the connection.
class loop_events : public std::enable_shared_from_this<loop_events> {
 public:
  static void attach(const asio::any_io_executor& executor, redisAsyncContext* connection,
                     const std::shared_ptr<bool>& heard) {
    auto made = std::make_shared<loop_events>(executor, connection, heard);
    connection->ev.data = new std::shared_ptr<loop_events>(made);  // freed in cleanup
    connection->ev.addRead = [](void* p) noexcept { self(p).want(self(p).read_); };
    connection->ev.delRead = [](void* p) noexcept { self(p).read_.wanted = false; };
    connection->ev.addWrite = [](void* p) noexcept { self(p).want(self(p).write_); };
    connection->ev.delWrite = [](void* p) noexcept { self(p).write_.wanted = false; };
    connection->ev.cleanup = [](void* p) noexcept {
      self(p).detach();
      delete static_cast<std::shared_ptr<loop_events>*>(p);
    };
  }

  loop_events(const asio::any_io_executor& executor, redisAsyncContext* connection,
              std::shared_ptr<bool> heard)
      : connection_(connection), socket_(executor, connection->c.fd), heard_(std::move(heard)) {}
  ~loop_events() { detach(); }

 private:
  struct interest {
    wait_type type;
    void (*handle)(redisAsyncContext*);
    bool wanted = false;
    bool armed = false;
  };

  static loop_events& self(void* p) { return **static_cast<std::shared_ptr<loop_events>*>(p); }

  // hiredis closes the descriptor, so Asio must let go of it first.
  void detach() {
    connection_ = nullptr;
    if (socket_.is_open()) socket_.release();
  }

  // hiredis asks once for every command; one wait serves them all.
  void want(interest& in) {
    in.wanted = true;
    if (in.armed) return;
    in.armed = true;
    socket_.async_wait(in.type, [keep = shared_from_this(), &in](error_code error) {
      in.armed = false;
      if (error || keep->connection_ == nullptr || !in.wanted) return;
      in.wanted = false;
      if (in.type == wait_type::wait_read) *keep->heard_ = true;
      in.handle(keep->connection_);  // may free the connection
    });
  }

  redisAsyncContext* connection_;
  asio::posix::stream_descriptor socket_;
  std::shared_ptr<bool> heard_;
  interest read_{wait_type::wait_read, redisAsyncHandleRead};
  interest write_{wait_type::wait_write, redisAsyncHandleWrite};
};

}  // namespace

std::string redis_address::text() const {
  return unix_path.empty() ? host + ':' + std::to_string(port) : unix_path;
}

struct redis_link::state : std::enable_shared_from_this<state> {
  enum class phase { idle, waiting, connecting, connected, stopped };

  struct finished {
    completion done;
    std::optional<redis_reply> reply;
  };

  state(const asio::any_io_executor& e, redis_address a, const redis_options& o,
        std::function<void()> up, std::function<void()> down)
      : executor(e),
        address(std::move(a)),
        options(o),
        on_up(std::move(up)),
        on_down(std::move(down)),
        timer(e) {}

  void connect() {
    now = phase::connecting;
    *heard = false;
    redisAsyncContext* made = address.unix_path.empty()
                                  ? redisAsyncConnect(address.host.c_str(), address.port)
                                  : redisAsyncConnectUnix(address.unix_path.c_str());
    GW_CHECK(made != nullptr);
    if (made->err != 0) {
      std::string reason = made->errstr;
      redisAsyncFree(made);
      lost(reason);
      return;
    }
    connection = made;
    made->data = this;
    loop_events::attach(executor, made, heard);
    redisAsyncSetConnectCallback(made, on_connect);
    redisAsyncSetDisconnectCallback(made, on_disconnect);
    arm(options.connect_within);
  }

  // hiredis frees the connection right after, and does not call on_disconnect for it.
  static void on_connect(const redisAsyncContext* made, int status) noexcept {
    auto& self = *static_cast<state*>(made->data);
    if (status == REDIS_OK) {
      self.greet();
    } else {
      self.forget(made->c.errstr);
    }
  }

  static void on_disconnect(const redisAsyncContext* gone, int) noexcept {
    auto& self = *static_cast<state*>(gone->data);
    self.forget(gone->errstr != nullptr && *gone->errstr != '\0' ? gone->errstr : "closed");
  }

  // A socket that accepts is not yet a server that answers. (Completions live in here and run from
  // flush(), so those of our own may name this.)
  void greet() {
    constexpr std::string_view ping = "PING";
    submit(std::span(&ping, 1), [this, at = generation](std::optional<redis_reply> reply) {
      if (!reply || at != generation || now != phase::connecting) return;
      if (reply->is_error() && reply->text.starts_with("LOADING")) {
        close("the server is loading its data");
      } else {
        come_up();
      }
    });
  }

  void come_up() {
    now = phase::connected;
    retry_after = options.retry_first;
    missed = 0;
    outage_logged = false;
    log::info("redis answers", {{"address", address.text()}});
    arm(options.ping_every);
    auto told = on_up;  // it may end the link, and with it on_up
    if (told) told();
  }

  // The context is hiredis' to free. Called inside its callbacks, so it only takes note and posts.
  void forget(const char* why) {
    if (connection == nullptr) return;
    connection = nullptr;
    asio::post(executor, [self = shared_from_this(), reason = std::string(why), at = generation] {
      // Posted after the completions of what was pending, so they have run.
      if (at == self->generation) self->lost(reason);
    });
  }

  // Outside hiredis' callbacks: freeing runs on_disconnect if it was connected.
  void close(const std::string& why) {
    redisAsyncContext* closing = std::exchange(connection, nullptr);
    if (closing == nullptr) return;
    redisAsyncFree(closing);
    asio::post(executor, [self = shared_from_this(), why, at = generation] {
      if (at == self->generation) self->lost(why);
    });
  }

  void lost(const std::string& why) {
    if (now == phase::stopped) return;
    bool was_up = now == phase::connected;
    ++generation;
    now = phase::waiting;
    if (!outage_logged) {
      outage_logged = true;
      log::warn("redis is not reachable",
                {{"address", address.text()},
                 {"reason", why},
                 {"do", "check that redis-server runs; receipts wait until it answers"}});
    }
    timer.expires_after(retry_after);
    retry_after = std::min(retry_after * 2, options.retry_longest);
    timer.async_wait([self = shared_from_this(), at = generation](error_code error) {
      if (!error && at == self->generation && self->now == phase::waiting) self->connect();
    });
    auto told = on_down;
    if (was_up && told) told();
  }

  void arm(span after) {
    timer.expires_after(after);
    timer.async_wait([self = shared_from_this(), at = generation](error_code error) {
      if (!error && at == self->generation) self->check_alive();
    });
  }

  void check_alive() {
    if (connection == nullptr) return;  // its loss is on the way
    if (now == phase::connecting) {
      close("no answer in time while connecting");
      return;
    }
    if (std::exchange(*heard, false)) {
      missed = 0;
    } else if (ping_pending && ++missed >= options.missed_pings_max) {
      close("no answer to PING");
      return;
    } else if (!ping_pending) {
      ping();
    }
    arm(options.ping_every);
  }

  void ping() {
    ping_pending = true;
    constexpr std::string_view word = "PING";
    submit(std::span(&word, 1), [this](auto) { ping_pending = false; });
  }

  void submit(std::span<const std::string_view> words, completion done) {
    GW_CHECK(!words.empty() && !is_subscription(words[0]));
    if (connection == nullptr || pending.size() >= redis_pending_max) {
      finish(std::move(done), std::nullopt);
      return;
    }
    write_command(words);
    pending.push_back(std::move(done));
    if (redisAsyncFormattedCommand(connection, on_reply, nullptr, command.data(), command.size()) !=
        REDIS_OK) {
      completion refused = std::move(pending.back());
      pending.pop_back();
      finish(std::move(refused), std::nullopt);
    }
  }

  // As Redis reads it: how many words, and each behind its length. hiredis would write it into new
  // memory word by word, and only then copy it to where it leaves from.
  void write_command(std::span<const std::string_view> words) {
    auto add_number = [this](char kind, std::size_t number) {
      std::array<char, 24> text{kind};
      char* end = std::to_chars(text.data() + 1, text.data() + text.size(), number).ptr;
      command.append(text.data(), end).append("\r\n");
    };
    command.clear();
    add_number('*', words.size());
    for (std::string_view word : words) {
      add_number('$', word.size());
      command.append(word).append("\r\n");
    }
  }

  // Not from inside a callback of hiredis, which may free the connection here.
  void write_now() {
    if (connection != nullptr && now == phase::connected) redisAsyncHandleWrite(connection);
  }

  // Replies come in the order of the commands, so the oldest pending one is meant.
  static void on_reply(redisAsyncContext* from, void* reply, void*) noexcept {
    auto& self = *static_cast<state*>(from->data);
    GW_CHECK(!self.pending.empty());
    completion done = std::move(self.pending.front());
    self.pending.pop_front();
    std::optional<redis_reply> copy;
    if (reply != nullptr) copy = copy_of(*static_cast<const redisReply*>(reply));
    self.finish(std::move(done), std::move(copy));
  }

  // One post serves all completions of a read.
  void finish(completion done, std::optional<redis_reply> reply) {
    ready.push_back({std::move(done), std::move(reply)});
    if (std::exchange(flush_posted, true)) return;
    asio::post(executor, [self = shared_from_this()] { self->flush(); });
  }

  void flush() {
    flush_posted = false;
    std::deque<finished> turn = std::exchange(ready, {});
    for (finished& each : turn) std::move(each.done)(std::move(each.reply));
  }

  void stop() {
    if (now == phase::stopped) return;
    now = phase::stopped;
    ++generation;
    timer.cancel();
    redisAsyncContext* closing = std::exchange(connection, nullptr);
    if (closing != nullptr) redisAsyncFree(closing);
  }

  asio::any_io_executor executor;
  redis_address address;
  redis_options options;
  std::function<void()> on_up;
  std::function<void()> on_down;
  asio::steady_timer timer;
  phase now = phase::idle;
  redisAsyncContext* connection = nullptr;  // freed by hiredis
  std::string command;                      // as it was written last, kept for its memory
  std::uint64_t generation = 0;             // one for each attempt to connect
  span retry_after = options.retry_first;
  std::shared_ptr<bool> heard = std::make_shared<bool>(false);  // since the last check
  bool ping_pending = false;
  int missed = 0;
  bool outage_logged = false;
  std::deque<completion> pending;
  std::deque<finished> ready;
  bool flush_posted = false;
};

redis_link::redis_link(const asio::any_io_executor& executor, redis_address address,
                       const redis_options& options, std::function<void()> on_up,
                       std::function<void()> on_down)
    : state_(std::make_shared<state>(executor, std::move(address), options, std::move(on_up),
                                     std::move(on_down))) {
  // hiredis writes without MSG_NOSIGNAL: a server that goes away would end the process.
  std::signal(SIGPIPE, SIG_IGN);
}

redis_link::~redis_link() { stop(); }

void redis_link::start() {
  GW_CHECK(state_->now == state::phase::idle);
  state_->connect();
}

void redis_link::stop() {
  state_->stop();
  state_->on_up = nullptr;
  state_->on_down = nullptr;
}

void redis_link::drop() { state_->close("dropped"); }

bool redis_link::connected() const {
  return state_->now == state::phase::connected && state_->connection != nullptr;
}

void redis_link::send(std::span<const std::string_view> words, completion done) {
  if (connected()) {
    state_->submit(words, std::move(done));
  } else {
    state_->finish(std::move(done), std::nullopt);
  }
}

void redis_link::write_now() { state_->write_now(); }

// Deliberately not a coroutine: it only starts one, so nothing is built inside a co_await.
asio::awaitable<std::optional<redis_reply>> redis_link::ask(std::vector<std::string> words) {
  return asio::async_initiate<const asio::use_awaitable_t<>, void(std::optional<redis_reply>)>(
      [this](auto done, const std::vector<std::string>& asked) {
        std::vector<std::string_view> views(asked.begin(), asked.end());
        send(views, std::move(done));
      },
      asio::use_awaitable, std::move(words));
}

}  // namespace gridwhistle
