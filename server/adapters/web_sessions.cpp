#include "server/adapters/web_sessions.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "server/adapters/accounts.hpp"

namespace gridwhistle {
namespace {

// A secret of 256 bits needs no slow hash.
std::string hash_of(std::string_view token) {
  std::array<unsigned char, crypto_generichash_BYTES> made{};
  crypto_generichash(made.data(), made.size(), reinterpret_cast<const unsigned char*>(token.data()),
                     token.size(), nullptr, 0);
  return std::string(reinterpret_cast<const char*>(made.data()), made.size());
}

constexpr std::size_t session_id_length = 16;

}  // namespace

bool web_sessions::over(const web_session& one, instant now) {
  return now - one.seen_at > session_idle_max || now - one.opened_at > session_age_max;
}

web_sessions::opened web_sessions::open(const user_id& user, instant now) {
  std::erase_if(by_hash_, [&](const auto& each) { return over(each.second, now); });
  auto mine = of(user, now);
  if (mine.size() >= sessions_of_one_max) end(user, mine.front().id);
  std::string token = fresh_secret();
  web_session made{fresh_secret().substr(0, session_id_length), user, fresh_secret(), now, now};
  by_hash_.emplace(hash_of(token), made);
  return {std::move(token), std::move(made)};
}

const web_session* web_sessions::find(std::string_view token, instant now) {
  auto found = by_hash_.find(hash_of(token));
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

bool web_sessions::end(const user_id& user, std::string_view id) {
  // Erased alone: user and id may be of the very session that goes.
  auto found = std::ranges::find_if(
      by_hash_, [&](const auto& each) { return each.second.user == user && each.second.id == id; });
  if (found == by_hash_.end()) return false;
  by_hash_.erase(found);
  return true;
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
