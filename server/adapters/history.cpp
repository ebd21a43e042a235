#include "server/adapters/history.hpp"

#include <algorithm>

#include "server/adapters/codec_parts.hpp"

namespace gridwhistle {

namespace asio = boost::asio;

history_wanted wanted_of(const whistle& state, std::uint64_t after_version, position head) {
  history_wanted wanted{state.id, {}, false};
  auto first = std::upper_bound(
      state.history.begin(), state.history.end(), after_version,
      [](std::uint64_t version, const step& each) { return version < each.version; });
  for (auto each = first; each != state.history.end() && each->batch <= head; ++each) {
    wanted.more = wanted.steps.size() == history_page_max;
    if (wanted.more) break;
    wanted.steps.push_back({each->version, each->batch});
  }
  return wanted;
}

asio::awaitable<std::variant<v1::HistoryPage, journal_fault>> read_history(journal& from,
                                                                           history_wanted wanted) {
  v1::HistoryPage page;
  page.set_more(wanted.more);
  stored_batch batch;
  std::size_t bytes = 0;
  for (const history_wanted::one& each : wanted.steps) {
    if (bytes > history_page_bytes) {
      page.set_more(true);
      break;
    }
    if (batch.at != each.batch) {
      auto read = co_await from.read_at(each.batch);
      if (auto* wrong = std::get_if<journal_fault>(&read)) co_return std::move(*wrong);
      batch = std::move(std::get<stored_batch>(read));
    }
    auto found = std::find_if(batch.entries.begin(), batch.entries.end(), [&](const entry& told) {
      return told.whistle == wanted.whistle && told.version == each.version;
    });
    if (found == batch.entries.end()) {
      co_return journal_fault{cure::call_operator,
                              "batch " + each.batch.text() + " lacks version " +
                                  std::to_string(each.version) + " of " + wanted.whistle.text()};
    }
    auto* item = page.add_items();
    write_entry(*found, *item->mutable_entry());
    codec::write(each.batch, *item->mutable_position());
    bytes += item->ByteSizeLong();
  }
  co_return page;
}

}  // namespace gridwhistle
