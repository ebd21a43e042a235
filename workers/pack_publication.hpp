// Publishing a pack from a terminal, and looking at what was published.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "workers/terminal.hpp"

namespace gridwhistle {

struct publication_wishes {
  std::filesystem::path pack;  // a directory; or else
  std::string hash;            // in hex: of a pack that was published before
  std::string effective;       // an instant; empty: at once
  std::string moves;           // whistle ids with commas between, or a file of them; empty: none
  std::string reason;
  std::optional<std::uint64_t> seen_version;  // nothing: look first, and publish on that
};

// Sends what is needed, and prints the version and which open whistles would change; or what is
// wrong with the pack. Throws std::runtime_error where the pack, the hash or the ids cannot be
// read.
int publish_from_terminal(const terminal_settings& settings, const publication_wishes& wishes);

// Every version with its instant, who published it and why.
int packs_from_terminal(const terminal_settings& settings);
// The open whistles that would change under the pack of that version.
int changes_from_terminal(const terminal_settings& settings, std::uint64_t version);

}  // namespace gridwhistle
