// A city whose server has pages: its address, and what everybody says there.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/story/story_city.hpp"
#include "tests/story/web_page.hpp"

namespace gridwhistle::test {

inline constexpr const char* password = "let-me-see";

class web_story : public testing::Test {
 protected:
  web_story() : city(2) {
    city.server.start_and_wait({"--web", "127.0.0.1:0", "--demo-password", password});
    url = url_now();
  }

  std::string url_now() const { return web_url(city.server.log_text()); }

  // The receipt of a blow in walker-1's area.
  web_answer blow(web_page& by, const std::string& whistle,
                  const std::string& text = "垃圾堆放未清理") {
    std::string body =
        R"({"whistle_id":")" + whistle +
        R"(","report":{"kind":"routine","matter":{"kind":"matter","code":"06010"},)" +
        R"("area":")" + city.area_of("walker-1") + R"(","text":")" + text + "\"}}";
    return by.ask("POST", "/api/v1/whistles", body, command_fields());
  }

  story_city city;
  std::string url;
};

}  // namespace gridwhistle::test
