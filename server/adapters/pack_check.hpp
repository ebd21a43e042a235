// gridwhistled pack check: a pack loaded, proved and compared with what its city expects; the
// outcome for people, for programs and for editors.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/pack_files.hpp"
#include "server/adapters/check_finding.hpp"
#include "server/adapters/check_words.hpp"

namespace gridwhistle {

// proof is empty when the pack could not be loaded.
struct check_report {
  pack_language language = pack_language::en;
  std::optional<coverage> proof;
  std::string certificate;  // hexadecimal SHA-256 of the canonical pack
  std::size_t expectations = 0;
  std::size_t missed = 0;  // of them
  bool unread_expectations = false;
  std::vector<check_finding> findings;  // errors, then warnings, then notes
  policy_ptr rules;

  // No finding is an error: the pack may be published.
  bool covered() const;
};

// expectations: the text of expect.csv, if there is one. language: else the pack's own, else
// English.
check_report check_pack(const pack_files& files, const std::optional<std::string>& expectations,
                        std::optional<pack_language> language);

// The pack in that directory with its expect.csv. A file that cannot be read, or is in no encoding,
// is a finding like any other.
check_report check_directory(const std::filesystem::path& directory,
                             std::optional<pack_language> language);

// expect.csv in that directory, in UTF-8; nothing when there is none. Error: it cannot be read.
std::variant<std::optional<std::string>, pack_error> read_expectations(
    const std::filesystem::path& directory);

}  // namespace gridwhistle
