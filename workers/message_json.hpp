// What the server says, as JSON for another program: every field that is set under its own name,
// enumerations as words, ids as text, instants in UTC.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace gridwhistle {

// One line without a line feed.
std::string json_of(const google::protobuf::Message& told);

}  // namespace gridwhistle
