#include "server/adapters/web_api.hpp"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "server/adapters/photo_questions.hpp"
#include "server/adapters/proto_json.hpp"
#include "server/adapters/web_forecast.hpp"
#include "server/adapters/web_questions.hpp"
#include "server/adapters/web_target.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

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
    web_route{"GET", "/api/v1/whistles/{id}/history"},
    web_route{"GET", "/api/v1/whistles/{id}/explain"},
    web_route{"POST", "/api/v1/whistles/{id}/presence"},
    web_route{"POST", "/api/v1/whistles/{id}/{command}"},
    web_route{"PUT", "/api/v1/uploads/{id}"},
    web_route{"GET", "/api/v1/uploads/{id}"},
    web_route{"GET", "/api/v1/whistles/{id}/photos/{photo}"},
    web_route{"GET", "/api/v1/inbox"},
    web_route{"GET", "/api/v1/suggestions"},
    web_route{"GET", "/api/v1/forecast"},
    web_route{"GET", "/api/v1/forecasts"},
    web_route{"GET", "/api/v1/pack"},
    web_route{"GET", "/api/v1/map"},
    web_route{"GET", "/api/v1/packs"},
    web_route{"POST", "/api/v1/packs"},
    web_route{"POST", "/api/v1/packs/check"},
    web_route{"PUT", "/api/v1/packs/parts/{sha256}"},
    web_route{"GET", "/api/v1/figures"},
    web_route{"GET", "/api/v1/figures/list"},
    web_route{"GET", "/api/v1/figures/export"},
    web_route{"GET", "/api/v1/care"},
    web_route{"GET", "/api/v1/care/list"},
    web_route{"GET", "/api/v1/zero-board"},
    web_route{"GET", "/api/v1/zero-board/list"},
    web_route{"GET", "/api/v1/stream"},
};

unsigned status_of(const v1::Reply& told, const web_question& asked) {
  constexpr unsigned fine = 200, not_covered = 422;
  if (told.publishing().has_not_covered()) return not_covered;
  bool made = told.has_receipt() || told.publishing().has_published();
  return made ? asked.made_status : fine;
}

// http://here of https://here:8443/…
std::string_view host_in(std::string_view origin) {
  std::size_t begin = origin.find("://");
  return begin == std::string_view::npos ? origin : origin.substr(begin + 3);
}

}  // namespace

std::span<const web_route> web_routes() { return routes; }

web_api::web_api(const key_register& keys, web_settings settings)
    : keys_(keys), settings_(std::move(settings)), accounts_(settings_.accounts) {
  if (settings_.pages) pages_ = page_files(*settings_.pages);
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
  // A phone ends its browser whenever it likes: the cookie outlives that, as the session does.
  auto lasts = std::chrono::duration_cast<std::chrono::seconds>(session_age_max).count();
  made.fields.emplace_back("Set-Cookie",
                           cookie_of(opened.token, "; Max-Age=" + std::to_string(lasts)));
  return made;
}

// --- routing ------------------------------------------------------------------------------------

web_routed web_api::route(const web_request& asked, instant now) {
  if (auto page = pages_.answer(asked)) return *std::move(page);
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
  if (!pace_.allows(by->who.user, now)) return problem("too_many_requests");
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
  if (is_about_photos(path)) return photo_question(asked, path, *query, by.who);
  if (what == "inbox") return inbox_question(*query, by.who, now);
  if (what == "suggestions") return suggestions_question(*query, by.who, now);
  if (what == "forecast") return forecast_question(*query, by.who);
  if (what == "forecasts") return forecasts_question(*query, by.who);
  if (what == "pack" || what == "map") {
    using enum web_pack_wish::piece;
    return web_pack_wish{what == "pack" ? names : map, asked.if_none_match, asked.accept_encoding};
  }
  if (what == "packs") return packs_question(asked, path, *query, by.who, now);
  if (path.size() == 4 && path[3] == "export") return export_question(*query, by.who);
  if (what != "whistles") return survey_question(path, *query, by.who, now);
  if (asked.method == "GET") return whistle_question(path, *query, by.who, now);
  if (path.size() == 3) return blow_question(asked, by.who);
  if (path[4] == "presence") return presence_question(asked, path, by.who, now);
  return command_question(asked, path, by.who);
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
  web_response made = with_json(to_json(message), status_of(told, asked));
  if (told.has_whistle()) {
    made.fields.emplace_back("ETag", '"' + std::to_string(told.whistle().state().version()) + '"');
  }
  return made;
}

}  // namespace gridwhistle
