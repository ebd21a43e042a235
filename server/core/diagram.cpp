#include "server/core/diagram.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace gridwhistle {
namespace {

constexpr stage_step<stage> steps_of_whistle[] = {
    {stage::raised, "declined", stage::declined},
    {stage::raised, "filed", stage::filed},
    {stage::raised, "joined", stage::joined},
    {stage::raised, "withdrawn", stage::withdrawn},
    {stage::filed, "declined", stage::declined},
    {stage::filed, "dispatched", stage::dispatched},
    {stage::filed, "joined", stage::joined},
    {stage::filed, "withdrawn", stage::withdrawn},
    {stage::dispatched, "reported_in", stage::handling},
    {stage::dispatched, "joined", stage::joined},
    {stage::dispatched, "withdrawn", stage::withdrawn},
    {stage::handling, "dispatched", stage::dispatched},
    {stage::handling, "handled", stage::handled},
    {stage::handling, "unreported", stage::dispatched},
    {stage::handling, "joined", stage::joined},
    {stage::handling, "withdrawn", stage::withdrawn},
    {stage::handled, "closed", stage::closed},
    {stage::handled, "verification_failed", stage::handling},
    {stage::closed, "reopened", stage::handling},
    // A duplicate ends with its umbrella, and is taken back with it.
    {stage::closed, "joined", stage::joined},
    {stage::joined, "closed", stage::closed},
    {stage::joined, "declined", stage::declined},
    {stage::joined, "parted", stage::raised},
    {stage::joined, "parted", stage::filed},
    {stage::joined, "parted", stage::dispatched},
    {stage::joined, "parted", stage::handling},
};
// A lead or helper that another dispatch does not name is released by it.
constexpr stage_step<obligation_stage> steps_of_obligation[] = {
    {obligation_stage::owed, "reported_in", obligation_stage::reported_in},
    {obligation_stage::owed, "returned", obligation_stage::returned},
    {obligation_stage::owed, "released", obligation_stage::released},
    {obligation_stage::owed, "dispatched", obligation_stage::released},
    {obligation_stage::reported_in, "arrived", obligation_stage::on_site},
    {obligation_stage::reported_in, "handled", obligation_stage::done},
    {obligation_stage::reported_in, "unreported", obligation_stage::owed},
    {obligation_stage::reported_in, "returned", obligation_stage::returned},
    {obligation_stage::reported_in, "released", obligation_stage::released},
    {obligation_stage::reported_in, "dispatched", obligation_stage::released},
    {obligation_stage::on_site, "handled", obligation_stage::done},
    {obligation_stage::on_site, "returned", obligation_stage::returned},
    {obligation_stage::on_site, "released", obligation_stage::released},
    {obligation_stage::on_site, "dispatched", obligation_stage::released},
    {obligation_stage::done, "verification_failed", obligation_stage::reported_in},
    {obligation_stage::done, "reopened", obligation_stage::reported_in},
    {obligation_stage::done, "verification_failed", obligation_stage::on_site},
    {obligation_stage::done, "reopened", obligation_stage::on_site},
    {obligation_stage::returned, "ruled", obligation_stage::owed},
    {obligation_stage::returned, "ruled", obligation_stage::reported_in},
    {obligation_stage::returned, "ruled", obligation_stage::on_site},
};

// Steps between the same two stages share an arrow.
template <class Stage>
std::string arrows(std::span<const stage_step<Stage>> steps) {
  std::vector<std::pair<std::pair<Stage, Stage>, std::string>> drawn;
  for (const auto& each : steps) {
    std::pair ends(each.from, each.to);
    auto same = std::find_if(drawn.begin(), drawn.end(),
                             [&](const auto& arrow) { return arrow.first == ends; });
    if (same == drawn.end()) {
      drawn.emplace_back(ends, each.event);
    } else {
      same->second.append(", ").append(each.event);
    }
  }
  std::string text;
  for (const auto& [ends, events] : drawn) {
    text.append("    ").append(name_of(ends.first)).append(" --> ").append(name_of(ends.second));
    text.append(": ").append(events).append("\n");
  }
  return text;
}

}  // namespace

std::span<const stage_step<stage>> whistle_steps() { return steps_of_whistle; }
std::span<const stage_step<obligation_stage>> obligation_steps() { return steps_of_obligation; }

std::string diagram_text() {
  std::string text = "```mermaid\nstateDiagram-v2\n    [*] --> raised: raised\n";
  text += arrows(whistle_steps());
  for (stage each : {stage::closed, stage::declined, stage::withdrawn, stage::joined})
    text.append("    ").append(name_of(each)).append(" --> [*]\n");
  text += "```\n\n```mermaid\nstateDiagram-v2\n    [*] --> owed: dispatched, helper_called\n";
  text += arrows(obligation_steps());
  return text + "```\n";
}

}  // namespace gridwhistle
