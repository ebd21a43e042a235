#include "server/adapters/pack_roster.hpp"

#include <array>
#include <map>
#include <set>

namespace gridwhistle {
namespace {

using links = std::map<std::string, std::string>;  // from whom to whom it goes on

std::string line_text(int line) { return "line " + std::to_string(line); }

// Whoever only leads into a circle is not blamed for it.
bool leads_back(const links& all, const std::string& from) {
  std::set<std::string> seen = {from};
  for (auto next = all.find(from); next != all.end() && !next->second.empty();
       next = all.find(next->second)) {
    if (next->second == from) return true;
    if (!seen.insert(next->second).second) return false;
  }
  return false;
}

std::optional<shift_dates> parse_shift_dates(const std::string& text) {
  if (text == "daily") return shift_days::daily;
  if (text == "workday") return shift_days::workday;
  if (text == "off") return shift_days::off;
  auto range = parse_date_range(text);
  return range ? std::optional<shift_dates>(*range) : std::nullopt;
}

class reader {
 public:
  void read_post(const pack_row& row) {
    if (!is_code(row["post"])) blame(row, "post", code_words);
    if (!is_code(row["person"])) blame(row, "person", "a person is a user as enrolled");
    bool at_seat = !row["seat"].empty();
    bool on_grid = !row["grid"].empty();
    if (at_seat == on_grid)
      blame(row, at_seat ? "grid" : "seat", "a post is at a seat or on a grid, and never at both");
    auto [first, is_new] = known_.try_emplace(row["post"], known{row.line(), posts_.size()});
    if (!is_new)
      return blame(row, "post", line_text(first->second.line) + " has this post already");
    check_person(row);
    codes_.insert(row["post"]);
    deputies_[row["post"]] = row["deputy"];
    posts_.push_back({post_code(row["post"]),
                      user_id(row["person"]),
                      department_code(row["seat"]),
                      area_code(row["grid"]),
                      row["phone"],
                      post_code(row["deputy"]),
                      {}});
  }

  // After all posts.
  void check_deputy(const pack_row& row) {
    const std::string& deputy = row["deputy"];
    if (deputy.empty()) return;
    const post* stands_in = find(deputy);
    const post* of = find(row["post"]);
    if (deputy == row["post"]) {
      blame(row, "deputy", "a post is not its own deputy");
    } else if (!stands_in) {
      blame(row, "deputy", "no post has this code" + did_you_mean(deputy, codes_));
    } else if (of && of->seat.empty() != stands_in->seat.empty()) {
      blame(row, "deputy", "at seats deputies are at seats, on grids on grids");
    } else if (leads_back(deputies_, row["post"])) {
      blame(row, "deputy", "these deputies lead back to this post");
    }
  }

  void read_shift(const pack_row& row) {
    constexpr int midnight = 24 * 60;
    auto days = parse_shift_dates(row["days"]);
    if (!days) blame(row, "days", "days are daily, workday, off or 2026-02-16..2026-02-22");
    auto open = parse_minute(row["open"]);
    if (!open || *open == midnight) {
      blame(row, "open", "a shift begins at 00:00 to 23:59");
      open.reset();
    }
    auto close = parse_minute(row["close"]);
    if (!close) blame(row, "close", "a shift ends at 00:00 to 24:00");
    std::array<std::string, 4> said = {row["post"], row["days"], row["open"], row["close"]};
    auto [first, is_new] = shift_lines_.try_emplace(said, row.line());
    if (!is_new) blame(row, "post", line_text(first->second) + " says this already");
    post* of = find(row["post"]);
    if (!of) return blame(row, "post", "no post has this code" + did_you_mean(row["post"], codes_));
    if (days && open && close) of->shifts.push_back({*days, *open, *close});
  }

  std::variant<std::vector<post>, std::vector<file_error>> made() {
    if (!errors_.empty()) return std::move(errors_);
    return std::move(posts_);
  }

 private:
  struct known {
    int line = 0;
    std::size_t place = 0;  // in posts_
  };

  // Somebody is enrolled once, for one department or one walk.
  void check_person(const pack_row& row) {
    auto [first, is_new] = places_.try_emplace(row["person"], row);
    const pack_row& other = first->second;
    if (other["seat"] == row["seat"] && other["grid"] == row["grid"]) return;
    blame(row, "person", line_text(other.line()) + " has this person at another place");
  }

  post* find(const std::string& code) {
    auto found = known_.find(code);
    return found == known_.end() ? nullptr : &posts_[found->second.place];
  }

  void blame(const pack_row& row, std::string_view column, std::string_view message) {
    errors_.push_back(row.error(column, message));
  }

  std::vector<post> posts_;
  std::set<std::string> codes_;
  std::map<std::string, known> known_;
  std::map<std::string, pack_row> places_;  // by person
  std::map<std::array<std::string, 4>, int> shift_lines_;
  links deputies_;
  std::vector<file_error> errors_;
};

}  // namespace

std::variant<std::vector<post>, std::vector<file_error>> read_roster(
    const std::vector<pack_row>& posts, const std::vector<pack_row>& shifts) {
  reader all;
  for (const pack_row& row : posts) all.read_post(row);
  for (const pack_row& row : posts) all.check_deputy(row);
  for (const pack_row& row : shifts) all.read_shift(row);
  return all.made();
}

std::vector<file_error> circles_of_backups(const std::vector<pack_row>& departments) {
  links backups;
  for (const pack_row& row : departments) backups[row["code"]] = row["backup"];
  std::vector<file_error> errors;
  for (const pack_row& row : departments) {
    // One step is told with the departments.
    bool circle = row["backup"] != row["code"] && leads_back(backups, row["code"]);
    if (circle) errors.push_back(row.error("backup", "these backups lead back to this department"));
  }
  return errors;
}

}  // namespace gridwhistle
