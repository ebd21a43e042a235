// Live entries for open pages, as server-sent events: each page hears of the whistles its user may
// see, in the order of the journal, and resumes by position.
// Law: never the only copy of anything. A page that reads too slowly loses its queue and is told to
// ask again (resync); it slows nobody.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "common/ids.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

namespace asio = boost::asio;

// Events waiting for one page. Beyond it the page asks again from where it stands.
constexpr std::size_t page_queue_bytes_max = 256 * 1024;
constexpr std::size_t pages_max = 2'000;

// One page's queue. Its coroutine takes from it what the turn puts in.
class page {
 public:
  page(const asio::any_io_executor& executor, actor by) : by_(std::move(by)), woken_(executor) {}

  const actor& by() const { return by_; }
  void put(std::string told);
  // The end: what waits is dropped, and the page is told to ask again.
  void resync();
  bool over() const { return over_; }
  std::string take() { return std::exchange(queue_, {}); }
  bool waits() const { return !queue_.empty() || over_; }
  asio::steady_timer& woken() { return woken_; }

 private:
  actor by_;
  asio::steady_timer woken_;
  std::string queue_;
  bool over_ = false;
};

// id: the position; data: {"position":…,"entries":[…]}. Empty when he may see none of them.
std::string page_event(position at, std::span<const entry> entries, const engine& state,
                       const actor& by);
// What a page is told first and now and then: the server's clock and its head.
std::string clock_event(instant now, position head);

class page_stream {
 public:
  // Nothing: there are as many as may be.
  std::shared_ptr<page> open(const asio::any_io_executor& executor, actor by);
  // From now on it hears what is published.
  void follow(const std::shared_ptr<page>& one) { pages_.push_back(one); }
  void publish(const batch& durable, const engine& state);
  // Positions mean nothing any more: the server loads its state anew.
  void resync_all();

 private:
  std::list<std::weak_ptr<page>> pages_;
};

}  // namespace gridwhistle
