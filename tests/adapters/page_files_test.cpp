// The built pages: which file or screen an address gets, how it may be kept, and what no address
// gets.
#include "server/adapters/page_files.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <stdexcept>

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

class pages : public testing::Test {
 protected:
  pages() {
    std::string name = (fs::temp_directory_path() / "gw-pages-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("cannot make " + name);
    folder_ = name;
    write("built/index.html", "<!doctype html>desk");
    write("built/field.html", "<!doctype html>field");
    write("built/field/worker.js", "self.onfetch = null;");
    write("built/field.webmanifest", "{}");
    write("built/assets/desk-3f9a.js", "0123456789");
    write("built/assets/desk-3f9a.js.gz", "packed");
    write("built/.vite/manifest.json", "{\"hidden\":true}");
    write("secret.txt", "outside");
  }
  ~pages() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& bytes) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  page_files built() const { return page_files(folder_ / "built"); }
  static web_request get(const std::string& target) {
    web_request made;
    made.method = "GET";
    made.target = target;
    return made;
  }
  std::string body_of(const std::string& target) const {
    auto told = built().answer(get(target));
    return told ? told->body : "nothing";
  }
  static std::string field(const web_response& of, std::string_view name) {
    for (const auto& [known, value] : of.fields) {
      if (known == name) return value;
    }
    return {};
  }

  fs::path folder_;
};

TEST_F(pages, a_screen_has_its_entry_at_every_address_below_it) {
  for (const char* each :
       {"/", "/login", "/desk", "/desk/queue/3", "/dispatch?x=1", "/wall", "/account"}) {
    EXPECT_EQ(body_of(each), "<!doctype html>desk") << each;
  }
  for (const char* each : {"/field/report", "/field/"}) {
    EXPECT_EQ(body_of(each), "<!doctype html>field") << each;
  }
  EXPECT_EQ(body_of("/field/worker.js?v=2"), "self.onfetch = null;");
}

TEST_F(pages, what_is_no_file_and_no_screen_is_not_answered) {
  for (const char* each : {"/deskx", "/assets/none.js", "/assets", "/api/v1/session", "/livez", "",
                           "*", "/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt",
                           "/desk/../../secret.txt", "//index.html", "//desk",
                           "/.vite/manifest.json", "/assets/desk-3f9a.js.gz", "/desk/x.js"}) {
    EXPECT_EQ(body_of(each), "nothing") << each;
  }
}

TEST_F(pages, an_address_of_nobody_is_told_in_words_to_who_reads_pages_and_to_nobody_else) {
  web_request asked = get("/packs");
  EXPECT_FALSE(built().answer_missing(asked)) << "a script";
  asked.accept = "text/html,application/xhtml+xml,*/*;q=0.8";
  auto told = built().answer_missing(asked);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->status, 404);
  EXPECT_EQ(told->body, "<!doctype html>desk");
  EXPECT_EQ(field(*told, "Cache-Control"), "no-cache");
  EXPECT_FALSE(page_files().answer_missing(asked)) << "without pages";
  asked.target = "/api/v1/packz";
  EXPECT_FALSE(built().answer_missing(asked));
  asked.target = "/packs";
  asked.method = "POST";
  EXPECT_FALSE(built().answer_missing(asked));
}

TEST_F(pages, the_phones_app_is_where_it_can_be_kept_without_a_network) {
  auto told = built().answer(get("/field?lang=en"));
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->status, 308u);
  EXPECT_EQ(field(*told, "Location"), "/field/?lang=en");
  EXPECT_EQ(body_of("/field/"), "<!doctype html>field");
}

TEST_F(pages, what_comes_after_the_start_is_not_served) {
  write("built/assets/late-77.js", "early");
  page_files kept = built();
  write("built/assets/late-77.js", "changed");
  write("built/assets/later-78.js", "new");
  EXPECT_EQ(kept.answer(get("/assets/late-77.js"))->body, "early");
  EXPECT_FALSE(kept.answer(get("/assets/later-78.js")).has_value());
}

TEST_F(pages, only_what_is_named_by_its_content_may_be_kept_for_ever) {
  page_files kept = built();
  EXPECT_EQ(field(*kept.answer(get("/assets/desk-3f9a.js")), "Cache-Control"),
            "public, max-age=31536000, immutable");
  for (const char* each : {"/", "/field/", "/field/worker.js", "/field.webmanifest"}) {
    EXPECT_EQ(field(*kept.answer(get(each)), "Cache-Control"), "no-cache") << each;
  }
  EXPECT_EQ(kept.answer(get("/field.webmanifest"))->type, "application/manifest+json");
  EXPECT_EQ(kept.answer(get("/field/worker.js"))->type, "text/javascript; charset=utf-8");
}

TEST_F(pages, what_a_browser_has_already_is_not_sent_again) {
  page_files kept = built();
  web_request asked = get("/");
  std::string tag = field(*kept.answer(asked), "ETag");
  ASSERT_GT(tag.size(), 10u);
  asked.if_none_match = "\"other\", W/" + tag;
  auto again = kept.answer(asked);
  EXPECT_EQ(again->status, 304u);
  EXPECT_TRUE(again->body.empty());
  write("built/index.html", "<!doctype html>desk 2");
  EXPECT_EQ(built().answer(asked)->status, 200u);
}

TEST_F(pages, the_packed_form_goes_only_to_who_takes_it) {
  page_files kept = built();
  web_request asked = get("/assets/desk-3f9a.js");
  asked.accept_encoding = "br, gzip;q=0.8";
  auto packed = kept.answer(asked);
  EXPECT_EQ(packed->body, "packed");
  EXPECT_EQ(field(*packed, "Content-Encoding"), "gzip");
  EXPECT_EQ(field(*packed, "Vary"), "Accept-Encoding");
  for (const char* not_taken : {"", "br", "gzip;q=0", "identity"}) {
    asked.accept_encoding = not_taken;
    auto plain = kept.answer(asked);
    EXPECT_EQ(plain->body, "0123456789") << not_taken;
    EXPECT_EQ(field(*plain, "Content-Encoding"), "") << not_taken;
    EXPECT_NE(field(*plain, "ETag"), field(*packed, "ETag"));
  }
}

TEST_F(pages, a_range_is_answered_as_far_as_the_file_goes) {
  page_files kept = built();
  struct row {
    const char* asked;
    unsigned status;
    const char* body;
    const char* told;
  };
  const row rows[] = {
      {"bytes=2-4", 206, "234", "bytes 2-4/10"},
      {"bytes=7-", 206, "789", "bytes 7-9/10"},
      {"bytes=-3", 206, "789", "bytes 7-9/10"},
      {"bytes=8-99", 206, "89", "bytes 8-9/10"},
      {"bytes=10-", 416, "", "bytes */10"},
      {"bytes=0-1,3-4", 200, "0123456789", ""},
      {"bytes=4-2", 200, "0123456789", ""},
      {"bytes=-", 200, "0123456789", ""},
      {"lines=1-2", 200, "0123456789", ""},
      {"bytes=99999999999999999999-", 200, "0123456789", ""},
  };
  for (const row& each : rows) {
    web_request asked = get("/assets/desk-3f9a.js");
    asked.range = each.asked;
    auto told = kept.answer(asked);
    EXPECT_EQ(told->status, each.status) << each.asked;
    EXPECT_EQ(told->body, each.body) << each.asked;
    EXPECT_EQ(field(*told, "Content-Range"), each.told) << each.asked;
  }
}

TEST_F(pages, nothing_is_posted_to_a_page) {
  web_request asked = get("/");
  asked.method = "POST";
  EXPECT_EQ(built().answer(asked)->status, 405u);
  asked.method = "HEAD";
  EXPECT_EQ(built().answer(asked)->status, 200u);
}

TEST_F(pages, a_directory_of_something_else_is_refused_at_the_start) {
  EXPECT_THROW(page_files(folder_ / "none"), std::runtime_error);
  for (std::size_t i = 0; i <= page_files_max; ++i) {
    write("many/" + std::to_string(i) + ".js", "");
  }
  EXPECT_THROW(page_files(folder_ / "many"), std::runtime_error);
}

}  // namespace
}  // namespace gridwhistle
