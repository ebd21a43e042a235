#include "server/adapters/wall_list.hpp"

#include <variant>

#include "common/csv_table.hpp"
#include "common/whole_file.hpp"
#include "server/adapters/kept_file.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view wall_columns[] = {"id", "name", "user", "made_at_ms", "token"};

}  // namespace

wall_list::wall_list(const fs::path& file) {
  if (!fs::exists(file)) return;
  auto read = csv_table::read(file.string(), read_or_throw(file), wall_columns);
  std::vector<file_error> errors;
  if (auto* wrong = std::get_if<std::vector<file_error>>(&read)) errors = std::move(*wrong);
  if (const auto* table = std::get_if<csv_table>(&read)) {
    for (const csv_row& row : table->rows()) {
      auto text = [&](std::string_view name) { return table->cell(row, name).text; };
      auto made_at = instant_in(text("made_at_ms"));
      if (!made_at)
        errors.push_back(table->error_at(table->cell(row, "made_at_ms"), "is no instant"));
      all.push_back({text("id"), text("name"), user_id(text("user")), made_at.value_or(instant()),
                     text("token")});
    }
  }
  throw_faults(errors);
}

void wall_list::store(const fs::path& file) const {
  std::string text = "id,name,user,made_at_ms,token\n";
  for (const wall& each : all) {
    text += each.id + ",\"" + each.name + "\",\"" + each.user.text + "\"," +
            std::to_string(to_ms(each.made_at)) + ',' + each.token_hash + '\n';
  }
  write_or_throw(file, text);
}

bool is_wall_name(std::string_view name) {
  return !name.empty() && name.size() <= wall_name_bytes_max && reads_back_quoted(name);
}

}  // namespace gridwhistle
