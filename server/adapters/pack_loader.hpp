// Makes a policy from the files of a pack (domain.md section 5): all of it, or a list of what is
// wrong. Law: whatever the core requires of a pack is checked here, and every error names its
// place.
#pragma once

#include <variant>
#include <vector>

#include "common/pack_files.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

// Errors: at most file_errors_max, in the order of pack_file_names, then of line and column.
// Not checked here: whether the duty list leaves holes, or ties between rows with different
// selectors.
std::variant<policy_ptr, std::vector<pack_error>> load_pack(const pack_files& files);

}  // namespace gridwhistle
