#include "workers/terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <iostream>
#include <set>
#include <stdexcept>
#include <utility>

#include "common/figure_sheets.hpp"
#include "workers/bulk.hpp"
#include "workers/client_home.hpp"
#include "workers/conversation.hpp"
#include "workers/feed_reader.hpp"
#include "workers/local_time.hpp"
#include "workers/outbox_delivery.hpp"
#include "workers/report.hpp"
#include "workers/requests.hpp"
#include "workers/terminal_text.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t listed_max = 1000;

asio::awaitable<int> say_once(std::shared_ptr<server_link> link, v1::Request request) {
  auto outcome = co_await link->exchange(std::move(request));
  co_return print_outcome(outcome);
}

asio::awaitable<int> say_command(std::shared_ptr<server_link> link, whistle_id id,
                                 std::uint64_t seen_version, v1::Command ask) {
  if (seen_version == 0) {
    auto seen = co_await look_at(link, id);
    int shown = print_outcome(seen);
    if (shown != said) co_return shown;
    seen_version = std::get<v1::Reply>(seen).whistle().state().version();
  }
  auto outcome = co_await say_of(link, id, seen_version, std::move(ask));
  co_return print_outcome(outcome);
}

asio::awaitable<int> say_in_bulk(std::shared_ptr<server_link> link,
                                 std::vector<whistle_id> whistles, v1::Command ask) {
  bulk_told tell = [](const whistle_id& whistle, const exchange_outcome& outcome) {
    std::cout << line_of(whistle, outcome) << std::endl;
  };
  std::size_t count = whistles.size();
  auto result = co_await say_of_all(link, std::move(whistles), std::move(ask), tell);
  std::cout << summary_of(result) << "\n";
  co_return result.done == count ? said : not_all_done;
}

v1::Request new_figures_request(const v1::Figures& asked) {
  v1::Request request = request_of_now();
  *request.mutable_figures() = asked;
  return request;
}

asio::awaitable<int> report_figures(std::shared_ptr<server_link> link, report_wishes wishes) {
  v1::FigureTable table;
  do {
    auto outcome = co_await link->exchange(new_figures_request(wishes.asked));
    auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply || !reply->has_figures()) co_return print_outcome(outcome);
    auto* page = reply->mutable_figures();
    table.mutable_rows()->MergeFrom(page->rows());
    page->mutable_rows()->Swap(table.mutable_rows());
    table = std::move(*page);
    if (table.more()) wishes.asked.set_after_group(table.rows().rbegin()->group());
  } while (table.more());
  for (const std::string& only :
       {wishes.asked.area(), wishes.asked.department(), wishes.asked.matter()}) {
    if (table.rows().empty() && !only.empty())
      std::cerr << only << ": nothing of it in this period; is the code right?\n";
  }
  sheet_terms terms = terms_for(table, wishes.asked, wishes.in);
  terms.area = wishes.asked.area();
  terms.department = wishes.asked.department();
  terms.matter = wishes.asked.matter();
  sheet main = wishes.held ? held_sheet(table, terms) : figures_sheet(table, terms);
  if (!wishes.csv.empty()) write_csv(main, wishes.csv);
  if (!wishes.xlsx.empty())
    write_xlsx(
        {figures_sheet(table, terms), held_sheet(table, terms), definitions_sheet(table, terms)},
        wishes.xlsx);
  if (wishes.csv.empty() && wishes.xlsx.empty())
    std::cout << (wishes.held ? csv_of(main) : text_of(table));
  co_return said;
}

// Nothing stands behind a row at zero, and neither does behind one that is not there.
asio::awaitable<int> tell_unknown_row(std::shared_ptr<server_link> link, report_wishes wishes) {
  std::string group = wishes.asked.behind().group();
  wishes.asked.clear_behind();
  bool more = true;
  while (more) {
    auto outcome = co_await link->exchange(new_figures_request(wishes.asked));
    const auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply || !reply->has_figures()) co_return print_outcome(outcome);
    for (const v1::FigureRow& row : reply->figures().rows()) {
      if (row.group() == group) co_return said;
    }
    more = reply->figures().more();
    if (more) wishes.asked.set_after_group(reply->figures().rows().rbegin()->group());
  }
  std::cerr << "--group " << group << ": this report has no such row\n";
  co_return failed;
}

// One whistle a line, as often as it was counted. Missing: who was to be counted and was not.
asio::awaitable<int> list_behind(std::shared_ptr<server_link> link, report_wishes wishes) {
  std::multiset<std::string> all;
  std::vector<bool> lists = {wishes.asked.behind().counted()};
  if (wishes.missing) lists = {false, true};
  for (bool counted : lists) {
    wishes.asked.mutable_behind()->set_counted(counted);
    wishes.asked.mutable_behind()->set_skip(0);
    bool more = true;
    while (more) {
      auto outcome = co_await link->exchange(new_figures_request(wishes.asked));
      auto* reply = std::get_if<v1::Reply>(&outcome);
      if (!reply || !reply->has_figure_list()) co_return print_outcome(outcome);
      const auto& page = reply->figure_list();
      for (const std::string& id : page.whistle_ids()) {
        auto known = all.find(id);
        bool takes = wishes.missing && counted;
        if (takes && known != all.end()) all.erase(known);
        if (!takes) all.insert(id);
      }
      auto* behind = wishes.asked.mutable_behind();
      behind->set_skip(behind->skip() + static_cast<std::uint32_t>(page.whistle_ids_size()));
      more = page.more();
    }
  }
  for (const std::string& each : all) std::cout << uuid_of(each) << "\n";
  if (!all.empty() || wishes.asked.behind().group().empty()) co_return said;
  co_return co_await tell_unknown_row(link, wishes);
}

// "-" stands for the words of standard input. Nothing when one of them is no id, which is said.
std::optional<std::vector<whistle_id>> parse_ids(const std::vector<std::string>& words) {
  std::vector<whistle_id> ids;
  auto take = [&ids](const std::string& word) {
    auto id = parse_id(word);
    if (id) ids.push_back(*id);
    return id.has_value();
  };
  for (const std::string& each : words) {
    if (each != "-" && !take(each)) return std::nullopt;
    if (each != "-") continue;
    for (std::string word; std::cin >> word;) {
      if (!take(word)) return std::nullopt;
    }
  }
  if (ids.size() <= bulk_whistles_max) return ids;
  std::cerr << "at most " << bulk_whistles_max << " whistles at once\n";
  return std::nullopt;
}

std::filesystem::path outbox_path(const terminal_settings& settings) {
  if (!settings.outbox.empty()) return settings.outbox;
  auto folder = settings.home / "outbox";
  std::filesystem::create_directories(folder);
  return folder / (settings.user + ".sqlite");
}

// Two of one user at the same time take turns.
or_fault<outbox> open_outbox(const terminal_settings& settings) {
  return outbox::open(outbox_path(settings), {.patience = settings.wait});
}

int print_fault(const outbox_fault& fault) {
  const auto& words = words_of(fault.kind);
  std::cerr << words.zh << " " << words.en << " [" << words.name << "] " << fault.detail << "\n";
  return failed;
}

void print_settled(const outbox_item& item, const settlement& how) {
  std::cout << item.kind << " " << item.request.text() << ": ";
  if (const auto* done = std::get_if<item_receipted>(&how)) {
    v1::Receipt receipt;
    if (receipt.ParseFromString(done->receipt))
      std::cout << text_of(receipt, system_clock_source().now());
    return;
  }
  const auto& no = std::get<item_refused>(how);
  std::cout << "refused: " << no.sentence_zh << " " << no.sentence_en << " [" << no.code << "] "
            << no.detail << "\n";
}

int print_list(outbox& box) {
  auto items = box.list(listed_max);
  if (!items) return print_fault(items.fault());
  for (const outbox_entry& each : *items) {
    std::cout << each.item.request.text() << " " << each.item.kind << " "
              << each.item.whistle.text() << " " << name_of(each.state) << ", said "
              << local_text(each.item.created_at);
    if (each.state == outbox_state::waiting && each.attempts > 0)
      std::cout << ", tried in vain " << each.attempts << " times";
    std::cout << "\n";
  }
  if (items->empty()) std::cout << "the outbox is empty\n";
  return said;
}

// Delivers until nothing waits or the user's patience ends.
int deliver(const terminal_settings& settings, outbox& box) {
  bool refused = false;
  conversation talk(settings);
  asio::steady_timer patience(talk.io);
  auto all_settled = [&box] {
    auto counts = box.counts();
    return counts && counts->waiting == 0;
  };
  outbox_delivery* running = nullptr;
  delivery_calls calls;
  calls.settled = [&](const outbox_item& item, const settlement& how) {
    print_settled(item, how);
    refused = refused || std::holds_alternative<item_refused>(how);
    if (all_settled()) running->stop();
  };
  outbox_delivery delivery(talk.io.get_executor(), box, talk.link, talk.clock, {}, calls,
                           some_seed());
  running = &delivery;
  patience.expires_after(settings.wait);
  patience.async_wait([&](const boost::system::error_code& error) {
    if (!error) talk.link->stop();
  });
  if (all_settled()) return said;
  asio::co_spawn(talk.io, delivery.run(), [&](std::exception_ptr broken) {
    if (broken) std::rethrow_exception(broken);
    patience.cancel();
    talk.link->stop();
    talk.io.stop();
  });
  talk.io.run();
  if (!all_settled()) return still_in_outbox;
  return refused ? refused_by_server : said;
}

// What is on the device is safe there, whatever is wrong with the way to the server.
int try_to_deliver(const terminal_settings& settings, outbox& box) {
  int code = still_in_outbox;
  try {
    code = deliver(settings, box);
  } catch (const std::runtime_error& no_way) {
    std::cerr << no_way.what() << "\n";
  }
  if (code == still_in_outbox)
    std::cout << "not receipted yet: it stays in the outbox and is sent again when next you "
                 "blow, or by \"outbox --deliver\"\n";
  return code;
}

// Where every emergency rings; asked for until somebody answers, as the feed is.
asio::awaitable<std::string> ring_topic(std::shared_ptr<server_link> link) {
  for (;;) {
    v1::Request ping = request_of_now();
    ping.mutable_ping();
    auto outcome = co_await link->exchange(std::move(ping));
    const auto* reply = std::get_if<v1::Reply>(&outcome);
    if (reply && reply->has_pong()) co_return reply->pong().ring_topic();
  }
}

// Only a terminal rings: in a file a bell is a strange character.
void print_ring(const v1::Ring& ring) {
  std::cout << (::isatty(STDOUT_FILENO) == 1 ? "\a" : "") << text_of(ring) << std::endl;
}

// What somebody asked to follow, and the emergencies that ring unasked.
struct watched_topics {
  std::vector<std::string> asked;
  std::string unasked;  // empty: none, or it was asked for

  feed_bookmark with(std::string rings) {
    feed_bookmark from;
    for (const std::string& topic : asked) from.topics.push_back({topic, std::nullopt});
    bool known = std::find(asked.begin(), asked.end(), rings) != asked.end();
    if (rings.empty() || known) return from;
    from.topics.push_back({rings, std::nullopt});
    unasked = std::move(rings);
    return from;
  }
};

}  // namespace

std::optional<whistle_id> parse_id(const std::string& text) {
  auto id = whistle_id::parse(text);
  if (!id) std::cerr << "\"" << text << "\" is not a whistle id (UUID)\n";
  return id;
}

int blow_from_terminal(const terminal_settings& settings, const v1::Report& report) {
  // Whoever has no key here could never send it.
  static_cast<void>(read_client_keys(settings.home, settings.user));
  auto box = open_outbox(settings);
  if (!box) return print_fault(box.fault());
  system_clock_source clock;
  instant now = clock.now();
  whistle_id id = new_whistle_id(now);
  v1::Request request = new_command(new_command_id(now), id, 0);
  auto* told = request.mutable_command()->mutable_blow()->mutable_report();
  *told = report;
  told->set_observed_at_ms(to_ms(now));
  if (auto fault = box.value().put(outbox_item_of(request, now))) return print_fault(*fault);
  std::cout << "on this device " << id.text() << std::endl;
  return try_to_deliver(settings, box.value());
}

int show_outbox(const terminal_settings& settings, outbox_action action) {
  auto box = open_outbox(settings);
  if (!box) return print_fault(box.fault());
  if (action == outbox_action::deliver) return try_to_deliver(settings, box.value());
  return print_list(box.value());
}

int dismiss_from_outbox(const terminal_settings& settings, const std::string& request_id,
                        dismissal which) {
  auto box = open_outbox(settings);
  if (!box) return print_fault(box.fault());
  auto id = command_id::parse(request_id);
  bool waiting = which == dismissal::of_waiting;
  auto change = or_fault<outbox_change>(outbox_change::unchanged);
  if (id) change = waiting ? box.value().give_up(*id) : box.value().dismiss(*id);
  if (!change) return print_fault(change.fault());
  if (*change == outbox_change::changed) {
    if (waiting) std::cout << "given up: this device will not send it any more\n";
    return said;
  }
  std::cerr << "\"" << request_id << "\" is not a " << (waiting ? "waiting" : "refused")
            << " item of this outbox\n";
  return failed;
}

int command_from_terminal(const terminal_settings& settings,
                          const std::vector<std::string>& whistles, std::uint64_t seen_version,
                          const v1::Command& ask) {
  auto ids = parse_ids(whistles);
  if (!ids) return failed;
  bool one = whistles.size() == 1 && whistles.front() != "-";
  if (!one && seen_version != 0) {
    std::cerr << "--seen-version is the version of one whistle\n";
    return failed;
  }
  conversation talk(settings);
  return talk.run(one ? say_command(talk.link, ids->front(), seen_version, ask)
                      : say_in_bulk(talk.link, *std::move(ids), ask));
}

int similar_from_terminal(const terminal_settings& settings, const std::string& whistle) {
  auto id = parse_id(whistle);
  if (!id) return failed;
  conversation talk(settings);
  v1::Request request = new_request(new_command_id(talk.clock.now()));
  request.mutable_similar()->set_whistle_id(std::string(id->raw()));
  return talk.run(say_once(talk.link, std::move(request)));
}

int suggest_from_terminal(const terminal_settings& settings, const std::string& text) {
  conversation talk(settings);
  v1::Request request = new_request(new_command_id(talk.clock.now()));
  request.mutable_suggest()->set_text(text);
  return talk.run(say_once(talk.link, std::move(request)));
}

int report_from_terminal(const terminal_settings& settings, const report_wishes& wishes) {
  conversation talk(settings);
  return talk.run(wishes.asked.has_behind() ? list_behind(talk.link, wishes)
                                            : report_figures(talk.link, wishes));
}

int watch_from_terminal(const terminal_settings& settings, const std::vector<std::string>& topics,
                        std::uint64_t events_max) {
  conversation talk(settings);
  watched_topics watched{topics, {}};
  std::uint64_t seen = 0;
  int code = said;
  std::shared_ptr<feed_reader> reader;
  feed_calls calls;
  calls.message = [&](const std::string& topic, const v1::FeedMessage& message) {
    // What rings unasked is not what somebody waits for.
    auto was_last = [&] {
      return topic != watched.unasked && events_max != 0 && ++seen >= events_max;
    };
    for (const v1::Ring& ring : message.rings()) {
      print_ring(ring);
      if (!std::cout) return talk.io.stop();
      if (was_last()) return talk.io.stop();
    }
    for (const v1::JournalEntry& entry : message.entries()) {
      std::cout << text_of(entry, message.position()) << std::endl;
      if (!std::cout) return talk.io.stop();  // nobody reads it any more
      if (was_last()) return talk.io.stop();
    }
  };
  calls.begun_anew = [](const dataset_id& dataset) {
    std::cerr << "the server has another dataset now: " << dataset.text() << std::endl;
  };
  calls.refused = [&](const std::string& topic, const v1::Refused& no) {
    std::cerr << topic << ": " << text_of(no);
    if (topic == watched.unasked) return;
    code = refused_by_server;
    talk.io.stop();
  };
  // Who waits for news takes silence for none.
  endpoint_watch moved = talk.link->watch_endpoint([](const server_endpoint& next) {
    std::cerr << "no answer from the server; asking " << next.requests << std::endl;
  });
  asio::co_spawn(talk.io, ring_topic(talk.link), [&](std::exception_ptr broken, std::string rings) {
    if (broken) std::rethrow_exception(broken);
    reader = feed_reader::start(talk.io.get_executor(), talk.sockets, talk.link,
                                watched.with(std::move(rings)), {}, talk.clock, calls, some_seed());
  });
  asio::signal_set signals(talk.io, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code&, int) { talk.io.stop(); });
  talk.io.run();
  return code;
}

}  // namespace gridwhistle
