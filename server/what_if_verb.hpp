// gridwhistled pack diff: recorded whistles under two packs.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

namespace gridwhistle {

struct what_if_arguments {
  std::string old_pack;  // a directory, or with --redis the SHA-256 of a stored one
  std::string new_pack;
  std::filesystem::path trace;
  bool from_journal = false;
  std::filesystem::path home;  // the journal's key
  std::string redis;
  std::string shard = "main";
  std::string language;  // zh or en; empty: the new pack's own
  bool json = false;
};

CLI::App& add_what_if_verb(CLI::App& pack, what_if_arguments& given);

// The report as asked for. Throws std::runtime_error: a pack, the trace or the journal cannot be
// read.
std::string what_if_text(const what_if_arguments& given);

}  // namespace gridwhistle
