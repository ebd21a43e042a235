#include "workers/outbox.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

namespace gridwhistle {
namespace {

constexpr std::int64_t application_id = 0x47574f42;  // "GWOB"
constexpr std::int64_t schema_version = 1;
constexpr std::uint64_t page_bytes = 4096;
constexpr span ask_again_after = std::chrono::milliseconds(10);

using enum outbox_fault_kind;

// In the order of the enumeration: words_of() looks up by place and checks it.
constexpr std::array fault_table = {
    outbox_fault_words{in_use, "in_use", "发件箱正被另一个程序使用，请先关闭它。",
                       "The outbox is in use by another program; close that one first."},
    outbox_fault_words{
        full, "full", "磁盘或发件箱已满，未能保存；请清理空间后重试。",
        "The disk or the outbox is full and nothing was kept; make room and try again."},
    outbox_fault_words{corrupt, "corrupt", "发件箱文件已损坏；请保留该文件并联系管理员。",
                       "The outbox file is damaged; keep the file and ask your administrator."},
    outbox_fault_words{not_an_outbox, "not_an_outbox", "该文件不是发件箱，未作改动。",
                       "The file is not an outbox and was left as it is."},
    outbox_fault_words{newer_version, "newer_version", "发件箱由更新版本的程序写成，请升级本程序。",
                       "The outbox was written by a later version; please update this program."},
    outbox_fault_words{too_large, "too_large", "消息超过 64 KiB，未能保存。",
                       "The message is larger than 64 KiB and was not kept."},
    outbox_fault_words{id_reused, "id_reused", "同一编号已用于不同内容，未能保存。",
                       "This id was used for other content; nothing was kept."},
    outbox_fault_words{
        io_failed, "io_failed", "无法读写发件箱文件；请检查磁盘和权限。",
        "The outbox file cannot be read or written; check the disk and permissions."},
};

constexpr const char* schema = R"sql(
  CREATE TABLE items (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id BLOB NOT NULL UNIQUE,
    whistle_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    request BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
    settled_at INTEGER,
    receipt BLOB,
    dataset BLOB,
    refusal_code TEXT,
    refusal_zh TEXT,
    refusal_en TEXT,
    refusal_detail TEXT
  ) STRICT;
  CREATE INDEX items_waiting ON items (whistle_id, seq) WHERE state = 0;
  CREATE INDEX items_settled ON items (state, settled_at) WHERE state != 0;
  PRAGMA application_id = 1196904258;
  PRAGMA user_version = 1;
)sql";
static_assert(application_id == 1196904258 && schema_version == 1);

// The oldest waiting item of each whistle.
#define GW_WAITING_HEADS                                                                \
  " FROM items AS head WHERE state = 0 AND NOT EXISTS (SELECT 1 FROM items AS earlier " \
  "WHERE earlier.state = 0 AND earlier.whistle_id = head.whistle_id AND earlier.seq < head.seq)"

#define GW_ENTRY_COLUMNS                                                             \
  "request_id, whistle_id, kind, request, created_at, attempts, next_try_at, state," \
  " settled_at, receipt, dataset, refusal_code, refusal_zh, refusal_en, refusal_detail"

// One SQL sentence being said. After a failed step the connection knows why.
class statement {
 public:
  statement(sqlite3* file, const char* sql) {
    prepared_ = sqlite3_prepare_v2(file, sql, -1, &held_, nullptr) == SQLITE_OK;
  }
  ~statement() { sqlite3_finalize(held_); }
  statement(const statement&) = delete;
  statement& operator=(const statement&) = delete;

  // Bound values must outlive the steps.
  statement& blob(std::string_view bytes) {
    // A null pointer would bind NULL, and no bytes are not NULL.
    const char* from = bytes.empty() ? "" : bytes.data();
    if (prepared_) note(sqlite3_bind_blob64(held_, ++bound_, from, bytes.size(), SQLITE_STATIC));
    return *this;
  }
  statement& text(std::string_view words) {
    const char* from = words.empty() ? "" : words.data();
    if (prepared_) {
      note(sqlite3_bind_text64(held_, ++bound_, from, words.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    return *this;
  }
  statement& number(std::int64_t value) {
    if (prepared_) note(sqlite3_bind_int64(held_, ++bound_, value));
    return *this;
  }
  statement& at(instant when) { return number(to_ms(when)); }

  // SQLITE_ROW, SQLITE_DONE or an error.
  int step() { return prepared_ ? sqlite3_step(held_) : SQLITE_ERROR; }

  std::int64_t number_in(int column) const { return sqlite3_column_int64(held_, column); }
  std::string bytes_in(int column) const {
    const void* from = sqlite3_column_blob(held_, column);
    auto length = static_cast<std::size_t>(sqlite3_column_bytes(held_, column));
    return from == nullptr ? std::string() : std::string(static_cast<const char*>(from), length);
  }
  bool has(int column) const { return sqlite3_column_type(held_, column) != SQLITE_NULL; }

 private:
  void note(int code) { prepared_ = prepared_ && code == SQLITE_OK; }

  sqlite3_stmt* held_ = nullptr;
  bool prepared_ = false;
  int bound_ = 0;
};

outbox_fault_kind kind_of(int extended_code, int system_error) {
  switch (extended_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return in_use;
    case SQLITE_FULL:
      return full;
    case SQLITE_CORRUPT:
      return corrupt;
    case SQLITE_NOTADB:
      return not_an_outbox;
    case SQLITE_IOERR:
      return system_error == ENOSPC || system_error == EDQUOT ? full : io_failed;
    default:
      return io_failed;
  }
}

// Nothing where a row does not hold what this program writes.
std::optional<outbox_entry> entry_in(const statement& row) {
  auto request = command_id::from_bytes(row.bytes_in(0));
  auto whistle = whistle_id::from_bytes(row.bytes_in(1));
  if (!request || !whistle) return std::nullopt;
  outbox_entry entry{
      .item = {*request, *whistle, row.bytes_in(2), row.bytes_in(3), from_ms(row.number_in(4))},
      .attempts = static_cast<std::uint32_t>(row.number_in(5)),
      .next_try_at = from_ms(row.number_in(6)),
      .state = static_cast<outbox_state>(row.number_in(7)),
      .settled_at = std::nullopt,
      .receipt = std::nullopt,
      .refusal = std::nullopt};
  if (row.has(8)) entry.settled_at = from_ms(row.number_in(8));
  if (row.has(9)) {
    auto dataset = dataset_id::from_bytes(row.bytes_in(10));
    if (!dataset) return std::nullopt;
    entry.receipt = item_receipted{row.bytes_in(9), *dataset};
  }
  if (row.has(11)) {
    entry.refusal =
        item_refused{row.bytes_in(11), row.bytes_in(12), row.bytes_in(13), row.bytes_in(14)};
  }
  return entry;
}

// Closing any descriptor of a file drops this process' locks on it, so only a new file is touched
// here.
void make_for_owner_only(const std::filesystem::path& path) {
  int made = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
}

}  // namespace

const outbox_fault_words& words_of(outbox_fault_kind kind) {
  auto place = static_cast<std::size_t>(kind);
  GW_CHECK(place < fault_table.size() && fault_table[place].kind == kind);
  return fault_table[place];
}

std::string_view name_of(outbox_state state) {
  switch (state) {
    case outbox_state::waiting:
      return "waiting";
    case outbox_state::receipted:
      return "receipted";
    case outbox_state::refused:
      return "refused";
  }
  GW_CHECK(false && "outbox_state");
  return {};
}

void outbox::close_file::operator()(sqlite3* file) const noexcept { sqlite3_close(file); }

or_fault<outbox> outbox::open(const std::filesystem::path& path, outbox_limits limits) {
  auto until = std::chrono::steady_clock::now() + limits.patience;
  for (;;) {
    // Closed between two tries: who keeps what he has would wait for one who does the same.
    auto opened = open_once(path, limits);
    bool waits = !opened && opened.fault().kind == in_use;
    if (!waits || std::chrono::steady_clock::now() >= until) return opened;
    std::this_thread::sleep_for(ask_again_after + span(::getpid() % 16));
  }
}

or_fault<outbox> outbox::open_once(const std::filesystem::path& path, outbox_limits limits) {
  GW_CHECK(limits.bytes_max >= 16 * page_bytes);
  make_for_owner_only(path);
  sqlite3* opened = nullptr;
  int code =
      sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  outbox box(file_handle(opened), path.string());
  if (opened == nullptr) return outbox_fault{io_failed, path.string() + ": out of memory"};
  if (code != SQLITE_OK) return box.fault_now();
  sqlite3_extended_result_codes(opened, 1);
  if (auto fault = box.prepare_file(limits)) return *fault;
  return box;
}

std::optional<outbox_fault> outbox::prepare_file(outbox_limits limits) {
  if (auto fault = run("PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON;")) return fault;
  if (auto fault = make_or_check_schema()) return fault;
  auto journal = word("PRAGMA journal_mode = WAL");
  if (!journal) return journal.fault();
  if (*journal != "wal")
    return outbox_fault{io_failed, name_ + ": no write-ahead log: " + *journal};
  if (auto fault = run("PRAGMA synchronous = FULL")) return fault;
  auto sound = word("PRAGMA quick_check(1)");
  if (!sound) return sound.fault();
  if (*sound != "ok") return outbox_fault{corrupt, name_ + ": " + *sound};
  pages_for_requests_ = limits.bytes_max / page_bytes;
  return allow_pages(2 * pages_for_requests_);
}

// Looks before it changes anything: somebody else's database is left as it is.
std::optional<outbox_fault> outbox::make_or_check_schema() {
  // The exclusive lock is taken here and, in this locking mode, kept until the file is closed.
  if (auto fault = run("BEGIN EXCLUSIVE")) return fault;
  auto tables = word("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.fault();
  if (*tables == "0") {
    if (auto fault = run(schema)) return fault;
  }
  auto application = word("PRAGMA application_id");
  auto version = word("PRAGMA user_version");
  if (!application) return application.fault();
  if (!version) return version.fault();
  if (auto fault = run("COMMIT")) return fault;
  if (*application != std::to_string(application_id)) {
    return outbox_fault{not_an_outbox, name_ + ": application_id " + *application};
  }
  if (*version != std::to_string(schema_version)) {
    return outbox_fault{newer_version, name_ + ": user_version " + *version};
  }
  return std::nullopt;
}

std::optional<outbox_fault> outbox::run(const char* sql) const {
  if (sqlite3_exec(file_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return std::nullopt;
  return fault_now();
}

or_fault<std::string> outbox::word(const char* sql) const {
  statement asked(file_.get(), sql);
  if (asked.step() != SQLITE_ROW) return fault_now();
  return asked.bytes_in(0);
}

outbox_fault outbox::fault_now() const {
  int code = sqlite3_extended_errcode(file_.get());
  outbox_fault_kind kind = kind_of(code, sqlite3_system_errno(file_.get()));
  return {kind, name_ + ": " + sqlite3_errmsg(file_.get()) + " (" + std::to_string(code) + ")"};
}

std::optional<outbox_fault> outbox::allow_pages(std::uint64_t pages) const {
  std::string sql = "PRAGMA max_page_count = " + std::to_string(pages);
  return run(sql.c_str());
}

or_fault<bool> outbox::same_item_is_held(const outbox_item& item) const {
  statement asked(file_.get(),
                  "SELECT request = ?1 AND whistle_id = ?2 FROM items WHERE request_id = ?3");
  asked.blob(item.bytes).blob(item.whistle.raw()).blob(item.request.raw());
  if (asked.step() != SQLITE_ROW) return fault_now();
  return asked.number_in(0) != 0;
}

std::optional<outbox_fault> outbox::put(const outbox_item& item) {
  GW_CHECK(!item.request.empty() && !item.whistle.empty() && !item.bytes.empty());
  if (item.bytes.size() > request_bytes_max) {
    return outbox_fault{too_large,
                        item.request.text() + ": " + std::to_string(item.bytes.size()) + " bytes"};
  }
  // Requests stop growing at the limit; receipts for what is held must always find room.
  if (auto fault = allow_pages(pages_for_requests_)) return fault;
  statement put(file_.get(),
                "INSERT INTO items (request_id, whistle_id, kind, request, created_at, next_try_at)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?5)");
  put.blob(item.request.raw())
      .blob(item.whistle.raw())
      .text(item.kind)
      .blob(item.bytes)
      .at(item.created_at);
  std::optional<outbox_fault> fault;
  if (put.step() != SQLITE_DONE) fault = fault_now();
  bool taken = sqlite3_errcode(file_.get()) == SQLITE_CONSTRAINT_UNIQUE;
  if (auto limit_fault = allow_pages(2 * pages_for_requests_)) return limit_fault;
  if (!taken) return fault;
  auto same = same_item_is_held(item);
  if (!same) return same.fault();
  if (!*same) return outbox_fault{id_reused, item.request.text()};
  return std::nullopt;
}

or_fault<std::vector<outbox_entry>> outbox::due(instant now, std::size_t limit) const {
  statement asked(file_.get(),
                  "SELECT " GW_ENTRY_COLUMNS GW_WAITING_HEADS
                  " AND (next_try_at <= ?1 OR next_try_at > ?2) ORDER BY seq LIMIT ?3");
  // A clock set back must not hold items up: no honest retry lies beyond the horizon.
  asked.at(now).at(now + retry_horizon).number(static_cast<std::int64_t>(limit));
  std::vector<outbox_entry> entries;
  int code = asked.step();
  for (; code == SQLITE_ROW; code = asked.step()) {
    auto entry = entry_in(asked);
    if (!entry) return outbox_fault{corrupt, name_ + ": a row cannot be read"};
    entries.push_back(std::move(*entry));
  }
  if (code != SQLITE_DONE) return fault_now();
  return entries;
}

or_fault<std::optional<instant>> outbox::wake_at(instant now) const {
  statement asked(file_.get(), "SELECT min(next_try_at)" GW_WAITING_HEADS " AND next_try_at > ?1");
  asked.at(now);
  if (asked.step() != SQLITE_ROW) return fault_now();
  if (!asked.has(0)) return std::optional<instant>();
  return std::optional<instant>(from_ms(asked.number_in(0)));
}

std::optional<outbox_fault> outbox::mark_tried(const command_id& request, instant next_try) {
  if (auto fault = run("PRAGMA synchronous = NORMAL")) return fault;
  statement mark(file_.get(),
                 "UPDATE items SET attempts = attempts + 1, next_try_at = ?1"
                 " WHERE request_id = ?2 AND state = 0");
  mark.at(next_try).blob(request.raw());
  std::optional<outbox_fault> fault;
  if (mark.step() != SQLITE_DONE) fault = fault_now();
  if (auto sync_fault = run("PRAGMA synchronous = FULL")) return sync_fault;
  return fault;
}

or_fault<outbox_change> outbox::settle(const command_id& request, const settlement& how,
                                       instant now) {
  const auto* receipted = std::get_if<item_receipted>(&how);
  statement settle(
      file_.get(),
      receipted != nullptr
          ? "UPDATE items SET state = 1, settled_at = ?1, receipt = ?2, dataset = ?3,"
            " refusal_code = NULL, refusal_zh = NULL, refusal_en = NULL, refusal_detail = NULL"
            " WHERE request_id = ?4 AND state != 1"
          : "UPDATE items SET state = 2, settled_at = ?1, refusal_code = ?2, refusal_zh = ?3,"
            " refusal_en = ?4, refusal_detail = ?5 WHERE request_id = ?6 AND state = 0");
  settle.at(now);
  if (receipted != nullptr) {
    settle.blob(receipted->receipt).blob(receipted->dataset.raw());
  } else {
    const auto& refused = *std::get_if<item_refused>(&how);
    settle.text(refused.code)
        .text(refused.sentence_zh)
        .text(refused.sentence_en)
        .text(refused.detail);
  }
  settle.blob(request.raw());
  if (settle.step() != SQLITE_DONE) return fault_now();
  return sqlite3_changes(file_.get()) > 0 ? outbox_change::changed : outbox_change::unchanged;
}

or_fault<std::size_t> outbox::dataset_changed(const dataset_id& now_serving, instant now) {
  // Attempts are kept: two datasets answering in turn must not make a storm.
  statement again(file_.get(),
                  "UPDATE items SET state = 0, settled_at = NULL, next_try_at = ?1"
                  " WHERE state = 1 AND dataset != ?2");
  again.at(now).blob(now_serving.raw());
  if (again.step() != SQLITE_DONE) return fault_now();
  return static_cast<std::size_t>(sqlite3_changes(file_.get()));
}

or_fault<std::size_t> outbox::sweep(instant now) {
  statement sweep(file_.get(), "DELETE FROM items WHERE state = 1 AND settled_at <= ?1");
  sweep.at(now - receipted_kept);
  if (sweep.step() != SQLITE_DONE) return fault_now();
  return static_cast<std::size_t>(sqlite3_changes(file_.get()));
}

or_fault<outbox_change> outbox::dismiss(const command_id& request) {
  statement dismiss(file_.get(), "DELETE FROM items WHERE state = 2 AND request_id = ?1");
  dismiss.blob(request.raw());
  if (dismiss.step() != SQLITE_DONE) return fault_now();
  return sqlite3_changes(file_.get()) > 0 ? outbox_change::changed : outbox_change::unchanged;
}

or_fault<outbox_change> outbox::give_up(const command_id& request) {
  statement give_up(file_.get(), "DELETE FROM items WHERE state = 0 AND request_id = ?1");
  give_up.blob(request.raw());
  if (give_up.step() != SQLITE_DONE) return fault_now();
  return sqlite3_changes(file_.get()) > 0 ? outbox_change::changed : outbox_change::unchanged;
}

or_fault<std::vector<outbox_entry>> outbox::list(std::size_t limit) const {
  statement asked(file_.get(), "SELECT " GW_ENTRY_COLUMNS " FROM items ORDER BY seq LIMIT ?1");
  asked.number(static_cast<std::int64_t>(limit));
  std::vector<outbox_entry> entries;
  int code = asked.step();
  for (; code == SQLITE_ROW; code = asked.step()) {
    auto entry = entry_in(asked);
    if (!entry) return outbox_fault{corrupt, name_ + ": a row cannot be read"};
    entries.push_back(std::move(*entry));
  }
  if (code != SQLITE_DONE) return fault_now();
  return entries;
}

or_fault<outbox_counts> outbox::counts() const {
  statement asked(file_.get(),
                  "SELECT count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1),"
                  " count(*) FILTER (WHERE state = 2) FROM items");
  if (asked.step() != SQLITE_ROW) return fault_now();
  return outbox_counts{static_cast<std::size_t>(asked.number_in(0)),
                       static_cast<std::size_t>(asked.number_in(1)),
                       static_cast<std::size_t>(asked.number_in(2))};
}

}  // namespace gridwhistle
