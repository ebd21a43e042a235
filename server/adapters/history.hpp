// The whole life of one whistle, read back from the journal. Law: the state says in which batches
// its steps stand, so exactly those are read, beside the turn, and nothing is kept for it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <variant>
#include <vector>

#include "proto/whistle.pb.h"
#include "server/adapters/journal.hpp"

namespace gridwhistle {

// Steps of one page; the asker pages on.
constexpr std::size_t history_page_max = 100;
// A page ends behind the step that passes it.
constexpr std::size_t history_page_bytes = 1024 * 1024;

// A page of steps, in the order of their versions.
struct history_wanted {
  struct one {
    std::uint64_t version = 0;
    position batch;
  };
  whistle_id whistle;
  std::vector<one> steps;
  bool more = false;
};

// Of what stands up to head: what is later is not durable yet.
history_wanted wanted_of(const whistle& state, std::uint64_t after_version, position head);

// The steps themselves, all that are wanted. A fault where a batch cannot be read or lacks a step.
boost::asio::awaitable<std::variant<std::vector<entry>, journal_fault>> read_entries(
    journal& from, history_wanted wanted);

// A page without its position. A fault where a batch cannot be read or lacks a step.
boost::asio::awaitable<std::variant<v1::HistoryPage, journal_fault>> read_history(
    journal& from, history_wanted wanted);

}  // namespace gridwhistle
