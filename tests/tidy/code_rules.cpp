#include "tests/tidy/code_rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace gridwhistle::tidy {
namespace {

bool is_pure(const source_file& file) {
  return file.path.starts_with("server/core/") || file.path.starts_with("server/engine/");
}

// Where phrase stands with no letter beside it, if its own ends are letters.
std::vector<std::size_t> places_of(std::string_view phrase, std::string_view code) {
  std::vector<std::size_t> places;
  for (std::size_t at = code.find(phrase); at != std::string_view::npos;
       at = code.find(phrase, at + 1)) {
    std::size_t end = at + phrase.size();
    bool before = at > 0 && is_word(phrase.front()) && is_word(code[at - 1]);
    bool after = end < code.size() && is_word(phrase.back()) && is_word(code[end]);
    if (!before && !after) places.push_back(at);
  }
  return places;
}

template <class Phrases>
void add_places(breaches& found, const source_file& file, const Phrases& phrases,
                std::string_view why) {
  for (std::string_view phrase : phrases) {
    for (std::size_t at : places_of(phrase, file.code)) {
      found.push_back(
          {file.path, line_at(file.code, at), std::string(phrase) + ": " + std::string(why)});
    }
  }
}

std::size_t last_solid(std::string_view code, std::size_t before) {
  while (before > 0 && is_space(code[before - 1])) --before;
  return before == 0 ? std::string_view::npos : before - 1;
}

// The word that ends at `end`, its last character.
std::string_view word_ending_at(std::string_view code, std::size_t end) {
  std::size_t start = end + 1;
  while (start > 0 && is_word(code[start - 1])) --start;
  return code.substr(start, end + 1 - start);
}

// Whether the brace at `open` begins a block, and not a value.
bool opens_block(std::string_view code, std::size_t open) {
  std::size_t last = last_solid(code, open);
  if (last == std::string_view::npos) return true;
  char c = code[last];
  if (c == ')' || c == ';' || c == '{' || c == '}' || c == ':' || c == ']') return true;
  if (c == '>') {
    // The end of a return type, or of the type a value is made of.
    std::size_t statement = code.find_last_of(";{}", open - 1);
    return code.substr(statement + 1, open - statement - 1).find("->") != std::string_view::npos;
  }
  constexpr std::array words = {"else",     "do",      "try",      "const",
                                "noexcept", "mutable", "override", "final"};
  return std::find(words.begin(), words.end(), word_ending_at(code, last)) != words.end();
}

// Whether a bracket that is open at `at` was opened in the same statement and is no block.
bool inside_open_bracket(std::string_view code, std::size_t at) {
  std::size_t closed = 0;
  for (std::size_t i = at; i-- > 0;) {
    char c = code[i];
    if (c == ')' || c == ']') ++closed;
    if (c == '}') {
      std::size_t next = code.find_first_not_of(" \t\n", i + 1);
      bool value = next != std::string_view::npos &&
                   (code[next] == ',' || code[next] == ')' || code[next] == '.');
      if (closed == 0 && !value) return false;
      ++closed;
    }
    if (c == ';' && closed == 0) return false;
    if (c != '(' && c != '{' && c != '[') continue;
    if (closed == 0) return c != '{' || !opens_block(code, i);
    --closed;
  }
  return false;
}

bool captures(std::string_view code, std::size_t open) {
  std::size_t last = last_solid(code, open);
  bool subscript = last != std::string_view::npos &&
                   (is_word(code[last]) || code[last] == ')' || code[last] == ']');
  bool attribute = open + 1 < code.size() && code[open + 1] == '[';
  if (subscript || attribute || (open > 0 && code[open - 1] == '[')) return false;
  std::string_view inside = code.substr(open + 1, closing_bracket(code, open) - open - 1);
  return std::any_of(inside.begin(), inside.end(), [](char c) { return !is_space(c); });
}

// What stands between co_await and the end of its statement and must not; 0 when nothing does.
char built_after(std::string_view code, std::size_t at) {
  std::size_t depth = 0;
  for (std::size_t i = at; i < code.size(); ++i) {
    char c = code[i];
    if (c == ';' || (c == ')' && depth == 0)) return 0;
    if (c == '(') ++depth;
    if (c == ')') --depth;
    if (c == '{' || (c == '[' && captures(code, i))) return c;
  }
  return 0;
}

// The parameter lists of functions that return an awaitable: offsets of their round brackets.
std::vector<std::size_t> coroutine_parameters(std::string_view code) {
  std::vector<std::size_t> lists;
  for (std::size_t at : places_of("awaitable<", code)) {
    std::size_t depth = 0;
    std::size_t i = at + std::string_view("awaitable").size();
    for (; i < code.size(); ++i) {
      if (code[i] == '<') ++depth;
      if (code[i] == '>' && --depth == 0) break;
    }
    while (++i < code.size() && (is_word(code[i]) || is_space(code[i]) || code[i] == ':')) continue;
    if (i < code.size() && code[i] == '(') lists.push_back(i);
  }
  return lists;
}

}  // namespace

breaches impure_words(const project_tree& tree) {
  constexpr std::array<std::string_view, 14> words = {
      "rand(",        "random_device", "std::thread", "std::jthread", "std::async",
      "mutex",        "shared_mutex",  "co_await",    "co_return",    "co_yield",
      "thread_local", "getenv",        "<iostream>",  "<fstream>"};
  breaches found;
  for (const source_file& file : tree.cpp) {
    if (!is_pure(file)) continue;
    add_places(found, file, words,
               "core and engine know no clock, chance, I/O, thread or coroutine");
    for (std::size_t at = file.code.find("_clock::now"); at != std::string::npos;
         at = file.code.find("_clock::now", at + 1)) {
      found.push_back({file.path, line_at(file.code, at), "clock::now: the core is told the time"});
    }
  }
  return found;
}

breaches exceptions_in_the_core(const project_tree& tree) {
  constexpr std::array<std::string_view, 2> words = {"throw", "catch"};
  breaches found;
  for (const source_file& file : tree.cpp) {
    if (is_pure(file)) add_places(found, file, words, "refusals are values, bugs are checks");
  }
  return found;
}

breaches things_built_inside_co_await(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    for (std::size_t at : places_of("co_await", file.code)) {
      std::size_t line = line_at(file.code, at);
      if (char c = built_after(file.code, at)) {
        found.push_back(
            {file.path, line, std::string("'") + c + "' inside co_await: name it first"});
      } else if (inside_open_bracket(file.code, at)) {
        found.push_back(
            {file.path, line, "co_await inside an open bracket: name its result first"});
      }
    }
  }
  return found;
}

breaches default_arguments_of_coroutines(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    for (std::size_t open : coroutine_parameters(file.code)) {
      std::size_t equals = file.code.find('=', open);
      if (equals >= closing_bracket(file.code, open)) continue;
      found.push_back({file.path, line_at(file.code, equals), "default argument of a coroutine"});
    }
  }
  return found;
}

breaches capturing_lambda_coroutines(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    for (std::size_t at = file.code.find('['); at != std::string::npos;
         at = file.code.find('[', at + 1)) {
      if (!captures(file.code, at)) continue;
      std::size_t end = closing_bracket(file.code, at);
      std::size_t body = file.code.find_first_of("{;", end);
      if (body == std::string::npos || file.code[body] != '{') continue;
      std::string_view signature = std::string_view(file.code).substr(end, body - end);
      bool coroutine = signature.find("->") != std::string_view::npos &&
                       signature.find("awaitable<") != std::string_view::npos;
      if (coroutine)
        found.push_back({file.path, line_at(file.code, at), "a capturing lambda is a coroutine"});
    }
  }
  return found;
}

breaches switches_with_default(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    if (!is_pure(file)) continue;
    for (std::size_t at : places_of("default", file.code)) {
      std::size_t next =
          file.code.find_first_not_of(" \t\n", at + std::string_view("default").size());
      if (next == std::string::npos || file.code[next] != ':') continue;
      found.push_back(
          {file.path, line_at(file.code, at), "default hides the value somebody adds later"});
    }
  }
  return found;
}

breaches sleeps_in_tests(const project_tree& tree) {
  constexpr std::array<std::string_view, 5> words = {"sleep_for", "sleep_until", "usleep",
                                                     "nanosleep", "sleep("};
  breaches found;
  for (const source_file& file : tree.cpp) {
    if (file.path.starts_with("tests/"))
      add_places(found, file, words, "wait for the fact instead");
  }
  return found;
}

breaches bool_parameters(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    if (!is_pure(file) || !file.is_header()) continue;
    for (std::size_t at : places_of("bool", file.code)) {
      std::size_t last = last_solid(file.code, at);
      if (last != std::string::npos && word_ending_at(file.code, last) == "const") {
        last = last_solid(file.code, last + 1 - std::string_view("const").size());
      }
      bool listed = last != std::string::npos && (file.code[last] == '(' || file.code[last] == ',');
      if (!listed || !inside_open_bracket(file.code, at)) continue;
      found.push_back({file.path, line_at(file.code, at),
                       "a bool parameter: two functions or an enum say which"});
    }
  }
  return found;
}

}  // namespace gridwhistle::tidy
