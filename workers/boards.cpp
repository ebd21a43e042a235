#include "workers/boards.hpp"

#include <algorithm>
#include <iostream>

#include "common/figure_sheets.hpp"
#include "workers/conversation.hpp"
#include "workers/report.hpp"
#include "workers/terminal_text.hpp"
#include "workers/terminal_words.hpp"

namespace gridwhistle {
namespace {

v1::Request request_for(const v1::ZeroBoard& asked) {
  v1::Request request = request_of_now();
  *request.mutable_zero_board() = asked;
  return request;
}

v1::Request request_for(const v1::CareShares& asked) {
  v1::Request request = request_of_now();
  *request.mutable_care() = asked;
  return request;
}

std::string word_of(v1::CareState state) {
  for (const auto& [word, number] : care_state_words()) {
    if (number == state) return word;
  }
  return "?";
}

// One visit a line: a reference code, never a name.
void print(const v1::CareVisit& visit) {
  std::cout << visit.resident() << " " << visit.period() << " " << visit.area() << " "
            << word_of(visit.state()) << " "
            << (visit.whistle_id().empty() ? "-" : uuid_of(visit.whistle_id())) << "\n";
}

void print_at_zero(const v1::ZeroBoardTable& table) {
  for (const v1::ZeroBoardRow& row : table.rows()) {
    bool zero = std::all_of(row.counts().begin(), row.counts().end(),
                            [](std::uint64_t count) { return count == 0; });
    if (zero) std::cout << row.group() << " " << row.name() << "\n";
  }
}

asio::awaitable<int> show_zero_board(std::shared_ptr<server_link> link, zero_wishes wishes) {
  v1::ZeroBoardTable table;
  bool more = true;
  while (more) {
    auto outcome = co_await link->exchange(request_for(wishes.asked));
    auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply || !reply->has_zero_board()) co_return print_outcome(outcome);
    auto* page = reply->mutable_zero_board();
    more = page->more();
    if (more) wishes.asked.set_after_group(page->rows().rbegin()->group());
    table.mutable_rows()->MergeFrom(page->rows());
    page->mutable_rows()->Swap(table.mutable_rows());
    table = std::move(*page);
  }
  if (!wishes.csv.empty())
    write_csv(zero_sheet(table, terms_for(table, wishes.asked, wishes.in)), wishes.csv);
  if (wishes.at_zero) print_at_zero(table);
  if (wishes.csv.empty() && !wishes.at_zero) std::cout << text_of(table);
  co_return said;
}

asio::awaitable<int> list_behind(std::shared_ptr<server_link> link, zero_wishes wishes) {
  bool more = true;
  while (more) {
    auto outcome = co_await link->exchange(request_for(wishes.asked));
    auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply || !reply->has_figure_list()) co_return print_outcome(outcome);
    const auto& page = reply->figure_list();
    for (const std::string& id : page.whistle_ids()) std::cout << uuid_of(id) << "\n";
    auto* behind = wishes.asked.mutable_behind();
    behind->set_skip(behind->skip() + static_cast<std::uint32_t>(page.whistle_ids_size()));
    more = page.more();
  }
  co_return said;
}

asio::awaitable<int> show_care(std::shared_ptr<server_link> link, care_wishes wishes) {
  v1::CareSharesTable table;
  bool more = true;
  while (more) {
    auto outcome = co_await link->exchange(request_for(wishes.asked));
    auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply || !reply->has_care()) co_return print_outcome(outcome);
    auto* page = reply->mutable_care();
    more = page->more();
    if (more) wishes.asked.set_after_group(page->rows().rbegin()->group());
    table.mutable_rows()->MergeFrom(page->rows());
    page->mutable_rows()->Swap(table.mutable_rows());
    table = std::move(*page);
  }
  if (!wishes.csv.empty())
    write_csv(care_sheet(table, terms_for(table, wishes.asked, wishes.in)), wishes.csv);
  if (wishes.csv.empty()) std::cout << text_of(table);
  co_return said;
}

asio::awaitable<int> list_visits(std::shared_ptr<server_link> link, care_wishes wishes) {
  bool more = true;
  while (more) {
    auto outcome = co_await link->exchange(request_for(wishes.asked));
    auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply || !reply->has_care()) co_return print_outcome(outcome);
    const auto& page = reply->care();
    for (const v1::CareVisit& each : page.visits()) {
      if (!wishes.missing || each.state() != v1::CARE_STATE_VISITED) print(each);
    }
    auto* behind = wishes.asked.mutable_behind();
    behind->set_skip(behind->skip() + static_cast<std::uint32_t>(page.visits_size()));
    more = page.more();
  }
  co_return said;
}

}  // namespace

int care_from_terminal(const terminal_settings& settings, const care_wishes& wishes) {
  conversation talk(settings);
  return talk.run(wishes.asked.has_behind() ? list_visits(talk.link, wishes)
                                            : show_care(talk.link, wishes));
}

int zero_board_from_terminal(const terminal_settings& settings, const zero_wishes& wishes) {
  conversation talk(settings);
  return talk.run(wishes.asked.has_behind() ? list_behind(talk.link, wishes)
                                            : show_zero_board(talk.link, wishes));
}

}  // namespace gridwhistle
