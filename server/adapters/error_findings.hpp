// Files of a pack that cannot be read, as findings of its check. Law: a row that is missing is one
// finding, however many rows name it.
#pragma once

#include <vector>

#include "common/pack_files.hpp"
#include "server/adapters/check_finding.hpp"
#include "server/core/language.hpp"

namespace gridwhistle {

// In the order of the errors. In a table those of one message about one value are one finding; and
// those of one message about more values than a reader mends one by one.
std::vector<check_finding> findings_of(const std::vector<pack_error>& errors, language in);

}  // namespace gridwhistle
