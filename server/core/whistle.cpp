// Names and questions of a whistle's state; what changes it is in decide.cpp and apply.cpp.
#include "server/core/whistle.hpp"

#include <algorithm>
#include <array>

namespace gridwhistle {
namespace {

constexpr std::array role_names = {"grid_worker", "clerk", "desk_officer", "importer",
                                   "supervisor"};
constexpr std::array stage_names = {"raised", "filed",    "dispatched", "handling", "handled",
                                    "closed", "declined", "withdrawn",  "joined"};
constexpr std::array obligation_stage_names = {"owed", "reported_in", "on_site",
                                               "done", "returned",    "released"};
constexpr std::array clock_names = {"report_in", "handle", "desk", "ruling", "supervision"};
constexpr std::array desk_reason_names = {
    "matter_unknown", "matter_not_admitted", "area_unknown", "no_duty",          "duty_ambiguous",
    "no_department",  "limit_unknown",       "kind_unknown", "kind_not_allowed", "place_ambiguous"};
// In the order of the alternatives of event.
constexpr std::array event_names = {"raised",
                                    "filed",
                                    "desk_took",
                                    "dispatched",
                                    "delivered",
                                    "reported_in",
                                    "arrived",
                                    "noted",
                                    "handled",
                                    "verified",
                                    "verification_failed",
                                    "closed",
                                    "declined",
                                    "withdrawn",
                                    "overran",
                                    "returned",
                                    "ruled",
                                    "helper_called",
                                    "released",
                                    "unreported",
                                    "amended",
                                    "checked",
                                    "extension_requested",
                                    "extension_decided",
                                    "shelving_requested",
                                    "shelving_decided",
                                    "resumed",
                                    "urged",
                                    "supervised",
                                    "reopened",
                                    "appealed",
                                    "appeal_decided",
                                    "return_visited",
                                    "rated",
                                    "escalated",
                                    "joined",
                                    "parted",
                                    "member_joined",
                                    "member_parted"};
static_assert(event_names.size() == std::variant_size_v<event>);
// In the order of the alternatives of ask; return_to_desk is the domain's return, part_off its
// part.
constexpr std::array ask_names = {"blow",
                                  "amend",
                                  "check",
                                  "file",
                                  "dispatch",
                                  "redispatch",
                                  "report_in",
                                  "unreport",
                                  "arrive",
                                  "note",
                                  "return",
                                  "rule",
                                  "release",
                                  "handle",
                                  "verify",
                                  "close",
                                  "decline",
                                  "withdraw",
                                  "request_extension",
                                  "decide_extension",
                                  "request_shelving",
                                  "decide_shelving",
                                  "urge",
                                  "supervise",
                                  "reopen",
                                  "appeal",
                                  "decide_appeal",
                                  "return_visit",
                                  "rate",
                                  "join",
                                  "part"};
static_assert(ask_names.size() == std::variant_size_v<ask>);

template <class Names, class Enum>
std::string_view name_at(const Names& names, Enum value) {
  auto place = static_cast<std::size_t>(value);
  GW_CHECK(place < names.size());
  return names[place];
}

void add_due(std::vector<due>& found, const clock_ledger& clock, const work_clock& hours,
             clock_name name, const department_code& department) {
  if (!clock.started() || clock.overrun_recorded()) return;
  auto at = clock.deadline(hours);
  if (!at) return;
  // After its equals: limits of one instant come in one order everywhere.
  auto later = std::upper_bound(found.begin(), found.end(), *at,
                                [](instant one, const due& other) { return one < other.at; });
  found.insert(later,
               due{*at, name, department, *clock.limit(), work_day_of(*clock.limit(), hours)});
}

}  // namespace

std::string_view name_of(role r) { return name_at(role_names, r); }
std::string_view name_of(stage s) { return name_at(stage_names, s); }
std::string_view name_of(obligation_stage s) { return name_at(obligation_stage_names, s); }
std::string_view name_of(clock_name clock) { return name_at(clock_names, clock); }
std::string_view name_of(desk_reason reason) { return name_at(desk_reason_names, reason); }
std::string_view name_of(const event& happened) { return event_name_at(happened.index()); }
std::string_view event_name_at(std::size_t index) { return name_at(event_names, index); }
std::string_view name_of(const ask& asked) { return ask_name_at(asked.index()); }
std::string_view ask_name_at(std::size_t index) { return name_at(ask_names, index); }

std::optional<role> parse_role(std::string_view name) {
  auto found = std::find(role_names.begin(), role_names.end(), name);
  if (found == role_names.end()) return std::nullopt;
  return static_cast<role>(found - role_names.begin());
}

bool is_end(stage s) {
  switch (s) {
    case stage::raised:
    case stage::filed:
    case stage::dispatched:
    case stage::handling:
    case stage::handled:
      return false;
    case stage::closed:
    case stage::declined:
    case stage::withdrawn:
    case stage::joined:
      return true;
  }
  return true;
}

bool obligation::open() const {
  return stage == obligation_stage::owed || stage == obligation_stage::reported_in ||
         stage == obligation_stage::on_site || awaits_ruling();
}

obligation_stage obligation::reached() const {
  if (arrived_at) return obligation_stage::on_site;
  return reported_in_at ? obligation_stage::reported_in : obligation_stage::owed;
}

appeal_stage obligation::appeal_of(clock_name clock) const {
  return clock == clock_name::report_in ? report_in_appeal : handle_appeal;
}

appeal_stage& obligation::appeal_of(clock_name clock) {
  return clock == clock_name::report_in ? report_in_appeal : handle_appeal;
}

void correct(report& what, const report_change& by) {
  if (by.matter) what.matter = by.matter;
  if (!by.area.empty()) what.area = by.area;
  if (by.kind) what.kind = by.kind;
  if (!by.text.empty()) what.text = by.text;
  if (by.where) what.where = by.where;
  what.photos.insert(what.photos.end(), by.photos.begin(), by.photos.end());
}

const obligation* whistle::lead() const {
  if (obligations.empty()) return nullptr;
  GW_CHECK(obligations.front().part == part::lead);
  return &obligations.front();
}

const obligation* whistle::obligation_of(const department_code& department) const {
  const obligation* last = nullptr;
  for (const obligation& each : obligations) {
    if (each.department != department) continue;
    if (each.open()) return &each;
    // The lead in front was called after whatever it owed before.
    bool leads = last == &obligations.front();
    if (!leads) last = &each;
  }
  return last;
}

const obligation* whistle::obligation_at(const department_code& seat) const {
  const obligation* own = obligation_of(seat);
  if (own && own->open()) return own;
  const obligation* last = nullptr;
  for (const obligation& each : obligations) {
    if (seat.empty() || each.called.seat != seat) continue;
    if (each.open()) return &each;
    if (!last) last = &each;
  }
  return own ? own : last;
}

bool whistle::waits_for_decision() const {
  auto waits = [](const obligation& each) {
    return each.extension_asked || each.report_in_appeal == appeal_stage::pending ||
           each.handle_appeal == appeal_stage::pending;
  };
  return shelving_asked || std::any_of(obligations.begin(), obligations.end(), waits);
}

bool whistle::changed_by_people_since(std::uint64_t seen) const {
  return std::any_of(history.rbegin(), history.rend(), [seen](const step& each) {
    return each.version > seen && !each.command.empty();
  });
}

const step* whistle::step_of(const command_id& command) const {
  // The last step of that command: its version is the answer's.
  auto found = std::find_if(history.rbegin(), history.rend(),
                            [&](const step& each) { return each.command == command; });
  return found == history.rend() ? nullptr : &*found;
}

bool whistle::owned_once() const {
  if (!open()) return desk.empty();
  const obligation* owner = lead();
  bool lead_owns = owner && owner->stage != obligation_stage::returned &&
                   owner->stage != obligation_stage::released;
  return desk.empty() == lead_owns;
}

std::vector<due> deadlines(const whistle& state, const policy& rules) {
  std::vector<due> found;
  if (!state.open()) return found;
  found.reserve(2 * state.obligations.size());
  static const department_code nobody;
  add_due(found, state.desk_clock, rules.days.clock_of(nobody), clock_name::desk, nobody);
  for (const obligation& owed : state.obligations) {
    const work_clock& hours = rules.days.clock_of(owed.department);
    add_due(found, owed.report_in, hours, clock_name::report_in, owed.department);
    add_due(found, owed.handle, hours, clock_name::handle, owed.department);
    add_due(found, owed.ruling, hours, clock_name::ruling, owed.department);
  }
  if (const obligation* owner = state.lead()) {
    const work_clock& hours = rules.days.clock_of(owner->department);
    add_due(found, state.supervision, hours, clock_name::supervision, owner->department);
  }
  return found;
}

std::optional<instant> clock_acts_after(const whistle& state, const std::vector<due>& pending,
                                        const policy& rules) {
  if (!state.open()) return std::nullopt;
  std::optional<instant> first = state.shelved_until;
  auto also = [&first](instant at) {
    if (!first || at < *first) first = at;
  };
  if (!pending.empty()) also(pending.front().at);
  for (const obligation& owed : state.obligations) {
    if (owed.answer_until) also(*owed.answer_until);
    if (!owed.open()) continue;
    const ladder& rungs = rules.ladder_of(*state.what.kind);
    const work_clock& hours = rules.days.clock_of(owed.department);
    auto also_rung_of = [&](clock_name name, const clock_ledger& clock) {
      if (!clock.running()) return;
      if (auto next = next_of(rungs, name, owed.rungs, clock, hours)) also(next->at);
    };
    also_rung_of(clock_name::report_in, owed.report_in);
    also_rung_of(clock_name::handle, owed.handle);
  }
  return first;
}

}  // namespace gridwhistle
