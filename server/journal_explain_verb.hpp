// gridwhistled journal explain: why a recorded whistle went where it went, decided again.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

namespace gridwhistle {

struct journal_explain_arguments {
  std::string whistle;
  std::filesystem::path home;  // the journal's key
  std::string redis;
  std::string shard = "main";
  std::string pack;      // to compare with; empty: the pack that is in force now
  std::string language;  // zh or en; empty: the recorded pack's own
  bool json = false;
};

CLI::App& add_journal_explain_verb(CLI::App& journal, journal_explain_arguments& given);

struct journal_explanation {
  std::string text;
  bool equal = true;  // every routing that the duty list decided is what the server did
};

// Throws wrong_question (explain_verb.hpp) where the journal has no such whistle, and
// std::runtime_error where journal or packs cannot be read.
journal_explanation explain_whistle(const journal_explain_arguments& given);

}  // namespace gridwhistle
