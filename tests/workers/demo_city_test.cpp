// A demonstration's walkers stand where they say they stand.
#include "workers/demo_city.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "server/adapters/enrolment.hpp"
#include "server/adapters/pack_loader.hpp"

namespace gridwhistle {
namespace {

const std::filesystem::path packs = GW_SOURCE_DIR "/deploy/packs";

class scratch {
 public:
  scratch() : path_(std::filesystem::temp_directory_path() / "gw-demo-city-XXXXXX") {
    std::string name = path_.string();
    if (mkdtemp(name.data())) path_ = name;
  }
  ~scratch() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

TEST(demo_city, every_place_lies_in_the_grid_its_walker_names) {
  for (const char* name : {"shenyang", "boston"}) {
    scratch home;
    auto rules = or_throw(load_pack(or_throw(read_pack_directory(packs / name), name)), name);
    ASSERT_TRUE(rules->map.known());
    make_home(home.path());
    enrol_demo_city(home.path(), *rules, 30);
    demo_city city = read_demo_city(home.path(), packs / name);
    std::mt19937_64 chance(1);
    int placed = 0;
    for (int i = 0; i < 300; ++i) {
      const demo_walker& by = city.walkers[chance() % city.walkers.size()];
      v1::Report report = some_report(city, by, chance);
      if (!report.has_place()) continue;
      ++placed;
      map_point at{report.place().longitude_e7(), report.place().latitude_e7()};
      EXPECT_EQ(rules->map.area_at(at).text, report.area()) << to_text(at);
    }
    EXPECT_GT(placed, 250) << name;
  }
}

std::map<std::string, demo_scene> scenes_in(const std::string& table) {
  scratch folder;
  std::ofstream(folder.path() / "photos.csv") << table;
  return read_demo_scenes(folder.path() / "photos.csv");
}

demo_city city_of(const std::string& matter) {
  demo_city city;
  demo_matter& made = city.matters.emplace_back();
  made.key.set_kind(v1::MATTER_KIND_MATTER);
  made.key.set_code("06010");
  made.name = matter;
  made.big_name = "市容环境";
  city.reported = {0};
  city.scenes = scenes_in(
      "scene,shows,photo\nrubbish,fault,f1\nrubbish,fault,g1\nrubbish,mended,m1\n"
      "street,fault,f0\nstreet,mended,m0\n");
  return city;
}

TEST(demo_city, a_report_shows_the_scene_of_its_matter_and_its_verification_the_same_one_mended) {
  std::mt19937_64 chance(1);
  std::map<std::string, std::set<std::string>> shown;
  for (const char* matter : {"暴露垃圾", "道路破损"}) {
    demo_city city = city_of(matter);
    for (int i = 0; i < 100; ++i) {
      v1::Report report = some_report(city, {"walker-1", "2101"}, chance);
      ASSERT_EQ(report.photos_size(), 1);
      shown[matter].insert(report.photos(0) + ' ' + verifying_photo(city, report, chance));
    }
  }
  EXPECT_EQ(shown["暴露垃圾"], (std::set<std::string>{"f1 m1", "g1 m1"}));
  EXPECT_EQ(shown["道路破损"], (std::set<std::string>{"f0 m0"})) << "where no other fits";
}

TEST(demo_city, where_no_pictures_were_sent_no_two_verifications_name_the_same) {
  demo_city city = city_of("暴露垃圾");
  city.scenes.clear();
  std::mt19937_64 chance(1);
  v1::Report report = some_report(city, {"walker-1", "2101"}, chance);
  EXPECT_TRUE(report.photos().empty());
  std::string one = verifying_photo(city, report, chance);
  EXPECT_EQ(one.size(), 64u);
  EXPECT_NE(verifying_photo(city, report, chance), one);
}

TEST(demo_city, a_call_to_the_hotline_lies_nowhere_and_was_seen_on_no_walk) {
  demo_city city = city_of("暴露垃圾");
  city.hotline = {"importer", "2101"};
  std::mt19937_64 chance(1);
  for (int i = 0; i < 50; ++i) {
    v1::Report report = some_report(city, city.hotline, chance);
    EXPECT_FALSE(report.has_place());
    EXPECT_EQ(report.source(), v1::SOURCE_HOTLINE);
    EXPECT_TRUE(report.text().starts_with("市民来电")) << report.text();
  }
}

TEST(demo_city, a_scene_without_a_picture_of_its_end_is_told) {
  EXPECT_THROW(scenes_in("scene,shows,photo\nstreet,fault,f0\n"), std::runtime_error);
  EXPECT_THROW(scenes_in("scene,photo\nstreet,f0\n"), std::runtime_error);
}

}  // namespace
}  // namespace gridwhistle
