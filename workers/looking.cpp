#include "workers/looking.hpp"

#include <iostream>
#include <optional>
#include <vector>

#include "common/ids.hpp"
#include "workers/bulk.hpp"
#include "workers/conversation.hpp"
#include "workers/history_text.hpp"
#include "workers/message_json.hpp"
#include "workers/terminal_text.hpp"

namespace gridwhistle {
namespace {

namespace asio = boost::asio;

struct life_told {
  std::vector<v1::HistoryItem> items;
  std::optional<exchange_outcome> instead;  // of the page that did not come
};

asio::awaitable<life_told> life_of(std::shared_ptr<server_link> link, whistle_id id) {
  life_told told;
  std::uint64_t after = 0;
  bool more = true;
  while (more) {
    v1::Request request = request_of_now();
    request.mutable_history()->set_whistle_id(std::string(id.raw()));
    request.mutable_history()->set_after_version(after);
    auto outcome = co_await link->exchange(std::move(request));
    const auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply || !reply->has_history()) {
      told.instead = std::move(outcome);
      co_return told;
    }
    const auto& items = reply->history().items();
    told.items.insert(told.items.end(), items.begin(), items.end());
    // A page that says more and has nothing would be asked for without end.
    more = reply->history().more() && !items.empty();
    if (more) after = items.rbegin()->entry().version();
  }
  co_return told;
}

// Refusals too are for the program that asked.
int print_as(const exchange_outcome& outcome, answer_form form) {
  const auto* reply = std::get_if<v1::Reply>(&outcome);
  if (form == answer_form::text || !reply || !reply->has_refused()) return print_outcome(outcome);
  std::cout << json_of(reply->refused()) << "\n";
  return refused_by_server;
}

std::string json_list(const std::vector<v1::HistoryItem>& items) {
  std::string text;
  for (const v1::HistoryItem& each : items) text += (text.empty() ? "" : ",") + json_of(each);
  return "[" + text + "]";
}

asio::awaitable<int> show(std::shared_ptr<server_link> link, whistle_id id, answer_form form) {
  auto seen = co_await look_at(link, id);
  const auto* reply = std::get_if<v1::Reply>(&seen);
  if (!reply || !reply->has_whistle()) co_return print_as(seen, form);
  auto life = co_await life_of(link, id);
  words_said words = words_of(reply->whistle().state(), life.items);
  if (form == answer_form::json) {
    std::cout << "{\"whistle\":" << json_of(reply->whistle())
              << ",\"said\":" << json_list(words.said)
              << ",\"to_decide\":" << json_list(words.to_decide) << "}\n";
  } else {
    std::cout << text_of(reply->whistle()) << text_of(words);
  }
  // What was seen stands; that the rest is missing must not look like nothing was said.
  if (!life.instead) co_return said;
  co_return print_as(*life.instead, form);
}

asio::awaitable<int> tell_history(std::shared_ptr<server_link> link, whistle_id id,
                                  answer_form form) {
  auto life = co_await life_of(link, id);
  for (const v1::HistoryItem& each : life.items)
    std::cout << (form == answer_form::json ? json_of(each) + "\n" : text_of(each));
  if (!life.instead) co_return said;
  co_return print_as(*life.instead, form);
}

asio::awaitable<int> list_ids(std::shared_ptr<server_link> link, v1::Inbox whose) {
  bool more = true;
  while (more) {
    v1::Request request = request_of_now();
    *request.mutable_inbox() = whose;
    auto outcome = co_await link->exchange(std::move(request));
    const auto* reply = std::get_if<v1::Reply>(&outcome);
    if (reply && reply->has_refused()) {
      // Not among the ids, which another program may read.
      std::cerr << text_of(reply->refused());
      co_return refused_by_server;
    }
    if (!reply || !reply->has_inbox()) co_return print_outcome(outcome);
    const v1::InboxPage& page = reply->inbox();
    for (const v1::InboxItem& item : page.items()) std::cout << uuid_of(item.whistle_id()) << "\n";
    more = page.more();
    if (more) whose.set_after_whistle_id(page.items().rbegin()->whistle_id());
  }
  co_return said;
}

asio::awaitable<int> show_page(std::shared_ptr<server_link> link, v1::Inbox whose,
                               answer_form form) {
  v1::Request request = request_of_now();
  *request.mutable_inbox() = std::move(whose);
  auto outcome = co_await link->exchange(std::move(request));
  const auto* reply = std::get_if<v1::Reply>(&outcome);
  if (form == answer_form::text || !reply || !reply->has_inbox()) co_return print_as(outcome, form);
  for (const v1::InboxItem& item : reply->inbox().items()) std::cout << json_of(item) << "\n";
  co_return said;
}

}  // namespace

int show_from_terminal(const terminal_settings& settings, const std::string& whistle,
                       answer_form form) {
  auto id = parse_id(whistle);
  if (!id) return failed;
  conversation talk(settings);
  return talk.run(show(talk.link, *id, form));
}

int history_from_terminal(const terminal_settings& settings, const std::string& whistle,
                          answer_form form) {
  auto id = parse_id(whistle);
  if (!id) return failed;
  conversation talk(settings);
  return talk.run(tell_history(talk.link, *id, form));
}

int inbox_from_terminal(const terminal_settings& settings, const v1::Inbox& whose,
                        inbox_form form) {
  conversation talk(settings);
  if (form == inbox_form::ids) return talk.run(list_ids(talk.link, whose));
  bool json = form == inbox_form::json;
  return talk.run(show_page(talk.link, whose, json ? answer_form::json : answer_form::text));
}

}  // namespace gridwhistle
