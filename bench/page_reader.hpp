// Browsers of bytes for bench/pages: one that asks and is answered, and one that hears live
// entries. Of Asio alone, so that what is measured is the server.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace gridwhistle {

namespace asio = boost::asio;

// What a login gives: sent with everything that follows.
struct page_session {
  std::string cookie;
  std::string csrf;
};

struct page_answer {
  int status = 0;
  std::string head;
  std::string body;
};

// One connection that is kept. Every member throws where the server closes it.
class page_talk {
 public:
  // url: http://127.0.0.1:PORT
  page_talk(asio::io_context& io, const std::string& url);

  asio::awaitable<void> connect();
  asio::awaitable<page_session> log_in(std::string user, std::string password);
  // fields: whole lines, each with its end.
  asio::awaitable<page_answer> ask(std::string method, std::string target, std::string fields,
                                   std::string body);
  void use(page_session session) { session_ = std::move(session); }
  // Follows live entries until the connection ends. told: bytes as they come.
  asio::awaitable<void> follow(std::function<void(std::string_view)> told);

 private:
  std::string own_fields() const;

  asio::ip::tcp::socket socket_;
  asio::ip::tcp::endpoint to_;
  std::string heard_;
  page_session session_;
};

}  // namespace gridwhistle
