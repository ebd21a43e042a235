// What somebody does to the accounts of others, and the screens that stay on.
#include <algorithm>
#include <boost/json/object.hpp>
#include <vector>

#include "common/log.hpp"
#include "server/adapters/people_named.hpp"
#include "server/adapters/web_accounts.hpp"
#include "server/adapters/web_questions.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

web_response gone() {
  web_response made;
  made.status = 204;
  return made;
}

std::string text_in(const web_request& asked, const char* name) {
  auto body = object_in(asked.body);
  const json::value* value = body ? body->if_contains(name) : nullptr;
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string value_of(const query_pairs& query, std::string_view name) {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return {};
}

bool says(const actor& who, std::string_view name, std::string_view words) {
  auto has = [&](std::string_view text) { return text.find(words) != std::string_view::npos; };
  return has(who.user.text) || has(name) || has(who.department.text) || has(who.area.text) ||
         has(name_of(who.role));
}

// What lasts needs the table's word, whose no is a record, and an account that lasts.
std::optional<web_routed> refused_to(const web_accounts::visitor& by, std::string asked,
                                     std::string about, std::optional<refusal_code> forbidden) {
  if (forbidden) return web_refused{by.who, std::move(asked), std::move(about), *forbidden};
  if (by.session.with == opened_with::demo_word) return problem("demo_seat");
  return std::nullopt;
}

}  // namespace

web_routed web_accounts::of_accounts(const web_request& asked, std::span<const std::string> path,
                                     const query_pairs& query, const visitor& by, instant now,
                                     const policy* rules) {
  if (!rules) return problem("not_serving");
  std::string act = path.size() == 4 ? path[3] : "list";
  user_id user(text_in(asked, "user"));
  const enrolment* who = keys_.find_user(user);
  std::string about = who ? act + ' ' + user.text : act;
  if (auto no = refused_to(by, "accounts", about, forbidden_to_keep_accounts(by.who, *rules)))
    return *std::move(no);
  if (act == "list") {
    // The verb may have changed it a moment ago.
    return web_slow_work{[this, query]() -> then {
      return
          [this, query, book = book_.file.current(), people = people_.file.current()](instant at) {
            know(book_, book);
            people_.known = people;
            return with_changes(listed(query, at), {}, {});
          };
    }};
  }
  if (!who || who->status != key_status::active) return problem("user_unknown", user.text);
  if (act == "reset") return reset(user, by.who.user, now);
  if (act == "name") {
    std::string name = text_in(asked, "name");
    if (!name.empty() && !is_person_name(name))
      return problem("body_unreadable", "a name of 1 to 60 bytes is expected");
    return call(user, std::move(name), by.who.user);
  }
  if (act == "unlock") {
    guard_.forget(user);
    log::info("account unlocked", {{"user", user.text}, {"by", by.who.user.text}});
    return with_change(gone(), {now, by.who.user, user, account_act::unlocked, {}});
  }
  std::size_t ended = sessions_.end_all(user);
  log::info("sessions ended",
            {{"user", user.text}, {"sessions_ended", ended}, {"by", by.who.user.text}});
  return with_change(gone(), {now, by.who.user, user, account_act::sessions_ended, {}});
}

void web_accounts::know(kept<account_book>& of, kept_file<account_book>::content_ptr content) {
  auto before = std::exchange(of.known, std::move(content));
  if (before == of.known) return;
  for (const auto& [user, now] : of.known->all()) {
    const account* was = before->find(user);
    bool had_factor = was && !was->totp.empty();
    if (!was || was->password != now.password) {
      bool drawn = now.kind == password_kind::one_time;
      account_act act = drawn ? account_act::password_reset : account_act::password_chosen;
      bool factor_gone = had_factor && now.totp.empty();
      not_recorded_.push_back({{}, {}, user, act, factor_gone ? "and the second factor" : ""});
    }
    if (!now.totp.empty() && (!was || was->totp != now.totp))
      not_recorded_.push_back({{}, {}, user, account_act::second_factor_enrolled, {}});
  }
}

web_response web_accounts::with_changes(web_response made, const user_id& whose,
                                        const user_id& by) {
  for (account_change& each : not_recorded_) {
    if (each.user == whose) each.by = by;
  }
  made.changes = std::exchange(not_recorded_, {});
  return made;
}

web_response web_accounts::listed(const query_pairs& query, instant now) const {
  std::string words = value_of(query, "find"), after = value_of(query, "after_user");
  std::vector<const actor*> found;
  for (const enrolment& each : keys_.rows()) {
    // One row of each, however many keys he has.
    bool counts = each.status == key_status::active && keys_.find_user(each.who.user) == &each;
    if (counts && each.who.user.text > after &&
        says(each.who, people().name_of(each.who.user), words))
      found.push_back(&each.who);
  }
  std::size_t shown = std::min(found.size(), accounts_listed_max);
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(shown), {},
                            [](const actor* each) -> const user_id& { return each->user; });
  auto sessions = sessions_.counts(now);
  json::array list;
  for (std::size_t i = 0; i < shown; ++i) {
    const actor& who = *found[i];
    const account* own = book_.known->find(who.user);
    std::string_view kind = "own";
    if (own && own->kind == password_kind::one_time)
      kind = is_void(*own, now) ? "expired" : "one_time";
    if (!own) kind = demo_hash_.empty() ? "none" : "demo";
    auto until = guard_.locked_until(who.user, now);
    auto open = sessions.find(who.user);
    json::object told = told_of(who);
    told["account"] = kind;
    told["second_factor"] = own && !own->totp.empty();
    told["locked_until_ms"] = until ? to_ms(*until) : 0;
    told["sessions"] = open == sessions.end() ? 0 : open->second;
    list.push_back(std::move(told));
  }
  return with_json({{"accounts", std::move(list)}, {"more", found.size() - shown}});
}

// Also for who lost his phone: the second factor goes, and is enrolled anew.
web_slow_work web_accounts::reset(const user_id& user, const user_id& by, instant now) {
  return {[this, user, by, now]() -> then {
    std::string word = fresh_one_time_password();
    account made = with_one_time(user, word, now);
    std::function how = [&](account_book& all) { all.put(made); };
    return changed(book_, how, [this, user, by, word, until = made.void_from](instant) {
      guard_.forget(user);
      std::size_t ended = sessions_.end_all(user);
      log::info("account reset", {{"user", user.text}, {"sessions_ended", ended}, {"by", by.text}});
      web_response told = with_json({{"user", user.text},
                                     {"password", word},
                                     {"valid_until_ms", to_ms(until.value_or(instant()))}});
      return with_changes(std::move(told), user, by);
    });
  }};
}

web_slow_work web_accounts::call(const user_id& user, std::string name, const user_id& by) {
  return {[this, user, name = std::move(name), by]() -> then {
    std::function how = [&](people_book& all) { all.put(user, name); };
    return changed(people_, how, [user, by](instant at) {
      log::info("person named", {{"user", user.text}, {"by", by.text}});
      return with_change(gone(), {at, by, user, account_act::named, {}});
    });
  }};
}

// --- screens that stay on -----------------------------------------------------------------------

web_routed web_accounts::of_walls(const web_request& asked, std::span<const std::string> path,
                                  const visitor& by, instant now, const policy* rules) {
  if (!rules) return problem("not_serving");
  std::string act = asked.method == "GET" ? "list" : asked.method == "POST" ? "leave" : "end";
  if (auto no = refused_to(by, "walls", act, forbidden_to_leave_a_wall(by.who, *rules)))
    return *std::move(no);
  if (asked.method == "GET") return listed_walls(by, *rules);
  if (asked.method == "POST") {
    std::string name = text_in(asked, "name");
    if (!is_wall_name(name)) return problem("body_unreadable", "a name is expected");
    if (walls_.known->size() >= walls_max) return problem("walls_used_up");
    return leave_wall(std::move(name), by, now);
  }
  const auto& walls = walls_.known->all;
  auto found = std::ranges::find(walls, path[3], &wall::id);
  bool his = found != walls.end() &&
             (found->user == by.who.user || !forbidden_to_keep_accounts(by.who, *rules));
  if (!his) return problem("route_unknown");
  return end_wall(*found, by.who.user);
}

web_response web_accounts::listed_walls(const visitor& by, const policy& rules) const {
  bool all = !forbidden_to_keep_accounts(by.who, rules);
  json::array list;
  for (const wall& each : walls_.known->all) {
    if (!all && each.user != by.who.user) continue;
    auto seen = walls_seen_.find(each.id);
    list.push_back(
        json::object{{"id", each.id},
                     {"name", each.name},
                     {"user", each.user.text},
                     {"made_at_ms", to_ms(each.made_at)},
                     {"seen_at_ms", seen == walls_seen_.end() ? 0 : to_ms(seen->second)}});
  }
  json::object told = {{"walls", std::move(list)}};
  name_people_in(told, people());
  return with_json(told);
}

// In this very browser: no secret is ever shown or carried, and the session that left it on ends.
web_slow_work web_accounts::leave_wall(std::string name, const visitor& by, instant now) {
  return {[this, name = std::move(name), by, now]() -> then {
    std::string token = fresh_secret();
    wall made{fresh_handle(), name, by.who.user, now, token_hash(token)};
    std::function how = [&](wall_list& walls) { walls.all.push_back(made); };
    return changed(walls_, how, [this, made, token, by](instant at) {
      sessions_.end(by.who.user, by.session.id);
      walls_seen_[made.id] = at;
      log::info("wall left on", {{"wall", made.id}, {"by", made.user.text}});
      web_response told = with_json({{"id", made.id}}, 201);
      told.fields.emplace_back("Set-Cookie", cookie_of(cookie_name(), {}, "; Max-Age=0"));
      told.fields.emplace_back("Set-Cookie", wall_cookie(token));
      const user_id& maker = made.user;
      return with_change(std::move(told), {at, maker, maker, account_act::screen_left_on, made.id});
    });
  }};
}

web_slow_work web_accounts::end_wall(const wall& which, const user_id& by) {
  return {[this, id = which.id, maker = which.user, by]() -> then {
    std::function how = [&](wall_list& walls) {
      std::erase_if(walls.all, [&](const wall& each) { return each.id == id; });
    };
    return changed(walls_, how, [this, id, maker, by](instant at) {
      walls_seen_.erase(id);
      log::info("wall ended", {{"wall", id}, {"by", by.text}});
      return with_change(gone(), {at, by, maker, account_act::screen_ended, id});
    });
  }};
}

}  // namespace gridwhistle
