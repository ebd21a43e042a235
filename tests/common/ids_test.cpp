// Ids, refusals and text rules: what leaves the process must read back as it was.
#include "common/ids.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

#include "common/refusal.hpp"
#include "common/text_rules.hpp"

namespace gridwhistle {
namespace {

constexpr std::string_view sample_id = "01936f2a-5b7c-7def-8123-456789abcdef";

std::array<std::uint8_t, 10> chance_of(std::uint8_t value) {
  std::array<std::uint8_t, 10> chance{};
  chance.fill(value);
  return chance;
}

TEST(ids, a_uuid_survives_the_way_through_text_and_bytes) {
  auto id = whistle_id::parse(sample_id);
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->text(), sample_id);
  EXPECT_EQ(whistle_id::from_bytes(id->raw()), id);
  std::string upper(sample_id);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  EXPECT_EQ(whistle_id::parse(upper), id);
}

TEST(ids, what_is_not_a_uuid_is_not_read_as_one) {
  for (std::string_view text :
       {"", "01936f2a", "01936f2a5b7c7def8123456789abcdef", "01936f2a-5b7c-7def-8123-456789abcde",
        "01936f2a-5b7c-7def-8123-456789abcdef0", "01936f2a-5b7c-7def-8123-456789abcdeg",
        "01936f2a-5b7c-7def-81234456789abcdef", "{1936f2a-5b7c-7def-8123-456789abcde}"}) {
    EXPECT_FALSE(whistle_id::parse(text).has_value()) << text;
  }
  EXPECT_FALSE(whistle_id::from_bytes(std::string(15, 'x')).has_value());
  EXPECT_FALSE(whistle_id::from_bytes(std::string(17, 'x')).has_value());
  EXPECT_FALSE(whistle_id::from_bytes(std::string(16, '\0')).has_value());
}

TEST(ids, a_v7_id_has_the_layout_of_rfc_9562) {
  // The example of RFC 9562, appendix A.6.
  std::array<std::uint8_t, 10> chance{0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f};
  uuid_bytes made = make_uuid_v7(from_ms(0x017f22e279b0), chance);
  EXPECT_EQ(uuid_text(made), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  for (auto fill : {std::uint8_t{0x00}, std::uint8_t{0xff}}) {
    uuid_bytes id = make_uuid_v7(from_ms(0), chance_of(fill));
    EXPECT_EQ(id[6] >> 4, 7);
    EXPECT_EQ(id[8] >> 6, 2);
  }
}

TEST(ids, v7_ids_sort_by_the_time_of_their_making) {
  whistle_id before;
  for (std::int64_t ms :
       {0ll, 1ll, 255ll, 256ll, 65'536ll, 1'700'000'000'000ll, 1'700'000'000'001ll}) {
    // More chance in the older one must not matter.
    whistle_id earliest{make_uuid_v7(from_ms(ms), chance_of(0x00))};
    whistle_id latest{make_uuid_v7(from_ms(ms), chance_of(0xff))};
    EXPECT_LT(before, earliest) << ms;
    EXPECT_LT(earliest, latest) << ms;
    before = latest;
  }
}

TEST(ids, ids_made_in_one_millisecond_do_not_share_a_hash) {
  std::unordered_set<std::size_t> hashes;
  for (int i = 0; i < 256; ++i) {
    auto chance = chance_of(static_cast<std::uint8_t>(i));
    hashes.insert(std::hash<whistle_id>{}(whistle_id{make_uuid_v7(from_ms(7), chance)}));
  }
  EXPECT_EQ(hashes.size(), 256u);
}

TEST(ids, a_position_reads_back_as_redis_prints_it) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  for (position at : {position{0, 0}, position{3, 17}, position{most, most}}) {
    EXPECT_EQ(position::parse(at.text()), at) << at.text();
  }
  EXPECT_EQ((position{3, 17}.text()), "3-17");
  EXPECT_EQ(position{}.text(), "0-0");
}

TEST(ids, what_is_not_a_position_is_not_read_as_one) {
  for (std::string_view text :
       {"", "-", "3", "3-", "-17", "3-17x", "x3-17", "3--17", "3-17-1", " 3-17", "3 -17", "+3-17",
        "3-18446744073709551616", "18446744073709551616-0"}) {
    EXPECT_FALSE(position::parse(text).has_value()) << text;
  }
}

TEST(ids, positions_order_by_epoch_before_sequence) {
  EXPECT_LT((position{1, 900}), (position{2, 0}));
  EXPECT_LT((position{2, 9}), (position{2, 10}));
}

TEST(ids, a_policy_hash_shows_all_its_bytes) {
  std::string raw;
  for (int value = 0; value < 32; ++value) raw.push_back(static_cast<char>(value * 8));
  auto hash = policy_hash::from_bytes(raw);
  ASSERT_TRUE(hash.has_value());
  EXPECT_EQ(hash->raw(), raw);
  EXPECT_EQ(hash->hex().substr(0, 8), "00081018");
  EXPECT_EQ(hash->hex().size(), 64u);
  EXPECT_FALSE(policy_hash::from_bytes(raw.substr(1)).has_value());
}

TEST(refusal, every_code_has_a_unique_name_and_a_sentence_in_both_languages) {
  std::set<std::string_view> names;
  std::size_t place = 0;
  for (const refusal_words& words : all_refusals()) {
    EXPECT_EQ(static_cast<std::size_t>(words.code), place++) << words.name;
    EXPECT_EQ(&words_of(words.code), &words) << words.name;
    EXPECT_TRUE(names.insert(words.name).second) << words.name;
    EXPECT_EQ(words.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos);
    EXPECT_TRUE(words.zh.ends_with("。")) << words.name;
    EXPECT_TRUE(words.en.ends_with(".")) << words.name;
    EXPECT_FALSE(fault_in(words.zh) || fault_in(words.en)) << words.name;
  }
  EXPECT_EQ(place, static_cast<std::size_t>(refusal_code::pack_locks_out) + 1)
      << "the table must end with the last code of the enumeration";
}

struct text_case {
  std::string text;
  std::optional<text_fault> fault;
};

std::string point(std::uint32_t value) {
  auto byte = [](std::uint32_t bits) { return static_cast<char>(static_cast<std::uint8_t>(bits)); };
  if (value < 0x80) return {byte(value)};
  if (value < 0x800) return {byte(0xc0 | value >> 6), byte(0x80 | (value & 0x3f))};
  if (value < 0x10000) {
    return {byte(0xe0 | value >> 12), byte(0x80 | (value >> 6 & 0x3f)),
            byte(0x80 | (value & 0x3f))};
  }
  return {byte(0xf0 | value >> 18), byte(0x80 | (value >> 12 & 0x3f)),
          byte(0x80 | (value >> 6 & 0x3f)), byte(0x80 | (value & 0x3f))};
}

TEST(text_rules, only_whole_utf8_without_hidden_characters_passes) {
  using enum text_fault;
  const text_case cases[] = {
      {"", {}},
      {"manhole cover missing", {}},
      {"井盖丢失，请速处理。\n第二行\t完", {}},
      {"😀 𠀀", {}},
      {"\xef\xbf\xbd", {}},
      {std::string("a\0b", 3), control_character},
      {"a\rb", control_character},
      {"\x1b[31m", control_character},
      {"\x7f", control_character},
      {"\xc2\x80", control_character},
      {"\xc2\x9f", control_character},
      {"\xc2\xa0", {}},
      {"\xe4\xba", not_utf8},
      {"\xba\x95", not_utf8},
      {"\xc0\xaf", not_utf8},          // overlong
      {"\xc1\xbf", not_utf8},          // overlong
      {"\xe0\x80\xaf", not_utf8},      // overlong
      {"\xf0\x80\x80\xaf", not_utf8},  // overlong
      {"\xed\xa0\x80", not_utf8},      // surrogate
      {"\xf4\x90\x80\x80", not_utf8},  // past U+10FFFF
      {"\xf5\x80\x80\x80", not_utf8},
      {"\xff", not_utf8},
      {"\xc3(", not_utf8},
      {"ok\xe2\x82", not_utf8},
  };
  for (const text_case& each : cases) EXPECT_EQ(fault_in(each.text), each.fault) << each.text;
}

TEST(text_rules, exactly_the_bidirectional_controls_are_found) {
  const std::set<std::uint32_t> hidden = {0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c,
                                          0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069};
  for (std::uint32_t value = 0xa0; value <= 0x10ffff; ++value) {
    if (value >= 0xd800 && value <= 0xdfff) continue;
    auto expected =
        hidden.contains(value) ? std::optional(text_fault::bidi_character) : std::nullopt;
    ASSERT_EQ(fault_in("x" + point(value)), expected) << std::hex << value;
  }
}

}  // namespace
}  // namespace gridwhistle
