// The server: reads its arguments, builds one shard, runs it, and says by its exit code how it
// ended.
#include <sys/resource.h>

#include <google/protobuf/stubs/logging.h>
#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdio>
#include <functional>
#include <iostream>

#include "common/curve_keys.hpp"
#include "common/log.hpp"
#include "common/standard_output.hpp"
#include "server/account_verb.hpp"
#include "server/adapters/account_list.hpp"
#include "server/adapters/enrolment.hpp"
#include "server/adapters/journal_audit.hpp"
#include "server/adapters/journal_walk.hpp"
#include "server/adapters/pack_loader.hpp"
#include "server/adapters/pack_settings.hpp"
#include "server/adapters/photo_worker.hpp"
#include "server/adapters/place_text.hpp"
#include "server/adapters/refusal_list.hpp"
#include "server/adapters/shard.hpp"
#include "server/adapters/witness.hpp"
#include "server/check_verb.hpp"
#include "server/core/diagram.hpp"
#include "server/core/permission.hpp"
#include "server/explain_verb.hpp"
#include "server/journal_explain_verb.hpp"
#include "server/photo_verb.hpp"
#include "server/redis_errand.hpp"
#include "server/what_if_verb.hpp"
#include "server/workbook_verbs.hpp"

namespace gridwhistle {
namespace {

// What an operator's supervisor (systemd, a script) can tell apart.
enum exit_code : int {
  ended_well = 0,
  failed = 1,
  asked_wrongly = 2,  // of pack check and the explanations
  was_fenced = 3,
  needs_operator = 4,
  lost_gate = 5
};

constexpr const char* roles = "grid_worker, clerk, desk_officer, supervisor or importer";

int exit_code_of(shard_end end) {
  switch (end) {
    case shard_end::stopped:
      return ended_well;
    case shard_end::fenced:
      return was_fenced;
    case shard_end::operator_needed:
      return needs_operator;
    case shard_end::gate_lost:
      return lost_gate;
  }
  return failed;
}

struct arguments {
  shard_settings serve;
  std::string redis;
  std::string time = "wall";
  std::int64_t replay_from_ms = 0;
  bool hash_at_start = false;
  actor who;
  std::string user, role, department, area;
  int walkers = 20;
  bool as_json = false;
  std::filesystem::path receipts;
  check_arguments check;
  account_arguments account;
  what_if_arguments what_if;
  workbook_arguments workbook;
  explain_arguments explain;
  journal_explain_arguments journal_explain;
  place_question where;
  photo_box box;
  std::string crs;
};

// A descriptor for every device: the usual soft limit of 1024 would turn the others away.
void allow_many_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int serve(arguments& given) {
  allow_many_descriptors();
  // hiredis writes without MSG_NOSIGNAL: a dead Redis must be an error and not our end.
  std::signal(SIGPIPE, SIG_IGN);
  // A file that may not grow is an error as well.
  std::signal(SIGXFSZ, SIG_IGN);
  // Of a text that is no UTF-8 protobuf says so line by line: the door refuses it, and counts.
  google::protobuf::SetLogHandler(nullptr);
  given.serve.redis = parse_redis_address(given.redis);
  given.serve.time = given.time == "replay" ? time_mode::replay : time_mode::wall;
  given.serve.replay_from = from_ms(given.replay_from_ms);
  given.serve.web.home = given.serve.home;
  given.serve.web.photos = given.serve.home / "photos";
  given.serve.hashing = given.hash_at_start ? state_hashing::at_start : state_hashing::off;
  asio::io_context io(1);
  shard city(io, given.serve);
  announce_endpoints(given.serve.home, city.endpoint(), city.feed_endpoint());
  if (!city.web_url().empty()) log::info("pages", {{"url", city.web_url()}});
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&city](const boost::system::error_code& error, int) {
    if (!error) city.stop();
  });
  asio::signal_set drills(io, SIGUSR1);
  drills.async_wait([&city](const boost::system::error_code& error, int) {
    if (!error) city.lose_gate();
  });
  int code = failed;
  asio::co_spawn(io, city.run(), [&](std::exception_ptr broken, shard_end end) {
    if (broken) std::rethrow_exception(broken);
    code = exit_code_of(end);
    io.stop();
  });
  io.run();
  log::info("ended", {{"code", code}});
  return code;
}

int verify(arguments& given) {
  std::signal(SIGPIPE, SIG_IGN);
  seal_key key = read_hmac_key(given.serve.home / "journal.key");
  audit_proofs proofs;
  if (!given.receipts.empty()) proofs.held = read_receipts(given.receipts);
  proofs.seen = witness::look(given.serve.home / ("witness-" + given.serve.shard));
  auto found = with_redis<audit_report>(given.redis, [&](redis_link& redis) {
    return audit_journal(redis, given.serve.shard, key, proofs);
  });
  std::cout << to_json(found) << std::endl;
  bool sound = found.verdict == audit_verdict::ok && found.lost == 0 &&
               found.owner_violations == 0 && found.pack_violations == 0;
  return sound ? ended_well : failed;
}

template <class Record>
void print(const Record& told, const arguments& given) {
  std::cout << (given.as_json ? json_of(told) : text_of(told)) << "\n";
}

// Of every batch what is to be printed.
int walk(arguments& given, std::function<void(const stored_batch&)> tell) {
  std::signal(SIGPIPE, SIG_IGN);
  log::warnings_only();
  seal_key key = read_hmac_key(given.serve.home / "journal.key");
  using wrong = std::optional<std::string>;
  auto found = with_redis<wrong>(given.redis, [&](redis_link& redis) {
    return walk_journal(redis, given.serve.shard, key, tell);
  });
  std::cout << std::flush;
  if (found) throw std::runtime_error("the journal could not be read to its end: " + *found);
  return ended_well;
}

int print_refusals(arguments& given) {
  return walk(given, [&given](const stored_batch& each) {
    for (const refusal_record& told : each.refusals)
      if (given.user.empty() || told.by.text == given.user) print(told, given);
  });
}

int print_accounts(arguments& given) {
  return walk(given, [&given](const stored_batch& each) {
    for (const account_change& told : each.accounts) {
      bool concerns = told.by.text == given.user || told.user.text == given.user;
      if (given.user.empty() || concerns) print(told, given);
    }
  });
}

policy_ptr load_or_throw(const std::filesystem::path& directory) {
  std::string name = directory.string();
  return or_throw(load_pack(or_throw(read_pack_directory(directory), name)), name);
}

int locate(const arguments& given) {
  place_question asked = given.where;
  if (!given.crs.empty()) asked.crs = parse_datum(given.crs);
  std::string name = given.serve.pack.string();
  pack_files files = or_throw(read_pack_directory(given.serve.pack), name);
  policy_ptr rules = or_throw(load_pack(files), name);
  std::cout << place_text(*rules, asked, language_of(files)) << std::flush;
  return ended_well;
}

int print(const std::string& text) {
  std::cout << text << std::flush;
  return ended_well;
}

int print_recalled(const arguments& given) {
  log::warnings_only();
  journal_explanation told = explain_whistle(given.journal_explain);
  print(told.text);
  return told.equal ? ended_well : failed;
}

int enrol_one(arguments& given) {
  auto known = parse_role(given.role);
  if (!known) throw std::runtime_error("role \"" + given.role + "\": " + roles);
  make_home(given.serve.home);
  enrol(given.serve.home, actor{user_id(given.user), *known, department_code(given.department),
                                area_code(given.area)});
  return ended_well;
}

int print_first_admin(const arguments& given) {
  make_home(given.serve.home);
  std::string made = make_first_admin(given.serve.home, *load_or_throw(given.serve.pack));
  if (!made.empty()) std::cout << made << std::endl;
  return ended_well;
}

int enrol_demo(arguments& given) {
  make_home(given.serve.home);
  enrol_demo_city(given.serve.home, *load_or_throw(given.serve.pack), given.walkers);
  return ended_well;
}

void add_home(CLI::App& to, arguments& given) {
  to.add_option("--home", given.serve.home, "keys, enrolled.csv and the witness")->required();
}
void add_redis(CLI::App& to, arguments& given) {
  to.add_option("--redis", given.redis, "unix:<socket> or <address>:<port>")->required();
  to.add_option("--shard", given.serve.shard, "name in the Redis keys")->capture_default_str();
}

CLI::App& add_serve_verb(CLI::App& app, arguments& given) {
  CLI::App& serving = *app.add_subcommand("serve", "serve one shard");
  add_home(serving, given);
  add_redis(serving, given);
  serving
      .add_option("--pack", given.serve.pack,
                  "policy pack directory: the first; later the journal says which is in force")
      ->required();
  serving.add_option("--listen", given.serve.endpoint, "requests; port * picks a free one")
      ->capture_default_str();
  serving.add_option("--feed", given.serve.feed_endpoint, "the feed")->capture_default_str();
  serving.add_option("--clock", given.time, "wall, or replay: requests bring their instant")
      ->check(CLI::IsMember({"wall", "replay"}));
  serving.add_option("--replay-from", given.replay_from_ms,
                     "when a replay's time begins, in milliseconds since 1970");
  serving.add_option("--web", given.serve.web_listen,
                     "pages and their API, ADDRESS:PORT of loopback; port 0 picks a free one");
  serving.add_flag("--web-behind-tls", given.serve.web.behind_tls,
                   "TLS ends in front of it: cookies are __Host- and Secure");
  serving.add_option("--pages", given.serve.web.pages, "directory of the built pages, read once")
      ->check(CLI::ExistingDirectory)
      ->needs("--web");
  serving.add_option("--demo-password", given.serve.web.demo_password,
                     "a demonstration: everybody enrolled logs in with it, and the page says so");
  serving.add_flag("--state-hash", given.hash_at_start, "log the hash of the whole state at start");
  return serving;
}

struct journal_verbs {
  CLI::App& verifying;
  CLI::App& refusals;
  CLI::App& accounts;
  CLI::App& recalling;
};

journal_verbs add_journal_verbs(CLI::App& app, arguments& given) {
  CLI::App& journal = *app.add_subcommand("journal", "look at a journal");
  journal.require_subcommand(1);
  CLI::App& verifying =
      *journal.add_subcommand("verify", "check every batch, the chain and every whistle");
  add_home(verifying, given);
  add_redis(verifying, given);
  verifying.add_option("--receipts", given.receipts,
                       "lines \"<whistle id> <version>\" that must be in it");

  CLI::App& refusals =
      *journal.add_subcommand("refusals", "print what the permission table has refused");
  add_home(refusals, given);
  add_redis(refusals, given);
  refusals.add_option("--user", given.user, "only what this one was refused");
  refusals.add_flag("--json", given.as_json, "one line of JSON each");

  CLI::App& accounts =
      *journal.add_subcommand("accounts", "print who changed whose account, and when");
  add_home(accounts, given);
  add_redis(accounts, given);
  accounts.add_option("--user", given.user, "only what this one did, or what was done to his");
  accounts.add_flag("--json", given.as_json, "one line of JSON each");
  return {verifying, refusals, accounts, add_journal_explain_verb(journal, given.journal_explain)};
}

CLI::App& add_enrol_verb(CLI::App& app, arguments& given) {
  CLI::App& enrolling = *app.add_subcommand("enrol", "draw a key for somebody and let it in");
  add_home(enrolling, given);
  enrolling.add_option("--user", given.user)->required();
  enrolling.add_option("--role", given.role, roles)->required();
  enrolling.add_option("--department", given.department, "of a clerk");
  enrolling.add_option("--area", given.area, "of a desk officer, a supervisor or a grid worker");
  return enrolling;
}

CLI::App& add_first_admin_verb(CLI::App& app, arguments& given) {
  CLI::App& first = *app.add_subcommand(
      "first-admin",
      "where nobody has an account: one for \"admin\", printed with its one-time word");
  add_home(first, given);
  first.add_option("--pack", given.serve.pack)->required();
  return first;
}

CLI::App& add_demo_verb(CLI::App& app, arguments& given) {
  CLI::App& demo = *app.add_subcommand("enrol-demo", "keys for a whole demonstration city");
  add_home(demo, given);
  demo.add_option("--pack", given.serve.pack)->required();
  demo.add_option("--walkers", given.walkers, "grid workers")->capture_default_str();
  return demo;
}

CLI::App& add_locate_verb(CLI::App& pack, arguments& given) {
  CLI::App& locating = *pack.add_subcommand("locate", "print which grid a place lies in");
  locating.add_option("pack", given.serve.pack, "directory")->required();
  locating.add_option("--lon", given.where.at.longitude, "degrees")->required();
  locating.add_option("--lat", given.where.at.latitude, "degrees")->required();
  locating.add_option("--crs", given.crs, "datum of the place; without it the pack's own")
      ->check(CLI::IsMember({"wgs84", "cgcs2000", "gcj02", "bd09"}));
  locating.add_option("--accuracy", given.where.accuracy_m, "metres; 0 is not known");
  return locating;
}

int run(int argc, char** argv) {
  arguments given;
  CLI::App app("Gridwhistle: the grid blows the whistle, departments report in", "gridwhistled");
  app.require_subcommand(1);
  CLI::App& serving = add_serve_verb(app, given);

  auto [verifying, refusals, accounts, recalling] = add_journal_verbs(app, given);
  CLI::App& checking = *app.add_subcommand("pack", "look at a policy pack");
  checking.require_subcommand(1);
  CLI::App& loading =
      *checking.add_subcommand("load", "load it and print its hash, or every error");
  loading.add_option("pack", given.serve.pack, "directory")->required();
  CLI::App& locating = add_locate_verb(checking, given);
  CLI::App& proving = add_check_verb(checking, given.check);
  CLI::App& what_if = add_what_if_verb(checking, given.what_if);
  CLI::App& explaining = add_explain_verb(checking, given.explain);

  workbook_verbs workbooks = add_workbook_verbs(checking, given.workbook);

  CLI::App& enrolling = add_enrol_verb(app, given);
  CLI::App& account = add_account_verb(app, given.account);

  CLI::App& first = add_first_admin_verb(app, given);
  CLI::App& demo = add_demo_verb(app, given);

  CLI::App& rights = *app.add_subcommand("permissions", "print who may do what, as a table");

  CLI::App& cleaning = add_photo_verb(app, given.box);
  CLI::App& drawing = *app.add_subcommand("diagram", "print the life of a whistle as a drawing");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) == ended_well) return ended_well;
    bool own_code = proving.count() + explaining.count() + recalling.count() > 0;
    return own_code ? asked_wrongly : failed;
  }
  if (serving.parsed()) return serve(given);
  if (verifying.parsed()) return verify(given);
  if (refusals.parsed()) return print_refusals(given);
  if (accounts.parsed()) return print_accounts(given);
  if (enrolling.parsed()) return enrol_one(given);
  if (demo.parsed()) return enrol_demo(given);
  if (first.parsed()) return print_first_admin(given);
  if (account.parsed()) {
    set_account(given.account);
    return ended_well;
  }
  if (cleaning.parsed()) work_on_photo(given.box);
  if (rights.parsed()) return print(permissions_text());
  if (proving.parsed()) return run_check(given.check) == check_end::covered ? ended_well : failed;
  if (what_if.parsed()) {
    log::warnings_only();
    return print(what_if_text(given.what_if));
  }
  if (workbooks.exporting.parsed()) {
    run_export(given.workbook);
    return ended_well;
  }
  if (workbooks.importing.parsed()) {
    run_import(given.workbook);
    return ended_well;
  }
  if (recalling.parsed()) return print_recalled(given);
  if (explaining.parsed()) return print(explain_text(given.explain));
  if (drawing.parsed()) return print(diagram_text());
  if (locating.parsed()) return locate(given);
  std::cout << load_or_throw(given.serve.pack)->hash.hex() << std::endl;
  return ended_well;
}

}  // namespace
}  // namespace gridwhistle

int main(int argc, char** argv) {
  try {
    int code = gridwhistle::run(argc, argv);
    if (gridwhistle::standard_output_is_whole()) return code;
    std::fprintf(stderr,
                 "gridwhistled: standard output cannot be written: what is there is not all\n");
    return code == gridwhistle::ended_well ? gridwhistle::failed : code;
  } catch (const gridwhistle::wrong_question& wrong) {
    std::fprintf(stderr, "%s\n", wrong.what());
    return gridwhistle::asked_wrongly;
  } catch (const std::exception& error) {
    // The message may have many lines (a pack's errors): for people, not for the log.
    std::fprintf(stderr, "gridwhistled: %s\n", error.what());
    return gridwhistle::failed;
  }
}
