// What may be the same: exactly the open whistles of one matter within 50 metres and 24 hours, told
// to those who may see them.
#include "server/engine/similar_whistles.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "server/core/distance.hpp"
#include "server/engine/engine.hpp"
#include "tests/core/small_city.hpp"
#include "tests/engine/asked_by.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using small_city::march;
using small_city::speaker;
using small_city::whistle_number;

whistle open_whistle(std::uint64_t number, std::string_view matter, place where, instant raised) {
  whistle made;
  made.id = whistle_number(number);
  made.version = 1;
  made.what = small_city::report_of(matter);
  made.what.where = where;
  made.raised_at = raised;
  return made;
}

// Everything compared with everything.
std::vector<whistle_id> compared(const std::vector<whistle>& all, const similar_key& one) {
  std::vector<similar_whistle> found;
  for (const whistle& each : all) {
    if (!each.open() || each.what.matter != one.matter) continue;
    if (each.raised_at < one.raised_at - 24h || each.raised_at > one.raised_at + 24h) continue;
    double metres = metres_between(one.where, *each.what.where);
    if (metres <= 50) found.push_back({each.id, metres});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::pair(a.metres, a.whistle) < std::pair(b.metres, b.whistle);
  });
  std::vector<whistle_id> ids;
  for (const similar_whistle& each : found) ids.push_back(each.whistle);
  return ids;
}

TEST(similar_whistles, are_those_that_a_comparison_with_every_whistle_finds) {
  std::mt19937 chance(20260311);
  // Corners of the map: a city, the equator, the far north, both sides of the date line.
  const place corners[] = {{1'234'000'000, 418'000'000, 5},
                           {0, 0, 5},
                           {250'000'000, 785'000'000, 5},
                           {1'799'999'000, -160'000'000, 5}};
  std::size_t found = 0;
  for (int round = 0; round < 400; ++round) {
    const place& corner = corners[static_cast<std::size_t>(round) % std::size(corners)];
    similar_whistles index;
    std::vector<whistle> all;
    // No more than are looked at, wherever they lie.
    std::vector<std::optional<similar_key>> held(similar_looked_at_max);
    for (std::uint64_t i = 0; i < held.size(); ++i) {
      std::int64_t east =
          corner.longitude_e7 + static_cast<std::int64_t>(chance() % 60'000) - 30'000;
      if (east > 1'800'000'000) east -= 3'600'000'000;
      place where{static_cast<std::int32_t>(east),
                  corner.latitude_e7 + static_cast<std::int32_t>(chance() % 12'000), 5};
      instant raised = march(11, 0h) + std::chrono::minutes(chance() % (60 * 60));
      all.push_back(open_whistle(i + 1, chance() % 3 ? "01001" : "01002", where, raised));
      index.update(held[i], all.back());
      // One in four ends, and one in four is somewhere else after all.
      if (chance() % 4 == 0) all.back().stage = stage::withdrawn;
      if (chance() % 4 == 0) all.back().what.where->latitude_e7 += 3'000;
      index.update(held[i], all.back());
    }
    for (const whistle& each : all) {
      similar_key one = *similar_key_of(each);
      std::vector<whistle_id> ids;
      for (const similar_whistle& like : index.like(one)) ids.push_back(like.whistle);
      ASSERT_EQ(ids, compared(all, one)) << each.id.text();
      found += ids.size();
    }
  }
  EXPECT_GT(found, 5'000u);
}

TEST(similar_whistles, fifty_metres_and_a_day_are_within_and_a_millisecond_more_is_not) {
  place home{1'234'000'000, 418'000'000, 5}, near = home, far = home;
  near.latitude_e7 += 4'496;  // 49.99 m
  far.latitude_e7 += 4'498;   // 50.02 m
  similar_whistles index;
  std::optional<similar_key> held[4];
  index.update(held[0], open_whistle(1, "01001", near, march(11, 9h)));
  index.update(held[1], open_whistle(2, "01001", far, march(11, 9h)));
  index.update(held[2], open_whistle(3, "01001", home, march(10, 9h)));
  index.update(held[3], open_whistle(4, "01001", home, march(10, 9h) - 1ms));
  auto like = index.like({{matter_kind::matter, "01001"}, home, march(11, 9h)});
  ASSERT_EQ(like.size(), 2u);
  EXPECT_EQ(like[0].whistle, whistle_number(3));
  EXPECT_EQ(like[1].whistle, whistle_number(1));
  EXPECT_NEAR(like[1].metres, 50, 0.02);
}

class offer : public testing::Test {
 protected:
  offer() { at_work.start_at({1, 1}, march(11, 8h)); }

  receipt blown(std::string_view who, std::uint64_t number, const report& what) {
    return std::get<receipt>(answer_to(who, number, blow{what}));
  }
  answer answer_to(std::string_view who, std::uint64_t number, ask what) {
    ++commands;
    at_work.ask({commands}, asked_by(at_work, who, number, std::move(what), commands),
                march(11, 9h));
    return next_answer();
  }
  answer next_answer() {
    EXPECT_NE(at_work.next_batch(), nullptr);
    return at_work.durable().replies.at(0).answer;
  }
  std::vector<whistle_id> similar(std::string_view who, std::uint64_t number) {
    at_work.similar({1}, speaker(who), whistle_number(number), march(11, 9h));
    auto page = std::get<similar_page>(next_answer());
    std::vector<whistle_id> ids;
    for (const auto& each : page.items) ids.push_back(each.whistle);
    return ids;
  }
  static report heap(std::int32_t north = 0) {
    report made = small_city::report_of("01001");
    made.where = place{1'234'000'000, 418'000'000 + north, 5};
    return made;
  }

  engine at_work{small_city::rules()};
  std::uint64_t commands = 0;
};

TEST_F(offer, a_receipt_of_a_blow_names_the_open_whistles_that_may_be_the_same_the_nearest_first) {
  EXPECT_TRUE(blown("walker", 1, heap(2'000)).similar.empty());
  blown("walker", 2, heap(1'000));
  blown("walker", 3, small_city::report_of("01001"));
  receipt told = blown("mate", 4, heap());
  EXPECT_EQ(told.similar, (std::vector{whistle_number(2), whistle_number(1)}));
  answer_to("walker", 1, withdraw{"gone"});
  EXPECT_EQ(similar("mate", 4), std::vector{whistle_number(2)});
  answer_to("desk", 2, join{whistle_number(4), "the same"});
  EXPECT_TRUE(similar("mate", 4).empty());
  answer_to("desk", 2, part_off{"another"});
  EXPECT_EQ(similar("mate", 4), std::vector{whistle_number(2)});
}

TEST_F(offer, nobody_is_offered_what_he_may_not_see) {
  blown("walker", 1, heap());
  EXPECT_TRUE(blown("stranger", 2, heap()).similar.empty());
  EXPECT_TRUE(similar("stranger", 2).empty());
  EXPECT_EQ(similar("desk", 2), std::vector{whistle_number(1)});
  at_work.similar({1}, speaker("stranger"), whistle_number(1), march(11, 9h));
  EXPECT_EQ(std::get<refused>(next_answer()).no.code, refusal_code::not_your_whistle);
  at_work.similar({1}, speaker("stranger"), whistle_number(9), march(11, 9h));
  EXPECT_EQ(std::get<refused>(next_answer()).no.code, refusal_code::whistle_unknown);
}

TEST_F(offer, of_many_the_nearest_are_offered) {
  for (std::uint64_t i = 1; i <= similar_max + 5; ++i)
    blown("walker", i, heap(static_cast<std::int32_t>(i) * 100));
  auto ids = similar("walker", similar_max + 5);
  ASSERT_EQ(ids.size(), similar_max);
  EXPECT_EQ(ids.front(), whistle_number(similar_max + 4));
  auto told = blown("walker", 99, heap(1'410)).similar;
  EXPECT_EQ(told, (std::vector{whistle_number(14), whistle_number(15), whistle_number(13)}));
}

TEST_F(offer, it_is_the_same_after_a_restart) {
  blown("walker", 1, heap());
  blown("walker", 2, heap());
  engine again(small_city::rules());
  for (std::uint64_t i = 1; i <= 2; ++i) again.restore(*at_work.find(whistle_number(i)));
  again.start_at({2, 1}, march(11, 9h));
  again.similar({1}, speaker("walker"), whistle_number(2), march(11, 9h));
  ASSERT_NE(again.next_batch(), nullptr);
  auto told = again.durable();
  EXPECT_EQ(std::get<similar_page>(told.replies.at(0).answer).items.at(0).whistle,
            whistle_number(1));
}

}  // namespace
}  // namespace gridwhistle
