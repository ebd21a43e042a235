#include "tests/story/web_page.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <utility>

#include "common/ids.hpp"
#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

constexpr std::string_view scheme = "http://";
constexpr std::string_view head_end = "\r\n\r\n";

std::string field_in(std::string_view head, std::string_view name) {
  std::string wanted = "\r\n" + std::string(name) + ": ";
  std::size_t at = head.find(wanted);
  if (at == std::string_view::npos) return {};
  head.remove_prefix(at + wanted.size());
  return std::string(head.substr(0, head.find('\r')));
}

}  // namespace

std::string fresh_id() {
  static std::mt19937_64 chance(printed_seed());
  std::array<std::uint8_t, 10> bytes{};
  for (auto& each : bytes) each = static_cast<std::uint8_t>(chance());
  system_clock_source clock;
  return uuid_text(make_uuid_v7(clock.now(), bytes));
}

std::vector<std::string> command_fields(const std::string& version) {
  std::vector<std::string> made = {"Idempotency-Key: " + fresh_id()};
  if (!version.empty()) made.push_back("If-Match: " + version);
  return made;
}

std::string web_url(const std::string& log) {
  constexpr std::string_view name = "\"url\":\"";
  std::size_t at = log.rfind(name);
  if (at == std::string::npos) throw std::runtime_error("the server has no pages");
  at += name.size();
  return log.substr(at, log.find('"', at) - at);
}

web_page::web_page(std::string url) : address_(url.substr(scheme.size())) {}
web_page::~web_page() { close(); }

void web_page::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  heard_.clear();
}

void web_page::connect() {
  if (socket_ >= 0) return;
  std::size_t colon = address_.find(':');
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address_.substr(colon + 1))));
  ::inet_pton(AF_INET, address_.substr(0, colon).c_str(), &to.sin_addr);
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  constexpr int narrow_bytes = 4 * 1024;
  if (narrow_) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &narrow_bytes, sizeof narrow_bytes);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
    throw std::runtime_error("cannot connect to " + address_);
}

void web_page::say(std::string_view bytes) {
  connect();
  while (!bytes.empty()) {
    ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) throw std::runtime_error("the server closed while we spoke");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool web_page::read_more(std::chrono::milliseconds within) {
  pollfd look{socket_, POLLIN, 0};
  if (::poll(&look, 1, static_cast<int>(within.count())) != 1) return false;
  char bytes[16 * 1024];
  ssize_t got = ::recv(socket_, bytes, sizeof bytes, 0);
  if (got <= 0) return false;
  heard_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

std::string web_page::hear_until(std::string_view text, std::chrono::seconds within) {
  auto end = std::chrono::steady_clock::now() + within;
  for (;;) {
    std::size_t at = text.empty() ? std::string::npos : heard_.find(text);
    if (at != std::string::npos) {
      std::string found = heard_.substr(0, at + text.size());
      heard_.erase(0, at + text.size());
      return found;
    }
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !read_more(left)) {
      if (text.empty()) return std::exchange(heard_, {});
      throw std::runtime_error("waited in vain for " + std::string(text) + ", heard: " + heard_);
    }
  }
}

std::string web_page::own_fields() const {
  std::string made = "Host: " + address_ + "\r\n";
  if (!cookie_.empty()) made += "Cookie: " + cookie_ + "\r\n";
  if (!csrf_.empty()) made += "X-CSRF-Token: " + csrf_ + "\r\n";
  return made;
}

std::string web_page::request(std::string_view method, std::string_view target,
                              std::string_view body, const std::vector<std::string>& fields) const {
  std::string made = std::string(method) + ' ' + std::string(target) + " HTTP/1.1\r\n";
  made += own_fields();
  for (const std::string& each : fields) made += each + "\r\n";
  if (!body.empty()) made += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return made.append("\r\n").append(body);
}

web_answer web_page::ask(std::string_view method, std::string_view target, std::string_view body,
                         const std::vector<std::string>& fields) {
  say(request(method, target, body, fields));
  web_answer told;
  told.head = hear_until(head_end);
  told.status = std::stoi(told.head.substr(told.head.find(' ') + 1));
  std::string length = field_in(told.head, "Content-Length");
  std::size_t bytes = length.empty() || method == "HEAD" ? 0 : std::stoul(length);
  while (heard_.size() < bytes && read_more(story_patience)) {
  }
  told.body = heard_.substr(0, bytes);
  heard_.erase(0, bytes);
  if (field_in(told.head, "Connection") == "close") close();
  return told;
}

web_answer web_page::log_in(std::string_view user, std::string_view password) {
  web_answer told =
      ask("POST", "/api/v1/session",
          R"({"user":")" + std::string(user) + R"(","password":")" + std::string(password) + "\"}");
  std::string set = field_in(told.head, "Set-Cookie");
  cookie_ = set.substr(0, set.find(';'));
  csrf_ = json_field(told.body, "csrf");
  return told;
}

void web_page::follow(const std::string& last_event_id) {
  std::string request = "GET /api/v1/stream HTTP/1.1\r\n" + own_fields();
  if (!last_event_id.empty()) request += "Last-Event-ID: " + last_event_id + "\r\n";
  say(request + "\r\n");
}

}  // namespace gridwhistle::test
