// What has happened to a whistle. Events tell in the past tense, carry everything apply() needs,
// and are never renamed; journal.proto gives each its number for ever.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "server/core/area_map.hpp"
#include "server/core/calendar.hpp"
#include "server/core/command.hpp"
#include "server/core/ladder.hpp"
#include "server/core/roster.hpp"

namespace gridwhistle {

enum class desk_reason {
  matter_unknown,
  matter_not_admitted,
  area_unknown,
  no_duty,
  duty_ambiguous,
  no_department,
  limit_unknown,
  kind_unknown,
  kind_not_allowed,  // the speaker may not blow this kind
  place_ambiguous,   // no area was named, and the place may lie in several
};

struct raised {
  report what;
  bool by_importer = false;                   // nobody who could be asked
  std::optional<located> map = std::nullopt;  // where the map puts the place, at that time
};
// Matter, area and kind are sound now.
struct filed {
  matter_key matter;
  area_code area;
  whistle_kind kind = whistle_kind::routine;
  int condition = 0;
};
struct desk_took {
  area_code desk;
  desk_reason reason = desk_reason::no_duty;
  budget limit;
  policy_hash policy = {};  // that decided; zero: not recorded
  // Whose word it followed: not everybody may blow every kind.
  std::optional<role> speaker = std::nullopt;
};
// From now on these are called. A helper called before and named again goes on as it was; a lead or
// helper that is not named any more is released.
struct dispatched {
  department_code lead;
  std::vector<department_code> helpers;
  budget report_in_limit;
  std::optional<budget> handle_limit;
  policy_hash policy;
  int duty_row = 0;  // line in duties.csv; 0: named by the desk
  verification verify = verification::required;
  verification_photo photo = verification_photo::optional;
  std::string reason;  // of a redispatch
};
// Reached the department's seat, or that of who stands in for it: its clocks start here, not at
// signing.
struct delivered {
  department_code department;
  // In that department's own office time. Nothing: those of the dispatch.
  std::optional<budget> report_in_limit;
  std::optional<budget> handle_limit;  // nothing beside a report_in_limit: no handling limit
  seat_call called = {};
};
struct reported_in {
  department_code department;
};
struct arrived {
  department_code department;
};
// Said by the reporter it answers whoever waits for him.
struct noted {
  std::string text;
  addressed_to to = addressed_to::everybody;
  // Of a question to the reporter: who asks, and how long its clocks stand for the answer at most.
  department_code department;
  budget answer_within;
};
struct handled {
  department_code department;
  std::string result;
  std::vector<std::string> photos;
};
struct verified {
  std::string text;
  std::vector<std::string> photos;
};
struct verification_failed {
  std::string reason;
  std::vector<std::string> photos;
};
struct closed {
  gridwhistle::outcome outcome = gridwhistle::outcome::solved;
  std::string reason;
  whistle_id umbrella{};  // with which it was closed; empty: by itself
};
struct declined {
  std::string reason;
  whistle_id umbrella{};  // likewise
};
struct withdrawn {
  std::string reason;
};
// A limit passed while its clock ran. A fact in the history; nothing deletes it.
struct overran {
  clock_name clock = clock_name::handle;
  department_code department;  // empty for the desk's clock
  instant deadline;
};

struct returned {
  department_code department;
  std::string reason;
  std::string evidence;
  department_code proposed;
  area_code desk;  // which has to rule
  budget limit;    // within this
};
struct ruled {
  department_code department;
  ruling what = ruling::rejected;
  std::string reason;
};
struct helper_called {
  department_code department;
};
struct released {
  department_code department;
  std::string reason;
};
struct unreported {
  department_code department;
  std::string reason;
};
struct amended {
  report_change change;
  std::optional<located> map = std::nullopt;  // of a new place
};
struct checked {
  finding what = finding::not_confirmed;
  std::string text;
  std::vector<std::string> photos;
};
struct extension_requested {
  department_code department;
  budget more;
  std::string reason;
  area_code desk;  // which has to decide
};
struct extension_decided {
  department_code department;
  decision what = decision::refused;
  std::string reason;
};
struct shelving_requested {
  instant until;
  std::string reason;
  area_code desk;
};
struct shelving_decided {
  decision what = decision::refused;
  std::string reason;
};
// The clocks go on: the shelving has ended, because its date came or somebody ended it; or, for
// that department, the reporter did not answer in time.
struct resumed {
  std::string reason;  // empty: by itself
  department_code department;
};
struct urged {
  std::string text;
};
struct supervised {
  std::string text;
  budget limit;
  area_code area;  // that the supervisor watches over
};
struct reopened {
  std::string reason;
};
struct appealed {
  department_code department;
  clock_name clock = clock_name::handle;
  std::string reason;
  area_code desk;
};
struct appeal_decided {
  department_code department;
  clock_name clock = clock_name::handle;
  decision what = decision::refused;
  std::string reason;
};
struct return_visited {
  gridwhistle::contact contact = gridwhistle::contact::not_reached;
  gridwhistle::opinion opinion;
};
struct rated {
  gridwhistle::opinion opinion;
};
// A rung of the escalation ladder, for what that department owes.
struct escalated {
  department_code department;
  rung what;
  instant due_at;  // when its time came
  rung_timing timing = rung_timing::on_time;
};

// A duplicate, which follows its umbrella from now on. Also when the umbrella is reopened and takes
// back what had closed with it.
struct joined {
  whistle_id umbrella;
  std::string reason;
};
// Goes on where it was; the time between was nobody's.
struct parted {
  whistle_id umbrella;
  std::string reason;
};
// On the umbrella: the other half of joined and parted.
struct member_joined {
  whistle_id member;
  user_id reporter;  // who reported the duplicate has a right to see what becomes of it
};
struct member_parted {
  whistle_id member;
};

// In the order of their numbers in journal.proto.
using event =
    std::variant<raised, filed, desk_took, dispatched, delivered, reported_in, arrived, noted,
                 handled, verified, verification_failed, closed, declined, withdrawn, overran,
                 returned, ruled, helper_called, released, unreported, amended, checked,
                 extension_requested, extension_decided, shelving_requested, shelving_decided,
                 resumed, urged, supervised, reopened, appealed, appeal_decided, return_visited,
                 rated, escalated, joined, parted, member_joined, member_parted>;

std::string_view name_of(const event& happened);
std::string_view event_name_at(std::size_t index);  // of the alternative with that index
std::string_view name_of(clock_name clock);
std::string_view name_of(desk_reason reason);

// One event of one whistle, as the journal keeps it.
struct entry {
  position batch;  // the journal batch it stands in
  whistle_id whistle;
  std::uint64_t version = 0;
  instant at;
  command_id command;  // empty for what the clock did
  std::uint64_t digest = 0;
  user_id by;  // empty for the clock
  event happened;
};

}  // namespace gridwhistle
