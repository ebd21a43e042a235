// The command line of everybody who is not the server: grid worker, clerk, desk officer, and the
// tools that play a whole city (swarm) or a real year (replay).
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <set>

#include "common/ids.hpp"
#include "common/log.hpp"
#include "common/standard_output.hpp"
#include "common/text_rules.hpp"
#include "workers/boards.hpp"
#include "workers/city_verbs.hpp"
#include "workers/looking.hpp"
#include "workers/pack_publication.hpp"
#include "workers/past.hpp"
#include "workers/replay.hpp"
#include "workers/replay_targets.hpp"
#include "workers/swarm.hpp"
#include "workers/terminal.hpp"
#include "workers/terminal_words.hpp"
#include "workers/trace_out.hpp"
#include "workers/whistle_verbs.hpp"

namespace gridwhistle {
namespace {

struct arguments {
  terminal_settings terminal;
  typed_words typed;
  std::string whistle, after, desk, dismissed, text;
  std::uint64_t version = 0;
  std::vector<std::string> whistles, topics;
  bool deliver = false;
  std::uint64_t events_max = 0;
  int wait_seconds = 10;
  swarm_settings swarm;
  past_wishes past;
  std::filesystem::path file, pack, trace_out;
  report_wishes report;
  zero_wishes zero;
  care_wishes care;
  publication_wishes publication;
  std::uint64_t changed_by = 0;
  std::string period, by = "none", figure, group, tag, state = "listed";
  std::string only_area, only_department, only_matter;
  bool counted = false;
  std::string language = "zh";  // of files
  bool listed = false;
  bool json = false;
  bool check_targets = false;
  bool only_ids = false;
  bool never_send = false;
};

std::string from_environment(const char* name) {
  const char* set = std::getenv(name);
  return set ? set : "";
}

// A path may be any bytes; everything else that is typed is text.
std::string fault_in_words(const CLI::App& typed) {
  static const std::set<std::string> paths = {"--home", "--outbox",    "--csv",      "--xlsx",
                                              "--pack", "--trace-out", "--receipts", "file"};
  for (const CLI::Option* option : typed.get_options()) {
    if (paths.contains(option->get_name())) continue;
    for (const std::string& word : option->results()) {
      auto fault = first_fault_in(word);
      if (!fault) continue;
      std::string what = fault->what == text_fault::not_utf8 ? "is not UTF-8"
                         : fault->what == text_fault::control_character
                             ? "is a control character"
                             : "begins a character that changes the direction of writing";
      return option->get_name() + ": byte " + std::to_string(fault->byte + 1) + " " + what;
    }
  }
  return {};
}

// A subcommand with what it does when it was given.
struct verb {
  CLI::App* app;
  std::function<int()> run;
};

class command_line {
 public:
  command_line()
      : app_("Gridwhistle: blow the whistle, report in, follow it until it is solved",
             "gridwhistle") {
    given_.terminal.home = from_environment("GRIDWHISTLE_HOME");
    given_.terminal.user = from_environment("GRIDWHISTLE_USER");
    app_.require_subcommand(1);
    add_device_verbs();
    add_whistle_verbs();
    add_looking_verbs();
    add_report_verb();
    add_zero_board_verb();
    add_care_verb();
    add_pack_verbs();
    add_tools();
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& wrong) {
      // Help is asked for; everything else is a mistake on the command line.
      if (wrong.get_exit_code() == said) return app_.exit(wrong);
      // What nobody knows is also why something else is missing.
      auto unknown = app_.remaining(true);
      if (unknown.empty())
        app_.exit(wrong);
      else
        std::cerr << "unknown here: " << unknown.front()
                  << "; gridwhistle --help lists all there is\n";
      return failed;
    }
    given_.terminal.wait = std::chrono::seconds(given_.wait_seconds);
    for (const verb& each : verbs_) {
      if (!each.app->parsed()) continue;
      std::string fault = fault_in_words(*each.app);
      if (fault.empty()) return if_told(each.run());
      // Before anything is stored: the server would refuse it for ever.
      std::cerr << fault << "; nothing was said\n";
      return refused_by_server;
    }
    return failed;
  }

 private:
  int if_told(int code) {
    if (standard_output_is_whole()) return code;
    std::cerr << "standard output cannot be written: what is there is not all; what was said to "
                 "the server stands\n";
    return code == said ? failed : code;
  }
  CLI::App& add(const std::string& name, const std::string& about, std::function<int()> run) {
    CLI::App* made = app_.add_subcommand(name, about);
    verbs_.push_back({made, std::move(run)});
    return *made;
  }

  CLI::App& add_person(const std::string& name, const std::string& about,
                       std::function<int()> run) {
    CLI::App& made = add(name, about, std::move(run));
    add_speaker(made);
    return made;
  }

  void add_speaker(CLI::App& made) {
    // Not by envname(): CLI11 lets the environment of a verb that was not typed overrule what was.
    made.add_option("--home", given_.terminal.home,
                    "directory with endpoints, server.pub and clients/ (else GRIDWHISTLE_HOME)")
        ->required(given_.terminal.home.empty());
    made.add_option("--as", given_.terminal.user,
                    "who speaks: clients/<user>.key (else GRIDWHISTLE_USER)")
        ->required(given_.terminal.user.empty());
    made.add_option("--wait", given_.wait_seconds, "seconds for an answer")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
  }

  CLI::App& add_command(const std::string& name, const std::string& about,
                        std::function<void(v1::Command&)> fill) {
    CLI::App& made = add_person(name, about, [this, fill = std::move(fill)] {
      v1::Command ask;
      fill(ask);
      return command_from_terminal(given_.terminal, given_.whistles, given_.version, ask);
    });
    made.add_option("whistle", given_.whistles,
                    "its id; of several one line each; - reads ids from standard input")
        ->required();
    made.add_option("--seen-version", given_.version,
                    "the version you saw; without it: look first");
    return made;
  }

  void add_device_verbs() {
    CLI::App& blow =
        add_person("blow", "blow a whistle: it is safe on this device before it is sent",
                   [this] { return blow_from_terminal(given_.terminal, report_of(given_.typed)); });
    add_report_options(blow, given_.typed);
    add_outbox_option(blow);

    CLI::App& outbox = add_person("outbox", "what this device has said", [this] {
      if (!given_.dismissed.empty())
        return dismiss_from_outbox(
            given_.terminal, given_.dismissed,
            given_.never_send ? dismissal::of_waiting : dismissal::of_refused);
      return show_outbox(given_.terminal,
                         given_.deliver ? outbox_action::deliver : outbox_action::list);
    });
    outbox.add_flag("--deliver", given_.deliver, "send what waits");
    outbox.add_option("--dismiss", given_.dismissed,
                      "take a refused item off the list (its request id)");
    outbox
        .add_flag("--never-send", given_.never_send,
                  "with --dismiss: one that still waits, because it can never be sent")
        ->needs("--dismiss");
    add_outbox_option(outbox);
  }

  void add_outbox_option(CLI::App& to) {
    to.add_option("--outbox", given_.terminal.outbox, "file; default <home>/outbox/<user>.sqlite");
  }

  void add_whistle_verbs() {
    const add_verb add = [this](const std::string& name, const std::string& about,
                                const std::function<void(v1::Command&)>& fill) -> CLI::App& {
      return add_command(name, about, fill);
    };
    add_reporter_verbs(add, given_.typed);
    add_clerk_verbs(add, given_.typed);
    add_desk_verbs(add, given_.typed);
    add_supervisor_verbs(add, given_.typed);
  }

  void add_looking_verbs() {
    CLI::App& show =
        add_person("show", "one whistle as it is now, and what is to be decided",
                   [this] { return show_from_terminal(given_.terminal, given_.whistle, form()); });
    show.add_option("whistle", given_.whistle)->required();
    add_json(show);
    CLI::App& history = add_person(
        "history", "its whole life: who did what, when, and all that was said",
        [this] { return history_from_terminal(given_.terminal, given_.whistle, form()); });
    history.add_option("whistle", given_.whistle)->required();
    add_json(history);
    CLI::App& similar = add_person("similar", "open whistles that may be the same one", [this] {
      return similar_from_terminal(given_.terminal, given_.whistle);
    });
    similar.add_option("whistle", given_.whistle)->required();
    CLI::App& suggest = add_person("suggest", "which matters a text may be about", [this] {
      return suggest_from_terminal(given_.terminal, given_.text);
    });
    suggest.add_option("text", given_.text, "as a reporter says it")->required();
    CLI::App& inbox = add_person("inbox", "what is open: your own reports, or a queue", [this] {
      v1::Inbox whose;
      if (!given_.typed.department.empty()) {
        whose.set_department(given_.typed.department);
      } else if (!given_.desk.empty()) {
        whose.set_desk(given_.desk);
      } else {
        whose.set_reporter(given_.terminal.user);
        if (form() == answer_form::text && !given_.only_ids)
          std::cerr << "of your own reports; a queue: --department or --desk\n";
      }
      if (!given_.after.empty()) {
        auto after = parse_id(given_.after);
        if (!after) return static_cast<int>(failed);
        whose.set_after_whistle_id(std::string(after->raw()));
      }
      inbox_form as = given_.json ? inbox_form::json : inbox_form::lines;
      return inbox_from_terminal(given_.terminal, whose, given_.only_ids ? inbox_form::ids : as);
    });
    CLI::Option* department =
        inbox.add_option("--department", given_.typed.department, "of your department");
    inbox.add_option("--desk", given_.desk, "of your desk's area")->excludes(department);
    inbox.add_option("--after", given_.after, "page on behind this whistle");
    CLI::Option* ids =
        inbox.add_flag("--ids", given_.only_ids, "only the ids, of all pages: for \"report-in -\"");
    add_json(inbox)->excludes(ids);
    CLI::App& watch = add_person("watch", "what happens, as it happens; emergencies ring", [this] {
      return watch_from_terminal(given_.terminal, given_.topics, given_.events_max);
    });
    watch.add_option("topics", given_.topics, "all, dept/<code>, area/<code>, emergency/<code>")
        ->required();
    watch.add_option("--events", given_.events_max, "end after so many");
  }

  CLI::Option* add_json(CLI::App& to) {
    return to.add_flag("--json", given_.json, "one line of JSON each, instants in UTC");
  }
  answer_form form() const { return given_.json ? answer_form::json : answer_form::text; }

  void add_report_verb() {
    CLI::App& report = add_person("report", "the figures of a period", [this] {
      days when = parse_days(given_.period);
      v1::Figures& asked = given_.report.asked;
      asked.set_from(when.from);
      asked.set_to(when.to);
      asked.set_by(grouping_words().at(given_.by));
      asked.set_area(given_.only_area);
      asked.set_department(given_.only_department);
      asked.set_matter(given_.only_matter);
      if (!given_.figure.empty()) {
        auto* behind = asked.mutable_behind();
        behind->set_figure(figure_words().at(given_.figure));
        behind->set_group(given_.group);
        behind->set_counted(given_.counted);
      }
      given_.report.in = language_words().at(given_.language);
      return report_from_terminal(given_.terminal, given_.report);
    });
    add_period(report);
    report.add_option("--by", given_.by, "one row for each")
        ->check(CLI::IsMember(&grouping_words()))
        ->capture_default_str();
    report.add_option("--area", given_.only_area, "only what lies in it");
    report.add_option("--department", given_.only_department,
                      "only the closings it leads and the obligations it owed");
    report.add_option("--matter", given_.only_matter, "only this one, as matter:06010");
    CLI::Option* csv = report.add_option("--csv", given_.report.csv, "write it to this file");
    CLI::Option* xlsx = report.add_option("--xlsx", given_.report.xlsx,
                                          "write it to this workbook, with definitions");
    CLI::Option* held =
        report.add_flag("--held", given_.report.held, "who held the whistles, and how long");
    CLI::Option* list =
        report.add_option("--list", given_.figure, "the whistles this figure is of")
            ->check(CLI::IsMember(&figure_words()))
            ->excludes(csv)
            ->excludes(xlsx)
            ->excludes(held);
    report.add_option("--group", given_.group, "of this row (with --by)")->needs(list);
    CLI::Option* counted =
        report.add_flag("--counted", given_.counted, "only those that were counted")->needs(list);
    report.add_flag("--missing", given_.report.missing, "only those that were not")
        ->needs(list)
        ->excludes(counted);
  }

  void add_period(CLI::App& to) {
    to.add_option("--period", given_.period, "2026, 2026-03, 2026-03-31 or 2026-03-01..2026-03-31")
        ->required();
    to.add_option("--lang", given_.language, "of the files")
        ->check(CLI::IsMember(&language_words()))
        ->capture_default_str();
  }

  void add_zero_board_verb() {
    CLI::App& board = add_person(
        "zero-board", "四零: petitions, accidents, cases and epidemics by community", [this] {
          days when = parse_days(given_.period);
          v1::ZeroBoard& asked = given_.zero.asked;
          asked.set_from(when.from);
          asked.set_to(when.to);
          asked.set_by(area_grouping_words().at(given_.by));
          if (!given_.tag.empty()) {
            asked.mutable_behind()->set_tag(tag_words().at(given_.tag));
            asked.mutable_behind()->set_group(given_.group);
          }
          given_.zero.in = language_words().at(given_.language);
          return zero_board_from_terminal(given_.terminal, given_.zero);
        });
    add_period(board);
    board.add_option("--by", given_.by, "one row for each")
        ->check(CLI::IsMember(&area_grouping_words()))
        ->capture_default_str();
    board.add_option("--csv", given_.zero.csv, "write it to this file");
    board.add_flag("--at-zero", given_.zero.at_zero, "only the places that had none of the four");
    CLI::Option* list = board.add_option("--list", given_.tag, "the whistles of this tag")
                            ->check(CLI::IsMember(&tag_words()));
    board.add_option("--group", given_.group, "of this row (with --by)")->needs(list);
  }

  void add_care_verb() {
    CLI::App& care = add_person("care", "care visits: how many of the listed were visited", [this] {
      days when = parse_days(given_.period);
      v1::CareShares& asked = given_.care.asked;
      asked.set_from(when.from);
      asked.set_to(when.to);
      asked.set_by(area_grouping_words().at(given_.by));
      if (given_.care.missing || given_.listed) {
        asked.mutable_behind()->set_state(care_state_words().at(given_.state));
        asked.mutable_behind()->set_group(given_.group);
      }
      given_.care.in = language_words().at(given_.language);
      return care_from_terminal(given_.terminal, given_.care);
    });
    add_period(care);
    care.add_option("--by", given_.by, "one row for each")
        ->check(CLI::IsMember(&area_grouping_words()))
        ->capture_default_str();
    care.add_option("--csv", given_.care.csv, "write it to this file");
    CLI::Option* list = care.add_flag("--list", given_.listed, "the visits of one row");
    CLI::Option* missing =
        care.add_flag("--missing", given_.care.missing, "those that are not visited");
    missing->excludes(list);
    care.add_option("--state", given_.state, "only these")
        ->check(CLI::IsMember(&care_state_words()))
        ->needs(list);
    care.add_option("--group", given_.group, "of this row (with --by)");
  }

  void add_pack_verbs() {
    CLI::App& pack = *app_.add_subcommand("pack", "what a running server decides by");
    pack.require_subcommand(1);
    auto add_of_pack = [&](const char* name, const char* about,
                           std::function<int()> run) -> CLI::App& {
      CLI::App& made = *pack.add_subcommand(name, about);
      verbs_.push_back({&made, std::move(run)});
      add_speaker(made);
      return made;
    };
    CLI::App& publish = add_of_pack("publish", "prove a pack and put it into force", [this] {
      return publish_from_terminal(given_.terminal, given_.publication);
    });
    publication_wishes& wishes = given_.publication;
    CLI::Option* folder =
        publish.add_option("pack", wishes.pack, "directory")->check(CLI::ExistingDirectory);
    publish.add_option("--hash", wishes.hash, "a pack that was published before, by its SHA-256")
        ->excludes(folder);
    publish.add_option("--effective", wishes.effective,
                       "from then on, like 2026-12-24T18:00+08:00; without it at once");
    publish.add_option("--move-open", wishes.moves,
                       "open whistles to dispatch anew under it: ids with commas, or a file");
    publish.add_option("--reason", wishes.reason, "why; it stands in the journal")->required();
    publish.add_option("--seen-version", wishes.seen_version,
                       "the last version you saw; without it: look first");
    add_of_pack("history", "every version: in force, ahead, past",
                [this] { return packs_from_terminal(given_.terminal); });
    CLI::App& changes =
        add_of_pack("changes", "open whistles that would change under a version",
                    [this] { return changes_from_terminal(given_.terminal, given_.changed_by); });
    changes.add_option("version", given_.changed_by, "in force or ahead")->required();
  }

  void add_tools() {
    CLI::App& swarm = add("swarm", "a whole city of devices and clerks from one seed",
                          [this] { return run_swarm_tool(); });
    add_swarm_options(swarm, given_.swarm);

    add_past_tool();
    CLI::App& replay = add("replay", "real 311 requests in their real order",
                           [this] { return run_replay_tool(); });
    replay.add_option("file", given_.file, "CSV, plain or gzip")->required();
    replay.add_option("--pack", given_.pack)->required();
    replay.add_flag("--check-targets", given_.check_targets,
                    "compare the due times the pack's rules give with the file's");
    replay.add_option("--trace-out", given_.trace_out,
                      "replay nothing: write the rows as a trace for gridwhistled pack diff");
    replay.add_flag("--json", given_.json, "only the last line");
  }

  void add_past_tool() {
    add_past_options(add("past", past_about, [this] { return run_past_tool(); }), given_.past);
  }

  int run_past_tool() {
    given_.past.plan.until = system_clock_source().now();
    auto result = drive_past(given_.past);
    std::cout << to_json(result) << std::endl;
    return result.refused == 0 ? said : failed;
  }

  int run_swarm_tool() {
    auto result = run_swarm(given_.swarm);
    std::cout << to_json(result) << std::endl;
    return result.unanswered == 0 && result.refused == 0 ? said : failed;
  }

  int check_targets_tool() {
    auto result = check_targets(given_.file, given_.pack);
    if (!given_.json) std::cout << result.journal << "\n";
    std::cout << to_json(result) << std::endl;
    return said;
  }

  int run_replay_tool() {
    if (given_.check_targets) return check_targets_tool();
    if (!given_.trace_out.empty()) {
      auto rows = write_trace(given_.file, given_.pack, given_.trace_out);
      std::cout << "{\"rows\":" << rows << "}" << std::endl;
      return said;
    }
    auto result = run_replay(given_.file, given_.pack);
    if (!given_.json) {
      std::cout << "closed at the row's instant: " << result.closed_equal << " of "
                << result.closed_rows << "\n"
                << result.journal << "\n";
    }
    std::cout << to_json(result) << std::endl;
    return said;
  }

  arguments given_;
  CLI::App app_;
  std::vector<verb> verbs_;
};

}  // namespace
}  // namespace gridwhistle

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  gridwhistle::log::warnings_only();
  try {
    gridwhistle::command_line line;
    return line.run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "gridwhistle: %s\n", error.what());
    return gridwhistle::failed;
  }
}
