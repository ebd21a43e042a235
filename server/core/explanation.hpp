// Why a report went where it went: the decision, the row that won and what kept every other from
// winning, and how each deadline comes about (domain.md section 5). One value, which every text is
// made of. Law: the decision is whom_to_call()'s, which intake asks; nothing decides here.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "server/core/deadline_account.hpp"
#include "server/core/duty_outcome.hpp"
#include "server/core/routing.hpp"

namespace gridwhistle {

// A called department, its limits, and how its seat was staffed at that instant.
struct routed_seat {
  department_code department;
  limits owed;
  seat_call called;
  auto operator<=>(const routed_seat&) const = default;
};

struct routed_to_departments {
  routed_seat lead;
  std::vector<routed_seat> helpers;
  int duty_row = 0;  // line in duties.csv; 0: named by the desk
  auto operator<=>(const routed_to_departments&) const = default;
};

struct routed_to_desk {
  area_code desk;
  desk_reason why = desk_reason::no_duty;
  budget limit;
  auto operator<=>(const routed_to_desk&) const = default;
};

// What a report was at an instant, and what became of it: as the journal keeps it, or as a pack
// decides it again.
struct routing {
  report what;
  instant at;
  std::optional<located> map;   // where the map puts its place
  std::optional<role> speaker;  // nothing: whether he may blow that kind is not asked
  policy_hash policy;           // that decided
  std::variant<routed_to_departments, routed_to_desk> whither;

  const routed_to_departments* called() const {
    return std::get_if<routed_to_departments>(&whither);
  }
  bool by_hand() const { return called() && called()->duty_row == 0; }
  auto operator<=>(const routing&) const = default;
};

// What is asked of a pack.
struct routing_question {
  report what;
  instant at;
  std::optional<located> map = std::nullopt;
  std::optional<role> speaker = std::nullopt;
};
routing routed(const policy& rules, const routing_question& asked);
// The same question again.
routing_question question_of(const routing& made);

// Of two packs' routings of one report: the same departments or desk, with the same limits from the
// same instant. Lines of files and people on duty are not compared.
bool same_routing(const routing& one, const routing& other);

enum class limit_origin {
  kind_default,  // pack.toml
  limit_class,   // limits.csv
  ordered        // by the source of the report
};

struct rung_time {
  rung what;
  std::optional<instant> at;  // nothing: beyond the published calendar
};

// One clock of called departments that have the limit and the deadline in common.
struct clock_account {
  std::vector<department_code> departments;
  clock_name clock = clock_name::handle;  // report_in or handle
  budget limit;
  limit_origin origin = limit_origin::kind_default;
  int limit_row = 0;  // line in limits.csv of a limit class
  deadline_account account;
  std::vector<rung_time> rungs;  // of the ladder, if nothing stops the clock
};

struct explanation {
  routing made;
  std::vector<duty_outcome> rows;  // none: the list was not asked
  std::string limit_class;         // that the winning row names; empty: none
  std::vector<clock_account> clocks;
};

// Of a routing that this policy made.
explanation explain(const policy& rules, const routing& made);

}  // namespace gridwhistle
