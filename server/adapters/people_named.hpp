// Names beside the users that an answer speaks of: {"people":{"<user>":"<name>"}}.
#pragma once

#include <boost/json/fwd.hpp>
#include <set>
#include <string>
#include <string_view>

#include "server/adapters/people_book.hpp"

namespace gridwhistle {

// Whether a member of that name holds a user or a list of them.
bool holds_users(std::string_view member);
// Every user that it speaks of, added to those.
void add_users_of(const boost::json::object& told, std::set<std::string>& to);
// Those of them who have a name.
boost::json::object names_of(const std::set<std::string>& users, const people_book& people);
// Adds the member "people", where any of its users has a name.
void name_people_in(boost::json::object& told, const people_book& people);

}  // namespace gridwhistle
