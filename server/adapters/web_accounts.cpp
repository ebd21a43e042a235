// One's own: logging in and out, sessions, password and second factor.
#include "server/adapters/web_accounts.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "common/log.hpp"
#include "server/adapters/web_questions.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

web_response gone() {
  web_response made;
  made.status = 204;
  return made;
}

// The cookie of that name in the header; empty where there is none.
std::string_view cookie_in(std::string_view header, const std::string& name) {
  std::string wanted = name + "=";
  while (!header.empty()) {
    std::string_view one = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(one.size() + 1, header.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.starts_with(wanted)) return one.substr(wanted.size());
  }
  return {};
}

std::string lasting(std::chrono::seconds as_long) {
  return "; Max-Age=" + std::to_string(as_long.count());
}

std::string text_in(const std::optional<json::object>& body, const char* name) {
  const json::value* value = body ? body->if_contains(name) : nullptr;
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string_view name_of(opened_with how) {
  switch (how) {
    case opened_with::password:
      return "password";
    case opened_with::demo_word:
      return "demo_word";
  }
  return {};
}

// For a program that shows codes. A user may be any text, so that all but plain letters is escaped.
std::string otpauth_link(const user_id& user, const std::string& secret) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string name;
  for (char each : user.text) {
    bool plain = (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') ||
                 (each >= 'A' && each <= 'Z') || each == '-' || each == '_' || each == '.';
    auto byte = static_cast<unsigned char>(each);
    if (plain) name.push_back(each);
    if (!plain) name.append({'%', digits[byte >> 4], digits[byte & 0x0f]});
  }
  return "otpauth://totp/Gridwhistle:" + name + "?secret=" + secret + "&issuer=Gridwhistle";
}

}  // namespace

web_accounts::web_accounts(const key_register& keys, const web_settings& settings)
    : keys_(keys),
      behind_tls_(settings.behind_tls),
      demo_password_(settings.demo_password),
      book_(settings.home / "accounts.csv"),
      people_(settings.home / "people.csv"),
      walls_(settings.home / "walls.csv") {
  if (!demo_password_) return;
  demo_hash_ = password_hash(*demo_password_);
  seats_.emplace(settings.home / "taken-seats");
}

// --- who is there -------------------------------------------------------------------------------

std::string web_accounts::cookie_name() const {
  return behind_tls_ ? "__Host-gridwhistle" : "gridwhistle";
}

std::string web_accounts::cookie_of(std::string_view name, std::string_view token,
                                    std::string_view more) const {
  std::string made(name);
  made.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict");
  if (behind_tls_) made += "; Secure";
  return made.append(more);
}

// As long as a browser keeps one; a screen is given it anew whenever it loads.
std::string web_accounts::wall_cookie(std::string_view token) const {
  constexpr auto as_long = std::chrono::hours(400 * 24);
  return cookie_of(wall_cookie_name(), token, lasting(as_long));
}

std::optional<web_accounts::visitor> web_accounts::visitor_of(const web_request& asked,
                                                              instant now) {
  visitor by;
  std::string_view token = cookie_in(asked.cookie, cookie_name());
  const web_session* session = token.empty() ? nullptr : sessions_.find(token, now);
  if (session) {
    by.session = *session;
  } else {
    token = cookie_in(asked.cookie, wall_cookie_name());
    if (token.empty()) return std::nullopt;
    auto found = std::ranges::find(walls_.known->all, token_hash(token), &wall::token_hash);
    if (found == walls_.known->all.end()) return std::nullopt;
    by.screen = *found;
    by.session.id = found->id;
    by.session.user = found->user;
    walls_seen_[found->id] = now;
  }
  by.token_hash = token_hash(token);
  // Looked up every time: who was revoked a second ago sees nothing more.
  const enrolment* who = keys_.find_user(by.session.user);
  if (!who || who->status != key_status::active) return std::nullopt;
  by.who = who->who;
  const account* own = book_.known->find(by.session.user);
  // The word of the demonstration is nothing any more to who was given an account of his own.
  if (own && by.session.with == opened_with::demo_word) return std::nullopt;
  if (own && !by.screen) by.owes = owed_by(*own, by.who.role);
  if (!by.screen) take_seat(by.who.user, now);
  return by;
}

// Whoever plays the city beside its visitors leaves this seat to the person in it.
void web_accounts::take_seat(const user_id& who, instant now) {
  if (!seats_) return;
  if (auto fault = seats_->saw(who, now)) {
    log::warn("seat not told", {{"wrong", fault->text()},
                                {"do", "make room on its disk: the simulated city acts for him"}});
  }
}

bool web_accounts::lasts(const visitor& by, instant now) const {
  const enrolment* who = keys_.find_user(by.who.user);
  if (!who || who->status != key_status::active) return false;
  if (!by.screen) return sessions_.lives(by.token_hash, now);
  const auto& walls = walls_.known->all;
  return std::ranges::find(walls, by.token_hash, &wall::token_hash) != walls.end();
}

json::object web_accounts::told_of(const actor& who) const {
  return {{"user", who.user.text},
          {"name", people().name_of(who.user)},
          {"role", gridwhistle::name_of(who.role)},
          {"department", who.department.text},
          {"area", who.area.text}};
}

web_response web_accounts::described(const visitor& by) const {
  json::object told = told_of(by.who);
  told["csrf"] = by.session.csrf;
  told["session"] = by.session.id;
  told["opened_with"] = by.screen ? "wall" : name_of(by.session.with);
  told["owes"] = gridwhistle::name_of(by.owes);
  return with_json(told);
}

// Who stands before the door has no pack to look a code up in.
web_response web_accounts::demo_seats(const policy* rules) const {
  if (!demo_password_) return problem("route_unknown");
  json::array list;
  for (const enrolment& each : keys_.rows()) {
    // Who has an account of his own does not get in with that word.
    if (each.status != key_status::active || book_.known->find(each.who.user)) continue;
    const department* seat = rules ? rules->departments.find(each.who.department) : nullptr;
    const area* place = rules ? rules->areas.find(each.who.area) : nullptr;
    json::object told = told_of(each.who);
    told["department_name"] = seat ? seat->name : "";
    told["area_name"] = place ? place->name : "";
    list.push_back(std::move(told));
  }
  return with_json({{"password", *demo_password_}, {"accounts", std::move(list)}});
}

// --- logging in ---------------------------------------------------------------------------------

web_routed web_accounts::log_in(const web_request& asked, instant now) {
  auto body = object_in(asked.body);
  login tried{user_id(text_in(body, "user")), text_in(body, "password"), text_in(body, "totp"),
              asked.user_agent};
  if (tried.user.empty() || tried.password.empty() || tried.password.size() > password_bytes_max)
    return problem("body_unreadable", "user and password are expected");
  if (auto until = guard_.locked_until(tried.user, now))
    return problem("account_locked", to_text(*until));
  return web_slow_work{[this, tried = std::move(tried)] { return checked(tried); }};
}

// Beside the turn.
web_accounts::then web_accounts::checked(const login& tried) {
  auto book = book_.file.current();
  auto people = people_.file.current();
  const account* known = book->find(tried.user);
  std::string hash = known ? known->password : demo_hash_;
  bool fits = !hash.empty() && password_fits(hash, tried.password);
  if (hash.empty()) check_against_nobody(tried.password);
  if (!fits) hash.clear();
  return [this, tried, book, people, hash = std::move(hash)](instant now) {
    know(book_, book);
    people_.known = people;
    return with_changes(after_login(tried, hash, now), {}, {});
  };
}

void web_accounts::failed(const user_id& user, instant now) {
  guard_.failed(user, now);
  auto until = guard_.locked_until(user, now);
  // What was typed for a user may be a password.
  if (!until || !keys_.find_user(user)) return;
  log::warn("account locked", {{"user", user.text},
                               {"until", to_text(*until)},
                               {"do", "ask him; if it was not he, somebody tries his password"}});
}

bool web_accounts::spends_code(const account& of, const std::string& code, instant now) {
  auto step = totp_step(of.totp, code, now);
  auto last = totp_steps_.find(of.user);
  bool may = step && (last == totp_steps_.end() || *step > last->second);
  if (may) totp_steps_[of.user] = *step;
  return may;
}

// hash: that the password fits; empty: none.
web_response web_accounts::after_login(const login& tried, const std::string& hash, instant now) {
  if (auto until = guard_.locked_until(tried.user, now))
    return problem("account_locked", to_text(*until));
  const enrolment* who = keys_.find_user(tried.user);
  const account* known = book_.known->find(tried.user);
  // It may have been changed while this one was looked at.
  const std::string& valid = known ? known->password : demo_hash_;
  bool may = !hash.empty() && hash == valid && who && who->status == key_status::active;
  if (may && known && !known->totp.empty()) may = spends_code(*known, tried.totp, now);
  if (!may) {
    failed(tried.user, now);
    return problem("login_refused");
  }
  guard_.forget(tried.user);
  take_seat(tried.user, now);
  if (known && is_void(*known, now)) return problem("one_time_expired", to_text(*known->void_from));
  auto opened = sessions_.open(tried.user, known ? opened_with::password : opened_with::demo_word,
                               tried.browser, now);
  visitor by{who->who,
             opened.session,
             {},
             known ? owed_by(*known, who->who.role) : owed::nothing,
             std::nullopt};
  log::info("logged in", {{"user", tried.user.text},
                          {"session", opened.session.id},
                          {"with", name_of(opened.session.with)}});
  web_response made = described(by);
  // A phone ends its browser whenever it likes: the cookie outlives that, as the session does.
  auto as_long = std::chrono::duration_cast<std::chrono::seconds>(session_age_max);
  made.fields.emplace_back("Set-Cookie", cookie_of(cookie_name(), opened.token, lasting(as_long)));
  return made;
}

// --- one's own sessions, password and second factor ---------------------------------------------

bool web_accounts::is_about_them(std::span<const std::string> path) {
  const std::string& what = path[2];
  return what == "session" || what == "sessions" || what == "accounts" || what == "walls";
}

bool web_accounts::pays_a_debt(std::span<const std::string> path) { return path[2] == "session"; }

web_routed web_accounts::answer(const web_request& asked, std::span<const std::string> path,
                                const query_pairs& query, const visitor& by, instant now,
                                const policy* rules) {
  // What changes an account waits for a journal that can say so.
  bool keeps = path[2] == "session" && path.size() == 4;
  if (keeps && !rules) return problem("not_serving");
  if (path[2] == "session") return of_session(asked, path, by, now);
  if (path[2] == "sessions") return of_sessions(asked, path, by, now);
  if (path[2] == "walls") return of_walls(asked, path, by, now, rules);
  return of_accounts(asked, path, query, by, now, rules);
}

web_routed web_accounts::of_session(const web_request& asked, std::span<const std::string> path,
                                    const visitor& by, instant now) {
  if (path.size() == 4 && path[3] == "password") return choose_password(asked, by, now);
  if (path.size() == 4) {
    return asked.method == "POST" ? web_routed(offer_factor(by)) : confirm_factor(asked, by, now);
  }
  if (asked.method == "GET") {
    web_response made = described(by);
    if (by.screen) {
      std::string_view token = cookie_in(asked.cookie, wall_cookie_name());
      made.fields.emplace_back("Set-Cookie", wall_cookie(token));
    }
    return made;
  }
  sessions_.end(by.who.user, by.session.id);
  web_response made = gone();
  made.fields.emplace_back("Set-Cookie", cookie_of(cookie_name(), {}, "; Max-Age=0"));
  return made;
}

web_routed web_accounts::of_sessions(const web_request& asked, std::span<const std::string> path,
                                     const visitor& by, instant now) {
  if (asked.method == "DELETE")
    return sessions_.end(by.who.user, path[3]) ? gone() : problem("route_unknown");
  json::array list;
  for (const web_session& each : sessions_.of(by.who.user, now)) {
    list.push_back(json::object{{"id", each.id},
                                {"opened_at_ms", to_ms(each.opened_at)},
                                {"seen_at_ms", to_ms(each.seen_at)},
                                {"browser", each.browser},
                                {"this_one", each.id == by.session.id}});
  }
  const account* own = book_.known->find(by.who.user);
  return with_json({{"second_factor", own && !own->totp.empty()}, {"sessions", std::move(list)}});
}

web_routed web_accounts::choose_password(const web_request& asked, const visitor& by, instant now) {
  if (by.session.with == opened_with::demo_word) return problem("demo_seat");
  if (auto until = guard_.locked_until(by.who.user, now))
    return problem("account_locked", to_text(*until));
  auto body = object_in(asked.body);
  std::string current = text_in(body, "current"), chosen = text_in(body, "chosen");
  bool fits = chosen.size() >= password_bytes_min && chosen.size() <= password_bytes_max;
  if (!fits || current.size() > password_bytes_max) return problem("password_unfit");
  // Who came with a one-time password has said it just now, and can do nothing else.
  bool must_say_it = by.owes != owed::password;
  return web_slow_work{[this, by, current, chosen, must_say_it]() -> then {
    auto book = book_.file.current();
    const account* own = book->find(by.who.user);
    if (!own) return [](instant) { return problem("demo_seat"); };
    if (must_say_it && !password_fits(own->password, current)) {
      return [this, user = by.who.user](instant at) {
        failed(user, at);
        return problem("password_wrong");
      };
    }
    if (password_fits(own->password, chosen))
      return [](instant) { return problem("password_unfit"); };
    account next = *own;
    next.password = password_hash(chosen);
    next.kind = password_kind::own;
    next.void_from.reset();
    std::function how = [&](account_book& all) { all.put(next); };
    return changed(book_, how, [this, by](instant) {
      std::size_t ended = sessions_.end_all(by.who.user, by.session.id);
      log::info("password chosen", {{"user", by.who.user.text}, {"sessions_ended", ended}});
      return with_changes(gone(), by.who.user, by.who.user);
    });
  }};
}

web_response web_accounts::offer_factor(const visitor& by) {
  const account* own = book_.known->find(by.who.user);
  if (!own || by.session.with == opened_with::demo_word) return problem("demo_seat");
  if (own->kind == password_kind::one_time) return problem("password_owed");
  if (!own->totp.empty()) return problem("second_factor_set");
  std::string secret = fresh_totp_secret();
  sessions_.offer_factor(by.who.user, by.session.id, secret);
  return with_json({{"secret", secret}, {"link", otpauth_link(by.who.user, secret)}});
}

web_routed web_accounts::confirm_factor(const web_request& asked, const visitor& by, instant now) {
  const account* own = book_.known->find(by.who.user);
  if (!own) return problem("demo_seat");
  if (by.session.offered_factor.empty()) return problem("second_factor_not_offered");
  if (!own->totp.empty()) return problem("second_factor_set");
  account next = *own;
  next.totp = by.session.offered_factor;
  if (!spends_code(next, text_in(object_in(asked.body), "totp"), now)) return problem("code_wrong");
  return web_slow_work{[this, by, next = std::move(next)]() -> then {
    std::function how = [&](account_book& all) {
      // Unless he was reset a moment ago.
      const account* mine = all.find(by.who.user);
      if (mine && mine->password == next.password) all.put(next);
    };
    return changed(book_, how, [this, by](instant) {
      std::size_t ended = sessions_.end_all(by.who.user, by.session.id);
      log::info("second factor enrolled", {{"user", by.who.user.text}, {"sessions_ended", ended}});
      return with_changes(gone(), by.who.user, by.who.user);
    });
  }};
}

}  // namespace gridwhistle
