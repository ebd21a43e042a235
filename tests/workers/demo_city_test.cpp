// A demonstration's walkers stand where they say they stand.
#include "workers/demo_city.hpp"

#include <gtest/gtest.h>

#include <filesystem>

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

}  // namespace
}  // namespace gridwhistle
