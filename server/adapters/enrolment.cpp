#include "server/adapters/enrolment.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <stdexcept>
#include <utility>
#include <variant>
#include <vector>

#include "common/curve_keys.hpp"
#include "common/whole_file.hpp"
#include "server/adapters/demo_names.hpp"
#include "server/adapters/kept_file.hpp"
#include "server/adapters/key_register.hpp"
#include "server/adapters/people_book.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view enrolled_header = "public_key,user,role,department,area,status";

bool is_plain_name(std::string_view name) {
  auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  };
  return !name.empty() && name.front() != '.' && std::all_of(name.begin(), name.end(), plain);
}

fs::path key_file(const fs::path& home, const user_id& user) {
  if (!is_plain_name(user.text))
    throw std::runtime_error("user name \"" + user.text + "\": only A-Z a-z 0-9 - _ .");
  return home / "clients" / (user.text + ".key");
}

struct newcomer {
  actor who;
  curve_key_pair keys;
};

// Nothing here is quoted: a cell that would need it does not come back as it was, see below.
std::string line_of(const newcomer& each) {
  const actor& who = each.who;
  return each.keys.public_key + "," + who.user.text + "," + std::string(name_of(who.role)) + "," +
         who.department.text + "," + who.area.text + ",active\n";
}

bool says(const enrolment& row, const newcomer& each) {
  return row.public_key == each.keys.public_key && row.who.user == each.who.user &&
         row.who.role == each.who.role && row.who.department == each.who.department &&
         row.who.area == each.who.area;
}

// Throws unless the file with the new rows would be read, and each row as what was asked for.
std::string enrolled_with(const fs::path& file, std::span<const newcomer> added) {
  std::string text = read_or_throw(file);
  if (!text.empty() && text.back() != '\n') text.push_back('\n');
  for (const newcomer& each : added) text += line_of(each);
  auto read = read_enrolments(file.string(), text);
  if (const auto* wrong = std::get_if<std::vector<file_error>>(&read)) {
    throw std::runtime_error("nobody enrolled, the file would have a fault: " +
                             to_text(wrong->front()));
  }
  const auto& rows = std::get<std::vector<enrolment>>(read);
  bool all_there = rows.size() >= added.size() &&
                   std::equal(rows.end() - static_cast<std::ptrdiff_t>(added.size()), rows.end(),
                              added.begin(), added.end(), says);
  if (!all_there) {
    throw std::runtime_error(
        "nobody enrolled: a department or an area holds a quote or the end of a line");
  }
  return text;
}

// The row first: a row whose key is missing lets nobody in, a key without its row would say
// "enrolled already" for ever.
void let_in(const fs::path& home, std::span<const newcomer> added) {
  fs::path file = home / "enrolled.csv";
  write_or_throw(file, enrolled_with(file, added));
  if (added.size() == 1) {
    return write_curve_keys(key_file(home, added[0].who.user), added[0].keys);
  }
  std::vector<named_keys> all;
  for (const newcomer& each : added) {
    all.push_back({key_file(home, each.who.user).filename().string(), each.keys});
  }
  write_curve_keys(home / "clients", all);
}

// Whom the roster calls must be able to answer, at the seat or on the grid of his post.
actor posted(const policy& city, const post& at) {
  if (at.seat.empty()) return {at.person, role::grid_worker, {}, at.grid};
  const department& seat = *city.departments.find(at.seat);
  if (seat.function == "desk") return {at.person, role::desk_officer, {}, seat.area};
  return {at.person, role::clerk, seat.code, {}};
}

std::vector<actor> demo_city(const policy& city, int walkers) {
  std::vector<actor> people;
  for (const department& each : city.departments.all()) {
    if (each.function == "desk") {
      people.push_back({user_id("desk-" + each.area.text), role::desk_officer, {}, each.area});
    } else {
      people.push_back({user_id("clerk-" + each.code.text), role::clerk, each.code, {}});
    }
  }
  std::vector<const area*> leaves;
  for (const area& each : city.areas.all()) {
    bool watched = each.level == area_level::city || each.level == area_level::district;
    if (watched)
      people.push_back({user_id("supervisor-" + each.code.text), role::supervisor, {}, each.code});
    bool leaf = each.level == area_level::community || each.level == area_level::grid;
    if (leaf) leaves.push_back(&each);
  }
  for (int i = 0; i < walkers && !leaves.empty(); ++i) {
    // A large prime stride spreads few walkers over the whole city.
    const area& walk = *leaves[static_cast<std::size_t>(i) * 7919 % leaves.size()];
    people.push_back(
        {user_id("walker-" + std::to_string(i + 1)), role::grid_worker, {}, walk.code});
  }
  people.push_back({user_id("importer"), role::importer, {}, {}});
  std::set<user_id> known;
  for (const actor& each : people) known.insert(each.user);
  for (const post& each : city.roster.all()) {
    if (known.insert(each.person).second) people.push_back(posted(city, each));
  }
  return people;
}

}  // namespace

void make_home(const fs::path& home) {
  fs::create_directories(home / "clients");
  fs::permissions(home, fs::perms::owner_all);
  if (!fs::exists(home / "server.key"))
    write_curve_keys(home / "server.key", make_curve_key_pair());
  write_whole(home / "server.pub", read_curve_keys(home / "server.key").public_key + "\n");
  read_or_make_hmac_key(home / "journal.key");
  if (!fs::exists(home / "enrolled.csv"))
    write_whole(home / "enrolled.csv", std::string(enrolled_header) + "\n");
}

void enrol(const fs::path& home, const actor& who) {
  fs::path file = key_file(home, who.user);
  if (fs::exists(file))
    throw std::runtime_error(who.user.text + " is enrolled already: " + file.string());
  const newcomer added{who, make_curve_key_pair()};
  let_in(home, {&added, 1});
}

void enrol_demo_city(const fs::path& home, const policy& city, int walkers) {
  std::vector<newcomer> added;
  std::vector<actor> people = demo_city(city, walkers);
  for (const actor& who : people) {
    if (!fs::exists(key_file(home, who.user))) added.push_back({who, make_curve_key_pair()});
  }
  let_in(home, added);
  kept_file<people_book>(home / "people.csv").change([&](people_book& all) {
    for (const actor& who : people) {
      if (all.name_of(who.user).empty()) all.put(who.user, demo_name(who));
    }
  });
}

void announce_endpoints(const fs::path& home, const std::string& requests,
                        const std::string& feed) {
  write_whole(home / "endpoints", "requests " + requests + "\nfeed " + feed + "\n");
}

}  // namespace gridwhistle
