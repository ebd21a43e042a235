// A second opinion of the whistle's law, written from domain.md and whistle_matrix.md alone: simple
// fields and a list of what happened, no event folded and no ledger. plain_model_test.cpp asks it
// and the core the same questions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "server/core/command.hpp"
#include "server/core/whistle.hpp"
#include "tests/core/plain_clock.hpp"

namespace gridwhistle::plain {

// A refusal, or what happened in the words of whistle_script; an overrun also with its deadline.
struct answer {
  std::optional<refusal_code> no;
  std::vector<std::string> happened;
  bool operator==(const answer&) const = default;
};

using pending = std::tuple<instant, clock_name, std::string>;

// What is compared after every step.
struct view {
  gridwhistle::stage stage = gridwhistle::stage::raised;
  std::string owner;
  std::vector<std::pair<std::string, obligation_stage>> obligations;
  std::vector<std::string> wait_for_reporter;
  std::vector<pending> due;  // sorted
  std::optional<whistle_id> umbrella;
  std::vector<std::pair<whistle_id, std::string>> duplicates;  // and who reported each
  bool operator==(const view&) const = default;
};

class model {
 public:
  // What a command leads to; it has happened when this returns. umbrella: whom a join names.
  answer ask(const command& asked, instant now, const model* umbrella);
  // What the clock does.
  answer tick(instant now);
  view seen() const;
  // Another pack is published: the same city without matter 02002.
  void drop_the_hole() { hole_dropped_ = true; }
  bool raised() const { return version_ > 0; }
  gridwhistle::stage at() const { return stage_; }

  // --- what happens to it because of another whistle, by the same command ---
  using duplicate = std::pair<whistle_id, std::string>;
  const std::vector<duplicate>& duplicates() const { return duplicates_; }
  const std::optional<whistle_id>& umbrella() const { return umbrella_; }
  const std::string& reporter() const { return reporter_; }
  void gain(const duplicate& another, const command& by);
  void lose(const whistle_id& parted, const command& by);
  void end_with_umbrella(gridwhistle::stage how, const command& by, instant now);
  void back_under_umbrella(const command& by);

 private:
  enum class plea { none, open, decided };

  // One department that was called.
  struct called {
    std::string department;
    int number = 0;  // in the order of the calls
    bool leads = false;
    bool once_led = false;  // also when another leads now
    obligation_stage stage = obligation_stage::owed;
    bool was_reported = false;
    instant reported_at;
    bool ran_until_reported = true;
    bool was_on_site = false;
    bool waits_for_ruling = false;
    std::string proposed;
    std::vector<std::string> handlers;  // whoever ever handled it
    stopwatch report_in;
    stopwatch handle;
    stopwatch ruling;
    std::optional<budget> handle_given;
    std::optional<budget> extension_asked;
    int extensions = 0;
    int questions = 0;
    std::optional<instant> waits_until;  // for the reporter
    instant last_told{};                 // when its clocks last were told to stand otherwise
    plea report_in_plea = plea::none;
    plea handle_plea = plea::none;

    bool still_to_do() const;
    bool gone() const;  // released, or returned for good
    obligation_stage reached() const;
    void hold(instant at);
  };

  struct told {
    std::uint64_t version = 0;
    command_id command;
    std::uint64_t digest = 0;
    std::string by;  // empty: the clock
  };

  struct matter_row {
    bool admitted = true;
    bool verify = true;
    std::string lead;  // empty: nobody; "?": two of them
    std::vector<std::string> helpers;
    std::optional<budget> handle;  // nothing: the kind's
  };

  // What the words of a report lead to.
  struct way {
    std::optional<desk_reason> desk_because;
    std::string lead;
    std::vector<std::string> helpers;
  };

  using no = std::optional<refusal_code>;

  // Who may speak, by role and by what he is to this whistle.
  no forbidden(const gridwhistle::ask& asked, const actor& by) const;
  bool in_area_of(const actor& by) const;
  bool is_called(const std::string& department) const;
  bool is_open(const std::string& department) const;
  bool changed_since(std::uint64_t version) const;

  answer take(const blow& said, const command& asked);
  answer take(const amend& said, const command& asked);
  answer take(const check& said, const command& asked);
  answer take(const file& said, const command& asked);
  answer take(const dispatch& said, const command& asked);
  answer take(const redispatch& said, const command& asked);
  answer take(const report_in& said, const command& asked);
  answer take(const unreport& said, const command& asked);
  answer take(const arrive& said, const command& asked);
  answer take(const note& said, const command& asked);
  answer take(const return_to_desk& said, const command& asked);
  answer take(const rule& said, const command& asked);
  answer take(const release& said, const command& asked);
  answer take(const handle& said, const command& asked);
  answer take(const verify& said, const command& asked);
  answer take(const close& said, const command& asked);
  answer take(const decline& said, const command& asked);
  answer take(const withdraw& said, const command& asked);
  answer take(const request_extension& said, const command& asked);
  answer take(const decide_extension& said, const command& asked);
  answer take(const request_shelving& said, const command& asked);
  answer take(const decide_shelving& said, const command& asked);
  answer take(const urge& said, const command& asked);
  answer take(const supervise& said, const command& asked);
  answer take(const reopen& said, const command& asked);
  answer take(const appeal& said, const command& asked);
  answer take(const decide_appeal& said, const command& asked);
  answer take(const return_visit& said, const command& asked);
  answer take(const rate& said, const command& asked);
  answer take(const join& said, const command& asked);
  answer take(const part_off& said, const command& asked);

  bool reported_a_duplicate(const std::string& user) const;
  void remember(const command& by);
  std::vector<stopwatch*> clocks();
  no cannot_ask(const actor& by) const;
  void reporter_answers();
  void wait_no_longer(called& owed, instant from);
  answer uphold(const rule& said, called& owed);
  answer reject(const rule& said, called& owed);
  void go_back_to_handling();
  void forget_what_was_said();

  bool ended() const;
  bool at_the_desk() const;  // raised or filed: not yet dispatched
  // What forbids any act of a called department; never for one that may act.
  no cannot_act(const called& owed) const;

  const matter_row* row_of(const std::optional<matter_key>& matter) const;
  std::optional<desk_reason> unsound(const report& what, role who) const;
  static refusal_code refusal_of(desk_reason why);
  way way_of(const report& what, instant now) const;
  void file_and_dispatch(answer& so, instant now);
  void desk_takes(answer& so, const std::string& desk, desk_reason why, instant now);

  std::optional<budget> report_in_limit() const;
  std::optional<budget> handle_limit(instant now) const;
  bool beyond_calendar(instant now) const;
  no names_wrong(const std::string& lead, const std::vector<std::string>& helpers) const;
  no cannot_add(const std::vector<std::string>& helpers) const;
  void add(answer& so, const std::vector<std::string>& helpers);
  void call(answer& so, const std::string& lead, const std::vector<std::string>& helpers,
            instant now);
  called newly_called(const std::string& department, bool leads, instant now);
  std::vector<std::string> helpers_going_on() const;

  called* lead();
  const called* lead() const;
  called* of(const std::string& department);
  const called* of(const std::string& department) const;
  void hold_all(instant now);
  bool can_be_counted_with(const called& owed, span more) const;
  bool can_be_counted_from(instant then) const;
  void resume(instant then);
  void end_what_was_to_end_before(instant now, answer& so);
  void end(gridwhistle::stage how, instant now);

  bool hole_dropped_ = false;
  std::vector<told> history_;
  std::uint64_t version_ = 0;
  instant now_;
  gridwhistle::stage stage_ = gridwhistle::stage::raised;
  report what_;
  std::string reporter_;
  role reporter_role_ = role::grid_worker;
  std::string desk_;  // that owns it
  std::vector<called> called_;
  stopwatch desk_clock_;
  stopwatch supervision_;
  std::string ordered_from_;  // the area of whoever gave that order
  int calls_ = 0;
  int returns_ = 0;
  bool was_shelved_ = false;
  std::optional<instant> shelving_asked_;
  std::optional<instant> shelved_until_;
  bool must_verify_ = true;
  instant ended_at_;
  bool answered_ = false;                  // at a return visit since it was closed
  bool rated_ = false;                     // since then, too
  const model* asked_umbrella_ = nullptr;  // while a command is answered
  std::optional<whistle_id> umbrella_;     // whose duplicate it is
  gridwhistle::stage was_at_ = gridwhistle::stage::raised;
  std::string was_desk_;
  std::vector<duplicate> duplicates_;
};

// Whistles that may be joined: what one of them leads to on another happens with it, and is told
// behind its own with its number.
class office {
 public:
  answer ask(const command& asked, instant now);
  answer tick(const whistle_id& id, instant now) { return whistles_.at(id).tick(now); }
  view seen(const whistle_id& id) const { return whistles_.at(id).seen(); }
  void drop_the_hole() { hole_dropped_ = true; }

 private:
  std::map<whistle_id, model> whistles_;
  bool hole_dropped_ = false;
};

}  // namespace gridwhistle::plain
