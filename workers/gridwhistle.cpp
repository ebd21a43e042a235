// The command line of everybody who is not the server: grid worker, clerk, desk officer, and the
// tools that play a whole city (swarm) or a real year (replay).
#include <CLI/CLI.hpp>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <iostream>

#include "common/ids.hpp"
#include "common/log.hpp"
#include "workers/replay.hpp"
#include "workers/swarm.hpp"
#include "workers/terminal.hpp"

namespace gridwhistle {
namespace {

const std::map<std::string, v1::WhistleKind> kinds = {{"routine", v1::WHISTLE_KIND_ROUTINE},
                                                      {"joint", v1::WHISTLE_KIND_JOINT},
                                                      {"key", v1::WHISTLE_KIND_KEY},
                                                      {"emergency", v1::WHISTLE_KIND_EMERGENCY}};

struct arguments {
  terminal_settings terminal;
  std::string whistle, matter, area, text, lead, after, repaired_kind;
  std::string kind = "routine";
  std::uint64_t version = 0;
  std::uint32_t condition = 0;
  double longitude = 0, latitude = 0;
  std::uint32_t accuracy = 0;
  std::vector<std::string> photos, helpers, topics;
  bool unsolved = false;
  std::string department, desk, dismissed;
  bool deliver = false;
  std::uint64_t events_max = 0;
  int wait_seconds = 10;
  swarm_settings swarm;
  double think_seconds = 0, give_up_seconds = 60;
  std::filesystem::path file, pack;
  bool json = false;
};

v1::MatterKey matter_of(const std::string& text) {
  v1::MatterKey key;
  auto colon = text.find(':');
  std::string kind = text.substr(0, colon);
  bool known = colon != std::string::npos && (kind == "matter" || kind == "component");
  if (!known) throw std::runtime_error("--matter " + text + ": matter:<code> or component:<code>");
  key.set_kind(kind == "matter" ? v1::MATTER_KIND_MATTER : v1::MATTER_KIND_COMPONENT);
  key.set_code(text.substr(colon + 1));
  return key;
}

v1::Report report_of(const arguments& given, const CLI::App& blow) {
  v1::Report report;
  report.set_kind(kinds.at(given.kind));
  if (!given.matter.empty()) *report.mutable_matter() = matter_of(given.matter);
  report.set_condition(given.condition);
  report.set_area(given.area);
  report.set_text(given.text);
  for (const std::string& photo : given.photos) report.add_photos(photo);
  report.set_source(v1::SOURCE_HANDHELD);
  if (blow.count("--longitude") > 0 && blow.count("--latitude") > 0) {
    report.mutable_place()->set_longitude_e7(
        static_cast<std::int32_t>(std::lround(given.longitude * 1e7)));
    report.mutable_place()->set_latitude_e7(
        static_cast<std::int32_t>(std::lround(given.latitude * 1e7)));
    report.mutable_place()->set_accuracy_m(given.accuracy);
  }
  return report;
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
    app_.require_subcommand(1);
    add_device_verbs();
    add_clerk_verbs();
    add_desk_verbs();
    add_looking_verbs();
    add_tools();
  }

  int run(int argc, char** argv) {
    CLI11_PARSE(app_, argc, argv);
    given_.terminal.wait = std::chrono::seconds(given_.wait_seconds);
    for (const verb& each : verbs_) {
      if (each.app->parsed()) return each.run();
    }
    return failed;
  }

 private:
  CLI::App& add(const std::string& name, const std::string& about, std::function<int()> run) {
    CLI::App* made = app_.add_subcommand(name, about);
    verbs_.push_back({made, std::move(run)});
    return *made;
  }

  CLI::App& add_person(const std::string& name, const std::string& about,
                       std::function<int()> run) {
    CLI::App& made = add(name, about, std::move(run));
    made.add_option("--home", given_.terminal.home,
                    "directory with endpoints, server.pub and clients/")
        ->envname("GRIDWHISTLE_HOME")
        ->required();
    made.add_option("--as", given_.terminal.user, "who speaks: clients/<user>.key")
        ->envname("GRIDWHISTLE_USER")
        ->required();
    made.add_option("--wait", given_.wait_seconds, "seconds for an answer")->capture_default_str();
    return made;
  }

  CLI::App& add_command(const std::string& name, const std::string& about,
                        std::function<void(v1::Command&)> fill) {
    CLI::App& made = add_person(name, about, [this, fill = std::move(fill)] {
      v1::Command ask;
      fill(ask);
      return command_from_terminal(given_.terminal, given_.whistle, given_.version, ask);
    });
    made.add_option("whistle", given_.whistle, "its id")->required();
    made.add_option("--seen-version", given_.version,
                    "the version you saw; without it: look first");
    return made;
  }

  void add_device_verbs() {
    CLI::App& blow = add_person(
        "blow", "blow a whistle: it is safe on this device before it is sent",
        [this] { return blow_from_terminal(given_.terminal, report_of(given_, *blow_)); });
    blow_ = &blow;
    blow.add_option("--matter", given_.matter, "matter:<code> or component:<code>");
    blow.add_option("--condition", given_.condition, "number of the filing condition");
    blow.add_option("--area", given_.area, "area code");
    blow.add_option("--kind", given_.kind)->check(CLI::IsMember(kinds))->capture_default_str();
    blow.add_option("--text", given_.text);
    blow.add_option("--longitude", given_.longitude);
    blow.add_option("--latitude", given_.latitude);
    blow.add_option("--accuracy", given_.accuracy, "metres");
    blow.add_option("--photo", given_.photos, "SHA-256 of a photo, hex; repeatable");
    add_outbox_option(blow);

    CLI::App& outbox = add_person("outbox", "what this device has said", [this] {
      if (!given_.dismissed.empty()) return dismiss_from_outbox(given_.terminal, given_.dismissed);
      return show_outbox(given_.terminal,
                         given_.deliver ? outbox_action::deliver : outbox_action::list);
    });
    outbox.add_flag("--deliver", given_.deliver, "send what waits");
    outbox.add_option("--dismiss", given_.dismissed,
                      "take a refused item off the list (its request id)");
    add_outbox_option(outbox);

    CLI::App& verify =
        add_command("verify", "say what you found on site", [this](v1::Command& ask) {
          ask.mutable_verify()->set_solved(!given_.unsolved);
          ask.mutable_verify()->set_text(given_.text);
          for (const std::string& photo : given_.photos) ask.mutable_verify()->add_photos(photo);
        });
    verify.add_flag("--not-solved", given_.unsolved,
                    "it is not solved: the whistle goes back to its lead");
    verify.add_option("--text", given_.text);
    verify.add_option("--photo", given_.photos);

    CLI::App& withdraw =
        add_command("withdraw", "take your own whistle back",
                    [this](v1::Command& ask) { ask.mutable_withdraw()->set_reason(given_.text); });
    withdraw.add_option("--reason", given_.text)->required();
  }

  void add_outbox_option(CLI::App& to) {
    to.add_option("--outbox", given_.terminal.outbox, "file; default <home>/outbox/<user>.sqlite");
  }

  void add_clerk_verbs() {
    add_command("report-in", "we are on it", [](v1::Command& ask) { ask.mutable_report_in(); });
    add_command("arrive", "we are on site", [](v1::Command& ask) { ask.mutable_arrive(); });
    CLI::App& note = add_command("note", "write something down", [this](v1::Command& ask) {
      ask.mutable_note()->set_text(given_.text);
    });
    note.add_option("text", given_.text)->required();
    CLI::App& handle = add_command("handle", "done, with this result", [this](v1::Command& ask) {
      ask.mutable_handle()->set_result(given_.text);
      for (const std::string& photo : given_.photos) ask.mutable_handle()->add_photos(photo);
    });
    handle.add_option("--result", given_.text)->required();
    handle.add_option("--photo", given_.photos);
  }

  void add_desk_verbs() {
    CLI::App& file = add_command("file", "repair what a report lacks", [this](v1::Command& ask) {
      if (!given_.matter.empty()) *ask.mutable_file()->mutable_matter() = matter_of(given_.matter);
      ask.mutable_file()->set_area(given_.area);
      if (!given_.repaired_kind.empty())
        ask.mutable_file()->set_kind(kinds.at(given_.repaired_kind));
      ask.mutable_file()->set_condition(given_.condition);
    });
    file.add_option("--matter", given_.matter);
    file.add_option("--area", given_.area);
    file.add_option("--kind", given_.repaired_kind)->check(CLI::IsMember(kinds));
    file.add_option("--condition", given_.condition);
    CLI::App& dispatch = add_command("dispatch", "name the departments where no duty does",
                                     [this](v1::Command& ask) {
                                       ask.mutable_dispatch()->set_lead(given_.lead);
                                       for (const std::string& helper : given_.helpers)
                                         ask.mutable_dispatch()->add_helpers(helper);
                                     });
    dispatch.add_option("--lead", given_.lead)->required();
    dispatch.add_option("--helper", given_.helpers);
    CLI::App& close = add_command("close", "close what was handled", [this](v1::Command& ask) {
      ask.mutable_close()->set_outcome(given_.unsolved ? v1::OUTCOME_UNSOLVED_RECORDED
                                                       : v1::OUTCOME_SOLVED);
      ask.mutable_close()->set_reason(given_.text);
    });
    close.add_flag("--unsolved", given_.unsolved, "record it as not solved");
    close.add_option("--reason", given_.text)->required();
    CLI::App& decline = add_command("decline", "not for a whistle", [this](v1::Command& ask) {
      ask.mutable_decline()->set_reason(given_.text);
    });
    decline.add_option("--reason", given_.text)->required();
  }

  void add_looking_verbs() {
    CLI::App& show = add_person("show", "one whistle as it is now", [this] {
      return show_from_terminal(given_.terminal, given_.whistle);
    });
    show.add_option("whistle", given_.whistle)->required();
    CLI::App& inbox = add_person("inbox", "what is open for you", [this] {
      v1::Inbox whose;
      if (!given_.department.empty()) {
        whose.set_department(given_.department);
      } else if (!given_.desk.empty()) {
        whose.set_desk(given_.desk);
      } else {
        whose.set_reporter(given_.terminal.user);
      }
      if (auto after = whistle_id::parse(given_.after))
        whose.set_after_whistle_id(std::string(after->raw()));
      return inbox_from_terminal(given_.terminal, whose);
    });
    inbox.add_option("--department", given_.department, "of your department");
    inbox.add_option("--desk", given_.desk, "of your desk's area");
    inbox.add_option("--after", given_.after, "page on behind this whistle");
    CLI::App& watch = add_person("watch", "what happens, as it happens", [this] {
      return watch_from_terminal(given_.terminal, given_.topics, given_.events_max);
    });
    watch.add_option("topics", given_.topics, "all, dept/<code>, area/<code>")->required();
    watch.add_option("--events", given_.events_max, "end after so many");
  }

  void add_tools() {
    CLI::App& swarm = add("swarm", "a whole city of devices and clerks from one seed",
                          [this] { return run_swarm_tool(); });
    swarm.add_option("--home", given_.swarm.home)->required();
    swarm.add_option("--pack", given_.swarm.pack)->required();
    swarm.add_option("--seed", given_.swarm.seed)->capture_default_str();
    swarm.add_option("--devices", given_.swarm.devices)->capture_default_str();
    swarm.add_option("--clerks", given_.swarm.clerks, "whistles worked off at the same time")
        ->capture_default_str();
    swarm.add_option("--whistles", given_.swarm.whistles, "0: until interrupted")
        ->capture_default_str();
    swarm.add_option("--rate", given_.swarm.rate, "whistles a second; 0: as fast as receipts come");
    swarm.add_option("--live", given_.swarm.live_percent, "percent driven to verified closure")
        ->capture_default_str();
    swarm.add_option("--deficient", given_.swarm.deficient_percent, "percent without a matter")
        ->capture_default_str();
    swarm.add_option("--think", given_.think_seconds, "mean pause of a person, seconds");
    swarm.add_option("--give-up", given_.give_up_seconds, "seconds without an answer")
        ->capture_default_str();
    swarm.add_option("--receipts", given_.swarm.receipts, "append a line for each receipt");

    CLI::App& replay = add("replay", "real 311 requests in their real order",
                           [this] { return run_replay_tool(); });
    replay.add_option("file", given_.file, "CSV, plain or gzip")->required();
    replay.add_option("--pack", given_.pack)->required();
    replay.add_flag("--json", given_.json, "only the last line");
  }

  int run_swarm_tool() {
    given_.swarm.think = span(static_cast<std::int64_t>(given_.think_seconds * 1000));
    given_.swarm.give_up = span(static_cast<std::int64_t>(given_.give_up_seconds * 1000));
    auto result = run_swarm(given_.swarm);
    std::cout << to_json(result) << std::endl;
    return result.unanswered == 0 && result.refused == 0 ? said : failed;
  }

  int run_replay_tool() {
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
  CLI::App* blow_ = nullptr;
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
