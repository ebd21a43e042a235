// What would become of a report that nobody has made yet: of one, as intake would decide it now; of
// every matter in one area, for a device that has no network for a while.
// Law: nothing decides here; routed() and whom_to_call() do, which intake asks (routing.hpp).
#pragma once

#include <vector>

#include "server/core/explanation.hpp"
#include "server/core/routing.hpp"

namespace gridwhistle {

// A device that has heard nothing for longer asks again, whatever the pack says.
constexpr span forecast_valid_max = std::chrono::hours(24);
// Office hours that a device is told at least, to reckon deadlines of later reports; further where
// a limit of a row ends later.
constexpr span forecast_office = std::chrono::days(45);

// The report as a blow by that role would carry it, put to the pack at that instant.
routing forecast(const policy& rules, report what, role speaker, instant at);

struct forecast_row {
  whistle_kind kind = whistle_kind::routine;
  matter_key matter;
  seats_or_desk whither;
};

// Of a department that has hours of its own and leads a row.
struct own_office {
  department_code department;
  std::vector<time_stretch> open;
};

struct forecast_slice {
  area_code area;
  area_code desk;  // whose command centre gets what no department does
  instant made_at;
  instant valid_until;             // until before then every row would be decided alike
  std::vector<forecast_row> rows;  // by kind, then by matter; limits run from the report's instant
  std::vector<time_stretch> office;  // of who has no hours of his own
  std::vector<own_office> own;       // in the order of codes
  due_at_closing at_closing = due_at_closing::closing;
};

// Of every admitted matter and every kind that the role may blow there. area: known to the pack.
forecast_slice forecasts(const policy& rules, const area_code& area, role speaker, instant now);

}  // namespace gridwhistle
