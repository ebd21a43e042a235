// grids.geojson: sound maps are read, and each of the files in broken_maps is refused with the
// reason that stands beside its name in reasons.csv.
#include "server/adapters/map_loader.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include "tests/adapters/shipped_pack.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

const std::filesystem::path broken = GW_SOURCE_DIR "/tests/adapters/broken_maps";

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string feature(std::string_view area, std::string_view rings) {
  return R"({"type":"Feature","properties":{"area":")" + std::string(area) +
         R"("},"geometry":{"type":"Polygon","coordinates":[)" + std::string(rings) + "]}}";
}
std::string collection(std::string_view features) {
  return R"({"type":"FeatureCollection","schematic":true,"features":[)" + std::string(features) +
         "]}\n";
}

constexpr std::string_view pier =
    "[[-71.0,42.0],[-70.99,42.0],[-70.99,42.01],[-71.0,42.01],[-71.0,42.0]]";
constexpr std::string_view south =
    "[[-70.99,42.0],[-70.98,42.0],[-70.98,42.01],[-70.99,42.01],[-70.99,42.0]]";

pack_files with_map(std::string text) {
  pack_files files = good_pack();
  files["grids.geojson"] = std::move(text);
  return files;
}
pack_files mapped_pack() {
  return with_map(collection(feature("210101", pier) + ",\n" + feature("2102", south)));
}

TEST(map_loader, a_pack_with_a_map_knows_where_its_areas_lie) {
  policy_ptr made = policy_of(mapped_pack());
  ASSERT_TRUE(made);
  ASSERT_TRUE(made->map.known());
  EXPECT_EQ(made->map.shapes().size(), 2u);
  EXPECT_EQ(made->map.area_at({-709'950'000, 420'050'000}).text, "210101");
  EXPECT_EQ(made->map.area_at({-709'850'000, 420'050'000}).text, "2102");
  EXPECT_EQ(made->map.area_at({-709'850'000, 430'000'000}).text, "21");
}

TEST(map_loader, a_pack_without_a_map_keeps_its_hash_and_knows_no_ground) {
  policy_ptr plain = policy_of(good_pack());
  ASSERT_TRUE(plain);
  EXPECT_FALSE(plain->map.known());
  policy_ptr mapped = policy_of(mapped_pack());
  ASSERT_TRUE(mapped);
  EXPECT_NE(plain->hash, mapped->hash);
  std::string canonical = canonical_bytes(good_pack());
  EXPECT_EQ(canonical.find("geojson"), std::string::npos);
}

TEST(map_loader, a_map_means_the_same_from_its_stored_form) {
  std::string stored = canonical_bytes(mapped_pack());
  auto back = files_of_canonical(stored);
  ASSERT_TRUE(std::holds_alternative<pack_files>(back));
  policy_ptr again = policy_of(std::get<pack_files>(back));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->hash, policy_of(mapped_pack())->hash);
  EXPECT_EQ(again->map.area_at({-709'850'000, 420'050'000}).text, "2102");
}

TEST(map_loader, rings_are_taken_in_either_direction_and_holes_with_them) {
  std::string backwards =
      "[[-71.0,42.0],[-71.0,42.01],[-70.99,42.01],[-70.99,42.0],[-71.0,42.0]],"
      "[[-70.998,42.002],[-70.996,42.002],[-70.996,42.004],[-70.998,42.004],[-70.998,42.002]]";
  policy_ptr made = policy_of(with_map(collection(feature("210101", backwards))));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->map.area_at({-709'950'000, 420'050'000}).text, "210101");
  EXPECT_EQ(made->map.area_at({-709'970'000, 420'030'000}).text, "21") << "in the hole";
}

TEST(map_loader, the_fallback_is_the_one_that_the_pack_names) {
  pack_files files = mapped_pack();
  files["pack.toml"] += "[map]\nfallback = \"2101\"\n";
  policy_ptr made = policy_of(files);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->map.area_at({-709'850'000, 430'000'000}).text, "2101");
}

TEST(map_loader, a_wrong_fallback_is_named_with_its_place) {
  pack_files files = mapped_pack();
  files["pack.toml"] = good_settings + "[map]\nfallback = \"29\"\n";
  EXPECT_EQ(errors_of(files), "pack.toml:30:12: \"29\": no area has this code");
  files["pack.toml"] = good_settings + "[map]\n";
  EXPECT_EQ(errors_of(files), "pack.toml:29:1: \"map.fallback\": this key is missing");
  files["pack.toml"] = good_settings + "[map]\nfallback = 21\n";
  EXPECT_EQ(errors_of(files), "pack.toml:30:12: \"map.fallback\": text in quotes is wanted here");
  files.erase("grids.geojson");
  files["pack.toml"] = good_settings + "[map]\nfallback = \"21\"\n";
  EXPECT_EQ(errors_of(files),
            "pack.toml:30:12: \"21\": a fallback needs a map, and there is no grids.geojson");
}

TEST(map_loader, coordinates_outside_of_china_are_not_of_a_chinese_datum) {
  pack_files files = mapped_pack();
  std::string& settings = files["pack.toml"];
  settings.replace(settings.find("wgs84"), 5, "gcj02");
  EXPECT_EQ(errors_of(files),
            "grids.geojson:1: \"feature 1 (area 210101) at [-71,42]\": this is not in China, "
            "where datum gcj02 is used\n"
            "grids.geojson:2: \"feature 2 (area 2102) at [-70.99,42]\": this is not in China, "
            "where datum gcj02 is used");
}

TEST(map_loader, at_most_a_hundred_errors_are_told) {
  std::string many = feature("9", pier);
  for (int i = 0; i < 200; ++i) many += ",\n" + feature("9", pier);
  auto loaded = load_pack(with_map(collection(many)));
  ASSERT_TRUE(std::holds_alternative<std::vector<pack_error>>(loaded));
  EXPECT_EQ(std::get<std::vector<pack_error>>(loaded).size(), file_errors_max);
}

// --- broken maps -------------------------------------------------------------------------------

// File name without its ending -> its errors. GW_WRITE_REASONS writes what is said now: read the
// difference before committing it.
std::map<std::string, std::string> reasons() {
  constexpr std::array<std::string_view, 2> columns = {"map", "error"};
  std::string text = bytes_of(broken / "reasons.csv");
  auto read = csv_table::read("reasons.csv", text, columns);
  std::map<std::string, std::string> found;
  const auto* table = std::get_if<csv_table>(&read);
  EXPECT_TRUE(table);
  if (!table) return found;
  for (const csv_row& row : table->rows()) {
    found.emplace(table->cell(row, "map").text, table->cell(row, "error").text);
  }
  return found;
}

std::string quoted(std::string text) {
  std::string doubled;
  for (char c : text) doubled += c == '"' ? std::string("\"\"") : std::string(1, c);
  return '"' + doubled + '"';
}

TEST(map_loader, every_broken_map_is_refused_with_its_reason) {
  std::map<std::string, std::string> said;
  for (const auto& entry : std::filesystem::directory_iterator(broken)) {
    if (entry.path().extension() != ".geojson") continue;
    std::string errors = errors_of(with_map(bytes_of(entry.path())));
    EXPECT_NE(errors, "") << entry.path().stem() << " was taken";
    for (char& c : errors) c = c == '\n' ? '|' : c;
    said[entry.path().stem()] = errors;
  }
  if (std::getenv("GW_WRITE_REASONS")) {
    std::ofstream out(broken / "reasons.csv");
    out << "map,error\n";
    for (const auto& [name, error] : said) out << name << ',' << quoted(error) << '\n';
  }
  EXPECT_GE(said.size(), 60u);
  auto expected = reasons();
  EXPECT_EQ(said.size(), expected.size());
  for (const auto& [name, error] : said) EXPECT_EQ(error, expected[name]) << name;
}

}  // namespace
}  // namespace gridwhistle
