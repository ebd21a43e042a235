// Who may speak: the enrolled keys, from enrolled.csv, looked up at the handshake and on every
// message. Law: a file with a fault changes nothing. A revoked key's open session is not cut by
// libzmq, so the status counts on every message, by key and not by user: the user may have a new,
// sound key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "common/csv_table.hpp"
#include "common/ids.hpp"
#include "common/whole_file.hpp"
#include "server/core/command.hpp"
#include "server/engine/account_log.hpp"

namespace gridwhistle {

enum class key_status { active, revoked };

// One row: public_key,user,role,department,area,status.
struct enrolment {
  std::string public_key;  // Z85
  actor who;
  key_status status = key_status::active;
};

// Sound rows in the order of the file, or everything that is wrong with it. A user may have several
// keys, all with the same role, department and area; a key stands once.
std::variant<std::vector<enrolment>, std::vector<file_error>> read_enrolments(
    std::string_view file, std::string_view bytes);

class key_register {
 public:
  // Throws std::runtime_error with every fault of the file.
  explicit key_register(std::filesystem::path file);

  // Null: not enrolled. Pointers are good until the next reload.
  const enrolment* find_key(std::string_view public_key) const;
  // Of a user's keys an active one, else a revoked one.
  const enrolment* find_user(const user_id& user) const;
  std::size_t size() const { return rows_.size(); }
  const std::vector<enrolment>& rows() const { return rows_; }

  // narrowed: loaded, and somebody who could speak may not any more, or speaks for another office.
  enum class reload { unchanged, loaded, narrowed, refused };
  // Looks at the file's time, size and inode; cheap enough for every second. Replace the file by
  // renaming a new one over it. refused: it has a fault, the rows of before still count, and the
  // log says what to do.
  reload reload_if_changed();

  // What reloads have changed since this was last taken, for the journal.
  const std::vector<account_change>& changes() const { return changes_; }
  std::vector<account_change> take_changes() { return std::exchange(changes_, {}); }

 private:
  // Whether every active key of now says the same in these rows.
  bool kept_by(const std::vector<enrolment>& rows) const;
  void take(std::vector<enrolment> rows);
  void note_changes_to(const std::vector<enrolment>& rows);

  std::filesystem::path file_;
  file_stamp seen_;
  std::vector<enrolment> rows_;
  std::vector<account_change> changes_;
  std::unordered_map<std::string_view, std::size_t> by_key_;  // views into rows_
  std::unordered_map<std::string_view, std::size_t> by_user_;
};

}  // namespace gridwhistle
