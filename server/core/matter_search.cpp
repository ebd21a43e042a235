#include "server/core/matter_search.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

constexpr int fraction_bits = 16;
constexpr std::int64_t one = std::int64_t{1} << fraction_bits;
constexpr std::int64_t thousandth = 1000;
// Of a weight.
constexpr std::int64_t condition_tenths = 4;
constexpr std::int64_t meant_tenths = 5;

// log2 of a ratio of at least 1, in units of 2^-16, by squaring: no machine rounds it otherwise.
std::int64_t log2_of(std::uint64_t above, std::uint64_t below) {
  GW_CHECK(above >= below && below > 0 && above < (std::uint64_t{1} << 31));
  constexpr int mantissa_bits = 31;
  std::uint64_t ratio = (above << mantissa_bits) / below;
  int whole = static_cast<int>(std::bit_width(ratio)) - 1 - mantissa_bits;
  std::uint64_t mantissa = ratio >> whole;  // 1 to 2, in units of 2^-31
  std::int64_t log = whole;
  for (int i = 0; i < fraction_bits; ++i) {
    mantissa = (mantissa * mantissa) >> mantissa_bits;
    bool two_or_more = (mantissa >> (mantissa_bits + 1)) != 0;
    if (two_or_more) mantissa >>= 1;
    log = log * 2 + (two_or_more ? 1 : 0);
  }
  return log;
}

// Single characters and groups of letters are in many words; in tenths.
std::int64_t tenths_of(gram_kind kind) {
  switch (kind) {
    case gram_kind::character:
    case gram_kind::three_letters:
      return 3;
    case gram_kind::pair:
    case gram_kind::word:
      return 10;
  }
  return 0;
}

std::string_view clipped(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) --end;
  return text.substr(0, end);
}

// Each once, in the order of their first appearance.
std::vector<text_gram> distinct_grams(std::string_view text) {
  std::vector<text_gram> all = grams_of(text);
  std::vector<text_gram> once;
  std::vector<text_gram> seen = all;
  std::ranges::sort(seen);
  std::vector<bool> taken(seen.size());
  for (text_gram& each : all) {
    auto at = static_cast<std::size_t>(std::ranges::lower_bound(seen, each) - seen.begin());
    if (taken[at]) continue;
    taken[at] = true;
    once.push_back(std::move(each));
  }
  return once;
}

}  // namespace

std::string_view name_of(suggested_by source) {
  constexpr std::array<std::string_view, 3> names = {"name", "alias", "correction"};
  return names.at(static_cast<std::size_t>(source));
}

std::size_t matter_search::gram_hash::operator()(const text_gram& each) const {
  return std::hash<std::string>()(each.text) * 4 + static_cast<std::size_t>(each.kind);
}

matter_search::matter_search(const matter_list& matters, everyday_words words)
    : words_(std::move(words)), phrases_(1) {
  for (const matter& each : matters.all()) {
    if (each.admitted == admission::admitted) matters_.push_back(each);
  }
  for (std::size_t i = 0; i < matters_.size(); ++i) {
    add(i, suggested_by::name, matters_[i].name);
    for (const std::string& alias : matters_[i].aliases) add(i, suggested_by::alias, alias);
  }
  find_conditions();
}

void matter_search::find_conditions() {
  auto is_component = [](const matter& each) { return each.key.kind == matter_kind::component; };
  if (std::ranges::none_of(matters_, is_component)) return;
  std::map<text_gram, std::size_t> ending;
  for (const matter& each : matters_) {
    std::vector<text_gram> grams = grams_of(each.name);
    auto is_whole = [](const text_gram& gram) {
      return gram.kind == gram_kind::pair || gram.kind == gram_kind::word;
    };
    auto last = std::find_if(grams.rbegin(), grams.rend(), is_whole);
    if (!is_component(each) && last != grams.rend()) ++ending[*last];
  }
  for (const auto& [word, names] : ending) {
    if (names < 2) continue;
    auto in_a_thing = [&](const gram_record& of) {
      return std::ranges::any_of(of.postings, [&](const posting& in) {
        return is_component(matters_[phrases_[in.phrase].matter]);
      });
    };
    if (in_a_thing(grams_.at(word))) continue;
    for (const text_gram& each : grams_of(word.text)) {
      gram_record& part = grams_.at(each);
      if (in_a_thing(part)) continue;
      part.part = gram_part::condition;
      reweigh(part);
    }
  }
}

std::uint32_t matter_search::add_correction(const matter_key& key, std::string_view text) {
  auto found = std::ranges::lower_bound(matters_, key, {}, &matter::key);
  if (found == matters_.end() || found->key != key) return 0;
  return add(static_cast<std::size_t>(found - matters_.begin()), suggested_by::correction,
             clipped(text, correction_bytes_max));
}

std::uint32_t matter_search::add(std::size_t matter, suggested_by source, std::string_view text) {
  std::vector<text_gram> grams = grams_of(text);
  if (grams.empty()) return 0;
  auto number = static_cast<std::uint32_t>(phrases_.size());
  if (free_.empty()) {
    phrases_.emplace_back();
  } else {
    number = free_.back();
    free_.pop_back();
  }
  phrase& made = phrases_[number];
  made = {matter, source, std::string(text), static_cast<std::uint32_t>(grams.size()), {}};
  auto matter_of = [this](const posting& each) { return phrases_[each.phrase].matter; };
  std::ranges::sort(grams);
  for (std::size_t i = 0; i < grams.size();) {
    std::size_t same = i + 1;
    while (same < grams.size() && grams[same] == grams[i]) ++same;
    auto [found, is_new] = grams_.try_emplace(std::move(grams[i]));
    gram_record& kept = found->second;
    if (is_new) kept.kind = found->first.kind;
    // By matter, so that neighbours tell whether it is a new one.
    auto at = std::ranges::lower_bound(kept.postings, matter, {}, matter_of);
    if (at == kept.postings.end() || matter_of(*at) != matter) ++kept.matters;
    kept.postings.insert(at, {number, static_cast<std::uint32_t>(same - i)});
    made.distinct.push_back(&kept);
    reweigh(kept);
    i = same;
  }
  if (source != suggested_by::correction) {
    own_length_ += made.length;
    ++own_phrases_;
  }
  return number;
}

void matter_search::remove_correction(std::uint32_t number) {
  if (number == 0) return;
  phrase& gone = phrases_.at(number);
  GW_CHECK(gone.source == suggested_by::correction && gone.length > 0);
  auto matter_of = [this](const posting& each) { return phrases_[each.phrase].matter; };
  for (gram_record* each : gone.distinct) {
    auto own = std::ranges::equal_range(each->postings, gone.matter, {}, matter_of);
    if (own.size() == 1) --each->matters;
    each->postings.erase(std::ranges::find(own, number, &posting::phrase));
    reweigh(*each);
  }
  gone = {};
  free_.push_back(number);
}

// A gram that nobody has any more weighs as one of a single matter, and is found in none.
void matter_search::reweigh(gram_record& of) {
  std::size_t holders = std::max<std::size_t>(of.matters, 1);
  of.weight = log2_of(2 * matters_.size() + 2, 2 * holders + 1) * tenths_of(of.kind) / 10;
  if (of.part == gram_part::condition) of.weight = of.weight * condition_tenths / 10;
}

std::int64_t matter_search::contribution(const gram_record& of, const posting& in,
                                         const asked_gram& asked) const {
  const phrase& where = phrases_[in.phrase];
  bool is_meant = !asked.said.empty();
  if (where.source == suggested_by::correction) return is_meant ? 0 : of.weight;
  std::int64_t fill = 300 + 900 * std::int64_t{where.length} * own_phrases_ / own_length_;
  std::int64_t full = of.weight * in.times * 2200 / (in.times * thousandth + fill);
  return is_meant ? full * meant_tenths / 10 : full;
}

std::int64_t matter_search::covered(const phrase& of, std::int64_t matched_weight,
                                    std::int64_t score) const {
  std::int64_t own = 0;
  for (const gram_record* each : of.distinct) own += each->weight;
  std::int64_t share = own == 0 ? 0 : matched_weight * thousandth / own;
  if (of.source != suggested_by::correction)
    return score * (700 * thousandth + 300 * share) / (thousandth * thousandth);
  std::int64_t rarest = log2_of(2 * matters_.size() + 2, 3);
  return 3 * rarest * share * share / (thousandth * thousandth);
}

std::vector<matter_search::asked_gram> matter_search::asked_by(std::string_view text) const {
  std::vector<asked_gram> made;
  std::set<text_gram> own;
  for (text_gram& each : distinct_grams(text)) {
    own.insert(each);
    made.push_back({std::move(each), {}});
  }
  for (meant_gram& each : words_.meant_by(text)) {
    if (!own.contains(each.gram)) made.push_back({std::move(each.gram), std::move(each.said)});
  }
  return made;
}

std::vector<matter_suggestion> matter_search::suggest(std::string_view text,
                                                      std::size_t most) const {
  struct sum {
    std::int64_t score = 0;
    std::int64_t weight = 0;
  };
  std::vector<asked_gram> asked = asked_by(text);
  std::vector<sum> sums(phrases_.size());
  for (const asked_gram& each : asked) {
    auto known = grams_.find(each.gram);
    if (known == grams_.end()) continue;
    std::int64_t weight = known->second.weight;
    if (!each.said.empty()) weight = weight * meant_tenths / 10;
    for (const posting& in : known->second.postings) {
      std::int64_t given = contribution(known->second, in, each);
      if (given == 0) continue;
      sums[in.phrase].score += given;
      sums[in.phrase].weight += weight;
    }
  }
  std::vector<scored> best(matters_.size());
  for (std::uint32_t i = 1; i < sums.size(); ++i) {
    if (sums[i].score == 0) continue;
    std::int64_t score = covered(phrases_[i], sums[i].weight, sums[i].score);
    scored& so_far = best[phrases_[i].matter];
    // Of equal ones the pack's own words speak first, whatever number a correction got.
    auto rank = [&](const scored& each) {
      return std::tuple(-each.score, phrases_[each.phrase].source, phrases_[each.phrase].text);
    };
    scored candidate{i, score};
    if (so_far.phrase == 0 || rank(candidate) < rank(so_far)) so_far = candidate;
  }
  std::erase_if(best, [](const scored& each) { return each.score <= 0; });
  // matters_ is in the order of keys, and the sort is stable.
  std::ranges::stable_sort(best, std::greater<>(), &scored::score);
  if (best.size() > most) best.resize(most);
  std::vector<matter_suggestion> made;
  for (const scored& each : best) made.push_back(told(each, asked));
  return made;
}

matter_suggestion matter_search::told(const scored& best,
                                      const std::vector<asked_gram>& asked) const {
  const phrase& by = phrases_[best.phrase];
  const matter& what = matters_[by.matter];
  struct part {
    const asked_gram* asked = nullptr;
    std::int64_t score = 0;
  };
  std::vector<part> parts;
  std::int64_t whole = 0;
  for (const asked_gram& each : asked) {
    auto known = grams_.find(each.gram);
    if (known == grams_.end()) continue;
    auto in = std::ranges::find(known->second.postings, best.phrase, &posting::phrase);
    if (in == known->second.postings.end()) continue;
    std::int64_t given = contribution(known->second, *in, each);
    if (given == 0) continue;
    parts.push_back({&each, given});
    whole += given;
  }
  std::ranges::stable_sort(parts, std::greater<>(), &part::score);
  if (parts.size() > reason_grams_max) parts.resize(reason_grams_max);
  matter_suggestion made{what.key,
                         what.name,
                         static_cast<std::uint32_t>(best.score * thousandth / one),
                         by.source,
                         by.source == suggested_by::correction ? std::string() : by.text,
                         {}};
  for (const part& each : parts) {
    made.grams.push_back({each.asked->gram.text,
                          static_cast<std::uint32_t>(each.score * thousandth / whole),
                          each.asked->said});
  }
  return made;
}

}  // namespace gridwhistle
