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

namespace {

// Reads steps one by one; those of one batch follow each other, and it is read once.
class step_reader {
 public:
  step_reader(journal& from, const whistle_id& of) : from_(from), of_(of) {}

  asio::awaitable<std::variant<entry, journal_fault>> read(history_wanted::one wanted) {
    if (batch_.at != wanted.batch) {
      auto read = co_await from_.read_at(wanted.batch);
      if (auto* wrong = std::get_if<journal_fault>(&read)) co_return std::move(*wrong);
      batch_ = std::move(std::get<stored_batch>(read));
    }
    auto found = std::find_if(batch_.entries.begin(), batch_.entries.end(), [&](const entry& told) {
      return told.whistle == of_ && told.version == wanted.version;
    });
    if (found != batch_.entries.end()) co_return *found;
    co_return journal_fault{cure::call_operator,
                            "batch " + wanted.batch.text() + " lacks version " +
                                std::to_string(wanted.version) + " of " + of_.text()};
  }

 private:
  journal& from_;
  whistle_id of_;
  stored_batch batch_;
};

}  // namespace

asio::awaitable<std::variant<std::vector<entry>, journal_fault>> read_entries(
    journal& from, history_wanted wanted) {
  step_reader steps(from, wanted.whistle);
  std::vector<entry> found;
  for (const history_wanted::one& each : wanted.steps) {
    auto read = co_await steps.read(each);
    if (auto* wrong = std::get_if<journal_fault>(&read)) co_return std::move(*wrong);
    found.push_back(std::get<entry>(std::move(read)));
  }
  co_return std::move(found);
}

asio::awaitable<std::variant<v1::HistoryPage, journal_fault>> read_history(journal& from,
                                                                           history_wanted wanted) {
  step_reader steps(from, wanted.whistle);
  v1::HistoryPage page;
  page.set_more(wanted.more);
  std::size_t bytes = 0;
  for (const history_wanted::one& each : wanted.steps) {
    if (bytes > history_page_bytes) {
      page.set_more(true);
      break;
    }
    auto read = co_await steps.read(each);
    if (auto* wrong = std::get_if<journal_fault>(&read)) co_return std::move(*wrong);
    auto* item = page.add_items();
    write_entry(std::get<entry>(read), *item->mutable_entry());
    codec::write(each.batch, *item->mutable_position());
    bytes += item->ByteSizeLong();
  }
  co_return page;
}

}  // namespace gridwhistle
