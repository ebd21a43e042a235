#include "workers/replay.hpp"

#include <algorithm>
#include <iostream>
#include <stdexcept>
#include <unordered_map>

#include "workers/demo_city.hpp"
#include "workers/replay_rows.hpp"
#include "workers/replay_talk.hpp"
#include "workers/requests.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t steps_between_words = 5000;  // steps

enum class happening { opens, closes };
struct scheduled {
  instant at;
  std::size_t row = 0;
  happening what = happening::opens;
};

// What the journal says of one whistle.
struct journaled {
  std::uint64_t raised = 0;  // whistles with this case: must be one
  std::string lead;
  bool overran = false;
  std::optional<instant> closed;
};

class replay {
 public:
  replay(replay_file file, const std::filesystem::path& pack)
      : file_(std::move(file)), talk_(pack) {}

  replay_result run() {
    result_.journal = talk_.run([this] { return everything(); });
    if (result_.one_whistle != result_.rows || result_.whistles != result_.rows) {
      throw std::runtime_error("not every row became exactly one whistle: " + to_json(result_));
    }
    return result_;
  }

 private:
  struct known_whistle {
    replayed_whistle at_server;
    std::string lead;
    std::string desk;
  };

  std::vector<scheduled> schedule() const {
    std::vector<scheduled> all;
    for (std::size_t i = 0; i < file_.rows.size(); ++i) {
      all.push_back({file_.rows[i].opened, i, happening::opens});
      if (file_.rows[i].closed) all.push_back({*file_.rows[i].closed, i, happening::closes});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const scheduled& a, const scheduled& b) { return a.at < b.at; });
    return all;
  }

  asio::awaitable<void> everything() {
    whistles_.resize(file_.rows.size());
    auto all = schedule();
    for (std::size_t i = 0; i < all.size(); ++i) {
      at_ = all[i].at;
      if (all[i].what == happening::opens) {
        co_await open(all[i].row);
      } else {
        co_await close(all[i].row);
      }
      if (i % steps_between_words == 0)
        std::cerr << "replay: step " << i << " of " << all.size() << std::endl;
    }
    // What is still open then is late or not as of the last thing the file tells.
    at_ = file_.last;
    v1::Request last = new_request(new_command_id(talk_.now()));
    last.mutable_inbox()->set_reporter("importer");
    co_await talk_.say(at_, "importer", std::move(last));
    co_await read_journal();
  }

  asio::awaitable<void> open(std::size_t index) {
    const replay_row& row = file_.rows[index];
    known_whistle& made = whistles_[index];
    made.at_server.id = new_whistle_id(talk_.now());
    v1::Command ask = blow_of(row);
    auto* report = ask.mutable_blow()->mutable_report();
    report->mutable_ordered_limit()->set_due_at_ms(row.target ? to_ms(*row.target) : 0);
    auto receipt = co_await talk_.act(at_, made.at_server, "importer", std::move(ask));
    made.lead = receipt.lead();
    made.desk = receipt.desk();
    if (made.lead.empty()) co_return;
    v1::Command report_in;
    report_in.mutable_report_in();
    co_await talk_.act(at_, made.at_server, "clerk-" + made.lead, std::move(report_in));
  }

  asio::awaitable<void> close(std::size_t index) {
    known_whistle& known = whistles_[index];
    if (known.lead.empty()) {
      v1::Command decline;
      decline.mutable_decline()->set_reason("the pack has no such matter");
      co_await talk_.act(at_, known.at_server, "desk-" + known.desk, std::move(decline));
      co_return;
    }
    v1::Command handle;
    handle.mutable_handle()->set_result("closed in the source");
    co_await talk_.act(at_, known.at_server, "clerk-" + known.lead, std::move(handle));
    v1::Command verify;
    verify.mutable_verify()->set_solved(true);
    co_await talk_.act(at_, known.at_server, "importer", std::move(verify));
  }

  // --- what the journal says -------------------------------------------------------------------

  asio::awaitable<void> read_journal() {
    std::unordered_map<std::string, std::string> case_of;  // by whistle
    std::unordered_map<std::string, journaled> cases;
    v1::Position after;
    std::string reader = city_supervisor(talk_.home());
    for (bool more = true; more;) {
      v1::Request request = new_request(new_command_id(talk_.now()));
      request.mutable_feed_range()->set_topic("all");
      *request.mutable_feed_range()->mutable_after() = after;
      auto reply = co_await talk_.say(at_, reader, std::move(request));
      if (!reply.has_feed()) throw std::runtime_error("no feed range: " + reply.refused().code());
      for (const v1::FeedMessage& message : reply.feed().messages()) {
        for (const v1::JournalEntry& entry : message.entries()) note(entry, case_of, cases);
      }
      after = reply.feed().up_to();
      more = reply.feed().more();
    }
    result_.dirty = file_.dirty;
    for (const replay_row& row : file_.rows) compare(row, cases[row.case_id]);
  }

  void note(const v1::JournalEntry& entry, std::unordered_map<std::string, std::string>& case_of,
            std::unordered_map<std::string, journaled>& cases) {
    if (entry.has_raised()) {
      case_of[entry.whistle_id()] = entry.raised().report().source_reference();
      ++result_.whistles;
    }
    journaled& told = cases[case_of[entry.whistle_id()]];
    if (entry.has_raised()) ++told.raised;
    if (entry.has_dispatched()) told.lead = entry.dispatched().lead();
    if (entry.has_closed()) told.closed = from_ms(entry.at_ms());
    if (entry.has_overran() && entry.overran().clock() == v1::CLOCK_NAME_HANDLE)
      told.overran = true;
  }

  void compare(const replay_row& row, const journaled& told) {
    ++result_.rows;
    if (row.closed) ++result_.closed_rows;
    if (told.raised != 1) return;
    ++result_.one_whistle;
    if (told.lead == row.department) ++result_.lead_equal;
    if (row.closed && told.closed == row.closed) ++result_.closed_equal;
    if (row.flag == city_flag::none) return;
    ++result_.flag_rows;
    if (told.overran == (row.flag == city_flag::overdue)) ++result_.flag_equal;
  }

  replay_file file_;
  replay_talk talk_;
  std::vector<known_whistle> whistles_;
  instant at_;  // of what is said now
  replay_result result_;
};

}  // namespace

replay_result run_replay(const std::filesystem::path& file, const std::filesystem::path& pack) {
  return replay(read_replay_file(file, pack), pack).run();
}

std::string to_json(const replay_result& result) {
  auto number = [](std::string_view name, std::uint64_t value) {
    return "\"" + std::string(name) + "\":" + std::to_string(value);
  };
  std::string dirty;
  for (const auto& [what, count] : result.dirty)
    dirty += (dirty.empty() ? "" : ",") + number(what, count);
  return "{" + number("rows", result.rows) + "," + number("whistles", result.whistles) + "," +
         number("lead_equal", result.lead_equal) + "," + number("flag_rows", result.flag_rows) +
         "," + number("flag_equal", result.flag_equal) + ",\"dirty\":{" + dirty + "}}";
}

}  // namespace gridwhistle
