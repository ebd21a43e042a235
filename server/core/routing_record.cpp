#include "server/core/routing_record.hpp"

#include <algorithm>

namespace gridwhistle {

void routing_record::add(const whistle& after, const entry& told) {
  if (const auto* desk = std::get_if<desk_took>(&told.happened)) {
    all_.push_back({after.what, told.at, after.map, desk->speaker, desk->policy,
                    routed_to_desk{desk->desk, desk->reason, desk->limit}});
    return;
  }
  if (const auto* called = std::get_if<dispatched>(&told.happened)) {
    limits owed{called->report_in_limit, called->handle_limit};
    routed_to_departments to{{called->lead, owed, {}}, {}, called->duty_row};
    for (const department_code& each : called->helpers) to.helpers.push_back({each, owed, {}});
    all_.push_back({after.what, told.at, after.map, std::nullopt, called->policy, std::move(to)});
    routed_by_ = told.command;
    return;
  }
  const auto* reached = std::get_if<delivered>(&told.happened);
  if (reached && !all_.empty() && told.command == routed_by_) seat(*reached);
}

void routing_record::seat(const delivered& happened) {
  auto* to = std::get_if<routed_to_departments>(&all_.back().whither);
  if (!to) return;
  auto fill = [&](routed_seat& each) {
    if (each.department != happened.department) return;
    each.called = happened.called;
    if (happened.report_in_limit) each.owed = {*happened.report_in_limit, happened.handle_limit};
  };
  fill(to->lead);
  std::ranges::for_each(to->helpers, fill);
}

}  // namespace gridwhistle
