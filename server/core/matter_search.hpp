// Which matters a free text may be about, each with the reason: BM25 over the grams of the pack's
// names and aliases, and of what desks have filed before. The thing outweighs its condition: a
// broken manhole cover is a manhole cover first.
// Law: whole numbers only, so the same pack, corrections and text give the same list everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/core/everyday_words.hpp"
#include "server/core/matter_list.hpp"
#include "server/core/text_grams.hpp"

namespace gridwhistle {

// As many as a handheld shows.
constexpr std::size_t suggestions_max = 3;
// Of a reason, the weightiest; the rest is not told.
constexpr std::size_t reason_grams_max = 8;
// Of a correction's text: what it is about is said at its beginning.
constexpr std::size_t correction_bytes_max = 400;

enum class suggested_by { name, alias, correction };
std::string_view name_of(suggested_by source);  // "name", "alias", "correction"

struct matter_suggestion {
  struct matched {
    std::string gram;
    std::uint32_t share_permille = 0;  // of the score
    std::string said;                  // everyday words that mean it; empty: the text has it itself
  };
  matter_key matter;
  std::string name;
  std::uint32_t score_milli = 0;
  suggested_by source = suggested_by::name;
  std::string
      phrase;  // the name or the alias; of a correction nothing: its text is another's report
  std::vector<matched> grams;  // of the text, by share
};

class matter_search {
 public:
  // Of the admitted matters.
  explicit matter_search(const matter_list& matters, everyday_words words = {});
  // Its phrases point into it.
  matter_search(matter_search&&) = default;
  matter_search& operator=(matter_search&&) = default;

  // A text that a desk filed as that matter, from now on a phrase of it. Returns its number, by
  // which it is taken away again; 0: no admitted matter, or a text without grams.
  std::uint32_t add_correction(const matter_key& matter, std::string_view text);
  void remove_correction(std::uint32_t number);

  // The best first, at most so many; equal scores in the order of keys. A matter stands for its
  // best phrase. Of a name or an alias the score is the sum over its grams that the text has, of
  //   weight x 2.2 tf / (tf + 0.3 + 0.9 length / mean length)
  // where tf is how often the phrase has the gram, and the weight is log2((2M + 2) / (2m + 1)) for
  // one that m of M matters have, 0.3 times that for a single Chinese character and for three
  // letters, and 0.4 times that in a word of condition. What only everyday words of the text mean
  // counts half. All times 0.7 + 0.3 c, where c is the share of the phrase's own weight that the
  // text has. Of a correction the score is 3 c^2 log2((2M + 2) / 3): two long texts share much that
  // says nothing, and a sum would say it loudest; everyday words count nothing there.
  //
  // A word of condition (破损, 异常) is one that ends the names of two matters or more and stands
  // in no component's: components are things. A pack without components has none.
  std::vector<matter_suggestion> suggest(std::string_view text, std::size_t most) const;

 private:
  struct posting {
    std::uint32_t phrase = 0;
    std::uint32_t times = 0;
  };
  enum class gram_part { thing, condition };
  struct gram_record {
    gram_kind kind = gram_kind::character;
    std::vector<posting> postings;  // by matter
    std::size_t matters = 0;
    std::int64_t weight = 0;  // in units of 2^-16
    gram_part part = gram_part::thing;
  };
  struct phrase {
    std::size_t matter = 0;  // in matters_
    suggested_by source = suggested_by::name;
    std::string text;
    std::uint32_t length = 0;            // grams, with repeats; 0: taken away
    std::vector<gram_record*> distinct;  // records stay where they are
  };
  struct gram_hash {
    std::size_t operator()(const text_gram& each) const;
  };
  struct scored {
    std::uint32_t phrase = 0;
    std::int64_t score = 0;
  };

  struct asked_gram {
    text_gram gram;
    std::string said;  // as of a matched one
  };

  std::uint32_t add(std::size_t matter, suggested_by source, std::string_view text);
  void find_conditions();
  std::vector<asked_gram> asked_by(std::string_view text) const;
  void reweigh(gram_record& of);
  // 0 where a gram that is only meant does not count.
  std::int64_t contribution(const gram_record& of, const posting& in,
                            const asked_gram& asked) const;
  std::int64_t covered(const phrase& of, std::int64_t matched_weight, std::int64_t score) const;
  matter_suggestion told(const scored& best, const std::vector<asked_gram>& asked) const;

  std::vector<matter> matters_;
  everyday_words words_;
  std::unordered_map<text_gram, gram_record, gram_hash> grams_;
  std::vector<phrase> phrases_;  // number 0 is nobody's
  std::vector<std::uint32_t> free_;
  // Of names and aliases.
  std::int64_t own_length_ = 0;
  std::int64_t own_phrases_ = 0;
};

}  // namespace gridwhistle
