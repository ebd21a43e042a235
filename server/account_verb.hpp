// gridwhistled account and first-admin: who may log in on a page.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "server/core/policy.hpp"

namespace gridwhistle {

struct account_arguments {
  std::filesystem::path home;
  std::string user;
  bool second_factor = false;
  bool one_time = false;
  std::optional<std::string> name;
};

CLI::App& add_account_verb(CLI::App& app, account_arguments& given);
// Reads the password as one line of standard input and prints the secret of the second factor, if
// one was wanted; or draws a one-time password and prints that; or says what he is called. A
// running server takes it up at the next login. Throws std::runtime_error naming what is wrong.
void set_account(const account_arguments& given);

// Where nobody has an account yet: enrols the user "admin" as a supervisor of the whole city, if he
// is not, gives him a one-time password and returns "admin <password>". Empty: somebody has one.
std::string make_first_admin(const std::filesystem::path& home, const policy& city);

}  // namespace gridwhistle
