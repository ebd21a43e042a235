#include "server/adapters/wall_list.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <variant>

#include "common/csv_table.hpp"
#include "common/whole_file.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view columns[] = {"id", "name", "user", "made_at_ms", "token"};

std::optional<instant> instant_in(std::string_view text) {
  std::int64_t ms = 0;
  auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), ms);
  bool whole = wrong == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(from_ms(ms)) : std::nullopt;
}

std::string text_of(const std::vector<wall>& walls) {
  std::string text = "id,name,user,made_at_ms,token\n";
  for (const wall& each : walls) {
    text += each.id + ",\"" + each.name + "\",\"" + each.user.text + "\"," +
            std::to_string(to_ms(each.made_at)) + ',' + each.token_hash + '\n';
  }
  return text;
}

}  // namespace

std::vector<wall> read_walls(const fs::path& file) {
  std::vector<wall> walls;
  if (!fs::exists(file)) return walls;
  auto read = csv_table::read(file.string(), read_or_throw(file), columns);
  std::vector<file_error> errors;
  if (auto* wrong = std::get_if<std::vector<file_error>>(&read)) errors = std::move(*wrong);
  if (const auto* table = std::get_if<csv_table>(&read)) {
    for (const csv_row& row : table->rows()) {
      auto text = [&](std::string_view name) { return table->cell(row, name).text; };
      auto made_at = instant_in(text("made_at_ms"));
      if (!made_at)
        errors.push_back(table->error_at(table->cell(row, "made_at_ms"), "is no instant"));
      walls.push_back({text("id"), text("name"), user_id(text("user")), made_at.value_or(instant()),
                       text("token")});
    }
  }
  if (errors.empty()) return walls;
  std::string all;
  for (const file_error& each : errors) all.append(all.empty() ? "" : "\n").append(to_text(each));
  throw std::runtime_error(all);
}

void write_walls(const fs::path& file, const std::vector<wall>& walls) {
  write_or_throw(file, text_of(walls));
}

bool is_wall_name(std::string_view name) {
  if (name.empty() || name.size() > wall_name_bytes_max) return false;
  auto breaks = [](char each) { return each == '"' || static_cast<unsigned char>(each) < ' '; };
  if (std::ranges::any_of(name, breaks)) return false;
  auto read = csv_table::read(
      "name", text_of({{"1", std::string(name), user_id("1"), instant(), "1"}}), columns);
  const auto* table = std::get_if<csv_table>(&read);
  return table && table->rows().size() == 1 &&
         table->cell(table->rows().front(), "name").text == name;
}

}  // namespace gridwhistle
