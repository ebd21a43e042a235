// The proof of a policy: every admitted matter x leaf area x time class x kind has exactly one lead
// that exists, with a seat that is reached in every shift, a limit, a ladder and a calendar. Law:
// exact, never by sample; a finding's example is a question that duty_list::match() answers as the
// finding says, at an instant at which roster::call() does.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "server/core/policy.hpp"

namespace gridwhistle {

enum class coverage_fault {
  hole,           // no duty covers it
  tie,            // two rows of equal rank name different leads
  no_department,  // the lead or a helper has no department there
  unmanned,       // the seat of the lead or a helper has nobody on duty, nor any of its backups
  no_limit,       // neither the limit class nor the kind has a handling limit
  no_ladder,      // the kind's ladder has no rung
  short_calendar  // not even at the first published instant can a limit be computed
};

// Which questions a finding is about, as far as a few words can say it.
struct coverage_scope {
  std::vector<matter_key> matters;
  std::vector<area_code> areas;  // the largest that are concerned with all their leaves
  std::vector<whistle_kind> kinds;
};

// One slip, however many cells it spoils.
struct coverage_finding {
  coverage_fault fault = coverage_fault::hole;
  std::uint64_t cells = 0;
  duty_question example;
  coverage_scope scope;
  std::vector<const duty*> rows;            // those involved; of a hole none
  std::optional<function_at_level> wanted;  // no_department: what is called
  // hole: the row that would fill it, its lead empty.
  std::optional<duty> missing;
  // unmanned: the departments called, the last of their backups, a stretch with nobody that begins
  // with the example, and a shift that would mend it for a post at that last seat.
  std::vector<department_code> seats;
  department_code last;
  std::optional<time_stretch> gap;
  std::optional<shift> mend;
};

enum class idle_reason { no_admitted_matter, never_holds, outranked };

// A row that wins nowhere, and up to three of those that win where it speaks.
struct idle_duty {
  const duty* row = nullptr;
  idle_reason because = idle_reason::outranked;
  std::vector<const duty*> by;
};

// Findings and rows point into the policy.
struct coverage {
  std::size_t matters = 0;  // admitted
  std::size_t leaves = 0;
  std::size_t time_classes = 0;
  std::uint64_t cells = 0;      // all that there are
  std::uint64_t uncovered = 0;  // of them those with a finding: hole, tie or no_department
  std::uint64_t unreached = 0;  // and those in which somebody called is unmanned at some instant
  // From and until when every limit that can be owed can be computed.
  instant from;
  instant until;
  std::vector<coverage_finding> findings;  // the largest first
  std::vector<idle_duty> idle;             // in the order of the list

  bool covered() const { return findings.empty(); }
};

coverage prove(const policy& rules);

}  // namespace gridwhistle
