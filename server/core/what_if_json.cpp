// The what-if for programs.
#include <string_view>

#include "server/core/what_if_text.hpp"

namespace gridwhistle {
namespace {

std::string json_text(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string made = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') made += '\\';
    bool control = c >= 0 && c < ' ';
    if (!control) {
      made += c;
      continue;
    }
    auto code = static_cast<std::size_t>(c);
    made.append("\\u00").append({digits[code / 16], digits[code % 16]});
  }
  return made + '"';
}

struct json {
  std::string text;

  json& name(std::string_view key) {
    bool first = text.empty() || text.back() == '{' || text.back() == '[';
    if (!first) text += ',';
    text.append(json_text(key)).append(":");
    return *this;
  }
  json& put(std::string_view key, const std::string& value) {
    name(key).text += value;
    return *this;
  }
  json& put(std::string_view key, std::uint64_t value) { return put(key, std::to_string(value)); }
  json& put(std::string_view key, std::int64_t value) { return put(key, std::to_string(value)); }
  json& begin() {
    if (text.ends_with('}')) text += ',';
    text += '{';
    return *this;
  }
  json& end() {
    text += '}';
    return *this;
  }
};

std::string json_of(const policy& rules) {
  json made;
  made.begin().put("name", json_text(rules.name)).put("sha256", json_text(rules.hash.hex())).end();
  return made.text;
}

std::string json_of(const holder& who) {
  json made;
  made.begin();
  if (who.why) {
    made.put("desk", json_text(who.desk.text)).put("reason", json_text(name_of(*who.why)));
  } else {
    made.put("lead", json_text(who.lead.text));
  }
  return made.end().text;
}

std::string json_of(const overruns& count) {
  json made;
  made.begin().put("before", count.before).put("after", count.after).put("new", count.fresh);
  return made.put("avoided", count.avoided).end().text;
}

std::string json_of(const week& hours) {
  std::string made;
  for (std::uint64_t each : hours)
    made.append(made.empty() ? "[" : ",").append(std::to_string(each));
  return made + ']';
}

// [{…},{…}]
template <class Each, class Write>
std::string json_list(const Each& each, Write write) {
  json made;
  made.text = "[";
  for (const auto& one : each) {
    made.begin();
    write(one, made);
    made.end();
  }
  return made.text + ']';
}

}  // namespace

std::string to_json(const what_if& found, const policy& before, const policy& after) {
  json made;
  made.begin().put("old", json_of(before)).put("new", json_of(after));
  made.put("whistles", found.whistles).put("changed", found.changed);
  made.put("leads_changed", found.holders_changed).put("helpers_changed", found.helpers_changed);
  made.put("limits_changed", found.limits_changed);
  if (found.first) made.put("first_ms", to_ms(*found.first)).put("last_ms", to_ms(*found.last));
  made.put("as_of_ms", to_ms(found.as_of));
  made.put("leads", json_list(found.holders, [](const auto& each, json& to) {
             to.put("old", json_of(each.first.first)).put("new", json_of(each.first.second));
             to.put("count", each.second);
           }));
  made.put("deadlines", json_list(found.moved, [](const auto& each, json& to) {
             const auto& [which, sums] = each;
             to.put("clock", json_text(name_of(which.clock)));
             to.put("old_unit", json_text(name_of(which.before)));
             to.put("new_unit", json_text(name_of(which.after)));
             to.put("earlier", sums.earlier).put("earlier_by_ms", sums.earlier_by.count());
             to.put("later", sums.later).put("later_by_ms", sums.later_by.count());
           }));
  made.put("handle_limits_gained", found.handle_limits_gained);
  made.put("handle_limits_lost", found.handle_limits_lost);
  made.put("report_in_overruns", json_of(found.report_in));
  made.put("handle_overruns", json_of(found.handle));
  made.put("load", json_list(found.load, [](const auto& each, json& to) {
             to.put("department", json_text(each.first.text));
             to.put("old", json_of(each.second.before)).put("new", json_of(each.second.after));
           }));
  made.put("open", json_list(found.open_changed, [](const auto& each, json& to) {
             to.put("whistle", json_text(each.name));
             to.put("old", json_of(each.before)).put("new", json_of(each.after));
           }));
  return made.end().text;
}

}  // namespace gridwhistle
