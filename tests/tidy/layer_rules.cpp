#include "tests/tidy/layer_rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <regex>
#include <set>
#include <utility>

namespace gridwhistle::tidy {
namespace {

// What a layer may include from outside of the project.
enum class outside { standard_only, tests_too, anything };

struct layer {
  std::string_view files;  // what the path of its files begins with
  std::vector<std::string_view> project;
  outside world = outside::standard_only;
};

// The first that fits counts, so the narrower stand before the wider.
const std::vector<layer>& layers() {
  static const std::vector<layer> all = {
      {"common/asio.", {"common/"}, outside::anything},
      {"common/async_socket.", {"common/"}, outside::anything},
      {"common/awaiting.", {"common/"}, outside::anything},
      {"common/curve_keys.", {"common/"}, outside::anything},
      {"common/figure_sheets.", {"common/", "proto/"}, outside::anything},
      {"common/log.", {"common/"}, outside::anything},
      {"common/pack_files.", {"common/"}, outside::anything},
      {"common/sheet.", {"common/"}, outside::anything},
      {"common/text_encoding.", {"common/"}, outside::anything},
      {"common/whole_file.", {"common/"}, outside::anything},
      {"common/", {"common/"}},
      // The tree of rectangles is Boost.Geometry's; nobody else in the core sees it.
      {"server/core/box_index.cpp", {"server/core/box_index.hpp"}, outside::anything},
      {"server/core/",
       {"server/core/", "common/ids.hpp", "common/time.hpp", "common/result.hpp",
        "common/refusal.hpp", "common/check.hpp", "common/language.hpp"}},
      {"server/engine/",
       {"server/engine/", "server/core/", "common/ids.hpp", "common/time.hpp", "common/result.hpp",
        "common/refusal.hpp", "common/check.hpp"}},
      {"server/adapters/",
       {"server/adapters/", "server/engine/", "server/core/", "common/", "proto/"},
       outside::anything},
      {"server/", {"server/", "common/", "proto/"}, outside::anything},
      {"workers/", {"workers/", "common/", "proto/"}, outside::anything},
      {"tests/core/", {"server/core/", "common/", "tests/core/"}, outside::tests_too},
      {"tests/", {"tests/", "server/", "workers/", "common/", "proto/"}, outside::anything},
      {"bench/",
       {"bench/", "server/", "workers/", "common/", "proto/", "tests/"},
       outside::anything},
  };
  return all;
}

const layer* layer_of(std::string_view path) {
  auto found = std::find_if(layers().begin(), layers().end(),
                            [&](const layer& each) { return path.starts_with(each.files); });
  return found == layers().end() ? nullptr : &*found;
}

// The standard library's headers are the ones without a dot or a slash.
bool is_standard(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return std::islower(static_cast<unsigned char>(c)) != 0 ||
           std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '_';
  });
}

bool may_include(const layer& own, const include& wanted) {
  if (wanted.opens == '"') {
    return std::any_of(own.project.begin(), own.project.end(),
                       [&](std::string_view each) { return wanted.name.starts_with(each); });
  }
  if (is_standard(wanted.name) || own.world == outside::anything) return true;
  bool for_tests = wanted.name.starts_with("gtest/") || wanted.name.starts_with("gmock/");
  return own.world == outside::tests_too && for_tests;
}

// --- rooms of the console ----------------------------------------------------------------------

constexpr std::string_view console = "web/src/console/";
constexpr std::array seats = {"desk", "dispatch", "board", "wall", "packs", "account"};

struct passage {
  std::string_view room;
  std::string_view wanted;  // what the path of what is taken begins with, from the console on
};
// The wall shows the board's figures, reckoned and named as there, and is left on by whoever may.
constexpr std::array passages = {passage{"wall", "board/"}, passage{"wall", "account/rights"}};

// The folder of the console that a file lies in; empty where it lies in none.
std::string room_of(std::string_view path) {
  if (!path.starts_with(console)) return {};
  path.remove_prefix(console.size());
  std::size_t end = path.find('/');
  return std::string(end == std::string_view::npos ? "" : path.substr(0, end));
}

bool may_take(const std::string& room, std::string_view wanted) {
  std::string from = room_of(wanted);
  bool of_a_seat = std::find(seats.begin(), seats.end(), from) != seats.end();
  if (room.empty() || from == room || !of_a_seat) return true;
  wanted.remove_prefix(console.size());
  return std::any_of(passages.begin(), passages.end(), [&](const passage& each) {
    return each.room == room && wanted.starts_with(each.wanted);
  });
}

// Imports of what lies in the project, as paths from its root.
std::vector<include> imports_of(const source_file& file) {
  static const std::regex taken(R"(\b(from|import)\s*\(?\s*['"](\.[^'"]*)['"])");
  std::filesystem::path folder = std::filesystem::path(file.path).parent_path();
  std::vector<include> found;
  std::size_t number = 0;
  for (std::string_view line : lines_of(file.text)) {
    ++number;
    std::cmatch match;
    if (!std::regex_search(line.data(), line.data() + line.size(), match, taken)) continue;
    found.push_back({number, (folder / match[2].str()).lexically_normal().generic_string(), '"'});
  }
  return found;
}

std::string header_beside(const source_file& source) {
  return source.path.substr(0, source.path.size() - 4) + ".hpp";
}

// The words of a CMakeLists.txt, without comments.
std::set<std::string, std::less<>> words_of_cmake(const source_file& file) {
  std::set<std::string, std::less<>> words;
  std::string word;
  for (std::string_view line : lines_of(file.text)) {
    for (char c : std::string(line.substr(0, line.find('#'))) + " ") {
      bool ends =
          std::isspace(static_cast<unsigned char>(c)) != 0 || c == '(' || c == ')' || c == '"';
      if (!ends) {
        word.push_back(c);
      } else if (!word.empty()) {
        words.insert(std::exchange(word, {}));
      }
    }
  }
  return words;
}

bool is_named_by(const source_file& cmake, std::string_view path) {
  std::string_view folder = cmake.path;
  folder.remove_suffix(std::string_view("CMakeLists.txt").size());
  auto words = words_of_cmake(cmake);
  if (words.contains("${PROJECT_SOURCE_DIR}/" + std::string(path))) return true;
  return path.starts_with(folder) && words.contains(path.substr(folder.size()));
}

}  // namespace

breaches includes_point_one_way(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    const layer* own = layer_of(file.path);
    if (!own) {
      found.push_back({file.path, 1, "stands in no layer"});
      continue;
    }
    for (const include& each : includes_of(file)) {
      if (may_include(*own, each)) continue;
      found.push_back(
          {file.path, each.line, std::string(own->files) + " must not include " + each.name});
    }
  }
  return found;
}

breaches rooms_that_take_from_another_seat(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.other) {
    std::string room = room_of(file.path);
    if (room.empty() || !(file.path.ends_with(".ts") || file.path.ends_with(".vue"))) continue;
    for (const include& each : imports_of(file)) {
      if (may_take(room, each.name)) continue;
      found.push_back({file.path, each.line, room + " must not take " + each.name});
    }
  }
  return found;
}

breaches sources_include_their_own_header_first(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    if (file.is_header() || !tree.find(header_beside(file))) continue;
    auto all = includes_of(file);
    if (!all.empty() && all.front().name == header_beside(file)) continue;
    found.push_back(
        {file.path, all.empty() ? 1 : all.front().line, "its own header is not its first include"});
  }
  return found;
}

breaches unused_headers(const project_tree& tree) {
  std::set<std::string, std::less<>> used;
  for (const source_file& file : tree.cpp) {
    for (const include& each : includes_of(file)) {
      bool own = !file.is_header() && each.name == header_beside(file);
      if (each.opens == '"' && !own) used.insert(each.name);
    }
  }
  breaches found;
  for (const source_file& file : tree.cpp) {
    if (file.is_header() && !used.contains(file.path))
      found.push_back({file.path, 1, "nobody includes it"});
  }
  return found;
}

breaches files_unknown_to_cmake(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    bool header_of_a_program =
        file.is_header() && !file.path.starts_with("tests/") && !file.path.starts_with("bench/");
    if (file.is_header() && !header_of_a_program) continue;
    bool named = std::any_of(tree.other.begin(), tree.other.end(), [&](const source_file& cmake) {
      return cmake.path.ends_with("CMakeLists.txt") && is_named_by(cmake, file.path);
    });
    if (!named) found.push_back({file.path, 1, "no CMakeLists.txt names it"});
  }
  return found;
}

}  // namespace gridwhistle::tidy
