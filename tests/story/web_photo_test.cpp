// Photos on a real server: from a phone with a bad line to whoever may see the whistle, and what
// evil ones do to it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <random>
#include <regex>

#include "tests/adapters/photo_samples.hpp"
#include "tests/story/web_story.hpp"

namespace gridwhistle::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t part_bytes = 48 * 1024;

class web_photo : public testing::Test {
 protected:
  web_photo() : city(2) { start(); }

  void start() {
    city.server.start_and_wait({"--web", "127.0.0.1:0", "--demo-password", password});
    url = web_url(city.server.log_text());
  }
  std::unique_ptr<web_page> page_of(const std::string& user) const {
    auto made = std::make_unique<web_page>(url);
    EXPECT_EQ(made->log_in(user, password).status, 200) << user;
    return made;
  }

  static std::string part_target(const std::string& upload, std::size_t size, std::size_t offset) {
    return "/api/v1/uploads/" + upload + "?size=" + std::to_string(size) +
           "&offset=" + std::to_string(offset);
  }
  // From that offset on; the answer to the last part, or to the first that was not taken.
  static web_answer upload(web_page& by, const std::string& id, std::string_view photo,
                           std::size_t offset = 0) {
    web_answer told;
    do {
      std::string_view part = photo.substr(offset, part_bytes);
      told = by.ask("PUT", part_target(id, photo.size(), offset), part);
      offset += part.size();
    } while (told.status == 200 && offset < photo.size());
    return told;
  }
  static std::string uploaded(web_page& by, std::string_view photo) {
    web_answer told = upload(by, fresh_id(), photo);
    EXPECT_EQ(told.status, 201) << told.body;
    return json_field(told.body, "photo");
  }
  static std::string quoted(const std::string& photo) { return "[\"" + photo + "\"]"; }

  web_answer blow(web_page& by, const std::string& whistle, const std::string& photos) const {
    return by.ask("POST", "/api/v1/whistles",
                  R"({"whistle_id":")" + whistle + R"(","report":{"kind":"routine",)" +
                      R"("matter":{"kind":"matter","code":"06010"},"area":")" +
                      city.area_of("walker-1") + R"(","text":"垃圾堆放","photos":)" + photos + "}}",
                  command_fields());
  }
  // On the version that is there now.
  static web_answer command(web_page& by, const std::string& whistle, const std::string& name,
                            const std::string& body) {
    std::string path = "/api/v1/whistles/" + whistle;
    std::string head = by.ask("GET", path).head;
    std::smatch tag;
    if (!std::regex_search(head, tag, std::regex("ETag: \"(\\d+)\""))) return {0, head, {}};
    return by.ask("POST", path + '/' + name, body, command_fields(tag[1]));
  }
  static std::string photo_target(const std::string& whistle, const std::string& photo) {
    return "/api/v1/whistles/" + whistle + "/photos/" + photo;
  }

  // Names in the photo store, without what is on its way.
  std::vector<std::string> kept() const {
    std::vector<std::string> made;
    for (const auto& each : fs::recursive_directory_iterator(city.home() / "photos")) {
      std::string path = each.path().string();
      if (each.is_regular_file() && path.find("/uploads/") == std::string::npos)
        made.push_back(each.path().filename().string());
    }
    return made;
  }

  story_city city;
  std::string url;
};

TEST_F(web_photo, a_photo_is_seen_by_whoever_may_see_its_whistle_and_by_nobody_else) {
  auto walker = page_of("walker-1");
  std::string exif = exif_block(6, endian::big);
  std::string hash = uploaded(*walker, with_exif(jpeg_sample(2'400, 1'800), exif));
  std::string whistle = fresh_id(), bare = fresh_id();
  web_answer blown = blow(*walker, whistle, quoted(hash));
  ASSERT_EQ(blown.status, 201) << blown.body;
  ASSERT_EQ(blow(*walker, bare, "[]").status, 201);

  web_answer shown = walker->ask("GET", photo_target(whistle, hash));
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_THAT(shown.head, HasSubstr("Content-Type: image/jpeg\r\n"));
  EXPECT_THAT(shown.head, HasSubstr("immutable"));
  EXPECT_THAT(shown.head, HasSubstr("X-Content-Type-Options: nosniff"));
  EXPECT_EQ(shown.body, text_in(city.home() / "photos" / hash.substr(0, 2) / (hash + ".jpg")));
  EXPECT_EQ(shown.body.find(gps_secret), std::string::npos);
  seen_photo upright = seen_in(shown.body);
  EXPECT_EQ(upright.width, 1'200);
  EXPECT_EQ(upright.height, 1'600);
  std::string small = walker->ask("GET", photo_target(whistle, hash) + "?width=320").body;
  EXPECT_EQ(seen_in(small).width, 320);
  EXPECT_EQ(walker->ask("GET", photo_target(whistle, hash) + "?width=320").body, small);
  EXPECT_THAT(kept(), testing::UnorderedElementsAre(hash + ".jpg", hash + "-320.jpg"));

  std::string lead = json_field(blown.body, "lead");
  EXPECT_EQ(page_of("clerk-" + lead)->ask("GET", photo_target(whistle, hash)).status, 200);
  std::string rows = text_in(city.home() / "enrolled.csv");
  const std::regex clerks("clerk-([^,]+),");
  for (std::sregex_iterator at(rows.begin(), rows.end(), clerks), end; at != end; ++at) {
    if ((*at)[1] == lead) continue;
    auto stranger = page_of("clerk-" + (*at)[1].str());
    EXPECT_EQ(stranger->ask("GET", photo_target(whistle, hash)).status, 403);
    break;
  }
  // Not by another whistle, not without a session, and no other bytes.
  EXPECT_THAT(walker->ask("GET", photo_target(bare, hash)).body, HasSubstr("photo_not_here"));
  EXPECT_EQ(web_page(url).ask("GET", photo_target(whistle, hash)).status, 401);
  EXPECT_EQ(walker->ask("GET", photo_target(whistle, std::string(64, 'b'))).status, 404);
  EXPECT_EQ(walker->ask("GET", photo_target(fresh_id(), hash)).status, 404);
}

TEST_F(web_photo, photos_of_the_work_and_of_its_verification_are_found_in_the_history) {
  auto walker = page_of("walker-1");
  std::string whistle = fresh_id();
  web_answer blown = blow(*walker, whistle, "[]");
  auto clerk = page_of("clerk-" + json_field(blown.body, "lead"));
  ASSERT_EQ(command(*clerk, whistle, "report-in", "{}").status, 200);
  std::string after_work = uploaded(*clerk, png_sample(200, 100));
  EXPECT_EQ(clerk->ask("GET", photo_target(whistle, after_work)).status, 404);
  web_answer handled = command(*clerk, whistle, "handle",
                               R"({"result":"已清运","photos":)" + quoted(after_work) + "}");
  ASSERT_EQ(handled.status, 200) << handled.body;
  EXPECT_EQ(walker->ask("GET", photo_target(whistle, after_work)).status, 200);
  std::string on_site = uploaded(*walker, webp_sample(100, 200));
  web_answer verified =
      command(*walker, whistle, "verify", R"({"solved":true,"photos":)" + quoted(on_site) + "}");
  ASSERT_EQ(verified.status, 200) << verified.body;
  EXPECT_EQ(clerk->ask("GET", photo_target(whistle, on_site)).status, 200);
  EXPECT_EQ(clerk->ask("GET", photo_target(whistle, after_work)).status, 200);
}

TEST_F(web_photo, a_command_that_names_a_photo_which_is_not_here_changes_nothing) {
  auto walker = page_of("walker-1");
  std::string whistle = fresh_id();
  std::string nowhere(64, 'd');
  web_answer no = blow(*walker, whistle, quoted(nowhere));
  EXPECT_EQ(no.status, 409);
  EXPECT_EQ(json_field(no.body, "code"), "photo_unknown");
  EXPECT_EQ(json_field(no.body, "detail"), nowhere);
  EXPECT_EQ(walker->ask("GET", "/api/v1/whistles/" + whistle).status, 404);
  EXPECT_THAT(blow(*walker, whistle, quoted("../../server.key")).body, HasSubstr("photo_unknown"));

  web_answer blown = blow(*walker, whistle, "[]");
  ASSERT_EQ(blown.status, 201) << blown.body;
  web_answer amended = command(*walker, whistle, "amend",
                               R"({"change":{"text":"更多","photos":)" + quoted(nowhere) + "}}");
  EXPECT_THAT(amended.body, HasSubstr("photo_unknown"));
  auto clerk = page_of("clerk-" + json_field(blown.body, "lead"));
  web_answer handled =
      command(*clerk, whistle, "handle", R"({"result":"x","photos":)" + quoted(nowhere) + "}");
  EXPECT_THAT(handled.body, HasSubstr("photo_unknown"));
  std::string state = walker->ask("GET", "/api/v1/whistles/" + whistle).body;
  EXPECT_THAT(state, HasSubstr("\"version\":" + json_field(blown.body, "version")));
}

TEST_F(web_photo, a_line_that_dies_anywhere_costs_no_photo_and_makes_none_twice) {
  std::mt19937_64 chance(printed_seed());
  std::string photo = with_segment(jpeg_sample(1'000, 700), 0xe2, std::string(60'000, 'p'));
  std::string id = fresh_id(), hash;
  auto phone = page_of("walker-1");
  // While a busy machine is still cleaning what has come whole, every try is answered "overloaded".
  int tries = 0;
  wait_until("the photo is whole", [&] {
    web_answer at = phone->ask("GET", "/api/v1/uploads/" + id);
    std::size_t offset = at.status == 404 ? 0 : std::stoul(json_field(at.body, "received"));
    hash = json_field(at.body, "photo");
    if (!hash.empty()) return true;
    std::size_t length = 1 + chance() % part_bytes;
    std::string said = phone->request("PUT", part_target(id, photo.size(), offset),
                                      std::string_view(photo).substr(offset, length));
    // Half of them in the middle, half before the answer is read.
    std::size_t cut = chance() % 2 == 0 ? chance() % said.size() : said.size();
    phone->say(std::string_view(said).substr(0, cut));
    phone->close();
    if (tries++ == 3) {
      city.server.kill_hard();
      start();
      phone = page_of("walker-1");
    }
    return false;
  });
  EXPECT_THAT(kept(), testing::ElementsAre(hash + ".jpg"));
  EXPECT_EQ(uploaded(*phone, photo), hash) << "the same photo again, from the start";
  // Whoever asks again for what is done hears the same.
  EXPECT_EQ(json_field(upload(*phone, id, photo).body, "received"), "");
  EXPECT_EQ(phone->ask("PUT", part_target(id, photo.size(), 0), photo.substr(0, 10)).status, 201);
  EXPECT_EQ(page_of("walker-2")->ask("GET", "/api/v1/uploads/" + id).status, 404);
}

TEST_F(web_photo, a_gap_is_told_with_what_is_here) {
  auto walker = page_of("walker-1");
  std::string id = fresh_id();
  web_answer gap = walker->ask("PUT", part_target(id, 100, 50), "later");
  EXPECT_EQ(gap.status, 409);
  EXPECT_EQ(json_field(gap.body, "code"), "upload_gap");
  EXPECT_EQ(json_field(gap.body, "received"), "0");
  EXPECT_EQ(walker->ask("GET", "/api/v1/uploads/" + id).status, 404);
  EXPECT_EQ(walker->ask("PUT", part_target(id, 100, 0), "first").status, 200);
  gap = walker->ask("PUT", part_target(id, 100, 6), "later");
  EXPECT_EQ(json_field(gap.body, "received"), "5");
  EXPECT_THAT(walker->ask("PUT", part_target(id, 101, 5), "x").body, HasSubstr("upload_differs"));
}

TEST_F(web_photo, evil_photos_cost_themselves_and_leave_the_server_as_it_was) {
  auto walker = page_of("walker-1");
  uploaded(*walker, jpeg_sample(1'600, 1'200));
  std::size_t before = city.server.resident_kib();
  for (const evil_photo& each : evil_photos()) {
    web_answer told = upload(*walker, fresh_id(), each.bytes);
    std::string outcome = told.status == 201 ? "cleaned" : json_field(told.body, "code");
    EXPECT_THAT(each.may_be, testing::Contains(outcome)) << each.name << ": " << told.body;
  }
  constexpr std::size_t growth_kib_max = 24 * 1024;
  EXPECT_LT(city.server.resident_kib(), before + growth_kib_max);
  EXPECT_EQ(walker->ask("GET", "/livez").status, 200);
  EXPECT_EQ(blow(*walker, fresh_id(), "[]").status, 201);
  EXPECT_THAT(city.server.log_text(), Not(HasSubstr("\"what\":\"ended\"")));
}

TEST_F(web_photo, while_one_is_cleaned_others_are_answered) {
  auto walker = page_of("walker-1"), asking = page_of("walker-1");
  std::string photo = jpeg_sample(6'000, 6'000), id = fresh_id();
  std::size_t last = photo.size() - 1;
  for (std::size_t offset = 0; offset < last; offset += part_bytes) {
    std::string_view part =
        std::string_view(photo).substr(offset, std::min(part_bytes, last - offset));
    ASSERT_EQ(walker->ask("PUT", part_target(id, photo.size(), offset), part).status, 200);
  }
  walker->say(walker->request("PUT", part_target(id, photo.size(), last), photo.substr(last)));
  int answered = 0;
  while (asking->ask("GET", "/api/v1/uploads/" + id).body.find("photo") == std::string::npos)
    ++answered;
  EXPECT_GT(answered, 3);
  EXPECT_THAT(walker->hear_until("\r\n\r\n"), HasSubstr("HTTP/1.1 201"));
}

TEST_F(web_photo, a_full_disk_is_told_and_leaves_nothing_half_written) {
  auto walker = page_of("walker-1");
  std::string photo = with_segment(jpeg_sample(1'000, 700), 0xe2, std::string(60'000, 'p'));
  ASSERT_GT(photo.size(), part_bytes + 1'000);
  std::string id = fresh_id();
  ASSERT_EQ(
      walker->ask("PUT", part_target(id, photo.size(), 0), photo.substr(0, part_bytes)).status,
      200);
  auto disk_ends_at = [this](rlim_t bytes) {
    rlimit limit{bytes, RLIM_INFINITY};
    ASSERT_EQ(::prlimit(city.server.pid(), RLIMIT_FSIZE, &limit, nullptr), 0);
  };
  // The log may still be written; the parts may not.
  disk_ends_at(part_bytes + 1'000);
  web_answer full = upload(*walker, id, photo, part_bytes);
  EXPECT_EQ(full.status, 507) << full.body;
  EXPECT_EQ(json_field(full.body, "code"), "storage_full");
  EXPECT_EQ(json_field(walker->ask("GET", "/api/v1/uploads/" + id).body, "received"),
            std::to_string(part_bytes));
  disk_ends_at(RLIM_INFINITY);
  ASSERT_EQ(upload(*walker, id, photo, part_bytes).status, 201);

  // Room for what is sent and none for what it becomes: it is kept for the next try.
  constexpr rlim_t some = 150 * 1024;
  std::string striped = striped_png(1'600), other = fresh_id();
  ASSERT_LT(striped.size(), some / 2);
  std::vector<std::string> before = kept();
  disk_ends_at(some);
  web_answer no_room = upload(*walker, other, striped);
  EXPECT_EQ(no_room.status, 507) << no_room.body;
  EXPECT_THAT(kept(), testing::UnorderedElementsAreArray(before));
  disk_ends_at(RLIM_INFINITY);
  web_answer again = walker->ask("PUT", part_target(other, striped.size(), striped.size()));
  EXPECT_EQ(again.status, 201) << again.body;
  EXPECT_GT(std::stoul(json_field(again.body, "bytes")), some);
  EXPECT_EQ(blow(*walker, fresh_id(), quoted(json_field(again.body, "photo"))).status, 201);
}

}  // namespace
}  // namespace gridwhistle::test
