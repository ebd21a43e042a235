#include "server/adapters/refusal_list.hpp"

namespace gridwhistle {
namespace {

// The door lets no control characters in: a quote and a backslash are all there is to escape.
std::string in_quotes(std::string_view text) {
  std::string made = "\"";
  for (char each : text) {
    if (each == '"' || each == '\\') made.push_back('\\');
    made.push_back(each);
  }
  return made + '"';
}

}  // namespace

std::string text_of(const refusal_record& told) {
  std::string line = to_text(told.at) + " " + told.by.text;
  if (told.more > 0) line += " and " + std::to_string(told.more) + " more";
  for (const std::string& each : {told.asked, told.about}) {
    if (!each.empty()) line += " " + each;
  }
  if (!told.whistle.empty()) line += " " + told.whistle.text();
  const refusal_words& words = words_of(told.code);
  line.append(" [").append(words.name).append("] ").append(words.zh);
  return line.append(" ").append(words.en);
}

std::string json_of(const refusal_record& told) {
  std::string line =
      "{\"at\":" + in_quotes(to_text(told.at)) + ",\"user\":" + in_quotes(told.by.text);
  auto add = [&line](std::string_view name, const std::string& value) {
    if (!value.empty())
      line.append(",").append(in_quotes(name)).append(":").append(in_quotes(value));
  };
  add("asked", told.asked);
  add("about", told.about);
  add("whistle", told.whistle.empty() ? "" : told.whistle.text());
  add("command", told.command.empty() ? "" : told.command.text());
  add("code", std::string(words_of(told.code).name));
  return line + ",\"count\":" + std::to_string(told.count()) + "}";
}

}  // namespace gridwhistle
