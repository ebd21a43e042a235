// A check's outcome as text for people, as one line of JSON for programs, and as SARIF 2.1.0 for
// editors.
#pragma once

#include <string>

#include "server/adapters/pack_check.hpp"

namespace gridwhistle {

// A line for each finding ("duties.csv:7: error: tie: …"), then the certificate or its refusal.
std::string to_text(const check_report& report);
// {"covered":true,"cells":…,"certificate":"…","findings":[…]} and more, without a line end.
std::string to_json(const check_report& report);
// base: the pack's directory, so that an editor finds the files.
std::string to_sarif(const check_report& report, const std::string& base);

}  // namespace gridwhistle
