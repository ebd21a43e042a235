#include "server/adapters/account_list.hpp"

#include "server/core/json_line.hpp"

namespace gridwhistle {

std::string text_of(const account_change& told) {
  std::string line = to_text(told.at) + ' ' + (told.by.empty() ? "(files)" : told.by.text);
  if (told.more > 0) line += " and " + std::to_string(told.more) + " more";
  line.append(" ").append(name_of(told.act));
  for (const std::string& each : {told.user.text, told.about}) {
    if (!each.empty()) line += ' ' + each;
  }
  return line;
}

std::string json_of(const account_change& told) {
  json_line made;
  made.begin().say("at", to_text(told.at));
  if (!told.by.empty()) made.say("by", told.by.text);
  made.say("act", name_of(told.act));
  if (!told.user.empty()) made.say("user", told.user.text);
  if (!told.about.empty()) made.say("about", told.about);
  return made.put("count", told.count()).end().text;
}

}  // namespace gridwhistle
