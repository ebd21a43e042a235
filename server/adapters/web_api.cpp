#include "server/adapters/web_api.hpp"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "server/adapters/people_named.hpp"
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
    web_route{"GET", "/api/v1/session", on_walls::shown},
    web_route{"DELETE", "/api/v1/session"},
    web_route{"POST", "/api/v1/session/password"},
    web_route{"POST", "/api/v1/session/second-factor"},
    web_route{"PUT", "/api/v1/session/second-factor"},
    web_route{"GET", "/api/v1/sessions"},
    web_route{"DELETE", "/api/v1/sessions/{id}"},
    web_route{"GET", "/api/v1/accounts"},
    web_route{"POST", "/api/v1/accounts/reset"},
    web_route{"POST", "/api/v1/accounts/unlock"},
    web_route{"POST", "/api/v1/accounts/name"},
    web_route{"POST", "/api/v1/accounts/end-sessions"},
    web_route{"GET", "/api/v1/walls"},
    web_route{"POST", "/api/v1/walls"},
    web_route{"DELETE", "/api/v1/walls/{id}"},
    web_route{"GET", "/api/v1/demo-accounts"},
    web_route{"POST", "/api/v1/whistles"},
    web_route{"GET", "/api/v1/whistles/{id}", on_walls::shown},
    web_route{"GET", "/api/v1/whistles/{id}/similar"},
    web_route{"GET", "/api/v1/whistles/{id}/history"},
    web_route{"GET", "/api/v1/whistles/{id}/explain"},
    web_route{"POST", "/api/v1/whistles/{id}/presence"},
    web_route{"POST", "/api/v1/whistles/{id}/{command}"},
    web_route{"PUT", "/api/v1/uploads/{id}"},
    web_route{"GET", "/api/v1/uploads/{id}"},
    web_route{"GET", "/api/v1/whistles/{id}/photos/{photo}"},
    web_route{"GET", "/api/v1/inbox", on_walls::shown},
    web_route{"GET", "/api/v1/inbox/export"},
    web_route{"GET", "/api/v1/suggestions"},
    web_route{"GET", "/api/v1/forecast"},
    web_route{"GET", "/api/v1/forecasts"},
    web_route{"GET", "/api/v1/pack", on_walls::shown},
    web_route{"GET", "/api/v1/map", on_walls::shown},
    web_route{"GET", "/api/v1/packs"},
    web_route{"POST", "/api/v1/packs"},
    web_route{"POST", "/api/v1/packs/check"},
    web_route{"PUT", "/api/v1/packs/parts/{sha256}"},
    web_route{"GET", "/api/v1/packs/{sha256}/files"},
    web_route{"GET", "/api/v1/figures", on_walls::shown},
    web_route{"GET", "/api/v1/figures/list", on_walls::shown},
    web_route{"GET", "/api/v1/figures/export"},
    web_route{"GET", "/api/v1/figures/list/export"},
    web_route{"GET", "/api/v1/flow", on_walls::shown},
    web_route{"GET", "/api/v1/done"},
    web_route{"GET", "/api/v1/ended"},
    web_route{"GET", "/api/v1/care"},
    web_route{"GET", "/api/v1/care/list"},
    web_route{"GET", "/api/v1/care/export"},
    web_route{"GET", "/api/v1/care/list/export"},
    web_route{"GET", "/api/v1/zero-board"},
    web_route{"GET", "/api/v1/zero-board/list"},
    web_route{"GET", "/api/v1/zero-board/export"},
    web_route{"GET", "/api/v1/zero-board/list/export"},
    web_route{"GET", "/api/v1/stream", on_walls::shown},
};

bool is_for_walls(const web_request& asked, std::span<const std::string> path) {
  return std::ranges::any_of(routes, [&](const web_route& each) {
    return each.screens == on_walls::shown && each.method == asked.method &&
           fits(each.pattern, path);
  });
}

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

web_api::web_api(const key_register& keys, web_settings settings) : accounts_(keys, settings) {
  if (settings.pages) pages_ = page_files(*settings.pages);
}

// --- routing ------------------------------------------------------------------------------------

web_routed web_api::route(const web_request& asked, instant now, const policy* rules) {
  if (auto page = pages_.answer(asked)) return *std::move(page);
  auto path = segments_of(asked.target);
  if (!path) return problem("route_unknown");
  bool known = false, served = false;
  for (const web_route& each : routes) {
    if (!fits(each.pattern, *path)) continue;
    known = true;
    served = served || each.method == asked.method;
  }
  if (!known) {
    auto page = pages_.answer_missing(asked);
    return page ? *std::move(page) : problem("route_unknown");
  }
  if (!served) return problem("method_not_allowed", asked.method);
  if (path->front() == "livez") return with_json({{"alive", true}});
  bool changes = asked.method != "GET";
  // A browser says where a request comes from; a script need not.
  if (changes && !asked.origin.empty() && host_in(asked.origin) != asked.host)
    return problem("origin_refused", asked.origin);
  if ((*path)[2] == "demo-accounts") return accounts_.demo_seats(rules);
  bool logs_in = asked.method == "POST" && path->size() == 3 && (*path)[2] == "session";
  if (logs_in) return accounts_.log_in(asked, now);
  auto by = accounts_.visitor_of(asked, now);
  if (!by) return problem("not_logged_in");
  if (by->screen && !is_for_walls(asked, *path)) return problem("wall_reads_only");
  if (changes && asked.csrf != by->session.csrf) return problem("csrf_invalid");
  // A screen takes nothing from the pace of who left it on.
  user_id paced = by->screen ? user_id("wall " + by->session.id) : by->who.user;
  if (!pace_.allows(paced, now)) return problem("too_many_requests");
  if (by->owes != owed::nothing && !web_accounts::pays_a_debt(*path))
    return problem(std::string(name_of(by->owes)) + "_owed");
  auto query = query_of(asked.target);
  if (!query) return problem("query_unreadable");
  if (web_accounts::is_about_them(*path))
    return accounts_.answer(asked, *path, *query, *by, now, rules);
  return route_known(asked, *path, *query, *by, now);
}

web_routed web_api::route_known(const web_request& asked, std::span<const std::string> path,
                                const query_pairs& query, const visitor& whose, instant now) {
  const std::string& what = path[2];
  const actor& by = whose.who;
  if (what == "stream") {
    auto after = position::parse(asked.last_event_id);
    auto lasts = [this, whose](instant at) { return accounts_.lasts(whose, at); };
    return web_stream{by, after, std::move(lasts)};
  }
  if (is_about_photos(path)) return photo_question(asked, path, query, by);
  if (what == "inbox" && path.size() == 3) return inbox_question(query, by, now);
  if (what == "suggestions") return suggestions_question(query, by, now);
  if (what == "forecast") return forecast_question(query, by);
  if (what == "forecasts") return forecasts_question(query, by);
  if (what == "pack" || what == "map") {
    using enum web_pack_wish::piece;
    return web_pack_wish{what == "pack" ? names : map, asked.if_none_match, asked.accept_encoding};
  }
  if (what == "packs") return packs_question(asked, path, query, by, now);
  if (what != "whistles" && path.back() == "export")
    return export_question(path.first(path.size() - 1), query, by, now);
  if (what != "whistles") return survey_question(path, query, by, now);
  if (asked.method == "GET") return whistle_question(path, query, by, now);
  if (path.size() == 3) return blow_question(asked, by);
  if (path[4] == "presence") return presence_question(asked, path, by, now);
  return command_question(asked, path, by);
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
    name_people_in(body, people());
    made.body = json::serialize(body);
    return made;
  }
  const auto* body = told.GetReflection()->GetOneofFieldDescriptor(
      told, v1::Reply::descriptor()->FindOneofByName("body"));
  if (!body) return no_answer();
  const auto& message = told.GetReflection()->GetMessage(told, body);
  json::object written = to_json(message);
  name_people_in(written, people());
  web_response made = with_json(written, status_of(told, asked));
  if (told.has_whistle()) {
    made.fields.emplace_back("ETag", '"' + std::to_string(told.whistle().state().version()) + '"');
  }
  return made;
}

}  // namespace gridwhistle
