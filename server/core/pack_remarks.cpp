#include "server/core/pack_remarks.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "server/core/leaf_order.hpp"

namespace gridwhistle {
namespace {

struct named {
  std::string code;
  std::string name;
};
// Names that must be told apart, by what they stand in.
using named_groups = std::map<std::string, std::vector<named>>;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// What a character of three bytes counts for: one ASCII letter or digit, nothing ("") or itself.
std::string plain_wide(std::string_view character) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  std::uint32_t code = (byte(0) & 0x0fu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu);
  constexpr std::uint32_t full_width_from = 0xff01, full_width_to = 0xff5e, offset = 0xfee0;
  constexpr std::uint32_t marks_from = 0x3000, marks_to = 0x303f;
  if (code >= marks_from && code <= marks_to) return {};
  if (code < full_width_from || code > full_width_to) return std::string(character);
  char narrow = static_cast<char>(code - offset);
  return is_letter(narrow) || is_digit(narrow) ? std::string(1, small(narrow)) : std::string();
}

void add_same_names(const named_groups& groups, remark_subject subject,
                    std::vector<pack_remark>& found) {
  for (const auto& [parent, members] : groups) {
    std::map<std::string, std::vector<const named*>> by_name;
    for (const named& each : members) by_name[each.name].push_back(&each);
    for (const auto& [name, same] : by_name) {
      if (same.size() < 2) continue;
      pack_remark made{remark_reason::same_name, subject, {}, name};
      for (const named* each : same) made.codes.push_back(each->code);
      found.push_back(std::move(made));
    }
  }
}

void add_near_names(const named_groups& groups, remark_subject subject,
                    std::vector<pack_remark>& found) {
  for (const auto& [parent, members] : groups) {
    std::map<std::string, const named*> plain;
    std::vector<std::pair<std::string, const named*>> different;
    auto add = [&](const named& one, const named& other) {
      if (one.name == other.name) return;
      found.push_back({remark_reason::near_name, subject, {one.code, other.code}, one.name});
    };
    for (const named& each : members) {
      auto [first, is_new] = plain.try_emplace(plain_name(each.name), &each);
      if (!is_new) {
        add(*first->second, each);
      } else {
        different.emplace_back(first->first, &each);
      }
    }
    if (different.size() > near_names_max) continue;
    for (std::size_t i = 0; i < different.size(); ++i) {
      for (std::size_t j = i + 1; j < different.size(); ++j) {
        if (one_letter_apart(different[i].first, different[j].first))
          add(*different[i].second, *different[j].second);
      }
    }
  }
}

void add_unused(const policy& rules, std::vector<pack_remark>& found) {
  std::set<std::string> used, classes;
  std::set<function_at_level> called;
  for (const duty& row : rules.duties.all()) {
    used.insert(row.limit_class);
    called.insert(row.lead);
    called.insert(row.helpers.begin(), row.helpers.end());
  }
  for (const auto& [key, row] : rules.limit_rows) {
    if (!used.contains(row.limit_class)) classes.insert(row.limit_class);
  }
  std::set<department_code> backups;
  for (const department& each : rules.departments.all()) backups.insert(each.backup);
  pack_remark limits{remark_reason::unused_limit_class, remark_subject::limit_class, {}, {}};
  limits.codes = {classes.begin(), classes.end()};
  pack_remark departments{remark_reason::uncalled_department, remark_subject::department, {}, {}};
  for (const department& each : rules.departments.all()) {
    bool needed = each.function == "desk" || backups.contains(each.code) ||
                  called.contains({each.function, each.level});
    if (!needed) departments.codes.push_back(each.code.text);
  }
  for (pack_remark* each : {&limits, &departments}) {
    if (!each->codes.empty()) found.push_back(std::move(*each));
  }
}

// The largest areas in which nobody walks. A pack that has no grid worker at all says nothing of
// it.
void add_unwalked(const policy& rules, std::vector<pack_remark>& found) {
  std::set<area_code> walked;
  for (const post& each : rules.roster.all()) {
    if (!each.grid.empty()) walked.insert(each.grid);
  }
  if (walked.empty()) return;
  leaf_order leaves(rules.areas);
  std::vector<std::size_t> without;
  for (std::size_t place = 0; place < leaves.size(); ++place) {
    const area* at = &leaves.at(place);
    while (at && !walked.contains(at->code)) at = rules.areas.parent_of(*at);
    if (!at) without.push_back(place);
  }
  if (without.empty()) return;
  pack_remark remark{remark_reason::unwalked_area, remark_subject::area, {}, {}};
  for (const area_code& each : leaves.filled_by(without)) remark.codes.push_back(each.text);
  found.push_back(std::move(remark));
}

void add_postless(const policy& rules, std::vector<pack_remark>& found) {
  std::set<department_code> seats;
  for (const post& each : rules.roster.all()) seats.insert(each.seat);
  seats.erase(department_code());
  if (seats.empty()) return;
  std::set<function_at_level> called;
  for (const duty& row : rules.duties.all()) {
    called.insert(row.lead);
    called.insert(row.helpers.begin(), row.helpers.end());
  }
  pack_remark remark{remark_reason::seat_without_post, remark_subject::department, {}, {}};
  for (const department& each : rules.departments.all()) {
    bool asked = called.contains({each.function, each.level});
    if (asked && !seats.contains(each.code)) remark.codes.push_back(each.code.text);
  }
  if (!remark.codes.empty()) found.push_back(std::move(remark));
}

}  // namespace

std::string plain_name(std::string_view name) {
  constexpr unsigned char three_bytes = 0xe0;
  std::string plain;
  for (std::size_t i = 0; i < name.size(); ++i) {
    auto lead = static_cast<unsigned char>(name[i]);
    if ((lead & 0xf0u) == three_bytes && i + 2 < name.size()) {
      plain += plain_wide(name.substr(i, 3));
      i += 2;
    } else if (lead >= 0x80 || is_letter(name[i]) || is_digit(name[i])) {
      plain += small(name[i]);
    }
  }
  return plain;
}

bool one_letter_apart(std::string_view one, std::string_view other) {
  constexpr std::size_t letters_min = 6;
  if (one.size() > other.size()) std::swap(one, other);
  auto latin = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_letter(c) || is_digit(c); });
  };
  if (one.size() < letters_min || other.size() > one.size() + 1) return false;
  if (!latin(one) || !latin(other)) return false;
  auto [left, right] = std::mismatch(one.begin(), one.end(), other.begin());
  if (right == other.end()) return false;
  auto rest = [](std::string_view text, auto from, std::size_t skipped) {
    return text.substr(static_cast<std::size_t>(from - text.begin()) + skipped);
  };
  if (one.size() != other.size()) {
    return is_letter(*right) && rest(one, left, 0) == rest(other, right, 1);
  }
  if (!is_letter(*left) || !is_letter(*right)) return false;
  if (rest(one, left, 1) == rest(other, right, 1)) return true;
  bool swapped = left + 1 != one.end() && left[0] == right[1] && left[1] == right[0];
  return swapped && rest(one, left, 2) == rest(other, right, 2);
}

std::vector<pack_remark> remarks_on(const policy& rules) {
  named_groups areas, departments, matters;
  for (const area& each : rules.areas.all()) {
    areas[each.parent.text].push_back({each.code.text, each.name});
  }
  for (const department& each : rules.departments.all()) {
    departments[""].push_back({each.code.text, each.name});
  }
  for (const matter& each : rules.matters.all()) {
    std::string of_class(name_of(each.key.kind));
    of_class += each.key.big_class();
    matters[of_class].push_back({to_text(each.key), each.name});
  }
  std::vector<pack_remark> found;
  add_unused(rules, found);
  add_unwalked(rules, found);
  add_postless(rules, found);
  add_same_names(areas, remark_subject::area, found);
  add_same_names(departments, remark_subject::department, found);
  add_same_names(matters, remark_subject::matter, found);
  add_near_names(departments, remark_subject::department, found);
  add_near_names(matters, remark_subject::matter, found);
  return found;
}

}  // namespace gridwhistle
