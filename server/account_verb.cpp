#include "server/account_verb.hpp"

#include <iostream>
#include <stdexcept>

#include "server/adapters/accounts.hpp"
#include "server/adapters/enrolment.hpp"
#include "server/adapters/kept_file.hpp"
#include "server/adapters/key_register.hpp"
#include "server/adapters/people_book.hpp"

namespace gridwhistle {
namespace {

constexpr const char* first_admin = "admin";

void put(const std::filesystem::path& home, const account& one) {
  kept_file<account_book> accounts(home / "accounts.csv");
  accounts.change([&](account_book& all) { all.put(one); });
}

std::string password_line() {
  std::string password;
  std::getline(std::cin, password);
  if (password.size() < password_bytes_min || password.size() > password_bytes_max) {
    throw std::runtime_error("a password has " + std::to_string(password_bytes_min) + " to " +
                             std::to_string(password_bytes_max) + " bytes");
  }
  return password;
}

// Printed: there is no other way to learn it.
std::string put_one_time(const std::filesystem::path& home, const user_id& user) {
  std::string word = fresh_one_time_password();
  account made = with_one_time(user, word, system_clock_source().now());
  put(home, made);
  std::cerr << "good until " << to_text(*made.void_from) << ", for " << user.text
            << " to choose a password of his own" << std::endl;
  return word;
}

void call(const std::filesystem::path& home, const user_id& user, const std::string& name) {
  if (!name.empty() && !is_person_name(name)) {
    throw std::runtime_error("a name has 1 to " + std::to_string(person_name_bytes_max) +
                             " bytes, and no quote in it");
  }
  kept_file<people_book> people(home / "people.csv");
  people.change([&](people_book& all) { all.put(user, name); });
}

}  // namespace

CLI::App& add_account_verb(CLI::App& app, account_arguments& given) {
  CLI::App& account = *app.add_subcommand(
      "account", "let an enrolled user log in on the pages; the password is read as one line");
  account.add_option("--home", given.home, "enrolled.csv and accounts.csv")->required();
  account.add_option("--user", given.user)->required();
  CLI::Option* factor =
      account.add_flag("--second-factor", given.second_factor,
                       "draw a secret for six-digit codes (RFC 6238) and print it once");
  account
      .add_flag("--one-time", given.one_time,
                "draw a one-time password and print it: whoever logs in with it chooses his own; "
                "a second factor is enrolled anew")
      ->excludes(factor);
  account
      .add_option("--name", given.name,
                  "what pages call him beside his user, and nothing else; empty: nothing")
      ->excludes(factor);
  return account;
}

void set_account(const account_arguments& given) {
  user_id user(given.user);
  if (!key_register(given.home / "enrolled.csv").find_user(user))
    throw std::runtime_error("user \"" + given.user + "\" is not enrolled");
  if (given.name) return call(given.home, user, *given.name);
  if (given.one_time) {
    std::cout << put_one_time(given.home, user) << std::endl;
    return;
  }
  account made{user, password_hash(password_line()), {}, password_kind::own};
  if (given.second_factor) made.totp = fresh_totp_secret();
  put(given.home, made);
  if (!made.totp.empty()) std::cout << made.totp << std::endl;
}

std::string make_first_admin(const std::filesystem::path& home, const policy& city) {
  if (account_book(home / "accounts.csv").size() > 0) return {};
  user_id user(first_admin);
  const actor wanted{user, role::supervisor, {}, city.areas.city().code};
  key_register keys(home / "enrolled.csv");
  const enrolment* known = keys.find_user(user);
  if (known && (known->who.role != wanted.role || known->who.area != wanted.area)) {
    throw std::runtime_error(std::string("\"") + first_admin +
                             "\" is enrolled and no supervisor of the whole city: give one an "
                             "account by gridwhistled account --one-time");
  }
  if (!known) enrol(home, wanted);
  return user.text + " " + put_one_time(home, user);
}

}  // namespace gridwhistle
