#include "server/adapters/accounts.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>
#include <stdexcept>
#include <variant>
#include <vector>

#include "common/check.hpp"
#include "common/csv_table.hpp"
#include "common/whole_file.hpp"
#include "server/adapters/kept_file.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view account_columns[] = {"user", "password", "totp"};
constexpr std::string_view optional_columns[] = {"one_time"};
constexpr std::string_view is_one_time = "yes";  // as long as nobody uses it
constexpr std::string_view base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t totp_secret_bytes = 20;
constexpr span totp_period = std::chrono::seconds(30);
constexpr std::uint64_t totp_modulus = 1'000'000;
constexpr std::size_t totp_digits = 6;

void ready_sodium() { GW_CHECK(sodium_init() >= 0); }

std::string bytes_of_base32(std::string_view text) {
  std::string raw;
  std::uint32_t held = 0;
  int bits = 0;
  for (char each : text) {
    auto digit = base32.find(each);
    if (digit == std::string_view::npos) return {};
    held = (held << 5) | static_cast<std::uint32_t>(digit);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    raw.push_back(static_cast<char>((held >> bits) & 0xff));
  }
  return raw;
}

std::string base64url(std::string_view raw) {
  std::string text(sodium_base64_ENCODED_LEN(raw.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                   '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(raw.data()),
                    raw.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();  // the terminating zero
  return text;
}

std::string chance(std::size_t bytes) {
  ready_sodium();
  std::string raw(bytes, '\0');
  randombytes_buf(raw.data(), raw.size());
  return raw;
}

}  // namespace

std::string_view name_of(owed what) {
  switch (what) {
    case owed::nothing:
      return "nothing";
    case owed::password:
      return "password";
    case owed::second_factor:
      return "second_factor";
  }
  return {};
}

bool needs_second_factor(role who) {
  switch (who) {
    case role::desk_officer:
    case role::supervisor:
      return true;
    case role::grid_worker:
    case role::clerk:
    case role::importer:
      return false;
  }
  return false;
}

owed owed_by(const account& one, role who) {
  if (one.kind == password_kind::one_time) return owed::password;
  if (one.totp.empty() && needs_second_factor(who)) return owed::second_factor;
  return owed::nothing;
}

account_book::account_book(const fs::path& file) {
  if (!fs::exists(file)) return;
  auto read =
      csv_table::read(file.string(), read_or_throw(file), account_columns, optional_columns);
  std::vector<file_error> errors;
  if (auto* wrong = std::get_if<std::vector<file_error>>(&read)) errors = std::move(*wrong);
  if (const auto* table = std::get_if<csv_table>(&read)) {
    for (const csv_row& row : table->rows()) {
      account one{user_id(table->cell(row, "user").text), table->cell(row, "password").text,
                  table->cell(row, "totp").text, password_kind::own, std::nullopt};
      const csv_cell& kind = table->cell(row, "one_time");
      if (!kind.text.empty()) one.kind = password_kind::one_time;
      if (!kind.text.empty() && kind.text != is_one_time) one.void_from = instant_in(kind.text);
      if (!kind.text.empty() && kind.text != is_one_time && !one.void_from)
        errors.push_back(table->error_at(kind, "is neither empty nor yes nor milliseconds"));
      const csv_cell& named = table->cell(row, "user");
      if (one.user.empty()) errors.push_back(table->error_at(named, "a user is missing"));
      if (!one.totp.empty() && bytes_of_base32(one.totp).empty())
        errors.push_back(table->error_at(table->cell(row, "totp"), "is no base32 secret"));
      user_id user = one.user;
      if (!accounts_.emplace(user, std::move(one)).second)
        errors.push_back(table->error_at(named, "has an account already"));
    }
  }
  throw_faults(errors);
}

const account* account_book::find(const user_id& user) const {
  auto found = accounts_.find(user);
  return found == accounts_.end() ? nullptr : &found->second;
}

void account_book::put(account one) {
  user_id user = one.user;
  accounts_.insert_or_assign(user, std::move(one));
}

void account_book::store(const fs::path& file) const {
  std::string text = "user,password,totp,one_time\n";
  // A hash holds commas and never a quote.
  for (const auto& [name, each] : accounts_) {
    text += name.text + ",\"" + each.password + "\"," + each.totp + ',';
    if (each.void_from) text += std::to_string(to_ms(*each.void_from));
    if (each.kind == password_kind::one_time && !each.void_from) text += is_one_time;
    text += '\n';
  }
  write_or_throw(file, text);
}

account with_one_time(const user_id& user, std::string_view word, instant now) {
  return {user, password_hash(word), {}, password_kind::one_time, now + one_time_valid_for};
}

bool is_void(const account& one, instant now) { return one.void_from && now >= *one.void_from; }

std::string password_hash(std::string_view password) {
  ready_sodium();
  std::array<char, crypto_pwhash_STRBYTES> made{};
  int failed =
      crypto_pwhash_str(made.data(), password.data(), password.size(),
                        crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
  if (failed != 0) throw std::runtime_error("no memory for a password's hash");
  return made.data();
}

bool password_fits(const std::string& hash, std::string_view password) {
  ready_sodium();
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void check_against_nobody(std::string_view password) {
  static const std::string nobody = password_hash(fresh_secret());
  static_cast<void>(password_fits(nobody, password));
}

std::string totp_code(std::string_view secret, std::uint64_t step) {
  std::string key = bytes_of_base32(secret);
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[counter.size() - 1 - i] = static_cast<unsigned char>(step >> (8 * i));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned length = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(), counter.size(),
       hash.data(), &length);
  std::size_t at = hash[length - 1] & 0x0f;
  std::uint32_t number = (std::uint32_t{hash[at]} & 0x7f) << 24 |
                         std::uint32_t{hash[at + 1]} << 16 | std::uint32_t{hash[at + 2]} << 8 |
                         std::uint32_t{hash[at + 3]};
  std::string digits = std::to_string(number % totp_modulus);
  return std::string(totp_digits - digits.size(), '0') + digits;
}

std::optional<std::uint64_t> totp_step(std::string_view secret, std::string_view code,
                                       instant now) {
  if (code.size() != totp_digits || to_ms(now) < 0) return std::nullopt;
  auto current = static_cast<std::uint64_t>(now.time_since_epoch() / totp_period);
  for (std::uint64_t step : {current, current - 1, current + 1}) {
    if (sodium_memcmp(totp_code(secret, step).data(), code.data(), totp_digits) == 0) return step;
  }
  return std::nullopt;
}

std::string fresh_totp_secret() {
  std::string raw = chance(totp_secret_bytes), text;
  std::uint32_t held = 0;
  int bits = 0;
  for (char each : raw) {
    held = (held << 8) | static_cast<unsigned char>(each);
    for (bits += 8; bits >= 5; bits -= 5) text.push_back(base32[(held >> (bits - 5)) & 0x1f]);
  }
  return text;
}

std::string fresh_secret() { return base64url(chance(32)); }

std::string fresh_one_time_password() {
  constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
  constexpr int groups = 3, group_letters = 4;
  ready_sodium();
  std::string made;
  for (int i = 0; i < groups * group_letters; ++i) {
    if (i > 0 && i % group_letters == 0) made.push_back('-');
    made.push_back(letters[randombytes_uniform(letters.size())]);
  }
  return made;
}

}  // namespace gridwhistle
