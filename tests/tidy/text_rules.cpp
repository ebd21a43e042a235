#include "tests/tidy/text_rules.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace gridwhistle::tidy {
namespace {

// Split in the middle, so that this file does not breach what it checks.
const std::array empty_words = {std::string("man") + "ager", std::string("man") + "agers",
                                std::string("ut") + "il", std::string("ut") + "ils"};
const std::array empty_phrases = {std::string("helper_") + "function"};
const std::array unfinished_words = {std::string("TO") + "DO", std::string("FIX") + "ME",
                                     std::string("XX") + "X"};
const std::array workshop_words = {std::string("sub") + "agent", std::string("sub") + "agents",
                                   std::string("ll") + "m", std::string("clau") + "de"};
const std::string workshop_path = std::string("/wo") + "rk/";

std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return made;
}

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

// The words of a line; an underline and a change to a capital letter part them.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  bool inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    char c = line[i];
    bool capital = std::isupper(static_cast<unsigned char>(c)) != 0;
    bool after_small = i > 0 && std::islower(static_cast<unsigned char>(line[i - 1])) != 0;
    bool starts = is_letter(c) && (!inside || (capital && after_small));
    inside = is_letter(c);
    if (starts) words.emplace_back();
    if (inside) words.back().push_back(c);
  }
  return words;
}

template <class Words>
std::string first_of(const Words& wanted, std::string_view line) {
  for (const std::string& word : words_of(line)) {
    if (std::find(wanted.begin(), wanted.end(), word) != wanted.end()) return word;
  }
  return {};
}

// As first_of, for lower-case words, however they are written.
template <class Words>
std::string first_of_any_case(const Words& wanted, std::string_view line) {
  for (const std::string& word : words_of(line)) {
    if (std::find(wanted.begin(), wanted.end(), lower(word)) != wanted.end()) return word;
  }
  return {};
}

template <class Rule>
void for_each_line(const source_file& file, std::string_view text, Rule rule) {
  std::size_t number = 0;
  for (std::string_view line : lines_of(text)) {
    ++number;
    rule(file, number, line);
  }
}

bool has_suffix(const source_file& file, std::initializer_list<std::string_view> suffixes) {
  return std::any_of(suffixes.begin(), suffixes.end(),
                     [&](std::string_view each) { return file.path.ends_with(each); });
}

std::vector<const source_file*> written_by_hand(const project_tree& tree,
                                                std::initializer_list<std::string_view> suffixes) {
  std::vector<const source_file*> files;
  for (const source_file& file : tree.cpp) files.push_back(&file);
  for (const source_file& file : tree.other) {
    if (has_suffix(file, suffixes)) files.push_back(&file);
  }
  return files;
}

std::vector<const source_file*> all_of(const project_tree& tree) {
  std::vector<const source_file*> files;
  for (const source_file& file : tree.cpp) files.push_back(&file);
  for (const source_file& file : tree.other) files.push_back(&file);
  return files;
}

// The comment a file opens with, its lines joined.
std::string opening_comment(const source_file& file) {
  std::string comment;
  for (std::string_view line : lines_of(file.text)) {
    if (!line.starts_with("//")) break;
    comment += std::string(line.substr(2)) + " ";
  }
  return comment;
}

bool is_sentence(const std::string& comment) {
  return words_of(comment).size() >= 3 && comment.find(". ") != std::string::npos;
}

bool has_own_header(const project_tree& tree, const source_file& source) {
  return tree.find(source.path.substr(0, source.path.size() - 4) + ".hpp") != nullptr;
}

}  // namespace

breaches lines_too_wide(const project_tree& tree) {
  breaches found;
  for (const source_file* file : written_by_hand(tree, {".proto"})) {
    for_each_line(*file, file->text,
                  [&](const source_file& in, std::size_t number, std::string_view line) {
                    std::size_t columns = columns_of(line);
                    if (columns > columns_max)
                      found.push_back({in.path, number, std::to_string(columns) + " columns"});
                  });
  }
  return found;
}

breaches files_too_long(const project_tree& tree) {
  breaches found;
  for (const source_file* file :
       written_by_hand(tree, {".proto", ".py", ".ts", "CMakeLists.txt", ".cmake"})) {
    std::size_t length = lines_of(file->text).size();
    if (length > file_lines_max)
      found.push_back({file->path, length, std::to_string(length) + " lines"});
  }
  return found;
}

breaches functions_too_long(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    for (const function_extent& each : functions_of(file)) {
      if (each.length() <= function_lines_max) continue;
      found.push_back(
          {file.path, each.first_line, std::to_string(each.length()) + " lines in one function"});
    }
  }
  return found;
}

breaches empty_names(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    for_each_line(file, file.code,
                  [&](const source_file& in, std::size_t number, std::string_view line) {
                    if (line.starts_with("#include")) return;
                    std::string low = lower(line);
                    std::string word = first_of_any_case(empty_words, line);
                    for (const std::string& each : empty_phrases) {
                      if (line.find(each) != std::string::npos) word = each;
                    }
                    if (!word.empty()) found.push_back({in.path, number, "names nothing: " + word});
                  });
  }
  for (const source_file* file : all_of(tree)) {
    std::string word = first_of_any_case(empty_words, file->path);
    if (!word.empty()) found.push_back({file->path, 1, "the file's name names nothing: " + word});
  }
  return found;
}

breaches unfinished_marks(const project_tree& tree) {
  breaches found;
  for (const source_file* file : all_of(tree)) {
    if (file->path.ends_with(".csv")) continue;
    for_each_line(*file, file->text,
                  [&](const source_file& in, std::size_t number, std::string_view line) {
                    std::string word = first_of(unfinished_words, line);
                    if (!word.empty()) found.push_back({in.path, number, "unfinished: " + word});
                  });
  }
  return found;
}

breaches words_from_the_workshop(const project_tree& tree) {
  breaches found;
  for (const source_file* file : all_of(tree)) {
    for_each_line(*file, file->text,
                  [&](const source_file& in, std::size_t number, std::string_view line) {
                    std::string word = first_of_any_case(workshop_words, line);
                    if (line.find(workshop_path) != std::string_view::npos) word = workshop_path;
                    if (!word.empty())
                      found.push_back({in.path, number, "not for readers: " + word});
                  });
  }
  return found;
}

breaches files_without_opening_sentence(const project_tree& tree) {
  breaches found;
  for (const source_file& file : tree.cpp) {
    if (!file.is_header() && has_own_header(tree, file)) continue;
    if (!is_sentence(opening_comment(file))) {
      found.push_back({file.path, 1, "does not open with a sentence that says its job"});
    }
    auto lines = lines_of(file.text);
    auto after = std::find_if(lines.begin(), lines.end(),
                              [](std::string_view each) { return !each.starts_with("//"); });
    bool once = after != lines.end() && *after == "#pragma once";
    if (file.is_header() && !once) {
      found.push_back({file.path, 1, "#pragma once does not follow the opening sentence"});
    }
  }
  return found;
}

}  // namespace gridwhistle::tidy
