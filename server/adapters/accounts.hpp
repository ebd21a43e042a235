// Who may log in on a page and how he proves it. home/accounts.csv: user,password,totp,one_time;
// what he may do is said by enrolled.csv and the permission table, and by nothing here.
// Law: a password is kept as an argon2id hash only, and its check is slow by design (0.1 s, 64
// MiB): never call it in the turn.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "common/ids.hpp"
#include "common/time.hpp"
#include "server/core/command.hpp"

namespace gridwhistle {

constexpr std::size_t password_bytes_min = 8;
constexpr std::size_t password_bytes_max = 256;

// one_time: drawn for him; good for nothing but choosing one of his own, and void then.
enum class password_kind { own, one_time };

struct account {
  user_id user;
  std::string password;  // argon2id with its salt and costs, as libsodium writes it
  std::string totp;      // base32 secret of the second factor; empty: none
  password_kind kind = password_kind::own;
  // Of a one-time password; nothing: it stays good.
  std::optional<instant> void_from = std::nullopt;
};

// It lies on a slip of paper, or in a message.
constexpr gridwhistle::span one_time_valid_for = std::chrono::hours(72);
account with_one_time(const user_id& user, std::string_view word, instant now);
bool is_void(const account& one, instant now);

// What somebody must do before he may do anything else.
enum class owed { nothing, password, second_factor };
std::string_view name_of(owed what);
// Who decides for others, or watches over them, proves who he is by two things.
bool needs_second_factor(role who);
owed owed_by(const account& one, role who);

class account_book {
 public:
  account_book() = default;
  // A missing file is an empty book. Throws std::runtime_error with every fault of the file.
  explicit account_book(const std::filesystem::path& file);

  const account* find(const user_id& user) const;
  std::size_t size() const { return accounts_.size(); }
  const std::map<user_id, account>& all() const { return accounts_; }
  // Replaces or adds.
  void put(account one);
  // The whole book (mode 0600); throws naming the file.
  void store(const std::filesystem::path& file) const;

 private:
  std::map<user_id, account> accounts_;
};

std::string password_hash(std::string_view password);
bool password_fits(const std::string& hash, std::string_view password);
// Of nobody: takes as long as a check, so that an unknown user cannot be told from a wrong
// password.
void check_against_nobody(std::string_view password);

// RFC 6238: six digits, 30 seconds, HMAC-SHA1. The step the code belongs to, one step early or late
// at most; nothing when it fits none. A step counts once: the caller keeps the last one.
std::optional<std::uint64_t> totp_step(std::string_view secret, std::string_view code, instant now);
std::string totp_code(std::string_view secret, std::uint64_t step);
std::string fresh_totp_secret();

// 32 bytes of chance, as 43 characters of base64url.
std::string fresh_secret();
// To be read from a screen or a slip and typed: three groups of four letters and digits that cannot
// be taken for each other, 59 bits.
std::string fresh_one_time_password();

}  // namespace gridwhistle
