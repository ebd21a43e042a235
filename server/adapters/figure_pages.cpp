#include "server/adapters/figure_pages.hpp"

#include <algorithm>
#include <span>

namespace gridwhistle {
namespace {

figure_table rows_of(const figure_fold& done, const figures_request& asked, const policy& rules) {
  figure_table page;
  const auto& rows = done.rows();
  auto next = asked.after_group ? rows.upper_bound(*asked.after_group) : rows.begin();
  for (; next != rows.end() && page.rows.size() < figure_rows_max; ++next) {
    const auto& [group, numbers] = *next;
    figure_table::row row{group,
                          name_of_group(asked.by, group, rules),
                          {},
                          numbers.held,
                          composite(numbers, rules.composite)};
    for (const figure_words& each : all_figures()) {
      const share& own = numbers[each.of];
      row.shares.push_back({own.counted.size(), own.of.size()});
    }
    page.rows.push_back(std::move(row));
  }
  page.more = next != rows.end();
  return page;
}

figure_list list_behind(const figure_fold& done, const figures_request::number& asked) {
  figure_list page;
  auto row = done.rows().find(asked.group);
  if (row == done.rows().end()) return page;
  const share& own = row->second[asked.of];
  std::vector<whistle_id> all = asked.counted ? own.counted : own.of;
  std::sort(all.begin(), all.end());
  page.count = all.size();
  auto rest = std::span(all).subspan(std::min(asked.skip, all.size()));
  page.more = rest.size() > figure_list_max;
  if (page.more) rest = rest.first(figure_list_max);
  page.whistles.assign(rest.begin(), rest.end());
  return page;
}

}  // namespace

period period_of(const figures_request& asked, const policy& rules) {
  const zone& where = rules.days.where();
  return {where.to_utc(asked.from), where.to_utc(asked.to + std::chrono::days(1))};
}

answer page_of(const figure_fold& done, const figures_request& asked, instant as_of,
               const policy& rules) {
  if (asked.behind) return list_behind(done, *asked.behind);
  figure_table page = rows_of(done, asked, rules);
  page.when = period_of(asked, rules);
  page.as_of = as_of;
  return page;
}

}  // namespace gridwhistle
