// Frames for the door, written as protobuf's text, and what the door makes of them.
#pragma once

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "proto/whistle.pb.h"
#include "server/adapters/door.hpp"

namespace gridwhistle {

inline constexpr const char* head_text = R"(wire_version: 1 request_id: "0123456789abcdef" )";

inline v1::Request request_of(const std::string& text) {
  v1::Request made;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(head_text + text, &made)) << text;
  return made;
}

inline std::string frame_of(const std::string& text) {
  return request_of(text).SerializeAsString();
}

inline std::string command_text(const std::string& asked) {
  return R"(command { whistle_id: "fedcba9876543210" seen_version: 3 )" + asked + " }";
}

// The name of the refusal, or "accepted".
inline std::string verdict_on(std::string_view frame) {
  auto read = read_request(frame);
  const auto* no = std::get_if<unread>(&read);
  return no ? std::string(words_of(no->no.code).name) : "accepted";
}

template <class Body>
Body body_of(const std::string& text) {
  auto read = read_request(frame_of(text));
  const auto* no = std::get_if<unread>(&read);
  if (no) ADD_FAILURE() << words_of(no->no.code).name << ' ' << no->no.detail << ' ' << text;
  const auto* body = no ? nullptr : std::get_if<Body>(&std::get<request>(read).body);
  if (!body) ADD_FAILURE() << text;
  return body ? *body : Body{};
}

template <class Asked>
Asked asked_in(const std::string& text) {
  auto told = body_of<command_request>(command_text(text));
  const auto* asked = std::get_if<Asked>(&told.command.ask);
  if (!asked) ADD_FAILURE() << text;
  return asked ? *asked : Asked{};
}

inline std::vector<std::string> texts(const std::vector<department_code>& codes) {
  std::vector<std::string> made;
  for (const department_code& each : codes) made.push_back(each.text);
  return made;
}

}  // namespace gridwhistle
