#include "server/adapters/web_questions.hpp"

#include <google/protobuf/descriptor.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <charconv>
#include <limits>

#include "common/hex.hpp"
#include "proto/whistle.pb.h"
#include "server/adapters/door.hpp"
#include "server/adapters/photo_questions.hpp"
#include "server/adapters/proto_json.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

constexpr int json_depth_max = 12;
// A pack's proof takes as long as the pack is large; the same request again waits for the same one.
constexpr span published_within = std::chrono::seconds(60);

// A query's values as the member's type wants them.
json::value value_for(const google::protobuf::FieldDescriptor& field, const std::string& text) {
  using google::protobuf::FieldDescriptor;
  auto type = field.cpp_type();
  if (type == FieldDescriptor::CPPTYPE_BOOL) {
    if (text == "true") return true;
    if (text == "false") return false;
  }
  if (type != FieldDescriptor::CPPTYPE_STRING && type != FieldDescriptor::CPPTYPE_ENUM) {
    std::int64_t number = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed == std::errc() && end == text.data() + text.size()) return number;
  }
  return json::string(text);
}

std::string fresh_request_id(instant now) {
  std::array<std::uint8_t, 10> chance{};
  randombytes_buf(chance.data(), chance.size());
  uuid_bytes made = make_uuid_v7(now, chance);
  return std::string(made.begin(), made.end());
}

web_question framed(v1::Request& request, std::string request_id, const actor& by) {
  request.set_wire_version(wire_version);
  request.set_request_id(std::move(request_id));
  return {request.SerializeAsString(), by, 200, {}};
}

// "3" or the quoted form of an entity tag.
std::optional<std::uint64_t> version_in(std::string_view if_match) {
  if (if_match.size() >= 2 && if_match.front() == '"' && if_match.back() == '"') {
    if_match = if_match.substr(1, if_match.size() - 2);
  }
  std::uint64_t version = 0;
  const char* end = if_match.data() + if_match.size();
  auto [stopped, failed] = std::from_chars(if_match.data(), end, version);
  if (failed != std::errc() || stopped != end || if_match.empty()) return std::nullopt;
  return version;
}

web_routed commanded(const web_request& asked, const actor& by, const std::string& whistle,
                     std::string_view name, const json::object& body) {
  auto id = command_id::parse(asked.idempotency_key);
  if (!id) return problem("idempotency_key_missing", asked.idempotency_key);
  auto about = whistle_id::parse(whistle);
  if (!about) return problem("id_invalid", "whistle");
  v1::Request request;
  v1::Command& command = *request.mutable_command();
  command.set_whistle_id(std::string(about->raw()));
  bool blows = name == "blow";
  if (!blows) {
    auto seen = version_in(asked.if_match);
    if (!seen) return problem("if_match_missing", asked.if_match);
    command.set_seen_version(*seen);
  }
  const auto* field = v1::Command::descriptor()->FindFieldByName(std::string(name));
  if (!field || !field->containing_oneof()) return problem("route_unknown", name);
  auto* ask = command.GetReflection()->MutableMessage(&command, field);
  if (auto fault = read_json(body, *ask)) return problem("body_unreadable", *fault);
  web_question made = framed(request, std::string(id->raw()), by);
  if (blows) made.made_status = 201;
  made.photos = photos_named(*ask);
  return made;
}

}  // namespace

std::optional<json::object> object_in(const std::string& body) {
  boost::system::error_code failed;
  json::parse_options options;
  options.max_depth = json_depth_max;
  json::value read = json::parse(body.empty() ? "{}" : body, failed, {}, options);
  if (failed || !read.is_object()) return std::nullopt;
  return std::move(read.get_object());
}

web_routed blow_question(const web_request& asked, const actor& by) {
  auto body = object_in(asked.body);
  if (!body) return problem("body_unreadable", "a JSON object is expected");
  const json::value* whistle = body->if_contains("whistle_id");
  if (!whistle || !whistle->is_string()) return problem("body_unreadable", "whistle_id is missing");
  std::string id(whistle->get_string());
  body->erase("whistle_id");
  return commanded(asked, by, id, "blow", *body);
}

web_routed survey_question(std::span<const std::string> path, const query_pairs& query,
                           const actor& by, instant now) {
  v1::Request request;
  google::protobuf::Message* to = request.mutable_figures();
  if (path[2] == "flow") to = request.mutable_flow();
  if (path[2] == "done") to = request.mutable_done();
  if (path[2] == "ended") to = request.mutable_ended();
  if (path[2] == "care") to = request.mutable_care();
  if (path[2] == "zero-board") to = request.mutable_zero_board();
  if (auto fault = read_query(query, *to, path.size() == 4 ? "behind" : nullptr))
    return problem("query_unreadable", *fault);
  return framed(request, fresh_request_id(now), by);
}

std::optional<std::string> read_query(const query_pairs& query, google::protobuf::Message& to,
                                      const char* part) {
  json::object whole, inner;
  const auto* inside = part ? to.GetDescriptor()->FindFieldByName(part) : nullptr;
  for (const auto& [name, text] : query) {
    const auto* field = to.GetDescriptor()->FindFieldByName(name);
    const auto* deeper = inside ? inside->message_type()->FindFieldByName(name) : nullptr;
    if (field && field->message_type() == nullptr) {
      whole[name] = value_for(*field, text);
    } else if (deeper) {
      inner[name] = value_for(*deeper, text);
    } else {
      return no_such_parameter(name);
    }
  }
  if (inside) whole[part] = std::move(inner);
  return read_json(whole, to);
}

language language_in(const query_pairs& query) {
  for (const auto& [name, value] : query) {
    if (name == "lang" && value == "en") return language::en;
  }
  return language::zh;
}

web_routed whistle_question(std::span<const std::string> path, const query_pairs& query,
                            const actor& by, instant now) {
  auto id = whistle_id::parse(path[3]);
  if (!id) return problem("id_invalid", "whistle");
  std::string raw(id->raw());
  v1::Request request;
  std::string_view about = path.size() == 4 ? std::string_view("show") : path[4];
  if (about == "history") {
    if (auto fault = read_query(query, *request.mutable_history()))
      return problem("query_unreadable", *fault);
    request.mutable_history()->set_whistle_id(raw);
  } else if (about == "similar") {
    request.mutable_similar()->set_whistle_id(raw);
  } else {
    request.mutable_show()->set_whistle_id(raw);
  }
  web_question asked = framed(request, fresh_request_id(now), by);
  if (about != "explain") return asked;
  return web_explaining{std::move(asked), *id, language_in(query)};
}

web_routed suggestions_question(const query_pairs& query, const actor& by, instant now) {
  v1::Request request;
  if (auto fault = read_query(query, *request.mutable_suggest()))
    return problem("query_unreadable", *fault);
  return framed(request, fresh_request_id(now), by);
}

web_routed command_question(const web_request& asked, std::span<const std::string> path,
                            const actor& by) {
  auto body = object_in(asked.body);
  if (!body) return problem("body_unreadable", "a JSON object is expected");
  std::string name = path[4];
  std::ranges::replace(name, '-', '_');
  if (name == "blow") return problem("route_unknown", name);
  return commanded(asked, by, path[3], name, *body);
}

web_question history_question(const whistle_id& whistle, std::uint64_t after_version,
                              const actor& by, instant now) {
  v1::Request request;
  request.mutable_history()->set_whistle_id(std::string(whistle.raw()));
  request.mutable_history()->set_after_version(after_version);
  return framed(request, fresh_request_id(now), by);
}

web_routed inbox_question(const query_pairs& query, const actor& by, instant now) {
  v1::Request request;
  if (auto fault = read_query(query, *request.mutable_inbox()))
    return problem("query_unreadable", *fault);
  return framed(request, fresh_request_id(now), by);
}

web_routed export_question(std::span<const std::string> path, const query_pairs& query,
                           const actor& by, instant now) {
  web_export made;
  made.in = language_in(query);
  query_pairs asked;
  bool known = false;
  bool of_figures = path[2] == "figures", of_queue = path[2] == "inbox";
  for (const auto& [name, value] : query) {
    if (name == "format") {
      known = value == "csv" || value == "xlsx";
      if (value == "xlsx") made.as = web_export::format::xlsx;
    } else if ((name == "late" || name == "awaits") && of_queue) {
      if (value != "true" && value != "false")
        return problem("query_unreadable", name + ": true or false is expected");
      (name == "late" ? made.late : made.awaits) = value == "true";
    } else if (name == "holder" && of_queue) {
      made.holder = value;
    } else if (name == "within" && !of_figures && !of_queue) {
      made.within = area_code(value);
    } else if (name == "part" && of_figures && path.size() == 4) {
      auto part = parse_figure_part(value);
      if (!part) return problem("query_unreadable", "part: of, counted or missing is expected");
      made.part = *part;
    } else if (name != "lang") {
      asked.emplace_back(name, value);
    }
  }
  if (!known) return problem("query_unreadable", "format: csv or xlsx is expected");
  web_routed question =
      of_queue ? inbox_question(asked, by, now) : survey_question(path, asked, by, now);
  auto* read = std::get_if<web_question>(&question);
  if (!read) return question;
  made.asked = std::move(*read);
  return made;
}

web_routed presence_question(const web_request& asked, std::span<const std::string> path,
                             const actor& by, instant now) {
  auto body = object_in(asked.body);
  const json::value* doing = body ? body->if_contains("doing") : nullptr;
  bool known = doing && (*doing == "reading" || *doing == "writing");
  if (!known) return problem("body_unreadable", "doing: reading or writing is expected");
  auto id = whistle_id::parse(path[3]);
  if (!id) return problem("id_invalid", "whistle");
  v1::Request request;
  request.mutable_show()->set_whistle_id(std::string(id->raw()));
  return web_presence{framed(request, fresh_request_id(now), by), by, *id,
                      std::string(doing->get_string())};
}

namespace {

web_routed part_question(const web_request& asked, const std::string& sha256,
                         const query_pairs& query, const actor& by, instant now) {
  v1::Request request;
  v1::PackPart& part = *request.mutable_publish()->mutable_part();
  for (const auto& [name, value] : query) {
    if (name != "size" && name != "offset")
      return problem("query_unreadable", no_such_parameter(name));
  }
  if (auto fault = read_query(query, part)) return problem("query_unreadable", *fault);
  if (auto fault = read_json({{"sha256", sha256}}, part)) return problem("id_invalid", *fault);
  part.set_bytes(asked.body);
  return framed(request, fresh_request_id(now), by);
}

web_routed files_question(const std::string& sha256, const query_pairs& query, const actor& by,
                          instant now) {
  auto raw = bytes_of_hex(sha256);
  auto pack = raw ? policy_hash::from_bytes(*raw) : std::nullopt;
  if (!pack) return problem("id_invalid", sha256);
  if (!query.empty()) return problem("query_unreadable", no_such_parameter(query[0].first));
  v1::Request request;
  // Whoever may look at the packs: of those that are behind all of them there are none.
  request.mutable_packs()->set_after_version(std::numeric_limits<std::int64_t>::max());
  return web_pack_files{framed(request, fresh_request_id(now), by), *pack};
}

// A question, however long it takes: nothing follows from it.
web_routed check_question(const web_request& asked, const actor& by, instant now) {
  auto body = object_in(asked.body);
  if (!body) return problem("body_unreadable", "a JSON object is expected");
  v1::Request request;
  if (auto fault = read_json(*body, *request.mutable_publish()->mutable_check()))
    return problem("body_unreadable", *fault);
  web_question made = framed(request, fresh_request_id(now), by);
  made.within = published_within;
  return made;
}

}  // namespace

web_routed packs_question(const web_request& asked, std::span<const std::string> path,
                          const query_pairs& query, const actor& by, instant now) {
  if (asked.method == "PUT") return part_question(asked, path[4], query, by, now);
  v1::Request request;
  if (asked.method == "GET" && path.size() == 5) return files_question(path[3], query, by, now);
  if (asked.method == "GET") {
    if (auto fault = read_query(query, *request.mutable_packs()))
      return problem("query_unreadable", *fault);
    return framed(request, fresh_request_id(now), by);
  }
  if (path.size() == 4) return check_question(asked, by, now);
  auto id = command_id::parse(asked.idempotency_key);
  if (!id) return problem("idempotency_key_missing", asked.idempotency_key);
  auto body = object_in(asked.body);
  if (!body) return problem("body_unreadable", "a JSON object is expected");
  if (auto fault = read_json(*body, *request.mutable_publish()->mutable_pack()))
    return problem("body_unreadable", *fault);
  web_question made = framed(request, std::string(id->raw()), by);
  made.made_status = 201;
  made.within = published_within;
  return made;
}

}  // namespace gridwhistle
