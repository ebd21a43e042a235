#include "server/journal_explain_verb.hpp"

#include <csignal>
#include <map>
#include <stdexcept>

#include "common/curve_keys.hpp"
#include "server/adapters/pack_loader.hpp"
#include "server/adapters/pack_settings.hpp"
#include "server/adapters/told_routings.hpp"
#include "server/core/json_line.hpp"
#include "server/core/routing_verdict.hpp"
#include "server/explain_verb.hpp"
#include "server/pack_argument.hpp"
#include "server/redis_errand.hpp"

namespace gridwhistle {
namespace {

told_routings routings_of(const journal_explain_arguments& given) {
  auto id = whistle_id::parse(given.whistle);
  if (!id) throw wrong_question("--whistle \"" + given.whistle + "\": this is no whistle id");
  seal_key key = read_hmac_key(given.home / "journal.key");
  using read = std::variant<told_routings, journal_fault>;
  auto found = with_redis<read>(
      given.redis, [&](redis_link& redis) { return read_routings(redis, given.shard, key, *id); });
  if (const auto* wrong = std::get_if<journal_fault>(&found)) throw std::runtime_error(wrong->what);
  auto told = std::get<told_routings>(std::move(found));
  if (told.all.empty()) {
    throw wrong_question("--whistle \"" + given.whistle + "\": the journal of shard " +
                         given.shard + " has no such whistle");
  }
  return told;
}

struct shelved_pack {
  policy_ptr rules;
  language in = language::en;
};

struct explainer {
  const journal_explain_arguments& given;
  std::map<std::string, shelved_pack> packs;

  const shelved_pack& pack(const std::string& name) {
    auto [known, is_new] = packs.try_emplace(name);
    if (!is_new) return known->second;
    pack_files files = pack_files_of(name, {given.redis, given.shard});
    known->second = {or_throw(load_pack(files), name), language_of(files)};
    return known->second;
  }

  // Entries of an older server do not say which pack sent a whistle to a desk.
  const shelved_pack& pack_of_routing(const routing& made, const std::string& today) {
    return pack(made.policy == policy_hash() ? today : made.policy.hex());
  }
};

}  // namespace

CLI::App& add_journal_explain_verb(CLI::App& journal, journal_explain_arguments& given) {
  CLI::App& verb = *journal.add_subcommand(
      "explain", "why a whistle went where it went, and whether it would differ today");
  verb.add_option("--whistle", given.whistle, "its id")->required();
  verb.add_option("--home", given.home, "where journal.key is")->required();
  verb.add_option("--redis", given.redis, "unix:<socket> or <address>:<port>")->required();
  verb.add_option("--shard", given.shard, "name in the Redis keys")->capture_default_str();
  verb.add_option("--pack", given.pack,
                  "to compare with: a directory or a stored pack's SHA-256; without it the pack "
                  "that is in force now");
  verb.add_flag("--json", given.json, "one line for programs");
  verb.add_option("--lang", given.language, "zh or en; else the recorded pack's own")
      ->check(CLI::IsMember({"zh", "en"}));
  return verb;
}

journal_explanation explain_whistle(const journal_explain_arguments& given) {
  std::signal(SIGPIPE, SIG_IGN);
  told_routings told = routings_of(given);
  std::string today =
      given.pack.empty() ? pack_at(told, system_clock_source().now()).hex() : given.pack;
  explainer all{given, {}};
  journal_explanation made;
  for (routing& each : told.all) {
    const shelved_pack& before = all.pack_of_routing(each, today);
    if (each.policy == policy_hash()) each.policy = before.rules->hash;
    const policy& now = *all.pack(today).rules;
    made.equal = made.equal && judge(*before.rules, each) != routing_verdict::differs;
    if (given.json) {
      made.text += (made.text.empty() ? "" : ",") + verdict_json(*before.rules, now, each);
      continue;
    }
    language in = given.language.empty()   ? before.in
                  : given.language == "zh" ? language::zh
                                           : language::en;
    made.text += (made.text.empty() ? "" : "\n") + verdict_text(*before.rules, now, each, in);
  }
  if (given.json) {
    json_line line;
    line.begin().say("whistle", given.whistle).put("routings", "[" + made.text + "]");
    made.text = line.end().text + "\n";
  }
  return made;
}

}  // namespace gridwhistle
