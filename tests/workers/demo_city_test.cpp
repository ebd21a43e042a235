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

std::vector<demo_scene> scenes_in(const std::string& table) {
  scratch folder;
  std::ofstream(folder.path() / "photos.csv") << table;
  return read_demo_scenes(folder.path() / "photos.csv");
}

TEST(demo_city, a_report_shows_the_scene_it_tells_of_and_its_verification_the_same_one_mended) {
  demo_city city;
  city.matters.emplace_back().set_code("06010");
  city.scenes = scenes_in(
      "scene,shows,photo\n0,fault,f0\n0,mended,m0\n1,fault,f1\n1,fault,g1\n1,mended,m1\n");
  ASSERT_EQ(city.scenes.size(), 2u);
  std::mt19937_64 chance(1);
  std::map<std::string, std::set<std::string>> shown;
  for (int i = 0; i < 200; ++i) {
    v1::Report report = some_report(city, {"walker-1", "2101"}, chance);
    std::string mended = mended_photo(city, report, chance);
    if (report.photos().empty()) {
      EXPECT_EQ(mended, "") << "of three texts there is no picture";
      continue;
    }
    shown[report.text()].insert(report.photos(0) + ' ' + mended);
  }
  EXPECT_EQ(shown["路面有积水，影响通行"], (std::set<std::string>{"f0 m0"}));
  EXPECT_EQ(shown["垃圾堆放未清理"], (std::set<std::string>{"f1 m1", "g1 m1"}));
  EXPECT_EQ(shown.size(), 2u);
}

TEST(demo_city, a_scene_without_a_picture_of_its_end_is_told) {
  EXPECT_THROW(scenes_in("scene,shows,photo\n0,fault,f0\n"), std::runtime_error);
  EXPECT_THROW(scenes_in("scene,photo\n0,f0\n"), std::runtime_error);
}

}  // namespace
}  // namespace gridwhistle
