// Whom a whistle calls: the duty list's decision with its departments looked up. Intake, import,
// preview, check and expectations all ask here.
#pragma once

#include <optional>
#include <vector>

#include "server/core/event.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

struct calling {
  duty_match found;
  const department* lead = nullptr;        // null: a desk has it
  std::vector<const department*> helpers;  // each once, and never the lead
  std::optional<desk_reason> desk_because;
};

// Whether the departments' limits can be computed is not looked at.
calling departments_for(const policy& rules, const duty_question& asked);

}  // namespace gridwhistle
