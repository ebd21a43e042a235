#include "common/figure_sheets.hpp"

#include <numeric>

namespace gridwhistle {
namespace {

cell percent_of(std::uint64_t counted, std::uint64_t of) {
  if (of == 0) return {};
  return percentage{100.0 * static_cast<double>(counted) / static_cast<double>(of)};
}

}  // namespace

cell percent_of(const v1::FigureShare& share) { return percent_of(share.counted(), share.of()); }

std::uint64_t listed_in(const v1::CareSharesRow& row) {
  return std::accumulate(row.counts().begin(), row.counts().end(), std::uint64_t{0});
}

sheet figures_sheet(const v1::FigureTable& table) {
  sheet made{"figures", {"group", "name"}, {}};
  for (const v1::FigureWords& each : table.words()) {
    std::string name = each.zh() + " " + each.en();
    made.header.insert(made.header.end(), {name + " %", name + ": counted", name + ": of"});
  }
  made.header.push_back("综合 composite");
  for (const v1::FigureRow& each : table.rows()) {
    std::vector<cell> row = {each.group(), each.name()};
    for (const v1::FigureShare& share : each.shares()) {
      row.push_back(percent_of(share));
      row.push_back(std::uint64_t{share.counted()});
      row.push_back(std::uint64_t{share.of()});
    }
    row.push_back(each.has_composite() ? cell(percentage{each.composite()}) : cell());
    made.rows.push_back(std::move(row));
  }
  return made;
}

sheet held_sheet(const v1::FigureTable& table) {
  sheet made{"held", {"group", "name", "holder", "hours"}, {}};
  constexpr double ms_per_hour = 3'600'000;
  for (const v1::FigureRow& each : table.rows()) {
    for (const v1::FigureHolder& one : each.held()) {
      made.rows.push_back({each.group(), each.name(), one.holder(),
                           static_cast<double>(one.held_ms()) / ms_per_hour});
    }
  }
  return made;
}

sheet definitions_sheet(const v1::FigureTable& table) {
  sheet made{"definitions", {"指标", "定义", "figure", "definition"}, {}};
  for (const v1::FigureWords& each : table.words()) {
    made.rows.push_back({each.zh(), each.definition_zh(), each.en(), each.definition_en()});
  }
  return made;
}

sheet zero_sheet(const v1::ZeroBoardTable& table) {
  sheet made{"zero", {"group", "name"}, {}};
  for (const v1::MatterTagWords& each : table.words())
    made.header.push_back(each.zh() + " " + each.en());
  for (const v1::ZeroBoardRow& each : table.rows()) {
    std::vector<cell> row = {each.group(), each.name()};
    for (std::uint64_t count : each.counts()) row.push_back(count);
    made.rows.push_back(std::move(row));
  }
  return made;
}

sheet care_sheet(const v1::CareSharesTable& table) {
  sheet made{"care",
             {"group", "name", "走访率 visited %", "应走访 listed", "已走访 visited", "未结 open",
              "漏访 missed"},
             {}};
  for (const v1::CareSharesRow& each : table.rows()) {
    if (each.counts_size() != care_states_told) continue;
    std::vector<cell> row = {each.group(), each.name(), percent_of(each.counts(0), listed_in(each)),
                             std::uint64_t{listed_in(each)}};
    for (std::uint64_t count : each.counts()) row.push_back(count);
    made.rows.push_back(std::move(row));
  }
  return made;
}

}  // namespace gridwhistle
