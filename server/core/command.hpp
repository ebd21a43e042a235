// What can be asked of a whistle, and by whom. Commands are imperative; what follows is in
// event.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/ids.hpp"
#include "common/time.hpp"
#include "server/core/calendar.hpp"
#include "server/core/datum.hpp"
#include "server/core/matter_list.hpp"
#include "server/core/whistle_kind.hpp"

namespace gridwhistle {

enum class role { grid_worker, clerk, desk_officer, importer, supervisor };

std::string_view name_of(role r);
std::optional<role> parse_role(std::string_view name);

// The speaker, as enrolled: never as claimed in a message.
struct actor {
  user_id user;
  gridwhistle::role role = gridwhistle::role::grid_worker;
  department_code department;  // of a clerk
  // Of a desk officer: the area whose desk it is; of a supervisor: the one watched over; of a grid
  // worker: the walk.
  area_code area;
  auto operator<=>(const actor&) const = default;
};

// schedule: nobody blew it, its time had come (care_schedule.hpp).
enum class source { unknown, handheld, hotline, page, sensor, imported, schedule };

struct place {
  std::int32_t longitude_e7 = 0;  // degrees times 10^7
  std::int32_t latitude_e7 = 0;
  std::uint32_t accuracy_m = 0;
  // Nothing: the pack's datum, as always in an event.
  std::optional<datum> crs = std::nullopt;
  auto operator<=>(const place&) const = default;
};

// A handling limit the source ordered; no instant: the source says there is none.
struct ordered_limit {
  std::optional<instant> due_at;
  auto operator<=>(const ordered_limit&) const = default;
};

// Photos of one report, and of one command.
constexpr std::size_t photos_max = 20;

// What the reporter says. Everything may be wrong or missing.
struct report {
  std::optional<whistle_kind> kind;
  std::optional<matter_key> matter;
  int condition = 0;
  area_code area;
  std::optional<place> where;
  std::string text;
  std::vector<std::string> photos;  // lower-case hex SHA-256
  gridwhistle::source source = gridwhistle::source::unknown;
  std::optional<instant> observed_at;  // evidence, never used for deadlines
  std::string source_reference;
  std::optional<gridwhistle::ordered_limit> ordered_limit;
  auto operator<=>(const report&) const = default;
};

// A correction by the reporter. What is empty stays as it was; photos are added.
struct report_change {
  std::optional<matter_key> matter;
  area_code area;
  std::optional<whistle_kind> kind;
  std::string text;
  std::optional<place> where;
  std::vector<std::string> photos;
};
void correct(report& what, const report_change& by);

struct blow {
  report what;
};
struct amend {
  report_change change;
};
enum class finding { confirmed, not_confirmed };
// A look before filing.
struct check {
  finding what = finding::not_confirmed;
  std::string text;
  std::vector<std::string> photos;
};
struct file {
  std::optional<matter_key> matter;
  area_code area;
  std::optional<whistle_kind> kind;
  int condition = 0;
};
struct dispatch {
  department_code lead;
  std::vector<department_code> helpers;
};
// Another lead; the helpers called so far stay, these are added.
struct redispatch {
  department_code lead;
  std::vector<department_code> helpers;
  std::string reason;
};
struct report_in {};
// The report-in was a mistake, and bought no time.
struct unreport {
  std::string reason;
};
struct arrive {};
enum class addressed_to { everybody, reporter };
struct note {
  std::string text;
  // reporter: a question of a called department, which waits for the answer.
  addressed_to to = addressed_to::everybody;
};
// "Not ours": domain.md's return, which C++ keeps for itself.
struct return_to_desk {
  std::string reason;
  std::string evidence;
  department_code proposed;  // who should own it
};
enum class ruling { upheld, rejected };
struct rule {
  department_code department;  // whose return
  ruling what = ruling::rejected;
  std::string reason;
  // Upheld: who takes its place. Empty: of a lead the proposed owner, of a helper nobody.
  department_code instead;
  std::vector<department_code> helpers;  // whatever the ruling: added to those called so far
};
// A helper is needed no longer.
struct release {
  department_code department;
  std::string reason;
};
struct handle {
  std::string result;
  std::vector<std::string> photos;
};
enum class found { solved, not_solved };
struct verify {
  found what = found::not_solved;
  std::string text;
  std::vector<std::string> photos;
};
enum class outcome { solved, unsolved_recorded };
struct close {
  std::optional<gridwhistle::outcome> outcome;
  std::string reason;
};
struct decline {
  std::string reason;
};
struct withdraw {
  std::string reason;
};

enum class decision { granted, refused };
struct request_extension {
  budget more;  // as a pack writes it: a work day is 24 h
  std::string reason;
};
struct decide_extension {
  department_code department;
  decision what = decision::refused;
  std::string reason;
};
struct request_shelving {
  instant until;
  std::string reason;
};
// Refused while it is shelved: the shelving ends now.
struct decide_shelving {
  decision what = decision::refused;
  std::string reason;
};
struct urge {
  std::string text;
};
struct supervise {
  std::string text;
  instant due_at;
};
struct reopen {
  std::string reason;
};
enum class clock_name { report_in, handle, desk, ruling, supervision };
// Against an overrun of one's own clock.
struct appeal {
  clock_name clock = clock_name::handle;
  std::string reason;
};
struct decide_appeal {
  department_code department;
  clock_name clock = clock_name::handle;
  decision what = decision::refused;
  std::string reason;
};
enum class contact { reached, not_reached };
enum class verdict { not_said, yes, no };
// What the reporter says of it, asked by a desk or by himself.
struct opinion {
  verdict solved = verdict::not_said;
  verdict satisfied = verdict::not_said;
  std::string text;
  auto operator<=>(const opinion&) const = default;
};
struct return_visit {
  gridwhistle::contact contact = gridwhistle::contact::not_reached;
  gridwhistle::opinion opinion;
};
struct rate {
  gridwhistle::opinion opinion;
};
// A duplicate: from now on it follows the umbrella, which is another whistle.
struct join {
  whistle_id umbrella;
  std::string reason;
};
// No duplicate after all: domain.md's part, which is a lead's or a helper's in whistle.hpp.
struct part_off {
  std::string reason;
};

using ask =
    std::variant<blow, amend, check, file, dispatch, redispatch, report_in, unreport, arrive, note,
                 return_to_desk, rule, release, handle, verify, close, decline, withdraw,
                 request_extension, decide_extension, request_shelving, decide_shelving, urge,
                 supervise, reopen, appeal, decide_appeal, return_visit, rate, join, part_off>;

std::string_view name_of(const ask& asked);
std::string_view ask_name_at(std::size_t index);  // of the alternative with that index

struct command {
  command_id id;
  std::uint64_t digest = 0;  // of the command's bytes: tells a repeat from a reused id
  whistle_id whistle;
  std::uint64_t seen_version = 0;  // 0 for blow
  actor by;
  gridwhistle::ask ask;
};

}  // namespace gridwhistle
