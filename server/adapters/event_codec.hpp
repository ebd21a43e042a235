// One event <-> its message in journal.proto. Law: an event's number there is first_event_number
// plus its place among the alternatives of event, so both only grow at the end. policy_changed is
// of no whistle: journal_codec has it.
#pragma once

#include <optional>

#include "proto/journal.pb.h"
#include "server/adapters/wire_writer.hpp"
#include "server/core/event.hpp"

namespace gridwhistle {

constexpr int first_event_number = v1::JournalEntry::kRaised;

// As that field of a journal entry.
void write_event(const event& happened, wire_writer& to);
// Nothing when the event, a number or a part of it is missing: not something we wrote.
std::optional<event> read_event(const v1::JournalEntry& from);

}  // namespace gridwhistle
