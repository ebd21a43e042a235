#include "bench/page_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>
#include <vector>

namespace gridwhistle {
namespace {

constexpr std::size_t stream_bytes = 64 * 1024;

asio::ip::tcp::endpoint endpoint_of(const std::string& url) {
  std::size_t host = url.find("://") + 3, colon = url.rfind(':');
  auto port = static_cast<unsigned short>(std::stoi(url.substr(colon + 1)));
  return {asio::ip::make_address(url.substr(host, colon - host)), port};
}

std::string field_in(const std::string& head, std::string_view name) {
  std::string wanted = "\r\n" + std::string(name) + ": ";
  std::size_t at = head.find(wanted);
  if (at == std::string::npos) return {};
  at += wanted.size();
  return head.substr(at, head.find('\r', at) - at);
}

std::string member_of(const std::string& json, std::string_view name) {
  std::string wanted = '"' + std::string(name) + "\":\"";
  std::size_t at = json.find(wanted);
  if (at == std::string::npos) return {};
  at += wanted.size();
  return json.substr(at, json.find('"', at) - at);
}

}  // namespace

page_talk::page_talk(asio::io_context& io, const std::string& url)
    : socket_(io), to_(endpoint_of(url)) {}

asio::awaitable<void> page_talk::connect() {
  co_await socket_.async_connect(to_, asio::use_awaitable);
  socket_.set_option(asio::ip::tcp::no_delay(true));
}

std::string page_talk::own_fields() const {
  std::string made = " HTTP/1.1\r\nHost: bench\r\n";
  if (!session_.cookie.empty()) made += "Cookie: " + session_.cookie + "\r\n";
  if (!session_.csrf.empty()) made += "X-CSRF-Token: " + session_.csrf + "\r\n";
  return made;
}

asio::awaitable<page_answer> page_talk::ask(std::string method, std::string target,
                                            std::string fields, std::string body) {
  std::string request = method + ' ' + target + own_fields() + fields +
                        "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  auto bytes = asio::buffer(request);
  co_await asio::async_write(socket_, bytes, asio::use_awaitable);
  auto held = asio::dynamic_buffer(heard_);
  std::size_t head =
      co_await asio::async_read_until(socket_, held, "\r\n\r\n", asio::use_awaitable);
  page_answer told;
  told.head = heard_.substr(0, head);
  heard_.erase(0, head);
  told.status = std::stoi(told.head.substr(told.head.find(' ') + 1));
  std::string length = field_in(told.head, "Content-Length");
  std::size_t wanted = length.empty() ? 0 : std::stoul(length);
  if (heard_.size() < wanted) {
    auto exactly = asio::transfer_exactly(wanted - heard_.size());
    auto rest = asio::dynamic_buffer(heard_);
    co_await asio::async_read(socket_, rest, exactly, asio::use_awaitable);
  }
  told.body = heard_.substr(0, wanted);
  heard_.erase(0, wanted);
  co_return told;
}

asio::awaitable<page_session> page_talk::log_in(std::string user, std::string password) {
  std::string body = R"({"user":")" + user + R"(","password":")" + password + "\"}";
  std::string no_fields;
  page_answer told = co_await ask("POST", "/api/v1/session", std::move(no_fields), std::move(body));
  if (told.status != 200) throw std::runtime_error(user + " is not let in: " + told.body);
  std::string set = field_in(told.head, "Set-Cookie");
  session_ = {set.substr(0, set.find(';')), member_of(told.body, "csrf")};
  co_return session_;
}

asio::awaitable<void> page_talk::follow(std::function<void(std::string_view)> told) {
  std::string request = "GET /api/v1/stream" + own_fields() + "\r\n";
  auto bytes = asio::buffer(request);
  co_await asio::async_write(socket_, bytes, asio::use_awaitable);
  std::vector<char> room(stream_bytes);
  for (;;) {
    auto into = asio::buffer(room);
    std::size_t got = co_await socket_.async_read_some(into, asio::use_awaitable);
    told(std::string_view(room.data(), got));
  }
}

}  // namespace gridwhistle
