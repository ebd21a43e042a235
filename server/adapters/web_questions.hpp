// Requests of pages as the frames that devices send: a command, a question about whistles, a query.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <span>
#include <string>

#include "server/adapters/web_request.hpp"
#include "server/adapters/web_target.hpp"

namespace google::protobuf {
class Message;
}

namespace gridwhistle {

// The body, where it is a JSON object; an empty body is an empty object.
std::optional<boost::json::object> object_in(const std::string& body);

// path: api, v1, whistles, … Problems: what the headers, the path or the body lack.
web_routed blow_question(const web_request& asked, const actor& by);
web_routed command_question(const web_request& asked, std::span<const std::string> path,
                            const actor& by);
// A page of a whistle's history, from behind that version.
web_question history_question(const whistle_id& whistle, std::uint64_t after_version,
                              const actor& by, instant now);
web_routed inbox_question(const query_pairs& query, const actor& by, instant now);
web_routed suggestions_question(const query_pairs& query, const actor& by, instant now);
// path: api, v1, whistles, its id; then nothing, similar, history or explain.
web_routed whistle_question(std::span<const std::string> path, const query_pairs& query,
                            const actor& by, instant now);
// path: api, v1, whistles, its id, presence; body: {"doing":"reading"}
web_routed presence_question(const web_request& asked, std::span<const std::string> path,
                             const actor& by, instant now);
// A table or a list as survey_question() asks for it, or a queue, to be handed on: path without its
// last part; ?format=csv or xlsx, lang, within, part of the list behind a figure, and of a queue
// late=true and holder.
web_routed export_question(std::span<const std::string> path, const query_pairs& query,
                           const actor& by, instant now);
// GET: what was published; POST: publish what was sent in parts; PUT: one part of it.
web_routed packs_question(const web_request& asked, std::span<const std::string> path,
                          const query_pairs& query, const actor& by, instant now);
// Reads ?from=20260301&by=street into a message; members that it does not have belong to its part
// of that name, where one is given. What is wrong with a parameter.
std::optional<std::string> read_query(const query_pairs& query, google::protobuf::Message& to,
                                      const char* part = nullptr);
// lang=zh or en; Chinese where it says neither.
language language_in(const query_pairs& query);
// The figures, what came in and went out, what was done, the care visits and the 四零 board; path:
// api, v1, care, and list for what is behind one number.
web_routed survey_question(std::span<const std::string> path, const query_pairs& query,
                           const actor& by, instant now);

}  // namespace gridwhistle
