#include "server/adapters/people_named.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <span>

namespace gridwhistle {
namespace {

namespace json = boost::json;

// As docs/openapi.yaml names them, and proto/ where the comment says "user id".
constexpr std::array<std::string_view, 8> members = {
    "actor", "handler", "handlers", "person", "reporter", "supervised_by", "user", "verifier"};

void add_user(const json::value& told, std::set<std::string>& to) {
  if (told.is_string() && !told.get_string().empty()) to.emplace(told.get_string());
}

}  // namespace

bool holds_users(std::string_view member) {
  return std::ranges::find(members, member) != members.end();
}

void add_users_of(const json::object& told, std::set<std::string>& to) {
  for (const auto& [key, value] : told) {
    bool users = holds_users(std::string_view(key.data(), key.size()));
    const json::array* list = value.if_array();
    const json::value* first = list ? list->data() : &value;
    for (const json::value& each : std::span(first, list ? list->size() : 1)) {
      if (users) add_user(each, to);
      if (const json::object* inner = each.if_object()) add_users_of(*inner, to);
    }
  }
}

json::object names_of(const std::set<std::string>& users, const people_book& people) {
  json::object names;
  for (const std::string& each : users) {
    const std::string& name = people.name_of(user_id(each));
    if (!name.empty()) names[each] = name;
  }
  return names;
}

void name_people_in(json::object& told, const people_book& people) {
  if (people.size() == 0) return;
  std::set<std::string> users;
  add_users_of(told, users);
  json::object names = names_of(users, people);
  if (!names.empty()) told["people"] = std::move(names);
}

}  // namespace gridwhistle
