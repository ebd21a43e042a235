// The changes of accounts that a journal keeps, as `gridwhistled journal accounts` prints them.
#pragma once

#include <string>

#include "server/engine/account_log.hpp"

namespace gridwhistle {

// One line each: when, by whom, what, and of whose account.
std::string text_of(const account_change& told);
std::string json_of(const account_change& told);

}  // namespace gridwhistle
