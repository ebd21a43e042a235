// What pages are answered that is not known at once: by the shard, by the pack in force, after slow
// work, from all pages of a list.
// Law: the turn waits for none of it, and every wait has its bound. No sockets in here.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/adapters/page_stream.hpp"
#include "server/adapters/photo_door.hpp"
#include "server/adapters/web_api.hpp"
#include "server/adapters/web_host.hpp"
#include "server/adapters/web_pack.hpp"

namespace gridwhistle {

// Passwords and accounts that wait for their slow work; more are told to try again.
constexpr std::size_t account_works_waiting_max = 32;
// Lines of a list that are written before others have their turn.
constexpr int export_slice_max = 256;

struct export_work;

class web_answers {
 public:
  // photos: where they are kept; nothing: none are taken. Throws std::runtime_error when they
  // cannot be.
  web_answers(asio::io_context& io, const web_api& api, page_stream& pages,
              const std::optional<std::filesystem::path>& photos);

  // Before anything is asked.
  void begin(web_host& host);
  void stop() { stopped_ = true; }

  // To whatever was asked but a stream.
  asio::awaitable<web_response> answer(web_routed routed);
  // The shard's reply to what it was asked under that token.
  void take(std::string_view token, std::string_view reply);

 private:
  using replied = std::variant<v1::Reply, web_response>;
  struct waiting {
    explicit waiting(asio::io_context& loop) : timer(loop) {}
    asio::steady_timer timer;
    std::optional<v1::Reply> reply;
  };

  asio::awaitable<web_response> by_shard(web_question asked);
  // Told when it is a record of the journal.
  asio::awaitable<web_response> recorded(web_refused no);
  // Likewise, where it says that accounts were changed.
  asio::awaitable<web_response> when_recorded(web_response made);
  asio::awaitable<replied> reply_to(const web_question& asked);
  // say: to the shard, under this token.
  asio::awaitable<replied> reply_within(span time, std::function<void(std::string token)> say);
  web_response in_words(replied told, const web_question& asked) const;
  asio::awaitable<web_response> after_work(web_slow_work work);
  asio::awaitable<web_response> by_policy(web_policy_question asked);
  asio::awaitable<web_response> told_why(web_explaining asked);
  asio::awaitable<web_response> by_presence(web_presence there);
  // --- files: web_answers_files.cpp ---
  asio::awaitable<web_response> as_file(web_export wish);
  asio::awaitable<web_response> as_archive(web_pack_files wish);
  bool goes_on(export_work& work) const;
  // False: nothing is served any more.
  asio::awaitable<bool> write_lines(export_work& work);
  asio::awaitable<web_response> of_photo(photo_request asked);
  photo_door::shard_view shard_for_photos();
  asio::awaitable<photo_door::history_told> history_after(actor by, whistle_id about,
                                                          std::uint64_t version);
  asio::awaitable<void> sweep_photos();

  asio::io_context& io_;
  const web_api& api_;
  page_stream& pages_;
  web_host* host_ = nullptr;
  asio::thread_pool slow_;
  asio::thread_pool account_work_;
  std::map<std::string, waiting*, std::less<>> questions_;
  std::uint64_t next_question_ = 1;
  std::size_t account_works_ = 0;
  std::optional<photo_door> photos_;
  pack_pages pack_{io_, slow_};
  bool stopped_ = false;
};

}  // namespace gridwhistle
