#include "server/adapters/web_pack.hpp"

#include <zlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "common/awaiting.hpp"
#include "common/check.hpp"
#include "common/log.hpp"
#include "server/adapters/pack_settings.hpp"
#include "server/adapters/page_files.hpp"
#include "server/adapters/zip_parts.hpp"
#include "server/core/json_line.hpp"

namespace gridwhistle {
namespace {

std::string gzipped(std::string_view plain) {
  constexpr int gzip_window = 15 + 16;
  constexpr int memory_level = 8;
  z_stream stream{};
  int begun = deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, memory_level,
                           Z_DEFAULT_STRATEGY);
  GW_CHECK(begun == Z_OK);
  std::string made(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(made.data());
  stream.avail_out = static_cast<uInt>(made.size());
  int ended = deflate(&stream, Z_FINISH);
  GW_CHECK(ended == Z_STREAM_END);
  made.resize(stream.total_out);
  deflateEnd(&stream);
  return made;
}

pack_pages::text both(std::string plain) {
  std::string packed = gzipped(plain);
  return {std::move(plain), std::move(packed)};
}

void put_area(const area& each, json_line& to) {
  to.say("code", each.code.text).say("name", each.name).say("level", name_of(each.level));
  to.say("parent", each.parent.text);
}

std::string quoted_list(const std::vector<std::string>& all) {
  std::string list;
  for (const std::string& each : all) list += (list.empty() ? "" : ",") + json_line::quoted(each);
  return '[' + list + ']';
}

void put_matter(const matter& each, json_line& to) {
  to.say("kind", name_of(each.key.kind)).say("code", each.key.code).say("name", each.name);
  to.say("class_name", each.big_name).put("aliases", quoted_list(each.aliases));
  bool admitted = each.admitted == admission::admitted;
  to.put("admitted", std::string(admitted ? "true" : "false"));
}

void put_saying(const saying& each, json_line& to) {
  to.put("said", quoted_list(each.said)).put("means", quoted_list(each.means));
}

void put_department(const department& each, json_line& to) {
  to.say("code", each.code.text).say("name", each.name).say("function", each.function);
  to.say("level", name_of(each.level)).say("area", each.area.text);
}

asio::awaitable<std::shared_ptr<const pack_pages::kept_pack>> written(policy_ptr rules,
                                                                      pack_files files,
                                                                      std::uint64_t version) {
  auto made = std::make_shared<pack_pages::kept_pack>();
  made->pack = rules->hash;
  made->version = version;
  made->names = both(pack_names_json(*rules, files, version));
  auto map = files.find("grids.geojson");
  if (map != files.end()) made->map = both(map->second);
  co_return made;
}

// Of the publication that put it into force; 0: it was never published.
std::uint64_t version_in_force(const engine& state, instant now) {
  const publication* found = state.published_packs().in_force_at(now);
  return found && found->pack == state.rules().hash ? found->version : 0;
}

asio::awaitable<std::string> packed(pack_files files) { co_return zip_of(files); }

}  // namespace

asio::awaitable<web_response> pack_archive(web_host& host, asio::thread_pool& slow,
                                           publication one) {
  constexpr std::size_t hash_digits = 12;  // as many as pages and programs show
  auto files = co_await host.pack_stored(one.pack);
  if (auto* why = std::get_if<std::string>(&files)) {
    log::error("a published pack cannot be handed out", {{"reason", *why}});
    co_return problem("not_serving", "pack");
  }
  auto packing = packed(std::get<pack_files>(std::move(files)));
  auto begun = asio::co_spawn(slow, std::move(packing), asio::use_awaitable);
  web_response made;
  made.body = co_await std::move(begun);
  made.type = "application/zip";
  std::string name =
      "pack-v" + std::to_string(one.version) + '-' + one.pack.hex().substr(0, hash_digits);
  made.fields = {{"Content-Disposition", "attachment; filename=\"" + name + ".zip\""},
                 {"Cache-Control", "no-store"}};
  co_return made;
}

std::string pack_names_json(const policy& rules, const pack_files& files, std::uint64_t version) {
  auto toml = files.find("pack.toml");
  auto read = read_pack_settings(toml == files.end() ? std::string_view() : toml->second);
  const auto* settings = std::get_if<pack_settings>(&read);
  json_line made;
  made.begin().say("pack", rules.hash.hex()).put("version", version).say("name", rules.name);
  made.say("time_zone", settings ? settings->zone_name : std::string());
  made.say("datum", name_of(rules.datum));
  made.say("photo", rules.photo == verification_photo::required ? "required" : "optional");
  std::string kinds;
  for (whistle_kind each : whistle_kinds)
    kinds += (kinds.empty() ? "" : ",") + json_line::quoted(name_of(each));
  made.put("kinds", '[' + kinds + ']').put("areas", json_list(rules.areas.all(), put_area));
  made.put("matters", json_list(rules.matters.all(), put_matter));
  made.put("sayings", json_list(rules.words.all(), put_saying));
  made.put("departments", json_list(rules.departments.all(), put_department));
  return made.end().text;
}

asio::awaitable<pack_pages::kept_ptr> pack_pages::current(web_host& host) {
  for (;;) {
    const engine* state = host.state();
    if (!state) co_return nullptr;
    policy_ptr rules = state->current();
    std::uint64_t version = version_in_force(*state, host.web_now());
    if (kept_ && kept_->pack == rules->hash && kept_->version == version) co_return kept_;
    if (making_) {
      made_.expires_at(asio::steady_timer::time_point::max());
      co_await made_.async_wait(tuple);
      continue;
    }
    making_ = true;
    auto files = co_await host.pack_stored(rules->hash);
    if (auto* sound = std::get_if<pack_files>(&files)) {
      auto writing = written(rules, std::move(*sound), version);
      auto begun = asio::co_spawn(slow_, std::move(writing), asio::use_awaitable);
      kept_ = co_await std::move(begun);
    }
    making_ = false;
    made_.cancel();
    if (std::holds_alternative<std::string>(files)) co_return nullptr;
  }
}

asio::awaitable<web_response> pack_pages::answer(web_host& host, web_pack_wish wish) {
  kept_ptr kept = co_await current(host);
  if (!kept) co_return problem("not_serving", "pack");
  bool names = wish.of == web_pack_wish::piece::names;
  const text& told = names ? kept->names : kept->map;
  if (told.plain.empty()) co_return problem("map_missing");
  std::string tag = '"' + kept->pack.hex() + '-' + std::to_string(kept->version) + '"';
  web_response made;
  made.type = names ? "application/json" : "application/geo+json";
  made.fields = {{"Cache-Control", "no-cache"}, {"ETag", tag}, {"Vary", "Accept-Encoding"}};
  if (wish.if_none_match.find(tag) != std::string::npos) {
    made.status = 304;
    co_return made;
  }
  bool packed = takes_gzip(wish.accept_encoding);
  if (packed) made.fields.emplace_back("Content-Encoding", "gzip");
  made.body = packed ? told.gzip : told.plain;
  co_return made;
}

}  // namespace gridwhistle
