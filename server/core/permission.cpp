// The table, and who is what to a whistle.
#include "server/core/permission.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace gridwhistle {
namespace {

using enum role;

struct grant {
  std::string_view command;
  std::vector<role> who;
  relation needed;
};

const std::vector<role> everyone = {grid_worker, clerk, desk_officer, importer, supervisor};

// domain.md section 3. One line a right; what is not here is not allowed.
const std::vector<grant> grants = {
    {"blow", everyone, relation::any},
    {"amend", everyone, relation::own_report},
    {"withdraw", everyone, relation::own_report},
    {"rate", everyone, relation::own_report},

    {"check", {desk_officer}, relation::own_area},
    {"file", {desk_officer}, relation::own_area},
    {"decline", {desk_officer}, relation::own_area},
    {"dispatch", {desk_officer}, relation::own_area},
    {"redispatch", {desk_officer}, relation::own_area},
    {"rule", {desk_officer}, relation::own_area},
    {"release", {desk_officer}, relation::own_area},
    {"close", {desk_officer}, relation::own_area},
    {"join", {desk_officer}, relation::own_area},
    {"part", {desk_officer}, relation::own_area},
    {"return_visit", {desk_officer}, relation::own_area},

    {"report_in", {clerk}, relation::own_department},
    {"unreport", {clerk}, relation::own_department},
    {"arrive", {clerk}, relation::own_department},
    {"return", {clerk}, relation::own_department},
    {"handle", {clerk}, relation::own_department},
    {"request_extension", {clerk}, relation::own_department},
    {"request_shelving", {clerk}, relation::own_department},
    {"appeal", {clerk}, relation::own_department},

    {"decide_extension", {desk_officer, supervisor}, relation::own_area},
    {"decide_shelving", {desk_officer, supervisor}, relation::own_area},
    {"decide_appeal", {desk_officer, supervisor}, relation::own_area},
    {"urge", {desk_officer, supervisor}, relation::own_area},
    {"supervise", {supervisor}, relation::own_area},
    {"reopen", everyone, relation::own_report},
    {"reopen", everyone, relation::joined_report},
    {"reopen", {supervisor}, relation::own_area},

    {"verify", everyone, relation::own_report},
    {"verify", everyone, relation::joined_report},
    {"verify", {grid_worker, desk_officer}, relation::own_area},
    {"note", everyone, relation::own_report},
    {"note", everyone, relation::joined_report},
    {"note", {clerk}, relation::own_department},
    {"note", {desk_officer, supervisor}, relation::own_area},

    {"see", everyone, relation::own_report},
    {"see", everyone, relation::joined_report},
    {"see", {clerk}, relation::own_department},
    {"see", {grid_worker, desk_officer, supervisor}, relation::own_area},
    {"follow", everyone, relation::around},
    {"follow", {clerk}, relation::own_department},
    {"follow", {grid_worker, desk_officer, supervisor}, relation::own_area},

    {"publish", {supervisor}, relation::own_area},
    {"packs", {desk_officer, supervisor}, relation::any},
    {"accounts", {supervisor}, relation::own_area},
    {"walls", {desk_officer, supervisor}, relation::any},
};

// Rights that are about no command of a whistle, in the order in which they follow those that are.
constexpr std::array<std::string_view, 6> beside_commands = {"see",   "follow",   "publish",
                                                             "packs", "accounts", "walls"};

std::vector<permission_row> made_rows() {
  std::vector<permission_row> rows;
  auto add = [&](std::string_view command) {
    for (const grant& each : grants) {
      if (each.command != command) continue;
      for (role who : each.who) rows.push_back({each.command, who, each.needed});
    }
  };
  for (std::size_t i = 0; i < std::variant_size_v<ask>; ++i) add(ask_name_at(i));
  for (std::string_view each : beside_commands) add(each);
  return rows;
}

// The rows by command and role, so that a decision costs no search by name.
struct rights {
  static constexpr std::size_t see = std::variant_size_v<ask>;
  static constexpr std::size_t follow = see + 1;
  static constexpr std::size_t publish = follow + 1;
  static constexpr std::size_t packs = publish + 1;
  static constexpr std::size_t accounts = packs + 1;
  static constexpr std::size_t walls = accounts + 1;
  static constexpr std::size_t count = walls + 1;
  static_assert(see + beside_commands.size() == count);
  static constexpr std::size_t roles = 5;
  std::array<std::array<std::vector<relation>, roles>, count> needed;

  rights() {
    for (std::size_t command = 0; command < count; ++command) {
      std::string_view name =
          command < see ? ask_name_at(command) : beside_commands.at(command - see);
      for (const permission_row& row : permissions()) {
        if (row.command != name) continue;
        needed[command][static_cast<std::size_t>(row.who)].push_back(row.needed);
      }
    }
  }
};

const std::vector<relation>& needed_by(std::size_t command, role who) {
  static const rights made;
  return made.needed[command][static_cast<std::size_t>(who)];
}

bool reported_a_member(const whistle& state, const user_id& user) {
  return std::any_of(state.members.begin(), state.members.end(),
                     [&](const member& each) { return each.reporter == user; });
}

// A place nobody knows belongs to the city. While a desk owns the whistle, it is at that desk.
bool holds_place(const whistle& state, const actor& by, const policy& rules) {
  // A child's code starts with its parent's: what lies off a walk is told without looking it up,
  // and of what may be the same as a new report that is most.
  bool off_his_walk =
      by.role == role::grid_worker && !state.what.area.text.starts_with(by.area.text);
  if (off_his_walk) return false;
  const area* own = rules.areas.find(by.area);
  if (!own) return false;
  bool at_desk = by.role != role::grid_worker && !state.desk.empty();
  const area* where = rules.areas.find(at_desk ? state.desk : state.what.area);
  if (!where && by.role == role::grid_worker) return false;
  if (!where) where = &rules.areas.city();
  while (where && where->level > own->level) where = rules.areas.parent_of(*where);
  return where == own;
}

bool is(relation needed, const whistle& state, const actor& by, const policy& rules) {
  switch (needed) {
    case relation::any:
      return true;
    case relation::own_report:
      return state.reporter == by.user;
    case relation::joined_report:
      return reported_a_member(state, by.user);
    case relation::own_department:
      return state.obligation_at(by.department) != nullptr;
    case relation::around:
      return false;  // to a topic, not to a whistle
    case relation::own_area:
      return holds_place(state, by, rules);
  }
  return false;
}

std::optional<refusal_code> lacks(std::size_t command, const whistle& state, const actor& by,
                                  const policy& rules) {
  const auto& needed = needed_by(command, by.role);
  if (needed.empty()) return refusal_code::role_not_allowed;
  for (relation each : needed) {
    if (is(each, state, by, rules)) return std::nullopt;
  }
  bool called_only = needed.front() == relation::own_department;
  return called_only ? refusal_code::department_not_called : refusal_code::not_your_whistle;
}

// Of what belongs to the whole city.
std::optional<refusal_code> lacks_for_the_city(std::size_t command, const actor& by,
                                               const policy& rules) {
  const auto& needed = needed_by(command, by.role);
  if (needed.empty()) return refusal_code::role_not_allowed;
  bool holds_it = rules.areas.find(by.area) && rules.areas.holds(by.area, rules.areas.city().code);
  for (relation each : needed) {
    if (each == relation::any || (each == relation::own_area && holds_it)) return std::nullopt;
  }
  return refusal_code::role_not_allowed;
}

// Where a topic lies, and whose it is. What a department is called to may lie anywhere in the city.
struct topic_place {
  const area* where = nullptr;  // null: no such topic
  department_code department;
  bool rings = false;  // emergencies, of which everybody around may hear
};

topic_place place_of(std::string_view topic, const policy& rules) {
  constexpr std::string_view of_department = "dept/", of_area = "area/";
  if (topic == "all") return {&rules.areas.city(), {}};
  if (topic.starts_with(of_area))
    return {rules.areas.find(area_code(std::string(topic.substr(of_area.size())))), {}};
  if (topic.starts_with(ring_prefix))
    return {rules.areas.find(area_code(std::string(topic.substr(ring_prefix.size())))), {}, true};
  if (!topic.starts_with(of_department)) return {};
  department_code code(std::string(topic.substr(of_department.size())));
  if (!rules.departments.find(code)) return {};
  return {&rules.areas.city(), code};
}

// His own area, or his department's, lies in that one.
bool is_around(const area& where, const actor& by, const policy& rules) {
  const department* own = rules.departments.find(by.department);
  auto within = [&](const area_code& inner) {
    return rules.areas.find(inner) && rules.areas.holds(where.code, inner);
  };
  return within(by.area) || (own && within(own->area));
}

}  // namespace

std::string_view name_of(relation needed) {
  constexpr std::array names = {"any",    "own_report", "joined_report", "own_department",
                                "around", "own_area"};
  return names.at(static_cast<std::size_t>(needed));
}

std::span<const permission_row> permissions() {
  static const std::vector<permission_row> rows = made_rows();
  return rows;
}

std::string permissions_text() {
  std::string text = "| Command | Role | To the whistle |\n|---|---|---|\n";
  auto rows = permissions();
  for (std::size_t i = 0; i < rows.size();) {
    const permission_row& first = rows[i];
    std::string who;
    auto same = [&](const permission_row& each) {
      return each.command == first.command && each.needed == first.needed;
    };
    for (; i < rows.size() && same(rows[i]); ++i) {
      who.append(who.empty() ? "" : ", ").append(name_of(rows[i].who));
    }
    text.append("| `").append(first.command).append("` | ").append(who).append(" | ");
    text.append(name_of(first.needed)).append(" |\n");
  }
  return text;
}

std::optional<refusal_code> forbidden(const whistle& state, const ask& asked, const actor& by,
                                      const policy& rules) {
  return lacks(asked.index(), state, by, rules);
}

bool may_see(const whistle& state, const actor& by, const policy& rules) {
  return !lacks(rights::see, state, by, rules);
}

bool is_in_own_area(const whistle& state, const actor& by, const policy& rules) {
  return holds_place(state, by, rules);
}

bool sees_all_of(const area_code& where, const actor& by, const policy& rules) {
  const auto& needed = needed_by(rights::see, by.role);
  bool by_area = std::find(needed.begin(), needed.end(), relation::own_area) != needed.end();
  return by_area && rules.areas.find(by.area) && rules.areas.find(where) &&
         rules.areas.holds(by.area, where);
}

bool is_topic(std::string_view topic, const policy& rules) {
  return place_of(topic, rules).where != nullptr;
}

bool may_follow(std::string_view topic, const actor& by, const policy& rules) {
  topic_place place = place_of(topic, rules);
  if (!place.where) return false;
  for (relation each : needed_by(rights::follow, by.role)) {
    bool own_area = each == relation::own_area && rules.areas.find(by.area) &&
                    rules.areas.holds(by.area, place.where->code);
    bool own_department = each == relation::own_department && !place.department.empty() &&
                          place.department == by.department;
    bool around = each == relation::around && place.rings && is_around(*place.where, by, rules);
    if (own_area || own_department || around) return true;
  }
  return false;
}

std::optional<refusal_code> forbidden_to_publish(const actor& by, const policy& rules) {
  return lacks_for_the_city(rights::publish, by, rules);
}

std::optional<refusal_code> forbidden_to_see_packs(const actor& by, const policy& rules) {
  return lacks_for_the_city(rights::packs, by, rules);
}

std::optional<refusal_code> forbidden_to_keep_accounts(const actor& by, const policy& rules) {
  return lacks_for_the_city(rights::accounts, by, rules);
}

std::optional<refusal_code> forbidden_to_leave_a_wall(const actor& by, const policy& rules) {
  return lacks_for_the_city(rights::walls, by, rules);
}

bool may_blow(whistle_kind kind, role who) {
  switch (kind) {
    case whistle_kind::emergency:
      return true;
    case whistle_kind::routine:
      return who != role::clerk;
    case whistle_kind::joint:
    case whistle_kind::key:
      return who == role::desk_officer || who == role::supervisor || who == role::importer;
  }
  return false;
}

}  // namespace gridwhistle
