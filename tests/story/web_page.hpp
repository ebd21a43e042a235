// A browser of bytes: one connection, requests as they stand, answers as they come.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace gridwhistle::test {

struct web_answer {
  int status = 0;
  std::string head;  // status line and fields
  std::string body;
};

// A UUIDv7 of the test's chance.
std::string fresh_id();
// Idempotency-Key, and If-Match where a version was seen.
std::vector<std::string> command_fields(const std::string& version = {});
// Where the server's log says that it is, the last time it did.
std::string web_url(const std::string& log);

class web_page {
 public:
  // url: http://127.0.0.1:PORT. Connects at the first request. Throws std::runtime_error.
  explicit web_page(std::string url);
  ~web_page();
  web_page(const web_page&) = delete;
  web_page& operator=(const web_page&) = delete;

  // Fields are whole lines without their end. Keeps the cookie and the session's secret of a login
  // and sends them from then on.
  web_answer ask(std::string_view method, std::string_view target, std::string_view body = {},
                 const std::vector<std::string>& fields = {});
  web_answer log_in(std::string_view user, std::string_view password);
  // What ask() says, to be said in pieces.
  std::string request(std::string_view method, std::string_view target, std::string_view body = {},
                      const std::vector<std::string>& fields = {}) const;

  // Bytes as they are; then what comes until the text is in it, or the peer closes.
  void say(std::string_view bytes);
  std::string hear_until(std::string_view text,
                         std::chrono::seconds within = std::chrono::seconds(30));
  // Opens the stream of live entries; hear_until() reads it.
  void follow(const std::string& last_event_id = {});
  void close();
  // From the next connection on little fits between the server and a page that does not read.
  void narrow() { narrow_ = true; }

 private:
  void connect();
  bool read_more(std::chrono::milliseconds within);
  std::string own_fields() const;

  std::string address_;
  int socket_ = -1;
  bool narrow_ = false;
  std::string heard_;
  std::string cookie_, csrf_;
};

}  // namespace gridwhistle::test
