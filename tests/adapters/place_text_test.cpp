// What `gridwhistled pack locate` says.
#include "server/adapters/place_text.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/adapters/shipped_pack.hpp"

namespace gridwhistle {
namespace {

policy_ptr pier_pack() {
  pack_files files = good_pack();
  files["grids.geojson"] =
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"area":"210101"},
"geometry":{"type":"Polygon",
"coordinates":[[[-71,42],[-70.99,42],[-70.99,42.01],[-71,42.01],[-71,42]]]}},
{"type":"Feature","properties":{"area":"2102"},
"geometry":{"type":"Polygon",
"coordinates":[[[-70.99,42],[-70.98,42],[-70.98,42.01],[-70.99,42.01],[-70.99,42]]]}}]})";
  return policy_of(files);
}

TEST(place_text, it_names_the_grid_what_holds_it_and_what_else_the_circle_reaches) {
  policy_ptr rules = pier_pack();
  ASSERT_TRUE(rules);
  EXPECT_EQ(place_text(*rules, {{-70.995, 42.005}, 30, {}}, language::en),
            "place    -70.9950000,42.0050000 wgs84\n"
            "grid     210101 Pier < 2101 North < 21 Harbour\n"
            "certain\n");
  EXPECT_EQ(place_text(*rules, {{-70.9901, 42.005}, 30, {}}, language::en),
            "place    -70.9901000,42.0050000 wgs84\n"
            "grid     210101 Pier < 2101 North < 21 Harbour\n"
            "or       2102 South < 21 Harbour\n"
            "ambiguous\n");
  EXPECT_EQ(place_text(*rules, {{-70.9, 42.005}, 0, {}}, language::en),
            "place    -70.9000000,42.0050000 wgs84\n"
            "outside  21 Harbour\n"
            "certain\n");
}

TEST(place_text, it_speaks_the_language_of_its_reader) {
  policy_ptr rules = pier_pack();
  ASSERT_TRUE(rules);
  EXPECT_EQ(place_text(*rules, {{-70.9901, 42.005}, 30, {}}, language::zh),
            "位置  -70.9901000,42.0050000 wgs84\n"
            "网格  210101 Pier < 2101 North < 21 Harbour\n"
            "或在  2102 South < 21 Harbour\n"
            "位置有歧义\n");
}

TEST(place_text, a_place_in_another_datum_is_converted_first) {
  policy_ptr rules = shipped_pack("shenyang");
  ASSERT_TRUE(rules);
  std::string plain = place_text(*rules, {{123.43, 41.8}, 0, {}}, language::zh);
  degrees shifted = converted(degrees{123.43, 41.8}, datum::wgs84, datum::bd09);
  EXPECT_EQ(place_text(*rules, {shifted, 0, datum::bd09}, language::zh), plain);
  EXPECT_NE(place_text(*rules, {shifted, 0, {}}, language::zh), plain);
}

TEST(place_text, a_pack_without_a_map_and_a_place_off_the_earth_are_said_so) {
  EXPECT_THROW(place_text(*policy_of(good_pack()), {{-71, 42}, 0, {}}, language::en),
               std::runtime_error);
  EXPECT_THROW(place_text(*pier_pack(), {{-71, 92}, 0, {}}, language::en), std::runtime_error);
}

}  // namespace
}  // namespace gridwhistle
