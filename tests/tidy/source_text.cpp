#include "tests/tidy/source_text.hpp"

#include <algorithm>
#include <cctype>
#include <regex>
#include <utility>

namespace gridwhistle::tidy {
namespace {

// --- blanking comments and texts ---------------------------------------------------------------

void blank(std::string& code, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < std::min(to, code.size()); ++i) {
    if (code[i] != '\n') code[i] = ' ';
  }
}

// The word that ends right before at.
std::string_view word_before(std::string_view text, std::size_t at) {
  std::size_t start = at;
  while (start > 0 && (is_word(text[start - 1]) || text[start - 1] == '\'')) --start;
  return text.substr(start, at - start);
}

std::size_t end_of_quoted(std::string_view text, std::size_t open) {
  char quote = text[open];
  std::size_t at = open + 1;
  while (at < text.size() && text[at] != quote && text[at] != '\n')
    at += text[at] == '\\' ? 2u : 1u;
  return at;
}

// R"mark( ... )mark": the offset of the closing quote.
std::size_t end_of_raw(std::string_view text, std::size_t open) {
  std::size_t round = text.find('(', open);
  if (round == std::string_view::npos) return text.size();
  std::string end = ")" + std::string(text.substr(open + 1, round - open - 1)) + "\"";
  std::size_t found = text.find(end, round);
  return found == std::string_view::npos ? text.size() : found + end.size() - 1;
}

// Blanks what begins at `at`, if something does, and says where reading goes on.
std::size_t skip_one(std::string_view text, std::size_t at, std::string& code) {
  std::string_view here = text.substr(at);
  if (here.starts_with("//")) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    blank(code, at, end);
    return end;
  }
  if (here.starts_with("/*")) {
    std::size_t end = text.find("*/", at + 2);
    end = end == std::string_view::npos ? text.size() : end + 2;
    blank(code, at, end);
    return end;
  }
  if (here.front() != '"' && here.front() != '\'') return at + 1;
  std::string_view before = word_before(text, at);
  bool separator =
      here.front() == '\'' && !before.empty() && before.front() >= '0' && before.front() <= '9';
  if (separator) return at + 1;
  bool raw = here.front() == '"' && before.ends_with('R');
  std::size_t end = raw ? end_of_raw(text, at) : end_of_quoted(text, at);
  blank(code, at + 1, end);
  return end + 1;
}

// Paths of includes must stay readable, so directives are left alone but for their comments.
std::string code_of(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    bool line_begins = at == 0 || text[at - 1] == '\n';
    if (line_begins && text.substr(at).starts_with("#include")) {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    at = skip_one(text, at, code);
  }
  return code;
}

std::string without_directives(std::string code) {
  for (std::size_t at = 0; at < code.size();) {
    std::size_t end = std::min(code.find('\n', at), code.size());
    std::size_t first = code.find_first_not_of(" \t", at);
    if (first < end && code[first] == '#') {
      while (end < code.size() && end > at && code[end - 1] == '\\') {
        end = std::min(code.find('\n', end + 1), code.size());
      }
      blank(code, at, end);
    }
    at = end + 1;
  }
  return code;
}

// --- functions ---------------------------------------------------------------------------------

enum class brace { scope, type, function, member_initializer, value };

std::string trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

std::ptrdiff_t open_round(std::string_view head) {
  return std::count(head.begin(), head.end(), '(') - std::count(head.begin(), head.end(), ')');
}

// What a brace opens, from the words since the last statement outside of any function.
brace kind_of_brace(std::string head) {
  static const std::regex with_template(R"(^template\s*<[^{}()]*>\s*)");
  static const std::regex scope(R"(^(inline\s+)?namespace\b|^extern\s*"\s*"$)");
  static const std::regex type(R"(^(typedef\s+)?(class|struct|union|enum)\b)");
  static const std::regex after_signature(R"(\)\s*(const|noexcept|override|final|&|&&|\s)*$)");
  static const std::regex in_initializers(R"(\)\s*(noexcept)?\s*:[^:][^;]*[\w>]\s*$)");
  head = std::regex_replace(trimmed(head), with_template, "");
  if (std::regex_search(head, scope)) return brace::scope;
  if (std::regex_search(head, type) && !std::regex_search(head, after_signature))
    return brace::type;
  if (open_round(head) > 0 || head.find('(') == std::string::npos) return brace::value;
  if (head.ends_with('=') || head.ends_with(',') || head.ends_with("return")) return brace::value;
  if (std::regex_search(head, in_initializers)) return brace::member_initializer;
  return brace::function;
}

}  // namespace

source_file make_source(std::string path, std::string text) {
  source_file made{std::move(path), std::move(text), {}};
  made.code = code_of(made.text);
  return made;
}

std::size_t line_at(std::string_view text, std::size_t offset) {
  auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t columns_of(std::string_view line) {
  std::size_t columns = 0;
  for (char c : line) {
    auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xc0) continue;
    // Three bytes from U+3000 on and all of four: written wide in any font that has them.
    columns += byte >= 0xe3 ? 2 : 1;
  }
  return columns;
}

std::vector<include> includes_of(const source_file& file) {
  static const std::regex directive(R"(^#include\s*([<"])([^>"]+)[>"])");
  std::vector<include> found;
  std::size_t number = 0;
  for (std::string_view line : lines_of(file.code)) {
    ++number;
    std::cmatch match;
    if (!std::regex_search(line.data(), line.data() + line.size(), match, directive)) continue;
    found.push_back({number, match[2].str(), *match[1].first});
  }
  return found;
}

std::size_t closing_bracket(std::string_view code, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t at = open; at < code.size(); ++at) {
    char c = code[at];
    if (c == '(' || c == '{' || c == '[') ++depth;
    if ((c == ')' || c == '}' || c == ']') && --depth == 0) return at;
  }
  return code.size();
}

std::vector<function_extent> functions_of(const source_file& file) {
  std::string code = without_directives(file.code);
  std::vector<function_extent> found;
  std::size_t head_from = 0;
  for (std::size_t at = 0; at < code.size(); ++at) {
    char c = code[at];
    std::string head = c == '{' || c == ':'
                           ? trimmed(std::string_view(code).substr(head_from, at - head_from))
                           : "";
    bool label = head == "public" || head == "private" || head == "protected";
    if (c == ';' || c == '}' || (c == ':' && label)) head_from = at + 1;
    if (c != '{') continue;
    brace kind = kind_of_brace(head);
    if (kind == brace::scope || kind == brace::type) {
      head_from = at + 1;
      continue;
    }
    std::size_t end = closing_bracket(code, at);
    if (kind == brace::function) {
      std::size_t start = code.find_first_not_of(" \t\n", head_from);
      found.push_back({line_at(code, start), line_at(code, end), at, head});
      head_from = end + 1;
    }
    at = end;
  }
  return found;
}

}  // namespace gridwhistle::tidy
