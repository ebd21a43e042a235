#include "server/core/policy.hpp"

#include "common/check.hpp"

namespace gridwhistle {
namespace {

std::string limit_key(const std::string& limit_class, int condition) {
  return limit_class + '#' + std::to_string(condition);
}

const limit_row* row_in_force(const policy& rules, const std::string& key, instant at) {
  auto [row, end] = rules.limit_rows.equal_range(key);
  while (row != end && !row->second.in_force(at)) ++row;
  return row == end ? nullptr : &row->second;
}

}  // namespace

budget as_office_time(budget written, const work_clock& hours) {
  if (written.unit != time_unit::work_day) return written;
  constexpr span written_day = std::chrono::hours(24);
  // Whole days and the rest apart: no product overflows, and half a day of eight hours is exactly
  // four.
  span::rep days = written.amount / written_day;
  span rest = written.amount % written_day;
  return {written.unit, days * hours.office_day() +
                            span(rest.count() * hours.office_day().count() / written_day.count())};
}

const limit_row* policy::limit_row_of(const std::string& limit_class, int condition,
                                      instant at) const {
  if (limit_class.empty()) return nullptr;
  const limit_row* row = row_in_force(*this, limit_key(limit_class, condition), at);
  return row ? row : row_in_force(*this, limit_key(limit_class, 0), at);
}

limits policy::limits_of(const std::string& limit_class, int condition, whistle_kind kind,
                         const department_code& lead, instant at) const {
  auto place = static_cast<std::size_t>(kind);
  GW_CHECK(place < kind_defaults.size());
  limits owed = kind_defaults[place];
  if (const limit_row* row = limit_row_of(limit_class, condition, at)) {
    if (row->report_in) owed.report_in = *row->report_in;
    owed.handle = row->handle;
  }
  const work_clock& hours = days.clock_of(lead);
  owed.report_in = as_office_time(owed.report_in, hours);
  if (owed.handle) owed.handle = as_office_time(*owed.handle, hours);
  return owed;
}

const ladder& policy::ladder_of(whistle_kind kind) const {
  return ladders.at(static_cast<std::size_t>(kind));
}

}  // namespace gridwhistle
