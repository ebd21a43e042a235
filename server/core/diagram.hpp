// The life of a whistle, and of what a department owes, as tables and as a drawing: which event
// leads from which stage to which. diagram_test compares the tables with what apply() does.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/core/whistle.hpp"

namespace gridwhistle {

template <class Stage>
struct stage_step {
  Stage from;
  std::string_view event;
  Stage to;
  auto operator<=>(const stage_step&) const = default;
};

// Only steps that change the stage; "raised" begins a whistle in stage::raised, and "dispatched" or
// "helper_called" an obligation as owed.
std::span<const stage_step<stage>> whistle_steps();
std::span<const stage_step<obligation_stage>> obligation_steps();

// Two state diagrams in Markdown (Mermaid), as docs/stages.md has them.
std::string diagram_text();

}  // namespace gridwhistle
