#include "server/what_if_verb.hpp"

#include <csignal>
#include <stdexcept>

#include "common/curve_keys.hpp"
#include "common/whole_file.hpp"
#include "server/adapters/journal_record.hpp"
#include "server/adapters/pack_loader.hpp"
#include "server/adapters/pack_settings.hpp"
#include "server/adapters/trace_file.hpp"
#include "server/core/what_if_text.hpp"
#include "server/pack_argument.hpp"
#include "server/redis_errand.hpp"

namespace gridwhistle {
namespace {

namespace asio = boost::asio;

record record_of_journal(const what_if_arguments& given) {
  seal_key key = read_hmac_key(given.home / "journal.key");
  using read = std::variant<record, journal_fault>;
  auto found = with_redis<read>(
      given.redis, [&](redis_link& redis) { return read_record(redis, given.shard, key); });
  if (const auto* wrong = std::get_if<journal_fault>(&found)) throw std::runtime_error(wrong->what);
  return std::get<record>(std::move(found));
}

record record_of_trace(const std::filesystem::path& file) {
  return or_throw(read_trace(file.filename().string(), read_or_throw(file)), file.string());
}

}  // namespace

CLI::App& add_what_if_verb(CLI::App& pack, what_if_arguments& given) {
  CLI::App& verb =
      *pack.add_subcommand("diff", "what recorded whistles would do under another pack");
  verb.add_option("old", given.old_pack, "directory, or with --redis a stored pack's SHA-256")
      ->required();
  verb.add_option("new", given.new_pack, "likewise")->required();
  CLI::Option* trace = verb.add_option("--trace", given.trace, "recorded reports, a CSV");
  CLI::Option* home = verb.add_option("--home", given.home, "where journal.key is");
  CLI::Option* redis = verb.add_option("--redis", given.redis, "unix:<socket> or <address>:<port>");
  verb.add_option("--shard", given.shard, "name in the Redis keys")->capture_default_str();
  verb.add_flag("--journal", given.from_journal, "the whistles of a shard's journal")
      ->excludes(trace)
      ->needs(home)
      ->needs(redis);
  verb.add_option("--lang", given.language, "zh or en; else the new pack's own")
      ->check(CLI::IsMember({"zh", "en"}));
  verb.add_flag("--json", given.json, "one line of JSON instead of Markdown");
  return verb;
}

std::string what_if_text(const what_if_arguments& given) {
  std::signal(SIGPIPE, SIG_IGN);
  if (!given.from_journal && given.trace.empty())
    throw std::runtime_error("what is to be replayed? give --journal or --trace");
  policy_ptr before = pack_of(given.old_pack, {given.redis, given.shard});
  pack_files files = pack_files_of(given.new_pack, {given.redis, given.shard});
  policy_ptr after = or_throw(load_pack(files), given.new_pack);
  record replayed = given.from_journal ? record_of_journal(given) : record_of_trace(given.trace);
  what_if found = compare_packs(*before, *after, replayed);
  if (given.json) return to_json(found, *before, *after) + "\n";
  language in = given.language.empty()   ? language_of(files)
                : given.language == "zh" ? language::zh
                                         : language::en;
  return to_markdown(found, *before, *after, in);
}

}  // namespace gridwhistle
