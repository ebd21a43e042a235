// Who may do what: role x command x relation as one table (domain.md section 3). What the table
// does not allow is refused.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/refusal.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

// What somebody must be to a whistle.
enum class relation {
  any,
  own_report,      // its reporter
  joined_report,   // reporter of a whistle that is joined to it
  own_department,  // clerk of a called department, or of the seat that was called for it
  around,    // of a feed's topic: his own area, or his department's, lies in it; emergencies only
  own_area,  // desk, supervisor or walk that holds its place; a place nobody knows is the city's
};

std::string_view name_of(relation needed);

struct permission_row {
  std::string_view command;  // of name_of(ask), "see", "follow" and what is beside
                             // whistles: "publish", "packs", "accounts", "walls"
  role who;
  relation needed;
};

// Every permission there is, in the order of the commands.
std::span<const permission_row> permissions();

// The table for people, in Markdown: a line for each command, the roles and what they must be.
std::string permissions_text();

// Nothing: may. role_not_allowed: no row for the role; department_not_called or not_your_whistle:
// there is, and the relation is missing. state is empty before the blow.
std::optional<refusal_code> forbidden(const whistle& state, const ask& asked, const actor& by,
                                      const policy& rules);

// Whether somebody may look at a whistle: the rows of "see".
bool may_see(const whistle& state, const actor& by, const policy& rules);

// Whether somebody's own area holds its place, as the rows of own_area mean it.
bool is_in_own_area(const whistle& state, const actor& by, const policy& rules);
// Whether he may see everything that is raised in that area: a zero there is one he can vouch for.
bool sees_all_of(const area_code& where, const actor& by, const policy& rules);

// The feed's topics: "all", "dept/<code>", "area/<code>", "emergency/<code>" of the pack.
constexpr std::string_view ring_prefix = "emergency/";
bool is_topic(std::string_view topic, const policy& rules);
// Whether somebody may follow a topic: the rows of "follow". all is the city; a department lies in
// its own area.
bool may_follow(std::string_view topic, const actor& by, const policy& rules);

// Whether somebody may publish a pack, and may look at those that were published: the rows of
// "publish" and of "packs". A pack is the city's: own_area means that he watches over all of it.
std::optional<refusal_code> forbidden_to_publish(const actor& by, const policy& rules);
std::optional<refusal_code> forbidden_to_see_packs(const actor& by, const policy& rules);
// Whether somebody may give others their accounts and end them, and may leave a screen on that goes
// on showing what he sees: the rows of "accounts" and of "walls".
std::optional<refusal_code> forbidden_to_keep_accounts(const actor& by, const policy& rules);
std::optional<refusal_code> forbidden_to_leave_a_wall(const actor& by, const policy& rules);

// The ladder of kinds: who may blow which. Others' reports go to the desk.
bool may_blow(whistle_kind kind, role who);

}  // namespace gridwhistle
