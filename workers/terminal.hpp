// The commands of a grid worker, a clerk and a desk officer, said from a terminal and answered in
// sentences.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/ids.hpp"
#include "common/language.hpp"
#include "common/time.hpp"
#include "proto/whistle.pb.h"

namespace gridwhistle {

// Who speaks, and how.
struct terminal_settings {
  std::filesystem::path home;
  std::string user;
  std::filesystem::path outbox;          // empty: home/outbox/<user>.sqlite
  span wait = std::chrono::seconds(10);  // for an answer, before the user gets the prompt back
};

// Exit codes a script can tell apart.
enum terminal_code : int {
  said = 0,
  failed = 1,
  refused_by_server = 2,
  still_in_outbox = 3,
  no_answer = 4,
  not_all_done = 5  // of several whistles: some refused or without an answer
};

// Nothing where the text is no id, which is said.
std::optional<whistle_id> parse_id(const std::string& text);

// Puts the whistle into the outbox, says so, and then tries to deliver what waits there.
int blow_from_terminal(const terminal_settings& settings, const v1::Report& report);

enum class outbox_action { list, deliver };
int show_outbox(const terminal_settings& settings, outbox_action action);
// Takes an item off the list: one that was refused; or one that waits and can never be sent.
enum class dismissal { of_refused, of_waiting };
int dismiss_from_outbox(const terminal_settings& settings, const std::string& request_id,
                        dismissal which);

// A command on a whistle. seen_version 0: look at the whistle first, show what was seen, and act on
// that. Of several whistles, or of those that standard input names ("-"), one line each and a
// summary; nothing is said where one of the words is no whistle id.
int command_from_terminal(const terminal_settings& settings,
                          const std::vector<std::string>& whistles, std::uint64_t seen_version,
                          const v1::Command& ask);

// Open whistles that may be the same one.
int similar_from_terminal(const terminal_settings& settings, const std::string& whistle_id);
// Which matters a text may be about.
int suggest_from_terminal(const terminal_settings& settings, const std::string& text);
// What is wanted of the figures: printed, handed on in files, or the whistles behind one number.
struct report_wishes {
  v1::Figures asked;
  std::filesystem::path csv, xlsx;  // empty: none
  language in = language::zh;       // of the files
  bool held = false;                // who held the whistles and how long, instead of the figures
  bool missing = false;             // of the whistles behind: those that were not counted
};
int report_from_terminal(const terminal_settings& settings, const report_wishes& wishes);
// Prints what happens on the topics, and every emergency of the city, until interrupted, or until
// `events_max` events (0: no end).
int watch_from_terminal(const terminal_settings& settings, const std::vector<std::string>& topics,
                        std::uint64_t events_max);

}  // namespace gridwhistle
