// Wire messages as JSON, for pages and scripts: members named as in the proto files, ids as text,
// hashes and digests as hexadecimal digits, enums as lower-case words, numbers as numbers.
// Law: what is written is read back as the same message.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>

namespace google::protobuf {
class Message;
}

namespace gridwhistle {

// Scalars and lists always, messages and members of a oneof where they are set.
boost::json::object to_json(const google::protobuf::Message& message);

// What is wrong with a member: "command.verify.photos[1]: a text is expected".
using json_fault = std::string;
// Reads into an empty message. An unknown member, another type, a word no enum has and a number out
// of range are faults; a member that is null or missing is not set.
std::optional<json_fault> read_json(const boost::json::object& from, google::protobuf::Message& to);

}  // namespace gridwhistle
