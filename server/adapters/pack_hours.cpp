#include "server/adapters/pack_hours.hpp"

#include <algorithm>
#include <map>

namespace gridwhistle {
namespace {

struct opening {
  shift_hours shift;
  pack_row row;
};

struct hours_reader {
  office_hours made;
  std::vector<file_error> errors;

  std::optional<opening> read(const pack_row& row) {
    std::optional<int> open = parse_minute(row["open"]);
    std::optional<int> close = parse_minute(row["close"]);
    constexpr int midnight = 24 * 60;
    if (!open || *open == midnight)
      errors.push_back(row.error("open", "an opening time is 00:00 to 23:59"));
    if (!close) errors.push_back(row.error("close", "a closing time is 00:01 to 24:00"));
    if (!open || !close || *open == midnight) return std::nullopt;
    if (*close <= *open)
      errors.push_back(row.error("close", "closing must be later than opening, " + row["open"]));
    return opening{{*open, *close}, row};
  }

  void add(const std::string& department, std::vector<opening> openings) {
    std::ranges::stable_sort(openings, {},
                             [](const opening& each) { return each.shift.open_minute; });
    std::vector<shift_hours> shifts;
    for (std::size_t i = 0; i < openings.size(); ++i) {
      shifts.push_back(openings[i].shift);
      if (i == 0 || openings[i - 1].shift.close_minute <= openings[i].shift.open_minute) continue;
      errors.push_back(openings[i].row.error(
          "open",
          "these hours overlap those of line " + std::to_string(openings[i - 1].row.line())));
    }
    if (department == "*") {
      made.of_everybody = std::move(shifts);
    } else {
      made.of_some.push_back({department_code(department), std::move(shifts)});
    }
  }
};

}  // namespace

std::variant<office_hours, std::vector<file_error>> read_office_hours(
    const std::vector<pack_row>& rows) {
  hours_reader all;
  std::map<std::string, std::vector<opening>> by_department;
  for (const pack_row& row : rows) {
    if (auto read = all.read(row)) by_department[row["department"]].push_back(*read);
  }
  for (auto& [department, openings] : by_department) all.add(department, std::move(openings));
  if (!all.errors.empty()) return std::move(all.errors);
  return std::move(all.made);
}

}  // namespace gridwhistle
