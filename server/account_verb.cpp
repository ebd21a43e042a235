#include "server/account_verb.hpp"

#include <iostream>
#include <stdexcept>

#include "server/adapters/accounts.hpp"
#include "server/adapters/key_register.hpp"

namespace gridwhistle {

CLI::App& add_account_verb(CLI::App& app, account_arguments& given) {
  CLI::App& account = *app.add_subcommand(
      "account", "let an enrolled user log in on the pages; the password is read as one line");
  account.add_option("--home", given.home, "enrolled.csv and accounts.csv")->required();
  account.add_option("--user", given.user)->required();
  account.add_flag("--second-factor", given.second_factor,
                   "draw a secret for six-digit codes (RFC 6238) and print it once");
  return account;
}

void set_account(const account_arguments& given) {
  if (!key_register(given.home / "enrolled.csv").find_user(user_id(given.user)))
    throw std::runtime_error("user \"" + given.user + "\" is not enrolled");
  std::string password;
  std::getline(std::cin, password);
  if (password.size() < password_bytes_min || password.size() > password_bytes_max) {
    throw std::runtime_error("a password has " + std::to_string(password_bytes_min) + " to " +
                             std::to_string(password_bytes_max) + " bytes");
  }
  std::filesystem::path file = given.home / "accounts.csv";
  account made{user_id(given.user), password_hash(password), {}};
  if (given.second_factor) made.totp = fresh_totp_secret();
  std::string secret = made.totp;
  account_book(file).put(file, std::move(made));
  if (!secret.empty()) std::cout << secret << std::endl;
}

}  // namespace gridwhistle
