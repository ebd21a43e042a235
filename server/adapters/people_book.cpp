#include "server/adapters/people_book.hpp"

#include <variant>
#include <vector>

#include "common/csv_table.hpp"
#include "common/whole_file.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view people_columns[] = {"user", "name"};

}  // namespace

people_book::people_book(const fs::path& file) {
  if (!fs::exists(file)) return;
  auto read = csv_table::read(file.string(), read_or_throw(file), people_columns);
  std::vector<file_error> errors;
  if (auto* wrong = std::get_if<std::vector<file_error>>(&read)) errors = std::move(*wrong);
  if (const auto* table = std::get_if<csv_table>(&read)) {
    for (const csv_row& row : table->rows()) {
      const csv_cell& user = table->cell(row, "user");
      const csv_cell& name = table->cell(row, "name");
      if (user.text.empty()) errors.push_back(table->error_at(user, "a user is missing"));
      if (!is_person_name(name.text))
        errors.push_back(table->error_at(name, "is no name of 1 to 60 bytes"));
      if (!names_.emplace(user_id(user.text), name.text).second)
        errors.push_back(table->error_at(user, "has a name already"));
    }
  }
  throw_faults(errors);
}

const std::string& people_book::name_of(const user_id& user) const {
  static const std::string nobody_said_it;
  auto found = names_.find(user);
  return found == names_.end() ? nobody_said_it : found->second;
}

void people_book::put(const user_id& user, const std::string& name) {
  if (name.empty()) {
    names_.erase(user);
  } else {
    names_.insert_or_assign(user, name);
  }
}

void people_book::store(const fs::path& file) const {
  std::string text = "user,name\n";
  for (const auto& [user, name] : names_) text += '"' + user.text + "\",\"" + name + "\"\n";
  write_or_throw(file, text);
}

bool is_person_name(std::string_view name) {
  return !name.empty() && name.size() <= person_name_bytes_max && reads_back_quoted(name);
}

}  // namespace gridwhistle
