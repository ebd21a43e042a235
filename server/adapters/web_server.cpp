#include "server/adapters/web_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <charconv>
#include <stdexcept>

#include "common/awaiting.hpp"
#include "server/adapters/page_stream.hpp"
#include "server/adapters/web_answers.hpp"

namespace gridwhistle {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

// For one whole request, however slowly it comes; between two requests of one connection.
constexpr auto request_within = std::chrono::seconds(30);
constexpr auto written_within = std::chrono::seconds(30);
// No descriptor is left: the turn is not to ask for one without end.
constexpr auto accept_pause = std::chrono::milliseconds(100);
constexpr auto heartbeat = std::chrono::seconds(15);
// A page is written to no more often: what comes meanwhile goes out together.
constexpr auto page_pace = std::chrono::milliseconds(50);
// What the kernel holds for a stream whose page does not read.
constexpr int stream_send_bytes = 64 * 1024;

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
      : io(loop), api(keys, settings), answers(loop, api, pages, settings.photos), acceptor(loop) {
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
  asio::awaitable<void> stream_to(beast::tcp_stream& to, web_stream wish);
  asio::awaitable<std::optional<std::string>> missed(const page& one, position& from);

  asio::io_context& io;
  web_api api;
  page_stream pages;
  web_answers answers;
  tcp::acceptor acceptor;
  asio::steady_timer accept_again{io};
  std::string url;
  web_host* host = nullptr;
  std::size_t connections = 0;
  bool stopped = false;
};

web_server::web_server(asio::io_context& io, const std::string& listen, const key_register& keys,
                       web_settings settings)
    : inside_(std::make_unique<inside>(io, listen, keys, std::move(settings))) {}

web_server::~web_server() = default;

const std::string& web_server::url() const { return inside_->url; }

asio::awaitable<void> web_server::run(web_host& host) {
  inside_->host = &host;
  inside_->answers.begin(host);
  co_await inside_->accept_all();
}

void web_server::stop() {
  inside_->stopped = true;
  inside_->answers.stop();
  inside_->pages.resync_all();
  boost::system::error_code ignored;
  inside_->acceptor.close(ignored);
}

void web_server::publish(const batch& durable, const engine& state) {
  inside_->pages.publish(durable, state, inside_->api.people());
}

void web_server::begin_anew() { inside_->pages.resync_all(); }

void web_server::answer(std::string_view peer, std::string_view reply) {
  inside_->answers.take(peer, reply);
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
      if (auto* wish = std::get_if<web_stream>(&routed)) {
        co_await stream_to(stream, std::move(*wish));
        break;
      }
      told = co_await answers.answer(std::move(routed));
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
