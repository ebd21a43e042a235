// What decide() is made of: the question, and one decider for each command, which are defined by
// what they are about (decide_filing, decide_obligation, decide_time, decide_end,
// decide_join). Of the core only.
#pragma once

#include <string>
#include <vector>

#include "server/core/routing.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

using events = std::vector<event>;

struct question {
  const whistle& state;  // empty before the blow
  const command& asked;
  instant now;
  const policy& rules;
  const whistle* umbrella;  // that a join names; null: there is none
  const policy& frozen;  // what it was dispatched under, which its clocks go by; before that, any

  const actor& by() const { return asked.by; }
  // Of a blow the report is in the command; afterwards it is in the state.
  const report& what() const {
    const auto* blown = std::get_if<blow>(&asked.ask);
    return blown ? blown->what : state.what;
  }
  // The obligation that the speaker's seat acts on. Permission has been looked at: there is one.
  const obligation& own() const {
    const obligation* owed = state.obligation_at(asked.by.department);
    GW_CHECK(owed != nullptr);
    return *owed;
  }
  // Whose command centre the whistle's place is.
  const department& desk_above(const area_code& where) const {
    const department* desk = rules.departments.desk_of(rules.areas, where);
    GW_CHECK(desk != nullptr);  // pack_loader refuses a pack without a city desk
    return *desk;
  }
};

// What decide() is asked about where there is no whistle.
inline const whistle& or_nothing_yet(const whistle* state) {
  static const whistle nothing_yet;
  return state ? *state : nothing_yet;
}

// decide() of whistle.hpp asks this; the engine does, since packs change while whistles are open.
result<events> decide(const question& q);

struct decider {
  const question& q;
  using answer = result<events>;

  // filing
  answer operator()(const blow& asked) const;
  answer operator()(const amend& asked) const;
  answer operator()(const check& asked) const;
  answer operator()(const file& asked) const;
  answer operator()(const dispatch& asked) const;
  answer operator()(const redispatch& asked) const;
  answer operator()(const decline& asked) const;
  answer operator()(const withdraw& asked) const;
  // what a called department owes
  answer operator()(const report_in& asked) const;
  answer operator()(const unreport& asked) const;
  answer operator()(const arrive& asked) const;
  answer operator()(const note& asked) const;
  answer operator()(const return_to_desk& asked) const;
  answer operator()(const rule& asked) const;
  answer operator()(const release& asked) const;
  answer operator()(const handle& asked) const;
  // more time, and orders
  answer operator()(const request_extension& asked) const;
  answer operator()(const decide_extension& asked) const;
  answer operator()(const request_shelving& asked) const;
  answer operator()(const decide_shelving& asked) const;
  answer operator()(const urge& asked) const;
  answer operator()(const supervise& asked) const;
  answer operator()(const appeal& asked) const;
  answer operator()(const decide_appeal& asked) const;
  // the end and after it
  answer operator()(const verify& asked) const;
  answer operator()(const close& asked) const;
  answer operator()(const reopen& asked) const;
  answer operator()(const return_visit& asked) const;
  answer operator()(const rate& asked) const;
  // duplicates
  answer operator()(const join& asked) const;
  answer operator()(const part_off& asked) const;
};

// --- routing -----------------------------------------------------------------------------------

// The duty list's answer: departments called, or a desk with the reason why not.
void route(const question& q, const report& what, events& follow);
// Calls these. Helpers that are called already go on: nothing is delivered to them anew. reason is
// of a redispatch.
void call(const question& q, const matter_key& about, const called_seats& who, std::string reason,
          events& follow);
// Calls a lead and helpers by somebody's word. Helpers that are called already go on. Refusals:
// what the report lacks under this pack, department_unknown, helper_named_twice, calendar_horizon.
result<events> call_by_hand(const question& q, const department_code& lead,
                            const std::vector<department_code>& helpers, std::string reason);
// More helpers, beside those called already; of nobody nothing follows. The same refusals.
result<events> call_helpers(const question& q, const std::vector<department_code>& helpers);
desk_took to_desk(const question& q, const area_code& where, desk_reason reason);
refusal still_lacking(desk_reason missing, const report& repaired);

// --- words every decider needs -----------------------------------------------------------------

bool blank(const std::string& text);
refusal wrong_stage(const whistle& state);
// Of a duplicate: act on its umbrella.
refusal follows_umbrella(const whistle& state);
// Before any department is called: the desk repairs.
bool desk_holds_early(const whistle& state);
// Departments are at it: dispatched or handling.
bool departments_hold(const whistle& state);
// Why a department cannot act on an obligation any more; nothing while it can, or awaits a ruling.
std::optional<refusal_code> has_ended(const obligation& owed);
// The helpers that are still at it.
std::vector<department_code> open_helpers(const whistle& state);

}  // namespace gridwhistle
