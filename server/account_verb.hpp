// gridwhistled account: who may log in on a page.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

namespace gridwhistle {

struct account_arguments {
  std::filesystem::path home;
  std::string user;
  bool second_factor = false;
};

CLI::App& add_account_verb(CLI::App& app, account_arguments& given);
// Reads the password as one line of standard input and prints the secret of the second factor, if
// one was wanted. Throws std::runtime_error naming what is wrong.
void set_account(const account_arguments& given);

}  // namespace gridwhistle
