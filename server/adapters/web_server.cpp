#include "server/adapters/web_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <charconv>
#include <map>
#include <stdexcept>

#include "common/check.hpp"
#include "common/log.hpp"
#include "server/adapters/page_stream.hpp"
#include "server/adapters/photo_door.hpp"
#include "server/adapters/web_explain.hpp"
#include "server/adapters/web_export.hpp"
#include "server/adapters/web_pack.hpp"
#include "server/adapters/web_questions.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr auto tuple = asio::as_tuple(asio::use_awaitable);
// For one whole request, however slowly it comes; between two requests of one connection.
constexpr auto request_within = std::chrono::seconds(30);
constexpr auto written_within = std::chrono::seconds(30);
// No descriptor is left: the turn is not to ask for one without end.
constexpr auto accept_pause = std::chrono::milliseconds(100);
constexpr auto heartbeat = std::chrono::seconds(15);
// Nothing is served yet, or the journal cannot be read.
constexpr span photos_swept_again_after = std::chrono::seconds(5);
// A page is written to no more often: what comes meanwhile goes out together.
constexpr auto page_pace = std::chrono::milliseconds(50);
// What the kernel holds for a stream whose page does not read.
constexpr int stream_send_bytes = 64 * 1024;
// What is slow has a thread; passwords have one of their own, so that nobody's login waits behind
// an export.
constexpr std::size_t slow_threads = 1;
constexpr std::size_t account_threads = 1;

constexpr std::string_view content_policy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'";

tcp::endpoint parsed(const std::string& listen) {
  std::size_t colon = listen.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error(listen + ": ADDRESS:PORT is expected");
  boost::system::error_code failed;
  auto address = asio::ip::make_address(listen.substr(0, colon), failed);
  unsigned short port = 0;
  const char* end = listen.data() + listen.size();
  auto [stopped, wrong] = std::from_chars(listen.data() + colon + 1, end, port);
  if (failed || wrong != std::errc() || stopped != end)
    throw std::runtime_error(listen + ": ADDRESS:PORT is expected");
  return {address, port};
}

std::string text(beast::string_view held) { return {held.data(), held.size()}; }

web_request read_by_us(const http::request<http::string_body>& told) {
  return {.method = text(told.method_string()),
          .target = text(told.target()),
          .cookie = text(told[http::field::cookie]),
          .origin = text(told[http::field::origin]),
          .host = text(told[http::field::host]),
          .csrf = text(told["X-CSRF-Token"]),
          .user_agent = text(told[http::field::user_agent]),
          .idempotency_key = text(told["Idempotency-Key"]),
          .if_match = text(told[http::field::if_match]),
          .if_none_match = text(told[http::field::if_none_match]),
          .accept = text(told[http::field::accept]),
          .accept_encoding = text(told[http::field::accept_encoding]),
          .range = text(told[http::field::range]),
          .last_event_id = text(told["Last-Event-ID"]),
          .body = told.body()};
}

constexpr std::pair<std::string_view, std::string_view> secured[] = {
    {"Content-Security-Policy", content_policy},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"}};
void secure(http::fields& fields) {
  auto plain = [](std::string_view text) { return beast::string_view(text.data(), text.size()); };
  for (auto [name, value] : secured) fields.set(plain(name), plain(value));
}

struct written_as {
  unsigned version = 11;
  bool keep_alive = false;
  bool head_alone = false;  // of a HEAD: what a GET would have had, without it
};

http::response<http::string_body> written_by_us(web_response&& told, const written_as& how) {
  http::response<http::string_body> made(static_cast<http::status>(told.status), how.version);
  secure(made);
  bool has_body = told.status != 204 && told.status != 304;
  if (has_body) made.set(http::field::content_type, told.type);
  for (const auto& [name, value] : told.fields) made.insert(name, value);
  made.keep_alive(how.keep_alive);
  if (has_body) made.content_length(told.body.size());
  if (!how.head_alone) made.body() = std::move(told.body);
  return made;
}

}  // namespace

struct web_server::inside {
  inside(asio::io_context& loop, const std::string& listen, const key_register& keys,
         const web_settings& settings)
      : io(loop),
        api(keys, settings),
        acceptor(loop),
        slow(slow_threads),
        account_work(account_threads) {
    if (settings.photos) photos.emplace(io, photo_settings{*settings.photos}, shard_for_photos());
    try {
      tcp::endpoint at = parsed(listen);
      acceptor.open(at.protocol());
      acceptor.set_option(tcp::acceptor::reuse_address(true));
      acceptor.bind(at);
      acceptor.listen();
      auto bound = acceptor.local_endpoint();
      url = "http://" + bound.address().to_string() + ':' + std::to_string(bound.port());
    } catch (const boost::system::system_error& failed) {
      throw std::runtime_error(listen + ": " + failed.code().message());
    }
  }

  asio::awaitable<void> accept_all();
  asio::awaitable<void> serve(beast::tcp_stream stream);
  asio::awaitable<web_response> told_by_shard(web_question asked);
  asio::awaitable<std::variant<v1::Reply, web_response>> reply_to(const web_question& asked);
  asio::awaitable<photo_door::history_told> history_after(actor by, whistle_id about,
                                                          std::uint64_t version);
  photo_door::shard_view shard_for_photos();
  asio::awaitable<void> sweep_photos();
  asio::awaitable<web_response> told_after_work(web_slow_work work);
  asio::awaitable<web_response> told_by_policy(web_policy_question asked);
  asio::awaitable<web_response> told_why(web_explaining asked);
  asio::awaitable<web_response> told_by_presence(web_presence there);
  asio::awaitable<web_response> told_as_file(web_export wish);
  asio::awaitable<void> stream_to(beast::tcp_stream& to, web_stream wish);
  asio::awaitable<std::optional<std::string>> missed(const page& one, position& from);

  struct waiting {
    explicit waiting(asio::io_context& loop) : timer(loop) {}
    asio::steady_timer timer;
    std::optional<v1::Reply> reply;
  };

  asio::io_context& io;
  web_api api;
  tcp::acceptor acceptor;
  asio::steady_timer accept_again{io};
  asio::thread_pool slow;
  asio::thread_pool account_work;
  std::string url;
  web_host* host = nullptr;
  std::map<std::string, waiting*, std::less<>> questions;
  std::uint64_t next_question = 1;
  std::size_t connections = 0;
  std::size_t account_works = 0;
  page_stream pages;
  std::optional<photo_door> photos;
  pack_pages pack{io, slow};
  bool stopped = false;
};

web_server::web_server(asio::io_context& io, const std::string& listen, const key_register& keys,
                       web_settings settings)
    : inside_(std::make_unique<inside>(io, listen, keys, std::move(settings))) {}

web_server::~web_server() = default;

const std::string& web_server::url() const { return inside_->url; }

asio::awaitable<void> web_server::run(web_host& host) {
  inside_->host = &host;
  auto rethrow = [](std::exception_ptr failed) {
    if (failed) std::rethrow_exception(failed);
  };
  if (inside_->photos) asio::co_spawn(inside_->io, inside_->sweep_photos(), rethrow);
  co_await inside_->accept_all();
}

void web_server::stop() {
  inside_->stopped = true;
  inside_->pages.resync_all();
  boost::system::error_code ignored;
  inside_->acceptor.close(ignored);
}

void web_server::publish(const batch& durable, const engine& state) {
  inside_->pages.publish(durable, state, inside_->api.people());
}

void web_server::begin_anew() { inside_->pages.resync_all(); }

void web_server::answer(std::string_view peer, std::string_view reply) {
  auto found = inside_->questions.find(peer);
  if (found == inside_->questions.end()) return;  // it has waited too long
  v1::Reply told;
  GW_CHECK(told.ParseFromArray(reply.data(), static_cast<int>(reply.size())));
  found->second->reply = std::move(told);
  found->second->timer.cancel();
}

asio::awaitable<void> web_server::inside::accept_all() {
  while (!stopped) {
    auto [failed, socket] = co_await acceptor.async_accept(tuple);
    if (failed) {
      if (stopped) co_return;
      accept_again.expires_after(accept_pause);
      co_await accept_again.async_wait(tuple);
      continue;
    }
    if (connections >= web_connections_max) continue;  // closes it
    ++connections;
    asio::co_spawn(io, serve(beast::tcp_stream(std::move(socket))), [this](std::exception_ptr end) {
      --connections;
      if (end) std::rethrow_exception(end);
    });
  }
}

asio::awaitable<void> web_server::inside::serve(beast::tcp_stream stream) {
  beast::flat_buffer buffer(web_header_bytes_max + web_body_bytes_max);
  for (;;) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(web_header_bytes_max);
    parser.body_limit(web_body_bytes_max);
    stream.expires_after(request_within);
    auto [failed, bytes] = co_await http::async_read(stream, buffer, parser, tuple);
    bool too_large = failed == http::error::body_limit || failed == http::error::header_limit ||
                     failed == http::error::buffer_overflow;
    if (failed && !too_large) break;
    bool keep_alive = !failed && parser.get().keep_alive();
    web_response told = problem("frame_too_large");
    if (!failed) {
      const engine* state = host->state();
      const policy* rules = state ? &state->rules() : nullptr;
      auto routed = api.route(read_by_us(parser.get()), host->web_now(), rules);
      if (auto* known = std::get_if<web_response>(&routed)) {
        told = std::move(*known);
      } else if (auto* asked = std::get_if<web_question>(&routed)) {
        told = co_await told_by_shard(std::move(*asked));
      } else if (auto* work = std::get_if<web_slow_work>(&routed)) {
        told = co_await told_after_work(std::move(*work));
      } else if (auto* photo = std::get_if<photo_request>(&routed)) {
        told = problem("route_unknown");
        if (photos) told = co_await photos->answer(std::move(*photo), host->web_now());
      } else if (auto* of_policy = std::get_if<web_policy_question>(&routed)) {
        told = co_await told_by_policy(std::move(*of_policy));
      } else if (auto* wish = std::get_if<web_pack_wish>(&routed)) {
        told = co_await pack.answer(*host, std::move(*wish));
      } else if (auto* why = std::get_if<web_explaining>(&routed)) {
        told = co_await told_why(std::move(*why));
      } else if (auto* file = std::get_if<web_export>(&routed)) {
        told = co_await told_as_file(std::move(*file));
      } else if (auto* there = std::get_if<web_presence>(&routed)) {
        told = co_await told_by_presence(std::move(*there));
      } else {
        co_await stream_to(stream, std::move(std::get<web_stream>(routed)));
        break;
      }
    }
    bool head_alone = !failed && parser.get().method() == http::verb::head;
    auto response =
        written_by_us(std::move(told), {parser.get().version(), keep_alive, head_alone});
    stream.expires_after(written_within);
    auto [broken, sent] = co_await http::async_write(stream, response, tuple);
    if (broken || !keep_alive) break;
  }
  boost::system::error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<web_response> web_server::inside::told_by_shard(web_question asked) {
  if (photos && !asked.photos.empty()) {
    auto missing = co_await photos->missing(std::move(asked.photos), host->web_now());
    if (missing) co_return problem("photo_unknown", *missing);
  }
  auto told = co_await reply_to(asked);
  const auto* reply = std::get_if<v1::Reply>(&told);
  co_return reply ? api.answer(*reply, asked) : std::move(std::get<web_response>(told));
}

asio::awaitable<std::variant<v1::Reply, web_response>> web_server::inside::reply_to(
    const web_question& asked) {
  auto read = read_request(asked.frame);
  if (auto* wrong = std::get_if<unread>(&read)) {
    co_return problem(words_of(wrong->no.code).name, wrong->no.detail);
  }
  auto& what = std::get<request>(read);
  std::string token = std::to_string(next_question++);
  waiting mine(io);
  questions.emplace(token, &mine);
  mine.timer.expires_after(asked.within);
  std::string request_id = what.id;
  speaker from{nullptr, token, std::move(request_id), asked.by};
  host->ask(std::move(from), std::move(what));
  if (!mine.reply) co_await mine.timer.async_wait(tuple);
  questions.erase(token);
  if (!mine.reply) co_return api.no_answer();
  co_return *std::move(mine.reply);
}

photo_door::shard_view web_server::inside::shard_for_photos() {
  return {[this] { return host->state(); },
          [this](actor by, whistle_id about, std::uint64_t version) {
            return history_after(std::move(by), about, version);
          },
          [this](position after) { return host->entries_after(after); }};
}

// At the start and daily; where nothing is served yet or the journal cannot be read, soon again.
asio::awaitable<void> web_server::inside::sweep_photos() {
  asio::steady_timer pause(io);
  while (!stopped) {
    std::optional<std::size_t> gone;
    if (host->state()) gone = co_await photos->sweep_unnamed(host->web_now());
    if (gone && *gone > 0) {
      auto days = std::chrono::floor<std::chrono::days>(photos_unnamed_kept_for).count();
      log::info("photos that no whistle names are gone",
                {{"count", *gone}, {"older_than_days", days}});
    }
    pause.expires_after(gone ? photos_swept_every : photos_swept_again_after);
    co_await pause.async_wait(tuple);
  }
}

asio::awaitable<photo_door::history_told> web_server::inside::history_after(actor by,
                                                                            whistle_id about,
                                                                            std::uint64_t version) {
  web_question asked = history_question(about, version, by, host->web_now());
  auto told = co_await reply_to(asked);
  auto* reply = std::get_if<v1::Reply>(&told);
  if (!reply) co_return std::move(std::get<web_response>(told));
  if (!reply->has_history()) co_return api.answer(*reply, {});
  co_return std::move(*reply->mutable_history());
}

asio::awaitable<web_response> web_server::inside::told_after_work(web_slow_work work) {
  if (account_works >= account_works_waiting_max) co_return problem("overloaded", "login");
  ++account_works;
  using then = std::function<web_response(instant)>;
  auto slowly = [](web_slow_work wanted) -> asio::awaitable<then> { co_return wanted.beside(); };
  auto working = slowly(std::move(work));
  auto begun = asio::co_spawn(account_work, std::move(working), asio::use_awaitable);
  then answers = co_await std::move(begun);
  --account_works;
  co_return answers(host->web_now());
}

asio::awaitable<web_response> web_server::inside::told_by_policy(web_policy_question asked) {
  const engine* state = host->state();
  if (!state) co_return problem("not_serving");
  auto slowly = [](web_policy_question wanted, policy_ptr rules,
                   instant now) -> asio::awaitable<web_response> {
    co_return wanted.told(*rules, now);
  };
  auto telling = slowly(std::move(asked), state->current(), host->web_now());
  auto begun = asio::co_spawn(slow, std::move(telling), asio::use_awaitable);
  co_return co_await std::move(begun);
}

asio::awaitable<web_response> web_server::inside::told_why(web_explaining asked) {
  web_response seen = co_await told_by_shard(std::move(asked.show));
  if (seen.status != 200) co_return seen;
  co_return co_await explained(*host, slow, asked.whistle, asked.in);
}

asio::awaitable<web_response> web_server::inside::told_by_presence(web_presence there) {
  const engine* state = host->state();
  const whistle* about = state ? state->find(there.whistle) : nullptr;
  if (!about || !may_see(*about, there.by, state->rules()))
    co_return co_await told_by_shard(std::move(there.asked));
  presence told{there.whistle, there.by.user, std::move(there.doing), host->web_now()};
  pages.tell(told, *about, *state, api.people());
  web_response taken;
  taken.status = 204;
  co_return taken;
}

asio::awaitable<web_response> web_server::inside::told_as_file(web_export wish) {
  v1::FigureTable whole;
  std::string after;
  for (int page = 0; page < export_pages_max; ++page) {
    auto asked = figures_question(wish.query, after, wish.by, host->web_now());
    if (auto* no = std::get_if<web_response>(&asked)) co_return std::move(*no);
    auto told = co_await reply_to(std::get<web_question>(asked));
    const auto* reply = std::get_if<v1::Reply>(&told);
    if (!reply) co_return std::move(std::get<web_response>(told));
    if (!reply->has_figures()) co_return api.answer(*reply, {});
    const v1::FigureTable& one = reply->figures();
    if (page == 0) whole = one;
    if (page > 0) whole.mutable_rows()->MergeFrom(one.rows());
    if (!one.more() || one.rows().empty()) break;
    after = one.rows(one.rows_size() - 1).group();
  }
  auto slowly = [](v1::FigureTable table, web_export::format as) -> asio::awaitable<web_response> {
    co_return exported(table, as);
  };
  auto writing = slowly(std::move(whole), wish.as);
  auto begun = asio::co_spawn(slow, std::move(writing), asio::use_awaitable);
  co_return co_await std::move(begun);
}

// The next events a page has missed, from behind `from`, which moves on. Nothing: that position is
// none that the journal can go on from.
asio::awaitable<std::optional<std::string>> web_server::inside::missed(const page& one,
                                                                       position& from) {
  auto read = co_await host->entries_after(from);
  const engine* state = host->state();
  const auto* batches = std::get_if<std::vector<stored_batch>>(&read);
  if (!state || !batches || batches->empty()) co_return std::nullopt;
  std::string events;
  for (const stored_batch& each : *batches) {
    if (each.at > state->head()) break;
    from = each.at;
    batch_events told(each.at, each.entries, each.publications, *state, api.people());
    events += told.for_reader(one.by());
  }
  co_return events;
}

asio::awaitable<void> web_server::inside::stream_to(beast::tcp_stream& to, web_stream wish) {
  auto mine = pages.open(io.get_executor(), wish.by);
  const engine* state = host->state();
  if (!mine || !state) {
    auto refusal = written_by_us(problem(mine ? "not_serving" : "overloaded"), {});
    to.expires_after(written_within);
    co_await http::async_write(to, refusal, tuple);
    co_return;
  }
  position from = wish.after.value_or(state->head());
  std::string next =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
      "X-Accel-Buffering: no\r\nConnection: close\r\n";
  for (auto [name, value] : secured) next.append(name).append(": ").append(value).append("\r\n");
  next += "\r\n" + clock_event(host->web_now(), state->head());
  bool follows = false;
  asio::steady_timer rest(io);
  boost::system::error_code ignored;
  to.socket().set_option(asio::socket_base::send_buffer_size(stream_send_bytes), ignored);
  while (!stopped) {
    if (!wish.lasts(host->web_now())) co_return;
    bool last = mine->over();
    next += mine->take();
    rest.expires_after(page_pace);
    to.expires_after(written_within);
    auto bytes = asio::buffer(next);
    auto [broken, sent] = co_await asio::async_write(to, bytes, tuple);
    if (broken || last) co_return;
    next.clear();
    state = host->state();
    if (!follows) {
      // What was missed goes out as fast as the page reads; then it hears what is published.
      if (!state || from > state->head()) {
        mine->resync();
      } else if (from == state->head()) {
        pages.follow(mine);
        follows = true;
      } else {
        auto events = co_await missed(*mine, from);
        if (!events) mine->resync();
        if (events) next = *std::move(events);
      }
      if (!follows) continue;
    }
    if (!mine->waits()) {
      mine->woken().expires_after(heartbeat);
      auto [woken] = co_await mine->woken().async_wait(tuple);
      state = host->state();
      if (!woken && state) {
        pages.notice_pack(*state, api.people());
        next = clock_event(host->web_now(), state->head());
      }
    }
    co_await rest.async_wait(tuple);
  }
}

}  // namespace gridwhistle
