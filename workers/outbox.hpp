// What a device has said and not yet dropped, in one SQLite file: an item is on disk before put()
// returns, and leaves only by a receipt that is 24 hours old or by the user's own hand.
//
// The file (user_version 1, application_id "GWOB"): one table `items`, one row per request, in the
// order of saying. Write-ahead log, synchronous=FULL: every commit is fsynced. One process owns the
// file. No clock in here: `now` is passed in.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "common/check.hpp"
#include "common/ids.hpp"
#include "common/time.hpp"

struct sqlite3;

namespace gridwhistle {

enum class outbox_fault_kind {
  in_use,         // another process owns the file
  full,           // the disk, or the outbox's own limit
  corrupt,        // the file is damaged
  not_an_outbox,  // a database of something else
  newer_version,  // written by a later program
  too_large,      // the request is above request_bytes_max
  id_reused,      // this request id is taken by other content
  io_failed,      // anything else the disk says
};

struct outbox_fault {
  outbox_fault_kind kind;
  std::string detail;  // path and what the library said; never a report's text
};

struct outbox_fault_words {
  outbox_fault_kind kind;
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

const outbox_fault_words& words_of(outbox_fault_kind kind);

// A value, or what went wrong with the file.
template <class T>
class [[nodiscard]] or_fault {
 public:
  or_fault(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  or_fault(outbox_fault fault) : held_(std::in_place_index<1>, std::move(fault)) {}

  explicit operator bool() const { return held_.index() == 0; }
  T& value() {
    GW_CHECK(held_.index() == 0);
    return *std::get_if<0>(&held_);
  }
  const T& value() const {
    GW_CHECK(held_.index() == 0);
    return *std::get_if<0>(&held_);
  }
  const T& operator*() const& { return value(); }
  // By value: a loop over *box.list(n) must not outlive what it reads.
  T operator*() && { return std::move(value()); }
  const T* operator->() const { return &value(); }
  const outbox_fault& fault() const {
    GW_CHECK(held_.index() == 1);
    return *std::get_if<1>(&held_);
  }

 private:
  std::variant<T, outbox_fault> held_;
};

// One frame to the server.
constexpr std::size_t request_bytes_max = 64 * 1024;
// A receipted item is kept this long, to be said again if the server's dataset is lost.
constexpr span receipted_kept = std::chrono::hours(24);
// No retry is ever set later than this; an item that claims to be was written under another clock.
constexpr span retry_horizon = std::chrono::minutes(1);

// What is said: the bytes are sent as they are, however often.
struct outbox_item {
  command_id request;
  whistle_id whistle;
  std::string kind;   // "blow", "report_in" …, for people
  std::string bytes;  // a serialized Request
  instant created_at;
};

enum class outbox_state { waiting, receipted, refused };
std::string_view name_of(outbox_state state);

struct item_receipted {
  std::string receipt;  // a serialized Receipt
  dataset_id dataset;
  auto operator<=>(const item_receipted&) const = default;
};

struct item_refused {
  std::string code;
  std::string sentence_zh;
  std::string sentence_en;
  std::string detail;
  auto operator<=>(const item_refused&) const = default;
};

using settlement = std::variant<item_receipted, item_refused>;

struct outbox_entry {
  outbox_item item;
  std::uint32_t attempts = 0;
  instant next_try_at;
  outbox_state state = outbox_state::waiting;
  std::optional<instant> settled_at;
  // Of the last receipt; an item that waits again after a change of dataset keeps it as evidence.
  std::optional<item_receipted> receipt;
  std::optional<item_refused> refusal;
};

struct outbox_counts {
  std::size_t waiting = 0;
  std::size_t receipted = 0;
  std::size_t refused = 0;
  auto operator<=>(const outbox_counts&) const = default;
};

struct outbox_limits {
  // Room for what waits; receipts may take as much again. At the limit put() answers `full`, and
  // settling still works.
  std::uint64_t bytes_max = 256ull * 1024 * 1024;
  // Another program that has the file is waited for so long; open() waits with the whole thread.
  span patience{};
};

// Did it change anything? Answers come twice, and late.
enum class outbox_change { changed, unchanged };

class outbox {
 public:
  // Makes the file if there is none, for its owner's eyes only, and takes it for this process.
  static or_fault<outbox> open(const std::filesystem::path& path, outbox_limits limits);

  // On disk when it returns without a fault. The same item again changes nothing.
  [[nodiscard]] std::optional<outbox_fault> put(const outbox_item& item);

  // What may be sent now, oldest first. Of each whistle only its oldest waiting item: a later one
  // waits until the earlier is settled.
  or_fault<std::vector<outbox_entry>> due(instant now, std::size_t limit) const;

  // The first instant after now when due() has more, if nothing is put, tried or settled meanwhile.
  or_fault<std::optional<instant>> wake_at(instant now) const;

  // Counts an attempt that settled nothing. A hint, not fsynced: if it is lost, an item is sent too
  // soon.
  [[nodiscard]] std::optional<outbox_fault> mark_tried(const command_id& request, instant next_try);

  // A receipt outweighs a refusal whatever the order of arrival; unknown items are left unknown.
  or_fault<outbox_change> settle(const command_id& request, const settlement& how, instant now);

  // A reply showed this dataset: what was receipted under another one waits again. Returns how
  // many.
  or_fault<std::size_t> dataset_changed(const dataset_id& now_serving, instant now);

  // Deletes what was receipted 24 hours ago or earlier. Returns how many.
  or_fault<std::size_t> sweep(instant now);

  // Deletes a refused item: the user has read why. Anything else stays.
  or_fault<outbox_change> dismiss(const command_id& request);
  // Deletes a waiting item: somebody says that it is never to be sent again. Anything else stays.
  or_fault<outbox_change> give_up(const command_id& request);

  // Oldest first, at most limit.
  or_fault<std::vector<outbox_entry>> list(std::size_t limit) const;
  or_fault<outbox_counts> counts() const;

 private:
  struct close_file {
    void operator()(sqlite3* file) const noexcept;
  };
  using file_handle = std::unique_ptr<sqlite3, close_file>;

  outbox(file_handle file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}

  static or_fault<outbox> open_once(const std::filesystem::path& path, outbox_limits limits);
  std::optional<outbox_fault> prepare_file(outbox_limits limits);
  std::optional<outbox_fault> make_or_check_schema();
  std::optional<outbox_fault> run(const char* sql) const;
  or_fault<std::string> word(const char* sql) const;
  std::optional<outbox_fault> allow_pages(std::uint64_t pages) const;
  or_fault<bool> same_item_is_held(const outbox_item& item) const;
  outbox_fault fault_now() const;

  file_handle file_;
  std::string name_;
  std::uint64_t pages_for_requests_ = 0;
};

}  // namespace gridwhistle
