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
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "common/ids.hpp"
#include "server/adapters/people_book.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

namespace asio = boost::asio;

// Events waiting for one page. Beyond it the page asks again from where it stands.
constexpr std::size_t page_queue_bytes_max = 256 * 1024;
constexpr std::size_t pages_max = 2'000;
// What a page said that it is doing counts for so long.
constexpr gridwhistle::span presence_valid = std::chrono::seconds(30);

// One page's queue. Its coroutine takes from it what the turn puts in.
class page {
 public:
  page(const asio::any_io_executor& executor, actor by) : by_(std::move(by)), woken_(executor) {}

  const actor& by() const { return by_; }
  void put(std::string_view told);
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

// What a batch is to the pages. Law: an entry is written once, however many hear of it, and so is
// an event for all who may see the same of them.
class batch_events {
 public:
  // All of it outlives this.
  batch_events(position at, std::span<const entry> entries,
               std::span<const publication> publications, const engine& state,
               const people_book& people);

  // id: the position; data: {"position":…,"entries":[…]}, with "people" where they have names. A
  // publication is for everybody. Empty when there is nothing for him.
  const std::string& for_reader(const actor& by);

 private:
  const std::string& text_of(std::size_t entry);

  position at_;
  std::span<const entry> entries_;
  const engine& state_;
  const people_book& people_;
  std::vector<const whistle*> about_;         // of each entry
  std::vector<std::string> texts_;            // of each entry, where it was wanted
  std::vector<std::set<std::string>> users_;  // as well
  std::string published_;
  std::map<std::vector<bool>, std::string> events_;  // by which entries are in it
};

// What a page is told first and now and then: the server's clock and its head.
std::string clock_event(instant now, position head);

// Who is at which whistle, as a page says it.
struct presence {
  whistle_id whistle;
  user_id user;
  std::string doing;  // "reading" or "writing"
  instant at;
};

class page_stream {
 public:
  // Nothing: there are as many as may be.
  std::shared_ptr<page> open(const asio::any_io_executor& executor, actor by);
  // From now on it hears what is published.
  void follow(const std::shared_ptr<page>& one) { pages_.push_back(one); }
  void publish(const batch& durable, const engine& state, const people_book& people);
  // A pack that was published for later may be in force by now: then all are told.
  void notice_pack(const engine& state, const people_book& people);
  // To whoever may see that whistle; nothing of it is kept.
  void tell(const presence& who, const whistle& about, const engine& state,
            const people_book& people);
  // Positions mean nothing any more: the server loads its state anew.
  void resync_all();

 private:
  void put_to_all(const std::string& told);

  std::list<std::weak_ptr<page>> pages_;
  std::optional<policy_hash> pack_;  // in force, as all have been told
};

}  // namespace gridwhistle
