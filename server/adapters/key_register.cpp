#include "server/adapters/key_register.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "common/curve_keys.hpp"
#include "common/log.hpp"

namespace gridwhistle {
namespace {

constexpr std::array<std::string_view, 6> key_columns = {"public_key", "user", "role",
                                                         "department", "area", "status"};
constexpr std::size_t user_bytes_max = 64;
constexpr std::size_t errors_logged_max = 5;

using errors = std::vector<file_error>;

std::optional<key_status> parse_status(std::string_view text) {
  if (text == "active") return key_status::active;
  if (text == "revoked") return key_status::revoked;
  return std::nullopt;
}

struct seen_rows {
  std::unordered_map<std::string, int> key_line;
  std::unordered_map<std::string, std::pair<actor, int>> user_line;
};

bool same(const actor& a, const actor& b) {
  return a.role == b.role && a.department == b.department && a.area == b.area;
}

// Whether a role has what its decisions rest on; the fault, or nothing.
std::optional<file_error> place_missing(const csv_table& table, const csv_row& row,
                                        const actor& who) {
  switch (who.role) {
    case role::clerk:
      if (!who.department.empty()) return std::nullopt;
      return table.error_at(table.cell(row, "department"), "a clerk has a department");
    case role::desk_officer:
      if (!who.area.empty()) return std::nullopt;
      return table.error_at(table.cell(row, "area"), "a desk officer has the area of the desk");
    case role::supervisor:
      if (!who.area.empty()) return std::nullopt;
      return table.error_at(table.cell(row, "area"), "a supervisor has the area watched over");
    case role::grid_worker:
    case role::importer:
      return std::nullopt;
  }
  return std::nullopt;
}

errors errors_against(const csv_table& table, const csv_row& row, const enrolment& read,
                      seen_rows& seen) {
  errors wrong;
  auto fault = [&](std::string_view column, std::string message) {
    wrong.push_back(table.error_at(table.cell(row, column), std::move(message)));
  };
  auto [key, key_is_new] = seen.key_line.emplace(read.public_key, row.line);
  if (!is_curve_key(read.public_key)) {
    fault("public_key", "not a public key of 40 Z85 characters");
  } else if (!key_is_new) {
    fault("public_key", "this key stands on line " + std::to_string(key->second) + " already");
  }
  const std::string& user = read.who.user.text;
  auto [before, user_is_new] = seen.user_line.emplace(user, std::pair(read.who, row.line));
  if (user.empty() || user.size() > user_bytes_max) {
    fault("user", "a user has 1 to " + std::to_string(user_bytes_max) + " bytes");
  } else if (!user_is_new && !same(before->second.first, read.who)) {
    fault("user",
          "has another role, department or area on line " + std::to_string(before->second.second));
  }
  return wrong;
}

// For whom somebody speaks: "clerk um-hp", "supervisor 2101".
std::string words_of(const actor& who) {
  std::string words(name_of(who.role));
  for (const std::string& each : {who.department.text, who.area.text}) {
    if (!each.empty()) words += ' ' + each;
  }
  return words;
}

std::string line_by_line(const errors& wrong) {
  std::string text;
  for (std::size_t i = 0; i < wrong.size() && i < errors_logged_max; ++i) {
    if (i > 0) text += "; ";
    text += to_text(wrong[i]);
  }
  if (wrong.size() > errors_logged_max) {
    text += "; and " + std::to_string(wrong.size() - errors_logged_max) + " more";
  }
  return text;
}

}  // namespace

std::variant<std::vector<enrolment>, std::vector<file_error>> read_enrolments(
    std::string_view file, std::string_view bytes) {
  auto read = csv_table::read(file, bytes, key_columns);
  if (auto* wrong = std::get_if<errors>(&read)) return std::move(*wrong);
  const csv_table& table = std::get<csv_table>(read);
  std::vector<enrolment> rows;
  errors all;
  seen_rows seen;
  for (const csv_row& row : table.rows()) {
    if (all.size() >= file_errors_max) break;
    enrolment next;
    next.public_key = table.cell(row, "public_key").text;
    next.who.user = user_id(table.cell(row, "user").text);
    next.who.department = department_code(table.cell(row, "department").text);
    next.who.area = area_code(table.cell(row, "area").text);
    auto role = parse_role(table.cell(row, "role").text);
    if (!role) {
      all.push_back(table.error_at(table.cell(row, "role"), "no such role"));
      continue;
    }
    next.who.role = *role;
    auto status = parse_status(table.cell(row, "status").text);
    if (!status) {
      all.push_back(table.error_at(table.cell(row, "status"), "neither active nor revoked"));
      continue;
    }
    next.status = *status;
    if (auto missing = place_missing(table, row, next.who)) all.push_back(std::move(*missing));
    for (file_error& each : errors_against(table, row, next, seen)) all.push_back(std::move(each));
    rows.push_back(std::move(next));
  }
  if (!all.empty()) return all;
  return rows;
}

key_register::key_register(std::filesystem::path file) : file_(std::move(file)) {
  seen_ = stamp_of(file_);
  auto read = read_enrolments(file_.string(), read_or_throw(file_));
  if (const auto* wrong = std::get_if<errors>(&read))
    throw std::runtime_error(line_by_line(*wrong));
  take(std::move(std::get<std::vector<enrolment>>(read)));
}

const enrolment* key_register::find_key(std::string_view public_key) const {
  auto found = by_key_.find(public_key);
  return found != by_key_.end() ? &rows_[found->second] : nullptr;
}

const enrolment* key_register::find_user(const user_id& user) const {
  auto found = by_user_.find(user.text);
  return found != by_user_.end() ? &rows_[found->second] : nullptr;
}

key_register::reload key_register::reload_if_changed() {
  file_stamp now = stamp_of(file_);
  if (now == seen_) return reload::unchanged;
  auto refuse = [&](const std::string& why) {
    seen_ = now;
    log::warn("enrolled keys not reloaded",
              {{"file", file_.string()},
               {"wrong", why},
               {"rows_kept", rows_.size()},
               {"do", "mend the file and rename it into place; the keys of before still count"}});
    return reload::refused;
  };
  auto bytes = read_whole(file_);
  if (const auto* gone = std::get_if<file_fault>(&bytes)) return refuse(gone->text());
  // Somebody is writing into it: what was read may be half of it. The next look decides.
  if (stamp_of(file_) != now) return reload::unchanged;
  auto read = read_enrolments(file_.string(), std::get<std::string>(bytes));
  if (const auto* wrong = std::get_if<errors>(&read)) return refuse(line_by_line(*wrong));
  auto& rows = std::get<std::vector<enrolment>>(read);
  bool kept = kept_by(rows);
  note_changes_to(rows);
  take(std::move(rows));
  seen_ = now;
  log::info("enrolled keys reloaded", {{"file", file_.string()}, {"rows", rows_.size()}});
  return kept ? reload::loaded : reload::narrowed;
}

bool key_register::kept_by(const std::vector<enrolment>& rows) const {
  std::unordered_map<std::string_view, const enrolment*> now;
  for (const enrolment& each : rows) now.emplace(each.public_key, &each);
  return std::ranges::all_of(rows_, [&](const enrolment& before) {
    if (before.status != key_status::active) return true;
    auto found = now.find(before.public_key);
    return found != now.end() && found->second->status == key_status::active &&
           found->second->who == before.who;
  });
}

void key_register::note_changes_to(const std::vector<enrolment>& rows) {
  auto add = [&](const user_id& whose, account_act act, std::string about) {
    changes_.push_back({{}, {}, whose, act, std::move(about), 0});
  };
  std::unordered_map<std::string_view, const enrolment*> now;
  for (const enrolment& each : rows) {
    if (each.status == key_status::active) now.emplace(each.public_key, &each);
  }
  std::unordered_map<std::string_view, const enrolment*> before;
  for (const enrolment& each : rows_) {
    if (each.status != key_status::active) continue;
    before.emplace(each.public_key, &each);
    auto found = now.find(each.public_key);
    if (found == now.end()) add(each.who.user, account_act::revoked, words_of(each.who));
  }
  for (const enrolment& each : rows) {
    if (each.status != key_status::active) continue;
    auto found = before.find(each.public_key);
    if (found == before.end()) {
      add(each.who.user, account_act::enrolled, words_of(each.who));
    } else if (found->second->who != each.who) {
      add(each.who.user, account_act::moved,
          words_of(found->second->who) + " -> " + words_of(each.who));
    }
  }
}

void key_register::take(std::vector<enrolment> rows) {
  by_key_.clear();
  by_user_.clear();
  rows_ = std::move(rows);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    by_key_.emplace(rows_[i].public_key, i);
    auto [place, first] = by_user_.emplace(rows_[i].who.user.text, i);
    if (!first && rows_[i].status == key_status::active) place->second = i;
  }
}

}  // namespace gridwhistle
