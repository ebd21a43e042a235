// Requests of pages about photos: read, or told what is wrong with them; and which photos a message
// names.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "server/adapters/web_request.hpp"
#include "server/adapters/web_target.hpp"

namespace google::protobuf {
class Message;
}

namespace gridwhistle {

// path: api, v1, uploads, … or api, v1, whistles, …, photos, …
bool is_about_photos(std::span<const std::string> path);
web_routed photo_question(const web_request& asked, std::span<const std::string> path,
                          const query_pairs& query, const actor& by);

// Every hash in a member named photos, however deep: of a command, of an entry of the journal.
std::vector<std::string> photos_named(const google::protobuf::Message& in);

}  // namespace gridwhistle
