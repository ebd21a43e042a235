// Suggestions for a text without a matter: their order, their reasons, and that neither depends on
// how the search came to know what it knows.
#include "server/core/matter_search.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace gridwhistle {
namespace {

matter of(const char* code, const char* name, std::vector<std::string> aliases = {},
          admission admitted = admission::admitted) {
  return {{matter_kind::matter, code}, name, "class", std::move(aliases), admitted,
          verification::required,      {}};
}

matter_list some_matters() {
  return matter_list({of("01001", "路灯异常"), of("01002", "污水井盖异常", {"下水道井盖"}),
                      of("01003", "雨水井盖异常"), of("06013", "道路破损"), of("06028", "噪声扰民"),
                      of("08001", "施工扰民"), of("09006", "占道经营", {}, admission::not_admitted),
                      of("11001", "Street Light Outage", {"Broken street lamp"}),
                      of("11002", "Missed Trash Pickup")});
}

std::vector<std::string> codes(const std::vector<matter_suggestion>& suggested) {
  std::vector<std::string> found;
  for (const matter_suggestion& each : suggested) found.push_back(each.matter.code);
  return found;
}

std::string text_of(const std::vector<text_gram>& grams) {
  std::string text;
  for (const text_gram& each : grams) text += each.text + " ";
  return text;
}

TEST(text_grams, chinese_gives_characters_and_pairs_that_do_not_reach_across_a_mark) {
  EXPECT_EQ(text_of(grams_of("路灯坏，3天")), "路 路灯 灯 灯坏 坏 天 ");
  EXPECT_EQ(text_of(grams_of("ＡＢc灯")), "abc _ab abc bc_ 灯 ");
}

TEST(text_grams, words_are_small_and_give_groups_of_three_and_numbers_nothing) {
  EXPECT_EQ(text_of(grams_of("No 12 LAMP")), "no _no no_ lamp _la lam amp mp_ ");
  EXPECT_EQ(text_of(grams_of("Ñandú")), "ñandú _ña ñan and ndú dú_ ");
  EXPECT_EQ(text_of(grams_of("a b 7 -- 2026")), "");
}

TEST(text_grams, any_bytes_give_grams_that_are_utf8) {
  std::mt19937 chance(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes;
    for (auto left = chance() % 12; left > 0; --left) bytes += static_cast<char>(chance());
    for (const text_gram& each : grams_of(bytes)) {
      ASSERT_FALSE(each.text.empty());
      // Cut again it gives itself: nothing was broken.
      if (each.kind == gram_kind::three_letters) continue;
      ASSERT_EQ(grams_of(each.text).front().text.substr(0, 1), each.text.substr(0, 1));
    }
  }
}

TEST(matter_search, the_matter_whose_name_the_text_has_comes_first_and_says_why) {
  matter_search search(some_matters());
  auto found = search.suggest("门口的路灯坏了三天不亮", suggestions_max);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].matter.code, "01001");
  EXPECT_EQ(found[0].name, "路灯异常");
  EXPECT_EQ(found[0].source, suggested_by::name);
  EXPECT_EQ(found[0].phrase, "路灯异常");
  ASSERT_FALSE(found[0].grams.empty());
  EXPECT_EQ(found[0].grams[0].gram, "路灯");
  std::uint32_t whole = 0;
  for (const auto& each : found[0].grams) whole += each.share_permille;
  EXPECT_GE(whole, 990u);
  EXPECT_LE(whole, 1000u);
}

TEST(matter_search, an_alias_speaks_for_its_matter) {
  matter_search search(some_matters());
  auto found = search.suggest("下水道井盖没了", 1);
  ASSERT_EQ(codes(found), std::vector<std::string>{"01002"});
  EXPECT_EQ(found[0].source, suggested_by::alias);
  EXPECT_EQ(found[0].phrase, "下水道井盖");
}

matter thing(const char* code, const char* name) {
  return {{matter_kind::component, code}, name, "class", {}, admission::admitted,
          verification::required,         {}};
}

TEST(matter_search, the_thing_outweighs_its_condition) {
  std::vector<matter> all = some_matters().all();
  all.push_back(of("06049", "台阶破损"));
  all.push_back(of("06023", "堤岸破损"));
  // Of many kinds, so that its letters are in more names than the condition's.
  const char* const kinds[] = {"供水井盖", "污水井盖", "雨水井盖", "电力井盖"};
  std::vector<matter> things = all;
  for (std::size_t i = 0; i < std::size(kinds); ++i)
    things.push_back(thing(("0100" + std::to_string(i + 1)).c_str(), kinds[i]));
  auto named = [](const std::vector<matter_suggestion>& found) {
    return found.empty() ? "" : found.front().name;
  };
  EXPECT_EQ(named(matter_search(matter_list(things)).suggest("电力井盖破损", 1)), "电力井盖");
  std::string first = named(matter_search(matter_list(things)).suggest("井盖破损", 1));
  EXPECT_NE(first.find("井盖"), std::string::npos) << first;
  // A condition alone still finds what is in it.
  EXPECT_EQ(named(matter_search(matter_list(things)).suggest("破损", 1)), "道路破损");
  EXPECT_EQ(named(matter_search(matter_list(things)).suggest("台阶破损", 1)), "台阶破损");
  // Nobody has said what the things are: a word is a word.
  auto nameless = matter_search(matter_list(all)).suggest("破损", 1);
  auto weighed = matter_search(matter_list(things)).suggest("破损", 1);
  ASSERT_FALSE(nameless.empty());
  EXPECT_LT(weighed[0].score_milli, nameless[0].score_milli);
}

TEST(matter_search, everyday_words_find_what_shares_no_letter_with_them_and_are_told) {
  everyday_words words({{{"马葫芦", "drain"}, {"污水井盖", "雨水井盖"}}});
  matter_search search(some_matters(), words);
  auto found = search.suggest("马葫芦没了", 2);
  ASSERT_EQ(codes(found), (std::vector<std::string>{"01002", "01003"}));
  ASSERT_FALSE(found[0].grams.empty());
  EXPECT_EQ(found[0].grams[0].said, "马葫芦");
  EXPECT_EQ(codes(search.suggest("the drains are blocked", 2)), codes(found));
  EXPECT_TRUE(search.suggest("draining", 2).empty());
  // What the text has itself counts in full.
  auto named = search.suggest("雨水井盖，就是马葫芦", 1);
  ASSERT_EQ(codes(named), std::vector<std::string>{"01003"});
  EXPECT_EQ(named[0].grams[0].said, "");
  search.add_correction({matter_kind::matter, "06013"}, "污水井盖");
  for (const matter_suggestion& each : search.suggest("马葫芦没了", 3))
    EXPECT_NE(each.matter.code, "06013") << "a report is compared with what was said alone";
}

TEST(text_grams, words_are_found_whole_and_chinese_anywhere) {
  auto has = [](std::string_view text, std::string_view words) {
    return has_words(spaced_out(text), spaced_out(words));
  };
  EXPECT_EQ(spaced_out("KTV唱歌，吵！"), " ktv 唱歌 吵 ");
  EXPECT_TRUE(has("楼下KTV唱歌", "ktv"));
  EXPECT_TRUE(has("all traffic lights are out", "traffic light"));
  EXPECT_TRUE(has("共享单车乱放", "单车"));
  EXPECT_TRUE(has("ＩＣＥ", "ice"));
  EXPECT_FALSE(has("the office", "ice"));
  EXPECT_FALSE(has("iced", "ice"));
  EXPECT_FALSE(has("下水，道", "下水道"));
  EXPECT_FALSE(has("路灯", ""));
  EXPECT_FALSE(has("", "路灯"));
}

TEST(matter_search, words_are_found_although_their_endings_differ) {
  matter_search search(some_matters());
  EXPECT_EQ(codes(search.suggest("two lamps are broken on my street", 1)),
            std::vector<std::string>{"11001"});
  EXPECT_EQ(codes(search.suggest("TRASH was not picked up", 1)), std::vector<std::string>{"11002"});
}

TEST(matter_search, what_is_not_admitted_is_not_suggested_and_nothing_for_nothing) {
  matter_search search(some_matters());
  for (const matter_suggestion& each : search.suggest("占道经营", suggestions_max))
    EXPECT_NE(each.matter.code, "09006");
  EXPECT_TRUE(search.suggest("", suggestions_max).empty());
  EXPECT_TRUE(search.suggest("12345 -- ?", suggestions_max).empty());
  EXPECT_TRUE(matter_search(matter_list()).suggest("路灯", suggestions_max).empty());
}

TEST(matter_search, a_correction_is_suggested_for_a_text_like_it_and_its_text_is_not_told) {
  matter_search search(some_matters());
  const std::string_view asked = "马路上有个大坑，车掉进去了";
  matter_key road{matter_kind::matter, "06013"};
  auto before = search.suggest(asked, suggestions_max);
  std::uint32_t number = search.add_correction(road, "马路上一个大坑，没人管");
  auto found = search.suggest(asked, suggestions_max);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].matter, road);
  EXPECT_EQ(found[0].source, suggested_by::correction);
  EXPECT_EQ(found[0].phrase, "");
  search.remove_correction(number);
  auto after = search.suggest(asked, suggestions_max);
  EXPECT_EQ(codes(after), codes(before));
  EXPECT_EQ(search.add_correction({matter_kind::matter, "99999"}, "路灯"), 0u);
  EXPECT_EQ(search.add_correction({matter_kind::matter, "09006"}, "摆摊"), 0u);
}

TEST(matter_search, a_correction_does_not_drag_in_what_only_shares_the_usual_words) {
  matter_search search(some_matters());
  search.add_correction({matter_kind::matter, "06013"},
                        "市民反映，和平区青年大街路面塌陷形成大坑，请尽快维修处理");
  auto found = search.suggest("市民反映，和平区青年大街路灯不亮，请尽快维修处理", 1);
  ASSERT_EQ(codes(found), std::vector<std::string>{"01001"});
}

TEST(matter_search, the_list_does_not_depend_on_the_order_in_which_corrections_came) {
  struct taught {
    const char* code;
    const char* text;
  };
  std::vector<taught> all = {{"06013", "马路上有个大坑"},   {"06013", "路面塌了一块"},
                             {"08001", "半夜打桩睡不着"},   {"06028", "楼下唱歌声音太大睡不着"},
                             {"01001", "灯一晚上都不亮"},   {"01002", "下水道盖子没了"},
                             {"11001", "the lamp is dark"}, {"01001", "灯坏了太黑"}};
  auto lists = [&](const std::vector<taught>& order, std::size_t again) {
    matter_search search(some_matters());
    std::vector<std::uint32_t> numbers;
    for (const taught& each : order)
      numbers.push_back(search.add_correction({matter_kind::matter, each.code}, each.text));
    // Taken away and taught again, they get other numbers.
    for (std::size_t i = 0; i < again; ++i) search.remove_correction(numbers[i]);
    for (std::size_t i = again; i-- > 0;)
      search.add_correction({matter_kind::matter, order[i].code}, order[i].text);
    std::string told;
    for (const char* asked :
         {"路上的大坑", "睡不着，太吵", "晚上灯不亮，黑", "盖子没有了", "dark street"}) {
      for (const matter_suggestion& each : search.suggest(asked, 5)) {
        told += to_text(each.matter) + " " + std::to_string(each.score_milli) + " " +
                std::string(name_of(each.source));
        for (const auto& gram : each.grams)
          told += " " + gram.gram + std::to_string(gram.share_permille);
        told += "\n";
      }
    }
    return told;
  };
  std::string first = lists(all, 0);
  EXPECT_NE(first.find("correction"), std::string::npos);
  std::mt19937 chance(3);
  for (int i = 0; i < 200; ++i) {
    std::vector<taught> shuffled = all;
    for (std::size_t left = shuffled.size(); left > 1; --left)
      std::swap(shuffled[left - 1], shuffled[chance() % left]);
    ASSERT_EQ(lists(shuffled, chance() % all.size()), first);
  }
}

}  // namespace
}  // namespace gridwhistle
