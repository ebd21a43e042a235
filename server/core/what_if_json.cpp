// The what-if for programs.
#include <string_view>

#include "server/core/json_line.hpp"
#include "server/core/what_if_text.hpp"

namespace gridwhistle {
namespace {

std::string json_of(const policy& rules) {
  json_line made;
  made.begin().say("name", rules.name).say("sha256", rules.hash.hex()).end();
  return made.text;
}

std::string json_of(const holder& who) {
  json_line made;
  made.begin();
  if (who.why) {
    made.say("desk", who.desk.text).say("reason", name_of(*who.why));
  } else {
    made.say("lead", who.lead.text);
  }
  return made.end().text;
}

std::string json_of(const overruns& count) {
  json_line made;
  made.begin().put("before", count.before).put("after", count.after).put("new", count.fresh);
  return made.put("avoided", count.avoided).end().text;
}

std::string json_of(const week& hours) {
  std::string made;
  for (std::uint64_t each : hours)
    made.append(made.empty() ? "[" : ",").append(std::to_string(each));
  return made + ']';
}

}  // namespace

std::string to_json(const what_if& found, const policy& before, const policy& after) {
  json_line made;
  made.begin().put("old", json_of(before)).put("new", json_of(after));
  made.put("whistles", found.whistles).put("changed", found.changed);
  made.put("leads_changed", found.holders_changed).put("helpers_changed", found.helpers_changed);
  made.put("limits_changed", found.limits_changed);
  if (found.first) made.put("first_ms", to_ms(*found.first)).put("last_ms", to_ms(*found.last));
  made.put("as_of_ms", to_ms(found.as_of));
  made.put("leads", json_list(found.holders, [](const auto& each, json_line& to) {
             to.put("old", json_of(each.first.first)).put("new", json_of(each.first.second));
             to.put("count", each.second);
           }));
  made.put("deadlines", json_list(found.moved, [](const auto& each, json_line& to) {
             const auto& [which, sums] = each;
             to.say("clock", name_of(which.clock));
             to.say("old_unit", name_of(which.before));
             to.say("new_unit", name_of(which.after));
             to.put("earlier", sums.earlier).put("earlier_by_ms", sums.earlier_by.count());
             to.put("later", sums.later).put("later_by_ms", sums.later_by.count());
           }));
  made.put("handle_limits_gained", found.handle_limits_gained);
  made.put("handle_limits_lost", found.handle_limits_lost);
  made.put("report_in_overruns", json_of(found.report_in));
  made.put("handle_overruns", json_of(found.handle));
  made.put("load", json_list(found.load, [](const auto& each, json_line& to) {
             to.say("department", each.first.text);
             to.put("old", json_of(each.second.before)).put("new", json_of(each.second.after));
           }));
  made.put("open", json_list(found.open_changed, [](const auto& each, json_line& to) {
             to.say("whistle", each.name);
             to.put("old", json_of(each.before)).put("new", json_of(each.after));
           }));
  return made.end().text;
}

}  // namespace gridwhistle
