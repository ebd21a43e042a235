// What the server says, as JSON for another program: every field that is set under its own name,
// enumerations as words, ids as text, instants in UTC.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>

namespace gridwhistle {

// One line without a line feed.
std::string json_of(const google::protobuf::Message& told);

// at_ms, *_at_ms, until_ms and *_until_ms are instants, and so are a period's from_ms and to_ms;
// amounts are not (journal.proto).
bool is_instant(const google::protobuf::FieldDescriptor& field);

}  // namespace gridwhistle
