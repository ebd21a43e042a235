// A C++ file as tidy reads it: its lines, its code without comments and texts, and where its
// functions are.
#pragma once

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gridwhistle::tidy {

struct source_file {
  std::string path;  // from the project's root
  std::string text;
  // The same length and lines; comments and the insides of texts and characters are blank.
  std::string code;

  bool is_header() const { return path.ends_with(".hpp"); }
};

source_file make_source(std::string path, std::string text);

inline bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
inline bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// From 1.
std::size_t line_at(std::string_view text, std::size_t offset);
std::vector<std::string_view> lines_of(std::string_view text);
// Places on a screen: East Asian wide characters take two.
std::size_t columns_of(std::string_view line);

struct include {
  std::size_t line = 0;
  std::string name;
  char opens = '<';  // or '"'
};
std::vector<include> includes_of(const source_file& file);

struct function_extent {
  std::size_t first_line = 0;  // of its signature
  std::size_t last_line = 0;
  std::size_t body = 0;  // offset of its brace
  std::string head;
  std::size_t length() const { return last_line - first_line + 1; }
};
// Functions, members and tests with a body, in order; a lambda belongs to the function around it.
std::vector<function_extent> functions_of(const source_file& file);

// Offset of the bracket that closes the one at open, or the length of the text where there is none.
std::size_t closing_bracket(std::string_view code, std::size_t open);

}  // namespace gridwhistle::tidy
