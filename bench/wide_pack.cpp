#include "bench/wide_pack.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gridwhistle::bench {
namespace {

constexpr int districts = 10;
constexpr int streets = 15;      // of a district
constexpr int communities = 10;  // of a street
constexpr int grids = 8;         // of a community
constexpr int matters = 400;     // of 20 big classes
constexpr int functions = 40;
constexpr int duties = 5000;

std::string digits(int number, std::size_t width) {
  std::string text = std::to_string(number);
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

std::string areas(std::vector<std::string>& codes) {
  std::string text = "code,level,name,parent\n1,city,City,\n";
  auto add = [&](const std::string& code, const char* level, const std::string& parent) {
    text += code + ',' + level + ",area " + code + ',' + parent + '\n';
    codes.push_back(code);
    return code;
  };
  for (int d = 1; d <= districts; ++d) {
    std::string district = add("1" + digits(d, 2), "district", "1");
    for (int s = 1; s <= streets; ++s) {
      std::string street = add(district + digits(s, 2), "street", district);
      for (int c = 1; c <= communities; ++c) {
        std::string community = add(street + digits(c, 2), "community", street);
        for (int g = 1; g <= grids; ++g) add(community + digits(g, 2), "grid", community);
      }
    }
  }
  return text;
}

std::string departments() {
  std::string text = "code,name,function,level,area,phone,backup\ndesk,Desk,desk,city,1,,\n";
  for (int f = 0; f < functions; ++f) {
    std::string function = "f" + digits(f, 2);
    text += function + ",city " + function + ',' + function + ",city,1,,\n";
    for (int d = 1; d <= districts; ++d) {
      std::string area = "1" + digits(d, 2);
      text += function + '-' + area + ',' + function + " of " + area + ',' + function +
              ",district," + area + ",,\n";
    }
  }
  return text;
}

std::string code_of(int matter) { return digits(1 + matter / 20, 2) + digits(1 + matter % 20, 3); }

// A row for whatever is left, one for each big class, and rows that name a matter or a class, an
// area anywhere in the tree, a day class or a season, and sometimes a kind.
std::string duty_rows(const std::vector<std::string>& codes) {
  std::mt19937 chance(12000);
  auto below = [&](std::size_t bound) { return chance() % bound; };
  auto lead = [&] { return "f" + digits(static_cast<int>(below(functions)), 2) + "@district"; };
  std::string text = "matter,area,when,kind,lead,helpers,limit_class,note\n*,*,*,*,f00@city,,,\n";
  for (int c = 1; c <= matters / 20; ++c) {
    text += "matter:" + digits(c, 2) + ",*,*,*," + lead() + ",,,\n";
  }
  constexpr std::array times = {
      "*", "workday", "off", "night", "2026-06-01..2026-08-31", "2026-11-01..2027-03-31"};
  constexpr std::array kinds = {"*", "*", "routine", "joint", "key", "emergency"};
  std::set<std::string> seen;
  int rows = 1 + matters / 20;
  while (rows < duties) {
    std::string code = code_of(static_cast<int>(below(matters)));
    std::string question = "matter:" + (below(4) == 0 ? code.substr(0, 2) : code) + ',' +
                           codes[below(codes.size())] + ',' + times[below(times.size())] + ',' +
                           kinds[below(kinds.size())];
    if (!seen.insert(question).second) continue;
    text += question + ',' + lead() + ",,,\n";
    ++rows;
  }
  return text;
}

// Those of a new city, named and two years long.
std::string settings() {
  std::ifstream file(GW_SOURCE_DIR "/deploy/packs/template/pack.toml");
  std::string text(std::istreambuf_iterator<char>(file), {});
  auto say = [&](std::string_view was, std::string_view is) {
    text.replace(text.find(was), was.size(), is);
  };
  say("name = \"\"", "name = \"Wide\"");
  say("2026-12-31", "2027-12-31");
  return text;
}

}  // namespace

pack_files wide_pack() {
  std::vector<std::string> codes;
  pack_files files;
  files["areas.csv"] = areas(codes);
  files["departments.csv"] = departments();
  files["matters.csv"] = "kind,code,name,big_name,aliases,admitted,verification\n";
  for (int m = 0; m < matters; ++m) {
    files["matters.csv"] += "matter," + code_of(m) + ",matter " + code_of(m) + ",class,,yes,yes\n";
  }
  files["duties.csv"] = duty_rows(codes);
  files["limits.csv"] = "class,condition,report_in,handle,source\n";
  files["calendar.csv"] = "date,kind,name\n";
  files["hours.csv"] = "department,open,close\n*,08:00,12:00\n*,14:00,18:00\n";
  files["pack.toml"] = settings();
  return files;
}

}  // namespace gridwhistle::bench
