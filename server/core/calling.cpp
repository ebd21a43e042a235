#include "server/core/calling.hpp"

#include <algorithm>

namespace gridwhistle {
namespace {

calling to_desk(const duty_match& found, desk_reason because) {
  return {found, nullptr, {}, because};
}

}  // namespace

calling departments_for(const policy& rules, const duty_question& asked) {
  duty_match found = rules.duties.match(asked, rules.areas, rules.days);
  if (found.beyond_calendar) return to_desk(found, desk_reason::limit_unknown);
  if (found.tied) return to_desk(found, desk_reason::duty_ambiguous);
  if (!found.winner) return to_desk(found, desk_reason::no_duty);
  auto serving = [&](const function_at_level& wanted) {
    return rules.departments.resolve(rules.areas, wanted, asked.area);
  };
  calling made{found, serving(found.winner->lead), {}, std::nullopt};
  if (!made.lead) return to_desk(found, desk_reason::no_department);
  for (const function_at_level& wanted : found.winner->helpers) {
    const department* helper = serving(wanted);
    if (!helper) return to_desk(found, desk_reason::no_department);
    bool named = helper == made.lead ||
                 std::find(made.helpers.begin(), made.helpers.end(), helper) != made.helpers.end();
    if (!named) made.helpers.push_back(helper);
  }
  return made;
}

}  // namespace gridwhistle
