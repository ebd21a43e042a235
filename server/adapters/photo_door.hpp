// Photos for pages: takes them in part by part, has each cleaned by a worker, and shows it to
// whoever may see a whistle that names it. Law: the turn waits for no file and no pixel, a photo's
// hash is told when it is on the disk, and every wait has its bound.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "proto/whistle.pb.h"
#include "server/adapters/journal.hpp"
#include "server/adapters/photo_cleaner.hpp"
#include "server/adapters/photo_request.hpp"
#include "server/adapters/photo_store.hpp"
#include "server/adapters/photo_sweep.hpp"
#include "server/adapters/photo_uploads.hpp"
#include "server/adapters/web_problem.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

namespace asio = boost::asio;

// Parts and photos that wait for the disk; more are told to try again.
constexpr std::size_t photo_files_waiting_max = 128;
// Photos that wait for their cleaning or are in it; more are told to try again.
constexpr std::size_t cleanings_waiting_max = 16;
constexpr std::size_t cleaning_threads = 1;
// Photos on their way to slow readers; more are told to try again.
constexpr std::size_t photos_shown_max = 64;
// Whistles of which it is remembered what they name; then all are looked up anew.
constexpr std::size_t whistles_remembered_max = 4'096;
// How often the shard is asked again when it reads too many histories already.
constexpr int history_tries_max = 20;
constexpr span uploads_swept_every = std::chrono::hours(1);

struct photo_settings {
  std::filesystem::path folder;
  std::filesystem::path worker = "/proc/self/exe";  // a gridwhistled
};

class photo_door {
 public:
  // What it asks the shard: the state (null while nothing is served), and a page of a whistle's
  // history, or why not, as the page is to be told; and the journal's batches after a position.
  using history_told = std::variant<v1::HistoryPage, web_response>;
  using journal_page = std::variant<std::vector<stored_batch>, journal_fault>;
  struct shard_view {
    std::function<const engine*()> state;
    std::function<asio::awaitable<history_told>(actor, whistle_id, std::uint64_t)> history_after;
    std::function<asio::awaitable<journal_page>(position)> entries_after;
  };

  // Throws std::runtime_error when the folder cannot be made or read.
  photo_door(asio::io_context& io, const photo_settings& settings, shard_view shard);
  ~photo_door();

  asio::awaitable<web_response> answer(photo_request asked, instant now);
  // The first of these that is not kept here; those that are, are claimed by whoever names them.
  asio::awaitable<std::optional<std::string>> missing(std::vector<std::string> names, instant now);
  // Drops what is old and what nobody names, by the whole journal: how many. Nothing: the journal
  // could not be read to its end, and all of it stays.
  asio::awaitable<std::optional<std::size_t>> sweep_unnamed(instant now);

 private:
  using upload_key = std::pair<user_id, upload_id>;
  using clean_outcome = std::variant<clean_photo, photo_fault>;
  struct known_names {
    std::uint64_t version = 0;  // all that is named up to it
    std::set<std::string, std::less<>> photos;
  };

  asio::awaitable<web_response> answer_part(photo_part_request asked, user_id by, instant now);
  asio::awaitable<web_response> clean_whole(upload_key which, std::uint64_t size, instant now);
  asio::awaitable<web_response> answer_progress(photo_progress_request asked, user_id by);
  asio::awaitable<web_response> answer_show(photo_show_request asked, actor by);
  asio::awaitable<std::variant<std::string, web_response>> bytes_of(
      const photo_show_request& asked);
  asio::awaitable<std::variant<std::string, web_response>> scaled_anew(const photo_hash& photo,
                                                                       int width);
  // Nothing: he may see the whistle, and it names the photo.
  asio::awaitable<std::optional<web_response>> refusal_of(const photo_show_request& asked,
                                                          const actor& by);
  asio::awaitable<std::optional<web_response>> learn_names(whistle_id about, const actor& by);
  bool names(const whistle& about, const std::string& photo) const;

  asio::io_context& io_;
  shard_view shard_;
  photo_store store_;      // written by the files' thread alone
  photo_uploads uploads_;  // the files' thread alone
  photo_cleaner cleaner_;
  instant swept_{};   // the files' thread alone
  instant judged_{};  // whoever was claimed before it and is still there is named
  std::map<whistle_id, known_names> named_;
  std::set<upload_key> in_cleaning_;
  std::size_t files_waiting_ = 0;
  // Outlives the door with the answers that hold it.
  std::shared_ptr<std::size_t> shown_ = std::make_shared<std::size_t>(0);
  // Last: they are joined before what their threads use goes.
  asio::thread_pool files_{1};
  asio::thread_pool cleaning_{cleaning_threads};
};

}  // namespace gridwhistle
