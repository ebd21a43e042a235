// What pages ask about photos, read: wrong questions are told what is wrong, and every photo a
// command names is found.
#include "server/adapters/photo_questions.hpp"

#include <gtest/gtest.h>

#include "proto/whistle.pb.h"
#include "server/adapters/photo_worker.hpp"

namespace gridwhistle {
namespace {

constexpr const char* id = "01a2186c-8082-7000-8000-000000000001";
const std::string hash(64, 'a');

// The request, or the body of the problem.
std::variant<photo_request, std::string> asked(const char* method, const std::string& target,
                                               const std::string& body = "") {
  web_request told;
  told.method = method;
  told.target = target;
  told.body = body;
  auto path = segments_of(target).value_or(std::vector<std::string>(4));
  EXPECT_TRUE(is_about_photos(path)) << target;
  auto routed = photo_question(told, path, query_of(target).value(), {});
  if (auto* read = std::get_if<photo_request>(&routed)) return std::move(*read);
  return std::get<web_response>(routed).body;
}

bool refused_as(const std::variant<photo_request, std::string>& told, const std::string& code) {
  const auto* body = std::get_if<std::string>(&told);
  return body && body->find("\"code\":\"" + code + "\"") != std::string::npos;
}

const std::string upload = std::string("/api/v1/uploads/") + id;

TEST(photo_question, a_part_says_which_upload_how_large_and_where) {
  auto told = asked("PUT", upload + "?size=10&offset=3", "abc");
  const auto& part = std::get<photo_part_request>(std::get<photo_request>(told).what);
  EXPECT_EQ(part.id, upload_id::parse(id));
  EXPECT_EQ(part.size, 10u);
  EXPECT_EQ(part.offset, 3u);
  EXPECT_EQ(part.bytes, "abc");
}

TEST(photo_question, a_wrong_part_is_told_what_is_wrong) {
  EXPECT_TRUE(refused_as(asked("PUT", "/api/v1/uploads/nobody?size=1&offset=0"), "id_invalid"));
  for (const char* query : {"", "?size=10", "?offset=3", "?size=-1&offset=0", "?size=1e9&offset=0",
                            "?size=&offset=0", "?size=99999999999999999999&offset=0"}) {
    EXPECT_TRUE(refused_as(asked("PUT", upload + query), "query_unreadable")) << query;
  }
  EXPECT_TRUE(refused_as(asked("PUT", upload + "?size=0&offset=0"), "photo_unreadable"));
  std::string most = std::to_string(photo_bytes_max), more = std::to_string(photo_bytes_max + 1);
  EXPECT_FALSE(refused_as(asked("PUT", upload + "?size=" + most + "&offset=0"), "photo_too_large"));
  EXPECT_TRUE(refused_as(asked("PUT", upload + "?size=" + more + "&offset=0"), "photo_too_large"));
  std::string large(upload_part_bytes_max + 1, 'x');
  EXPECT_TRUE(refused_as(asked("PUT", upload + "?size=99999&offset=0", large), "frame_too_large"));
}

TEST(photo_question, a_photo_is_asked_for_by_its_whistle_its_hash_and_a_width_that_is_kept) {
  std::string target = std::string("/api/v1/whistles/") + id + "/photos/" + hash;
  auto told = asked("GET", target);
  const auto& whole = std::get<photo_show_request>(std::get<photo_request>(told).what);
  EXPECT_EQ(whole.photo.hex(), hash);
  EXPECT_EQ(whole.width, std::nullopt);
  auto small = asked("GET", target + "?width=320");
  EXPECT_EQ(std::get<photo_show_request>(std::get<photo_request>(small).what).width, 320);
  for (const char* query : {"?width=321", "?width=0", "?width=-320", "?height=320", "?width=x"})
    EXPECT_TRUE(refused_as(asked("GET", target + query), "query_unreadable")) << query;
  EXPECT_TRUE(refused_as(asked("GET", target + "a"), "photo_not_here"));
  EXPECT_TRUE(refused_as(asked("GET", "/api/v1/whistles/x/photos/" + hash), "id_invalid"));
}

TEST(photos_named, finds_them_in_every_command_that_has_some) {
  v1::Command command;
  EXPECT_TRUE(photos_named(command).empty());
  command.mutable_blow()->mutable_report()->add_photos("a");
  command.mutable_blow()->mutable_report()->add_photos("b");
  EXPECT_EQ(photos_named(command), (std::vector<std::string>{"a", "b"}));
  command.mutable_amend()->mutable_change()->add_photos("c");
  EXPECT_EQ(photos_named(command), std::vector<std::string>{"c"});
  command.mutable_check()->add_photos("d");
  EXPECT_EQ(photos_named(command), std::vector<std::string>{"d"});
  command.mutable_handle()->add_photos("e");
  EXPECT_EQ(photos_named(command), std::vector<std::string>{"e"});
  command.mutable_verify()->add_photos("f");
  EXPECT_EQ(photos_named(command), std::vector<std::string>{"f"});
}

TEST(photos_named, finds_them_in_a_page_of_history) {
  v1::HistoryPage page;
  page.add_items()->mutable_entry()->mutable_raised()->mutable_report()->add_photos("a");
  page.add_items()->mutable_entry()->mutable_handled()->add_photos("b");
  EXPECT_EQ(photos_named(page), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace gridwhistle
