#include "server/adapters/web_api.hpp"

#include <google/protobuf/descriptor.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "server/adapters/door.hpp"
#include "server/adapters/proto_json.hpp"
#include "server/adapters/web_target.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

constexpr int json_depth_max = 12;

constexpr std::array routes = {
    web_route{"GET", "/livez"},
    web_route{"POST", "/api/v1/session"},
    web_route{"GET", "/api/v1/session"},
    web_route{"DELETE", "/api/v1/session"},
    web_route{"GET", "/api/v1/sessions"},
    web_route{"DELETE", "/api/v1/sessions/{id}"},
    web_route{"GET", "/api/v1/demo-accounts"},
    web_route{"POST", "/api/v1/whistles"},
    web_route{"GET", "/api/v1/whistles/{id}"},
    web_route{"GET", "/api/v1/whistles/{id}/similar"},
    web_route{"POST", "/api/v1/whistles/{id}/{command}"},
    web_route{"GET", "/api/v1/inbox"},
    web_route{"GET", "/api/v1/figures"},
    web_route{"GET", "/api/v1/figures/list"},
    web_route{"GET", "/api/v1/care"},
    web_route{"GET", "/api/v1/care/list"},
    web_route{"GET", "/api/v1/zero-board"},
    web_route{"GET", "/api/v1/zero-board/list"},
    web_route{"GET", "/api/v1/stream"},
};

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

// Reads ?from=20260301&by=street into a request's message; members that it does not have belong to
// its part of that name, where one is given.
std::optional<json_fault> read_query(const query_pairs& query, google::protobuf::Message& to,
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
      return name + ": there is no such parameter";
    }
  }
  if (inside) whole[part] = std::move(inner);
  return read_json(whole, to);
}

std::optional<json::object> object_in(const std::string& body) {
  boost::system::error_code failed;
  json::parse_options options;
  options.max_depth = json_depth_max;
  json::value read = json::parse(body.empty() ? "{}" : body, failed, {}, options);
  if (failed || !read.is_object()) return std::nullopt;
  return std::move(read.get_object());
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
  return {request.SerializeAsString(), by, 200};
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

// http://here of https://here:8443/…
std::string_view host_in(std::string_view origin) {
  std::size_t begin = origin.find("://");
  return begin == std::string_view::npos ? origin : origin.substr(begin + 3);
}

// --- the questions ------------------------------------------------------------------------------

web_routed command_question(const web_request& asked, const actor& by, const std::string& whistle,
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
  return made;
}

web_routed blow_question(const web_request& asked, const actor& by) {
  auto body = object_in(asked.body);
  if (!body) return problem("body_unreadable", "a JSON object is expected");
  const json::value* whistle = body->if_contains("whistle_id");
  if (!whistle || !whistle->is_string()) return problem("body_unreadable", "whistle_id is missing");
  std::string id(whistle->get_string());
  body->erase("whistle_id");
  return command_question(asked, by, id, "blow", *body);
}

web_routed survey_question(std::span<const std::string> path, const query_pairs& query,
                           const actor& by, instant now) {
  v1::Request request;
  google::protobuf::Message* to = request.mutable_figures();
  if (path[2] == "care") to = request.mutable_care();
  if (path[2] == "zero-board") to = request.mutable_zero_board();
  if (auto fault = read_query(query, *to, path.size() == 4 ? "behind" : nullptr))
    return problem("query_unreadable", *fault);
  return framed(request, fresh_request_id(now), by);
}

web_routed reading_question(std::span<const std::string> path, const actor& by, instant now) {
  auto id = whistle_id::parse(path[3]);
  if (!id) return problem("id_invalid", "whistle");
  v1::Request request;
  if (path.size() == 4) {
    request.mutable_show()->set_whistle_id(std::string(id->raw()));
  } else {
    request.mutable_similar()->set_whistle_id(std::string(id->raw()));
  }
  return framed(request, fresh_request_id(now), by);
}

}  // namespace

std::span<const web_route> web_routes() { return routes; }

web_api::web_api(const key_register& keys, web_settings settings)
    : keys_(keys), settings_(std::move(settings)), accounts_(settings_.accounts) {
  if (settings_.demo_password) demo_hash_ = password_hash(*settings_.demo_password);
}

// --- who is there -------------------------------------------------------------------------------

std::string web_api::cookie_name() const {
  return settings_.behind_tls ? "__Host-gridwhistle" : "gridwhistle";
}

std::string web_api::cookie_of(std::string_view token, std::string_view more) const {
  std::string made =
      cookie_name() + "=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Strict";
  if (settings_.behind_tls) made += "; Secure";
  return made.append(more);
}

std::optional<web_api::visitor> web_api::visitor_of(const web_request& asked, instant now) {
  std::string wanted = cookie_name() + "=";
  std::string_view rest = asked.cookie;
  while (!rest.empty()) {
    std::string_view one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (!one.starts_with(wanted)) continue;
    const web_session* session = sessions_.find(one.substr(wanted.size()), now);
    if (!session) return std::nullopt;
    // Looked up every time: who was revoked a second ago sees nothing more.
    const enrolment* who = keys_.find_user(session->user);
    if (!who || who->status != key_status::active) return std::nullopt;
    return visitor{session, who->who};
  }
  return std::nullopt;
}

web_response web_api::described(const web_session& session, const actor& who) const {
  return with_json({{"user", who.user.text},
                    {"role", name_of(who.role)},
                    {"department", who.department.text},
                    {"area", who.area.text},
                    {"csrf", session.csrf},
                    {"session", session.id}});
}

web_response web_api::demo_accounts() const {
  if (!settings_.demo_password) return problem("route_unknown");
  json::array list;
  for (const enrolment& each : keys_.rows()) {
    if (each.status != key_status::active) continue;
    list.push_back(json::object{{"user", each.who.user.text},
                                {"role", name_of(each.who.role)},
                                {"department", each.who.department.text},
                                {"area", each.who.area.text}});
  }
  return with_json({{"password", *settings_.demo_password}, {"accounts", std::move(list)}});
}

std::function<bool()> web_api::password_check(const web_login& tried) const {
  const account* known = accounts_.find(tried.user);
  std::string hash = known ? known->password : std::string();
  const enrolment* who = keys_.find_user(tried.user);
  bool enrolled = who && who->status == key_status::active;
  if (!known && enrolled && !demo_hash_.empty()) hash = demo_hash_;
  return [hash = std::move(hash), password = tried.password] {
    if (!hash.empty()) return password_fits(hash, password);
    check_against_nobody(password);
    return false;
  };
}

web_response web_api::after_login(const web_login& tried, bool fits, instant now) {
  if (auto until = guard_.locked_until(tried.user, now))
    return problem("account_locked", to_text(*until));
  const enrolment* who = keys_.find_user(tried.user);
  bool may = fits && who && who->status == key_status::active;
  const account* known = accounts_.find(tried.user);
  if (may && known && !known->totp.empty()) {
    auto step = totp_step(known->totp, tried.totp, now);
    auto last = totp_steps_.find(tried.user);
    may = step && (last == totp_steps_.end() || *step > last->second);
    if (may) totp_steps_[tried.user] = *step;
  }
  if (!may) {
    guard_.failed(tried.user, now);
    return problem("login_refused");
  }
  guard_.succeeded(tried.user);
  auto opened = sessions_.open(tried.user, now);
  web_response made = described(opened.session, who->who);
  made.fields.emplace_back("Set-Cookie", cookie_of(opened.token, {}));
  return made;
}

// --- routing ------------------------------------------------------------------------------------

web_routed web_api::route(const web_request& asked, instant now) {
  auto path = segments_of(asked.target);
  if (!path) return problem("route_unknown");
  bool known = false, served = false;
  for (const web_route& each : routes) {
    if (!fits(each.pattern, *path)) continue;
    known = true;
    served = served || each.method == asked.method;
  }
  if (!known) return problem("route_unknown");
  if (!served) return problem("method_not_allowed", asked.method);
  if (path->front() == "livez") return with_json({{"alive", true}});
  bool changes = asked.method != "GET";
  // A browser says where a request comes from; a script need not.
  if (changes && !asked.origin.empty() && host_in(asked.origin) != asked.host)
    return problem("origin_refused", asked.origin);
  if ((*path)[2] == "demo-accounts") return demo_accounts();
  if ((*path)[2] == "session" && asked.method == "POST") {
    auto body = object_in(asked.body);
    auto text = [&](const char* name) {
      const json::value* value = body ? body->if_contains(name) : nullptr;
      return value && value->is_string() ? std::string(value->get_string()) : std::string();
    };
    web_login tried{user_id(text("user")), text("password"), text("totp")};
    if (tried.user.empty() || tried.password.empty() || tried.password.size() > password_bytes_max)
      return problem("body_unreadable", "user and password are expected");
    if (auto until = guard_.locked_until(tried.user, now))
      return problem("account_locked", to_text(*until));
    return tried;
  }
  auto by = visitor_of(asked, now);
  if (!by) return problem("not_logged_in");
  if (changes && asked.csrf != by->session->csrf) return problem("csrf_invalid");
  return route_known(asked, *path, *by, now);
}

web_routed web_api::route_known(const web_request& asked, std::span<const std::string> path,
                                const visitor& by, instant now) {
  const std::string& what = path[2];
  auto query = query_of(asked.target);
  if (!query) return problem("query_unreadable");
  if (what == "session") {
    if (asked.method == "GET") return described(*by.session, by.who);
    sessions_.end(by.who.user, by.session->id);
    web_response gone;
    gone.status = 204;
    gone.fields.emplace_back("Set-Cookie", cookie_of({}, "; Max-Age=0"));
    return gone;
  }
  if (what == "sessions" && path.size() == 3) {
    json::array list;
    for (const web_session& each : sessions_.of(by.who.user, now)) {
      list.push_back(json::object{{"id", each.id},
                                  {"opened_at_ms", to_ms(each.opened_at)},
                                  {"seen_at_ms", to_ms(each.seen_at)},
                                  {"this_one", each.id == by.session->id}});
    }
    return with_json({{"sessions", std::move(list)}});
  }
  if (what == "sessions") {
    if (!sessions_.end(by.who.user, path[3])) return problem("route_unknown");
    web_response gone;
    gone.status = 204;
    return gone;
  }
  if (what == "stream") {
    auto after = position::parse(asked.last_event_id);
    return web_stream{by.who, after};
  }
  if (what == "inbox") {
    v1::Request request;
    if (auto fault = read_query(*query, *request.mutable_inbox(), nullptr))
      return problem("query_unreadable", *fault);
    return framed(request, fresh_request_id(now), by.who);
  }
  if (what != "whistles") return survey_question(path, *query, by.who, now);
  if (asked.method == "GET") return reading_question(path, by.who, now);
  if (path.size() == 3) return blow_question(asked, by.who);
  auto body = object_in(asked.body);
  if (!body) return problem("body_unreadable", "a JSON object is expected");
  std::string command = path[4];
  std::ranges::replace(command, '-', '_');
  if (command == "blow") return problem("route_unknown", command);
  return command_question(asked, by.who, path[3], command, *body);
}

web_response web_api::no_answer() const { return problem("no_answer"); }

web_response web_api::answer(const v1::Reply& told, const web_question& asked) const {
  if (told.has_refused()) {
    const v1::Refused& no = told.refused();
    web_response made = problem(no.code(), no.detail());
    if (no.version() == 0) return made;
    auto body = json::parse(made.body).get_object();
    body["version"] = no.version();
    json::array meanwhile;
    for (const v1::Meanwhile& each : no.meanwhile()) meanwhile.push_back(to_json(each));
    body["meanwhile"] = std::move(meanwhile);
    made.body = json::serialize(body);
    return made;
  }
  const auto* body = told.GetReflection()->GetOneofFieldDescriptor(
      told, v1::Reply::descriptor()->FindOneofByName("body"));
  if (!body) return no_answer();
  const auto& message = told.GetReflection()->GetMessage(told, body);
  web_response made = with_json(to_json(message), told.has_receipt() ? asked.made_status : 200);
  if (told.has_whistle()) {
    made.fields.emplace_back("ETag", '"' + std::to_string(told.whistle().state().version()) + '"');
  }
  return made;
}

}  // namespace gridwhistle
