// Answers as the wire carries them.
#pragma once

#include <string>
#include <string_view>

#include "proto/whistle.pb.h"
#include "server/engine/engine.hpp"

namespace gridwhistle {

// How sure a receipt is: from redis' appendfsync, checked by the durability gate.
enum class durability { fsynced, within_seconds };

// What every receipt of this server run says.
struct receipt_terms {
  dataset_id dataset;
  gridwhistle::durability durability = durability::fsynced;
};

std::string encode_answer(std::string_view request_id, const answer& told,
                          const receipt_terms& terms, position head);
std::string encode_refusal(std::string_view request_id, const refusal& no);
std::string encode_reply(std::string_view request_id, v1::Reply& filled);

}  // namespace gridwhistle
