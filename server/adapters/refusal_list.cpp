#include "server/adapters/refusal_list.hpp"

#include <utility>
#include <vector>

#include "server/adapters/journal.hpp"

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

boost::asio::awaitable<std::optional<std::string>> list_refusals(
    redis_link& redis, std::string shard, seal_key key,
    std::function<void(const refusal_record&)> tell) {
  journal_chain chain(key);
  position after{};
  for (;;) {
    auto page = co_await read_batches(redis, shard, key, after);
    if (const auto* wrong = std::get_if<journal_fault>(&page)) co_return wrong->what;
    const auto& batches = std::get<std::vector<stored_batch>>(page);
    if (batches.empty()) co_return std::nullopt;
    for (const stored_batch& each : batches) {
      if (!chain.follow(each)) co_return "the chain breaks at batch " + each.at.text();
      for (const refusal_record& told : each.refusals) tell(told);
      after = each.at;
    }
  }
}

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
