#include "server/adapters/web_sessions.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "server/adapters/accounts.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t handle_length = 16;

}  // namespace

std::string token_hash(std::string_view token) {
  std::array<unsigned char, crypto_generichash_BYTES> made{};
  crypto_generichash(made.data(), made.size(), reinterpret_cast<const unsigned char*>(token.data()),
                     token.size(), nullptr, 0);
  return hex_text(made);
}

std::string fresh_handle() { return fresh_secret().substr(0, handle_length); }

bool web_sessions::over(const web_session& one, instant now) {
  return now - one.seen_at > session_idle_max || now - one.opened_at > session_age_max;
}

web_sessions::opened web_sessions::open(const user_id& user, opened_with with,
                                        std::string_view browser, instant now) {
  std::erase_if(by_hash_, [&](const auto& each) { return over(each.second, now); });
  auto mine = of(user, now);
  if (mine.size() >= sessions_of_one_max) end(user, mine.front().id);
  std::string token = fresh_secret();
  web_session made{fresh_handle(), user, fresh_secret(), now, now, with, {}, {}};
  for (char each : browser.substr(0, browser_bytes_max)) {
    if (each >= ' ' && each <= '~') made.browser += each;
  }
  by_hash_.emplace(token_hash(token), made);
  return {std::move(token), std::move(made)};
}

const web_session* web_sessions::find(std::string_view token, instant now) {
  auto found = by_hash_.find(token_hash(token));
  if (found == by_hash_.end()) return nullptr;
  if (over(found->second, now)) {
    by_hash_.erase(found);
    return nullptr;
  }
  found->second.seen_at = now;
  return &found->second;
}

std::vector<web_session> web_sessions::of(const user_id& user, instant now) const {
  std::vector<web_session> mine;
  for (const auto& [hash, each] : by_hash_) {
    if (each.user == user && !over(each, now)) mine.push_back(each);
  }
  std::ranges::sort(mine, {}, &web_session::opened_at);
  return mine;
}

web_sessions::sessions::const_iterator web_sessions::find_of(const user_id& user,
                                                             std::string_view id) const {
  return std::ranges::find_if(
      by_hash_, [&](const auto& each) { return each.second.user == user && each.second.id == id; });
}

bool web_sessions::lives(const std::string& hash, instant now) const {
  auto found = by_hash_.find(hash);
  return found != by_hash_.end() && !over(found->second, now);
}

std::unordered_map<user_id, std::size_t> web_sessions::counts(instant now) const {
  std::unordered_map<user_id, std::size_t> made;
  for (const auto& [hash, each] : by_hash_) {
    if (!over(each, now)) ++made[each.user];
  }
  return made;
}

void web_sessions::offer_factor(const user_id& user, std::string_view id, std::string secret) {
  auto found = find_of(user, id);
  if (found != by_hash_.end()) by_hash_.at(found->first).offered_factor = std::move(secret);
}

bool web_sessions::end(const user_id& user, std::string_view id) {
  // Erased alone: user and id may be of the very session that goes.
  auto found = find_of(user, id);
  if (found == by_hash_.end()) return false;
  by_hash_.erase(found);
  return true;
}

std::size_t web_sessions::end_all(const user_id& user, std::string_view but) {
  return std::erase_if(by_hash_, [&](const auto& each) {
    return each.second.user == user && each.second.id != but;
  });
}

std::optional<instant> login_guard::locked_until(const user_id& user, instant now) const {
  auto found = tries_.find(user);
  if (found == tries_.end() || found->second.failures < login_failures_max) return std::nullopt;
  instant until = found->second.last + login_locked_for;
  return now < until ? std::optional(until) : std::nullopt;
}

void login_guard::failed(const user_id& user, instant now) {
  tries& mine = tries_[user];
  // After a lock has passed the count begins anew.
  if (mine.failures >= login_failures_max) mine.failures = 0;
  ++mine.failures;
  mine.last = now;
  if (tries_.size() <= login_failures_kept) return;
  tries_.erase(
      std::ranges::min_element(tries_, {}, [](const auto& each) { return each.second.last; }));
}

}  // namespace gridwhistle
