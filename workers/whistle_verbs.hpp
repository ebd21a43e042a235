// The verbs of people: what each says of a whistle, its options, and the command they become.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "proto/whistle.pb.h"

namespace CLI {
class App;
}

namespace gridwhistle {

// What was typed; each verb has options for its own part of it.
struct typed_words {
  std::string text;  // a reason, a result, a note
  std::string evidence, matter, area, kind, lead, department, instead, umbrella;
  std::string finding, ruling, decision, clock, more, at, solved_word, satisfied_word;
  std::uint32_t condition = 0;
  std::optional<double> longitude, latitude;
  std::string crs;
  std::uint32_t accuracy_m = 0;
  std::vector<std::string> photos, helpers;
  bool unsolved = false, not_reached = false, ask_reporter = false;
};

// Makes a subcommand that says what `fill` puts into the command.
using add_verb = std::function<CLI::App&(const std::string& name, const std::string& about,
                                         const std::function<void(v1::Command&)>& fill)>;

// The options of a report, and what they say. A report without --kind is routine.
void add_report_options(CLI::App& to, typed_words& typed);
v1::Report report_of(const typed_words& typed);

// `typed` must outlive the verbs.
void add_reporter_verbs(const add_verb& add, typed_words& typed);
void add_clerk_verbs(const add_verb& add, typed_words& typed);
void add_desk_verbs(const add_verb& add, typed_words& typed);
void add_supervisor_verbs(const add_verb& add, typed_words& typed);

}  // namespace gridwhistle
