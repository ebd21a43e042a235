#include "server/adapters/enrolment.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <stdexcept>

#include "common/curve_keys.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view enrolled_header = "public_key,user,role,department,area,status";

void write_whole(const fs::path& file, const std::string& text) {
  fs::path fresh = file;
  fresh += ".new";
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << text;
    out.flush();
    if (!out) throw std::runtime_error("cannot write " + fresh.string());
  }
  fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write);
  fs::rename(fresh, file);
}

std::string read_whole(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

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

// Z85 has no comma and no quote, so a line needs no quoting.
std::string line_of(const curve_key_pair& keys, const actor& who) {
  return keys.public_key + "," + who.user.text + "," + std::string(name_of(who.role)) + "," +
         who.department.text + "," + who.area.text + ",active\n";
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
  curve_key_pair keys = make_curve_key_pair();
  write_curve_keys(file, keys);
  write_whole(home / "enrolled.csv", read_whole(home / "enrolled.csv") + line_of(keys, who));
}

void enrol_demo_city(const fs::path& home, const policy& city, int walkers) {
  std::string enrolled = read_whole(home / "enrolled.csv");
  for (const actor& who : demo_city(city, walkers)) {
    fs::path file = key_file(home, who.user);
    if (fs::exists(file)) continue;
    curve_key_pair keys = make_curve_key_pair();
    write_curve_keys(file, keys);
    enrolled += line_of(keys, who);
  }
  write_whole(home / "enrolled.csv", enrolled);
}

void announce_endpoints(const fs::path& home, const std::string& requests,
                        const std::string& feed) {
  write_whole(home / "endpoints", "requests " + requests + "\nfeed " + feed + "\n");
}

}  // namespace gridwhistle
