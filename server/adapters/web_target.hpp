// The path and query of an HTTP request, taken apart. A path of anything but letters, digits, - and
// _ between its slashes is none of ours: there is nothing to escape from.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gridwhistle {

// "/api/v1/inbox?desk=2101": api, v1, inbox.
std::optional<std::vector<std::string>> segments_of(std::string_view target);

using query_pairs = std::vector<std::pair<std::string, std::string>>;
// Of a fault in a query: names what was asked and is not known.
std::string no_such_parameter(const std::string& name);
// Percent-decoded. Nothing where an escape is broken.
std::optional<query_pairs> query_of(std::string_view target);

// Whether "/api/v1/whistles/{id}" names that path, {id} standing for any segment.
bool fits(std::string_view pattern, std::span<const std::string> path);

}  // namespace gridwhistle
