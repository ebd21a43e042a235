#include "server/adapters/pack_columns.hpp"

#include <algorithm>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

constexpr column_need optional = column_need::optional;

}  // namespace

std::span<const pack_table> pack_tables() {
  using enum cell_kind;
  static const std::vector<pack_table> all = {
      {"areas.csv", {{"code", code}, {"level"}, {"name"}, {"parent", code}}},
      {"departments.csv",
       {{"code", code},
        {"name"},
        {"function"},
        {"level"},
        {"area", code},
        {"phone", code},
        {"backup", code}}},
      {"matters.csv",
       {{"kind"},
        {"code", matter_digits},
        {"name"},
        {"big_name"},
        {"aliases", code},
        {"admitted", yes_no},
        {"verification", yes_no},
        {"tags", text, optional}}},
      {"duties.csv",
       {{"matter", code},
        {"area", code},
        {"when"},
        {"kind"},
        {"lead"},
        {"helpers"},
        {"limit_class", code},
        {"note"}}},
      {"limits.csv",
       {{"class", code},
        {"condition"},
        {"report_in"},
        {"handle"},
        {"source"},
        {"from", local_time, optional},
        {"to", local_time, optional},
        {"rule", text, optional}}},
      {"calendar.csv", {{"date", date}, {"kind"}, {"name"}}},
      {"hours.csv", {{"department", code}, {"open", clock}, {"close", clock}}},
      {"ladders.csv", {{"kind"}, {"clock"}, {"percent"}, {"work_days_before"}, {"action"}, {"to"}}},
      {"posts.csv",
       {{"post", code},
        {"person", code},
        {"seat", code},
        {"grid", code},
        {"phone", code},
        {"deputy", code}}},
      {"shifts.csv", {{"post", code}, {"days"}, {"open", clock}, {"close", clock}}},
      {"care.csv",
       {{"resident", code},
        {"area", code},
        {"matter", code},
        {"every"},
        {"from", date},
        {"to", date},
        {"note"}}},
      {"sayings.csv", {{"said"}, {"means"}}},
      {"expect.csv",
       {{"matter", code},
        {"area", code},
        {"at", local_time},
        {"kind"},
        {"lead"},
        {"helpers", text, optional},
        {"note", text, optional}}},
  };
  return all;
}

const pack_table& pack_table_of(std::string_view file) {
  auto found = std::ranges::find(pack_tables(), file, &pack_table::file);
  GW_CHECK(found != pack_tables().end());
  return *found;
}

std::variant<csv_table, std::vector<file_error>> read_pack_table(const pack_table& table,
                                                                 std::string_view bytes) {
  std::vector<std::string_view> always;
  std::vector<std::string_view> at_will;
  for (const pack_column& each : table.columns) {
    (each.need == column_need::required ? always : at_will).push_back(each.name);
  }
  return csv_table::read(table.file, bytes, always, at_will);
}

}  // namespace gridwhistle
