#include "workers/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace gridwhistle {
namespace {

std::string line_of(const v1::FigureWords& words, const v1::FigureShare& share) {
  std::string numbers = fmt::format("{}/{}", share.counted(), share.of());
  double percent = 100.0 * static_cast<double>(share.counted()) / static_cast<double>(share.of());
  std::string told = share.of() > 0 ? fmt::format("{:.2f}", percent) : std::string();
  return fmt::format("  {:<18}{:>15}{:>9}{}  {}\n", words.en(), numbers, told,
                     told.empty() ? "  " : " %", words.zh());
}

// Of days to come deadlines are known, and nothing else: shares of them would be made up.
template <class Table>
std::optional<std::string> text_of_days_to_come(const Table& table) {
  if (table.from_ms() <= table.as_of_ms()) return std::nullopt;
  return period_text(table) + "the period has not begun: nothing can be counted yet\n";
}

}  // namespace

std::string text_of(const v1::FigureTable& table) {
  if (auto to_come = text_of_days_to_come(table)) return *std::move(to_come);
  std::string text = period_text(table);
  for (const v1::FigureRow& row : table.rows()) {
    text += (row.group().empty() ? "all" : row.group()) + " " + row.name() + "\n";
    for (int i = 0; i < std::min(table.words_size(), row.shares_size()); ++i)
      text += line_of(table.words(i), row.shares(i));
    if (row.has_composite()) text += fmt::format("  composite {:.2f}\n", row.composite());
  }
  if (table.rows().empty()) text += "nothing to count\n";
  for (const v1::FigureWords& each : table.words())
    text += each.en() + " " + each.zh() + ": " + each.definition_en() + "\n";
  return text;
}

std::string text_of(const v1::ZeroBoardTable& table) {
  if (auto to_come = text_of_days_to_come(table)) return *std::move(to_come);
  std::string text = period_text(table);
  std::size_t at_zero = 0;
  for (const v1::ZeroBoardRow& row : table.rows()) {
    bool zero = std::all_of(row.counts().begin(), row.counts().end(),
                            [](std::uint64_t count) { return count == 0; });
    at_zero += zero;
    if (zero) continue;
    text += (row.group().empty() ? "all" : row.group()) + " " + row.name();
    for (int i = 0; i < std::min(table.words_size(), row.counts_size()); ++i)
      text += fmt::format("  {} {} {}", table.words(i).zh(), table.words(i).en(), row.counts(i));
    text += "\n";
  }
  return text + fmt::format("at zero 四零: {} of {}\n", at_zero, table.rows_size());
}

std::string text_of(const v1::CareSharesTable& table) {
  std::string text = period_text(table);
  for (const v1::CareSharesRow& row : table.rows()) {
    if (row.counts_size() != care_states_told) continue;
    std::uint64_t listed = listed_in(row);
    text +=
        fmt::format("{} {}  visited 已走访 {}/{} {:.2f} %  open 未结 {}  missed 漏访 {}\n",
                    row.group().empty() ? "all" : row.group(), row.name(), row.counts(0), listed,
                    100.0 * static_cast<double>(row.counts(0)) / static_cast<double>(listed),
                    row.counts(1), row.counts(2));
  }
  if (table.rows().empty()) text += "nobody is listed\n";
  return text;
}

}  // namespace gridwhistle
