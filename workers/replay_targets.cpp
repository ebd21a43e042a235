#include "workers/replay_targets.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <span>
#include <vector>

#include "workers/replay_rows.hpp"
#include "workers/replay_talk.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t rows_between_words = 5000;  // rows
// Rows that share the disk's flushes; one by one each would wait for two of its own.
constexpr std::size_t together_max = 50;
static_assert(rows_between_words % together_max == 0);
constexpr span equal_within = std::chrono::minutes(1);

std::optional<instant> handle_deadline(const v1::Receipt& receipt) {
  for (const v1::Deadline& each : receipt.deadlines()) {
    bool of_lead = each.department() == receipt.lead();
    if (of_lead && each.clock() == v1::CLOCK_NAME_HANDLE) return from_ms(each.due_at_ms());
  }
  return std::nullopt;
}

class target_check {
 public:
  target_check(replay_file file, const std::filesystem::path& pack)
      : file_(std::move(file)), talk_(pack) {}

  target_result run() {
    std::erase_if(file_.rows, [](const replay_row& row) { return !row.target; });
    std::ranges::stable_sort(file_.rows, {}, &replay_row::opened);
    result_.journal = talk_.run([this] { return everything(); });
    return result_;
  }

 private:
  asio::awaitable<void> everything() {
    std::span<const replay_row> left = file_.rows;
    while (!left.empty()) {
      std::size_t done = file_.rows.size() - left.size();
      if (done % rows_between_words == 0)
        std::cerr << "replay: row " << done << " of " << file_.rows.size() << std::endl;
      auto rows = left.first(std::min(together_max, left.size()));
      made_.assign(rows.size(), {});
      std::vector<asio::awaitable<void>> asked;
      for (std::size_t i = 0; i < rows.size(); ++i) asked.push_back(ask(rows[i], made_[i]));
      co_await talk_.together(std::move(asked));
      // They have said what they know; left open they would only run late.
      std::vector<asio::awaitable<void>> withdrawn;
      for (replayed_whistle& each : made_) withdrawn.push_back(withdraw(rows.back().opened, each));
      co_await talk_.together(std::move(withdrawn));
      left = left.subspan(rows.size());
    }
  }

  asio::awaitable<void> ask(const replay_row& row, replayed_whistle& made) {
    made.id = new_whistle_id(talk_.now());
    v1::Command blow = blow_of(row);
    auto receipt = co_await talk_.act(row.opened, made, "importer", std::move(blow));
    count(row, handle_deadline(receipt));
  }

  asio::awaitable<void> withdraw(instant at, replayed_whistle& made) {
    v1::Command withdraw;
    withdraw.mutable_withdraw()->set_reason("its due time is known");
    co_await talk_.act(at, made, "importer", std::move(withdraw));
  }

  void count(const replay_row& row, std::optional<instant> due) {
    bool equal = due && std::chrono::abs(*due - *row.target) < equal_within;
    auto add = [equal](target_count& to) {
      ++to.rows;
      to.equal += equal ? 1 : 0;
    };
    target_result::of_type& of_type = result_.by_type[row.type];
    of_type.ruled = file_.ruled_types.contains(row.type);
    add(of_type.count);
    add(result_.all);
    if (of_type.ruled) add(result_.ruled);
  }

  replay_file file_;
  replay_talk talk_;
  std::vector<replayed_whistle> made_;  // of the rows that are asked together
  target_result result_;
};

// A type is what somebody wrote into a file.
std::string json_text(std::string_view text) {
  std::string made = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') made += '\\';
    made += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return made + '"';
}

}  // namespace

target_result check_targets(const std::filesystem::path& file, const std::filesystem::path& pack) {
  return target_check(read_replay_file(file, pack), pack).run();
}

std::string to_json(const target_result& result) {
  auto number = [](std::string_view name, std::uint64_t value) {
    return json_text(name) + ':' + std::to_string(value);
  };
  std::string types;
  for (const auto& [type, found] : result.by_type) {
    types += (types.empty() ? "" : ",") + json_text(type) + ":{" +
             number("rows", found.count.rows) + ',' + number("equal", found.count.equal) +
             ",\"ruled\":" + (found.ruled ? "true" : "false") + '}';
  }
  return '{' + number("target_rows", result.all.rows) + ',' +
         number("target_equal", result.all.equal) + ',' + number("ruled_rows", result.ruled.rows) +
         ',' + number("ruled_equal", result.ruled.equal) + ",\"by_type\":{" + types + "}}";
}

}  // namespace gridwhistle
