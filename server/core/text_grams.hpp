// Cuts free text into the pieces by which two texts are compared: of Chinese each character and
// each pair, of words written with letters the word and its groups of three.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gridwhistle {

enum class gram_kind { character, pair, word, three_letters };

struct text_gram {
  gram_kind kind = gram_kind::character;
  std::string text;  // as it is compared: letters small, full-width forms narrow
  auto operator<=>(const text_gram&) const = default;
};

// In the order of the text, with repeats. A pair or a group does not reach across a blank or a
// mark; the groups of a word see its ends as "_". Numbers say nothing about a matter and are left
// out, and so is what is not UTF-8.
std::vector<text_gram> grams_of(std::string_view text);

// The text as words are looked for in it: letters small, full-width forms narrow, a blank at both
// ends, between Chinese and letters, and instead of all else.
std::string spaced_out(std::string_view text);

// Whether the one has the other; both are spaced_out(). Of Chinese any piece counts, of letters
// whole words, of one or of many: an office is not icy.
bool has_words(std::string_view text, std::string_view words);

}  // namespace gridwhistle
