// Looking from a terminal: one whistle with what was said about it, its whole life, and what is
// open. Law: whoever has to rule or decide sees in one command what he decides on.
#pragma once

#include <string>

#include "workers/terminal.hpp"

namespace gridwhistle {

// text for people; json: one line each for another program, its instants in UTC.
enum class answer_form { text, json };

// The whistle as it is now, what waits for a decision, and the last of what was said.
int show_from_terminal(const terminal_settings& settings, const std::string& whistle_id,
                       answer_form form);
// Every step of its life in order; with json a line each.
int history_from_terminal(const terminal_settings& settings, const std::string& whistle_id,
                          answer_form form);
// lines: a page for people. ids: of all pages, for the next command. json: a page, a line each.
enum class inbox_form { lines, ids, json };
int inbox_from_terminal(const terminal_settings& settings, const v1::Inbox& whose, inbox_form form);

}  // namespace gridwhistle
