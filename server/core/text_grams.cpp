#include "server/core/text_grams.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace gridwhistle {
namespace {

constexpr char32_t no_character = 0;

bool is_chinese(char32_t point) {
  return (point >= 0x3400 && point <= 0x9fff) || (point >= 0xf900 && point <= 0xfaff) ||
         (point >= 0x20000 && point <= 0x3ffff);
}

bool is_digit(char32_t point) { return point >= U'0' && point <= U'9'; }

bool is_letter(char32_t point) {
  constexpr char32_t times = 0xd7;
  constexpr char32_t divided = 0xf7;
  return (point >= U'a' && point <= U'z') ||
         (point >= 0xc0 && point <= 0x24f && point != times && point != divided);
}

// Takes one character off the text; what is broken counts as a mark.
char32_t take_character(std::string_view& text) {
  auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  std::uint8_t lead = byte(0);
  std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (lead < 0x80 || lead < 0xc2 || lead > 0xf4 || length > text.size()) {
    text.remove_prefix(1);
    return lead < 0x80 ? lead : no_character;
  }
  constexpr std::uint8_t lead_bits[] = {0, 0, 0x1f, 0x0f, 0x07};
  char32_t point = lead & lead_bits[length];
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) {
      text.remove_prefix(i);
      return no_character;
    }
    point = point << 6 | (byte(i) & 0x3fu);
  }
  text.remove_prefix(length);
  return point;
}

char32_t as_compared(char32_t point) {
  constexpr char32_t full_width_first = 0xff01;
  constexpr char32_t full_width_last = 0xff5e;
  if (point >= full_width_first && point <= full_width_last) point -= full_width_first - U'!';
  bool capital = (point >= U'A' && point <= U'Z') || (point >= 0xc0 && point <= 0xde);
  constexpr char32_t to_small = 0x20;
  return capital && point != 0xd7 ? point + to_small : point;
}

void append(std::string& to, char32_t point) {
  auto add = [&](char32_t byte) { to += static_cast<char>(static_cast<std::uint8_t>(byte)); };
  if (point < 0x80) return add(point);
  if (point < 0x800) {
    add(0xc0 | point >> 6);
  } else if (point < 0x10000) {
    add(0xe0 | point >> 12);
    add(0x80 | (point >> 6 & 0x3f));
  } else {
    add(0xf0 | point >> 18);
    add(0x80 | (point >> 12 & 0x3f));
    add(0x80 | (point >> 6 & 0x3f));
  }
  add(0x80 | (point & 0x3f));
}

std::string text_of(std::u32string_view points) {
  std::string text;
  for (char32_t each : points) append(text, each);
  return text;
}

void add_chinese(std::u32string_view run, std::vector<text_gram>& to) {
  for (std::size_t i = 0; i < run.size(); ++i) {
    to.push_back({gram_kind::character, text_of(run.substr(i, 1))});
    if (i + 1 < run.size()) to.push_back({gram_kind::pair, text_of(run.substr(i, 2))});
  }
}

void add_word(std::u32string_view word, std::vector<text_gram>& to) {
  if (std::ranges::all_of(word, is_digit) || word.size() < 2) return;
  to.push_back({gram_kind::word, text_of(word)});
  std::u32string between = U"_" + std::u32string(word) + U"_";
  constexpr std::size_t group = 3;
  for (std::size_t i = 0; i + group <= between.size(); ++i)
    to.push_back(
        {gram_kind::three_letters, text_of(std::u32string_view(between).substr(i, group))});
}

// Of a character of spaced_out(): Chinese takes three bytes or four, all else fewer.
bool is_chinese_lead(char byte) { return static_cast<unsigned char>(byte) >= 0xe0; }
bool is_continued(char byte) { return (static_cast<unsigned char>(byte) & 0xc0u) == 0x80u; }

}  // namespace

std::vector<text_gram> grams_of(std::string_view text) {
  std::vector<text_gram> made;
  std::u32string chinese;
  std::u32string word;
  while (!text.empty()) {
    char32_t point = as_compared(take_character(text));
    bool in_word = is_letter(point) || is_digit(point);
    if (!in_word && !word.empty()) {
      add_word(word, made);
      word.clear();
    }
    if (!is_chinese(point) && !chinese.empty()) {
      add_chinese(chinese, made);
      chinese.clear();
    }
    if (in_word) word += point;
    if (is_chinese(point)) chinese += point;
  }
  add_word(word, made);
  add_chinese(chinese, made);
  return made;
}

std::string spaced_out(std::string_view text) {
  enum class last { blank, chinese, word } before = last::blank;
  std::string made = " ";
  while (!text.empty()) {
    char32_t point = as_compared(take_character(text));
    last now = is_chinese(point)                     ? last::chinese
               : is_letter(point) || is_digit(point) ? last::word
                                                     : last::blank;
    if (now != before && before != last::blank) made += ' ';
    if (now != last::blank) append(made, point);
    before = now;
  }
  if (before != last::blank) made += ' ';
  return made;
}

bool has_words(std::string_view text, std::string_view words) {
  words.remove_prefix(std::min<std::size_t>(1, words.size()));
  if (words.empty()) return false;
  words.remove_suffix(1);
  auto lead = std::find_if_not(words.rbegin(), words.rend(), is_continued);
  bool free_before = is_chinese_lead(words.front());
  bool free_behind = is_chinese_lead(*lead);
  for (std::size_t at = text.find(words); at != text.npos; at = text.find(words, at + 1)) {
    std::string_view behind = text.substr(at + words.size());
    bool begins = free_before || text[at - 1] == ' ';
    bool ends = free_behind || behind.starts_with(' ') || behind.starts_with("s ");
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace gridwhistle
