// How this program says things to the server, and what an answer means for the item that asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/ids.hpp"
#include "common/time.hpp"
#include "proto/whistle.pb.h"
#include "workers/outbox.hpp"

namespace gridwhistle {

constexpr std::uint32_t wire_version = 1;

// UUIDv7 of now and the system's chance.
command_id new_command_id(instant now);
whistle_id new_whistle_id(instant now);

// wire_version and request_id are set; the body is the caller's.
v1::Request new_request(const command_id& id);
// A command on a whistle as the speaker saw it; the ask is the caller's. seen_version is 0 for
// blow.
v1::Request new_command(const command_id& id, const whistle_id& whistle,
                        std::uint64_t seen_version);

// The bytes to send, always: the same request gives the same bytes.
std::string canonical_bytes(const v1::Request& request);

// "blow", "report_in" …, "ping": the word for people. Empty where nothing is asked.
std::string_view kind_of(const v1::Request& request);

// A command as the outbox keeps it. The request must carry a command with an ask, and both ids.
outbox_item outbox_item_of(const v1::Request& request, instant now);

// What the answer to a command settles. Nothing: try again (overloaded, not_serving, or no answer
// to a command at all). Every other refusal is final.
std::optional<settlement> settlement_in(const v1::Reply& reply);

position position_in(const v1::Position& wire);
v1::Position wire_position(position at);

}  // namespace gridwhistle
