// What pages are told of reports that nobody has made yet: what would become of one, and of every
// matter in an area for as long as there is no network.
#pragma once

#include "server/adapters/web_request.hpp"
#include "server/adapters/web_target.hpp"
#include "server/core/forecast.hpp"

namespace gridwhistle {

// ?matter=matter:06010&area=…&kind=routine, a place where the phone knows it, condition and lang.
web_routed forecast_question(const query_pairs& query, const actor& by);
// ?area=…
web_routed forecasts_question(const query_pairs& query, const actor& by);

// As JSON: docs/openapi.yaml has the members.
std::string forecast_json(const policy& rules, const routing& made, language in);
std::string forecasts_json(const policy& rules, const forecast_slice& slice);

}  // namespace gridwhistle
