// The life of one whistle: decide() says what follows from a command, apply() makes it true.
// Laws (domain.md section 3): one owner at every instant while open; the same command id twice
// gives the same answer and no new event; a command on an older version is told what happened
// meanwhile, unless only the clock has acted.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/ids.hpp"
#include "common/result.hpp"
#include "server/core/clock_ledger.hpp"
#include "server/core/command.hpp"
#include "server/core/event.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

enum class stage {
  raised,
  filed,
  dispatched,
  handling,
  handled,
  closed,
  declined,
  withdrawn,
  joined,
};
enum class part { lead, helper };
enum class obligation_stage { owed, reported_in, on_site, done, returned, released };

enum class appeal_stage { none, pending, upheld, rejected };

std::string_view name_of(stage s);
std::string_view name_of(obligation_stage s);
// closed, declined, withdrawn, and joined, which alone may be taken back: nobody owns it.
bool is_end(stage s);

// What one called department owes. Delivery and clocks are its own, never the whistle's.
struct obligation {
  department_code department;
  gridwhistle::part part = gridwhistle::part::lead;
  obligation_stage stage = obligation_stage::owed;
  std::optional<instant> delivered_at;
  seat_call called;  // at the delivery; a change of shifts moves nothing
  std::optional<instant> reported_in_at;
  std::optional<instant> arrived_at;
  std::optional<instant> done_at;
  std::vector<user_id> handlers;  // everybody who handled it, each once, the last one last
  clock_ledger report_in;
  clock_ledger handle;
  std::optional<budget> handle_limit;  // as given; the ledger's may have been extended
  clock_ledger ruling;                 // from the return to the ruling
  area_code ruling_desk;               // whose ruling it is
  department_code proposed;
  int extensions = 0;  // granted
  std::optional<budget> extension_asked;
  appeal_stage report_in_appeal = appeal_stage::none;
  appeal_stage handle_appeal = appeal_stage::none;
  int returns = 0;
  int rejections = 0;                   // of its returns
  int questions = 0;                    // to the reporter
  std::string question;                 // as long as it waits for the answer
  std::optional<instant> answer_until;  // then its clocks go on by themselves
  std::vector<rung> rungs;              // recorded, in the order in which they came

  bool awaits_ruling() const { return ruling.started() && !ruling.stopped(); }
  bool waits_for_reporter() const { return answer_until.has_value(); }
  // Still to be done, or returned and not yet ruled upon.
  bool open() const;
  // Where it stands by what was said, whatever was returned since.
  obligation_stage reached() const;
  // Of report_in or handle: only a department's own clocks are appealed for.
  appeal_stage appeal_of(clock_name clock) const;
  appeal_stage& appeal_of(clock_name clock);
  auto operator<=>(const obligation&) const = default;
};

// One step, for "what happened meanwhile, and by whom", and for telling repeats.
struct step {
  std::uint64_t version = 0;
  position batch;
  instant at;
  user_id by;
  command_id command;
  std::uint64_t digest = 0;
  std::size_t event_index = 0;  // alternative of event
  auto operator<=>(const step&) const = default;
};

// Whose duplicate a whistle is, and where it goes on when it is parted.
struct joining {
  whistle_id umbrella;
  gridwhistle::stage stage = gridwhistle::stage::raised;  // before
  area_code desk;                                         // that owned it then
  auto operator<=>(const joining&) const = default;
};

// A duplicate, as its umbrella knows it.
struct member {
  whistle_id whistle;
  user_id reporter;
  auto operator<=>(const member&) const = default;
};

// Duplicates of one umbrella; a join beyond is refused as umbrella_full. All of them end in one
// batch.
constexpr std::size_t members_max = 64;

struct whistle {
  whistle_id id;
  std::uint64_t version = 0;  // 0: nothing has happened yet
  gridwhistle::stage stage = gridwhistle::stage::raised;
  user_id reporter;
  bool reporter_is_importer = false;  // nobody who could be asked
  report what;                        // as raised, then as filed
  std::optional<located> map;         // of its place; the area that people name wins
  instant raised_at;
  std::optional<instant> ended_at;
  std::optional<gridwhistle::outcome> outcome;
  area_code desk;  // whose command centre owns it; empty: the lead owns it, or nobody after the end
  std::optional<gridwhistle::desk_reason> desk_reason;
  // The lead first, then the others in the order in which they were called or ceased to lead.
  std::vector<obligation> obligations;
  std::optional<budget>
      report_in_limit;  // of the last dispatch; delivered() starts clocks with them
  std::optional<budget> handle_limit;
  policy_hash policy;
  verification verify = verification::required;
  verification_photo photo = verification_photo::optional;
  clock_ledger total;  // from raised to the end; its segments say who held the whistle
  clock_ledger desk_clock;
  clock_ledger supervision;   // of a supervisor's order
  user_id supervised_by;      // whose order it is
  area_code supervised_area;  // that he watches over
  int returns = 0;
  int shelvings = 0;  // granted
  std::optional<instant> shelving_asked;
  std::optional<instant> shelved_until;
  area_code asked_desk;  // which has to decide what was asked for, as long as anything waits
  std::optional<gridwhistle::contact> visit;  // the last return visit since it was closed
  std::optional<opinion> visited_opinion;
  std::optional<opinion> rating;
  // Of a duplicate, also after it has ended with its umbrella. Flat: whoever has one has no
  // members.
  std::optional<joining> joined;
  std::vector<member> members;  // in the order in which they were joined
  std::vector<step> history;

  bool open() const { return version > 0 && !is_end(stage); }
  // The lead of the last dispatch, also after it has returned the whistle; null before.
  const obligation* lead() const;
  // Of a department called twice the open one, else the last.
  const obligation* obligation_of(const department_code& department) const;
  // What the clerks of that department act on: its own obligation; where that is not open, the open
  // one that was delivered to its seat for another; else the last of the one kind, or of the other.
  const obligation* obligation_at(const department_code& seat) const;
  // An extension, a shelving or an appeal waits for a decision.
  bool waits_for_decision() const;
  // Something was done by somebody, and not by the clock, after that version.
  bool changed_by_people_since(std::uint64_t version) const;
  const step* step_of(const command_id& command) const;
  // Exactly one owner while open, none after the end. False is a bug.
  bool owned_once() const;
  auto operator<=>(const whistle&) const = default;
};

// What follows from a command: events in order, or a refusal. Reads nothing but its arguments and
// changes nothing. An empty list: this very command was taken before (same id, same digest). state
// is null when there is no whistle with that id; umbrella is the whistle that a join names, null
// when there is none or nothing is joined. Refusals: see refusal_code; each names what is wrong.
result<std::vector<event>> decide(const whistle* state, const command& asked, instant now,
                                  const policy& rules, const whistle* umbrella);

// The whistle that a join names; null for every other command.
const whistle_id* umbrella_named(const ask& asked);

struct echo {
  whistle_id whistle;
  event happened;
};
// What follows on other whistles from what was decided for this one, as it was before: the umbrella
// learns of its members, and its end and its reopening are theirs. It happens in the same batch, by
// the same command.
std::vector<echo> echoes_of(const whistle& state, const std::vector<event>& follow);

// What the clock does at now: one overran for each limit that has passed while its clock ran, the
// end of a shelving whose date has come, and of each wait for a reporter who did not answer.
std::vector<event> decide_clock(const whistle& state, instant now, const policy& rules);

// The rungs of the escalation ladder whose time has come and which are not recorded yet. Asked
// after whatever happened at now: a rung that was noticed too late, when its leg was past, is moot.
std::vector<event> decide_rungs(const whistle& state, instant now, const policy& rules);

// Makes an event true. Never refuses: what decide() emitted and what the journal holds has
// happened.
void apply(whistle& state, const entry& happened);

// What is left of a limit when it is called due soon, at most: a short one is not at once.
constexpr span due_soon_max = std::chrono::minutes(30);
struct due {
  instant at;
  clock_name clock = clock_name::handle;
  department_code department;
  budget limit;
  span work_day{};  // of a limit in work days: the office time that one of them is worth
  // Due soon from then on: when a fifth of the limit is left, due_soon_max at most.
  instant soon() const { return at - std::min(due_soon_max, limit.amount / 5); }
};
// Deadlines of running clocks, earliest first; those already recorded as overrun are left out.
std::vector<due> deadlines(const whistle& state, const policy& rules);
// After this instant decide_clock() or decide_rungs() has something to do; pending as deadlines()
// gave it.
std::optional<instant> clock_acts_after(const whistle& state, const std::vector<due>& pending,
                                        const policy& rules);

}  // namespace gridwhistle
