#include "server/adapters/pack_places.hpp"

#include <array>
#include <span>
#include <utility>

#include "server/adapters/pack_cells.hpp"

namespace gridwhistle {
namespace {

struct placed_table {
  remark_subject subject;
  std::string_view file;
  std::string_view code;  // the column
};

constexpr std::array<placed_table, 5> tables = {{
    {remark_subject::area, "areas.csv", "code"},
    {remark_subject::department, "departments.csv", "code"},
    {remark_subject::matter, "matters.csv", "code"},
    {remark_subject::limit_class, "limits.csv", "class"},
    {remark_subject::post, "posts.csv", "post"},
}};

const placed_table& table_of(remark_subject subject) {
  for (const placed_table& each : tables) {
    if (each.subject == subject) return each;
  }
  check_failed("a table for every subject", __FILE__, __LINE__);
}

// Whatever columns the header has: the loader has judged them.
std::vector<std::string_view> columns_in(std::string_view text) {
  std::vector<std::string_view> columns;
  std::string_view header = text.substr(0, text.find('\n'));
  while (!header.empty()) {
    std::size_t end = std::min(header.find(','), header.size());
    std::string_view name = header.substr(0, end);
    if (name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
    columns.push_back(name);
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return columns;
}

}  // namespace

pack_places::pack_places(const pack_files& files) {
  pack_files clean = normalised(files);
  for (const placed_table& each : tables) {
    auto text = clean.find(each.file);
    if (text == clean.end()) continue;
    auto read = csv_table::read(each.file, text->second, columns_in(text->second));
    const auto* table = std::get_if<csv_table>(&read);
    if (!table) continue;
    for (const csv_row& row : table->rows()) {
      pack_row cells(*table, row);
      std::string code = cells[each.code];
      if (each.subject == remark_subject::matter) code = cells["kind"] + ':' + code;
      lines_.try_emplace({each.subject, code}, row.line);
    }
  }
}

pack_place pack_places::of(remark_subject subject, const std::string& code) const {
  auto found = lines_.find({subject, code});
  return {std::string(table_of(subject).file), found == lines_.end() ? 0 : found->second};
}

}  // namespace gridwhistle
