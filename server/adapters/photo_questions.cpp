#include "server/adapters/photo_questions.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "server/adapters/photo_worker.hpp"

namespace gridwhistle {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Nothing: there is no such parameter, or it is no number.
std::optional<std::uint64_t> number_in(const query_pairs& query, std::string_view name) {
  for (const auto& [each, text] : query) {
    if (each != name) continue;
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    auto [stopped, failed] = std::from_chars(text.data(), end, number);
    if (failed != std::errc() || stopped != end || text.empty()) return std::nullopt;
    return number;
  }
  return std::nullopt;
}

web_routed part_question(const web_request& asked, const upload_id& id, const query_pairs& query,
                         const actor& by) {
  auto size = number_in(query, "size");
  auto offset = number_in(query, "offset");
  if (!size || !offset) return problem("query_unreadable", "size and offset are expected");
  if (*size == 0) return problem("photo_unreadable", "size=0");
  if (*size > photo_bytes_max)
    return problem("photo_too_large", "size: at most " + std::to_string(photo_bytes_max));
  if (asked.body.size() > upload_part_bytes_max) return problem("frame_too_large", "part");
  return photo_request{photo_part_request{id, *size, *offset, asked.body}, by};
}

web_routed show_question(std::span<const std::string> path, const query_pairs& query,
                         const actor& by) {
  auto whistle = whistle_id::parse(path[3]);
  if (!whistle) return problem("id_invalid", "whistle");
  auto photo = photo_hash::parse(path[5]);
  if (!photo) return problem("photo_not_here", path[5]);
  photo_show_request made{*whistle, *photo, std::nullopt};
  if (!query.empty()) {
    auto width = number_in(query, "width");
    auto known = std::ranges::find_if(
        scaled_widths, [&](int each) { return width && std::cmp_equal(*width, each); });
    if (known == scaled_widths.end())
      return problem("query_unreadable", "width: 160, 320, 640 or 960");
    made.width = *known;
  }
  return photo_request{std::move(made), by};
}

void add_named(const Message& in, std::vector<std::string>& to) {
  const auto& reflection = *in.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(in, &set);
  for (const FieldDescriptor* each : set) {
    bool text = each->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    bool inner = each->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (inner && !each->is_repeated()) add_named(reflection.GetMessage(in, each), to);
    for (int i = 0; each->is_repeated() && i < reflection.FieldSize(in, each); ++i) {
      if (inner) add_named(reflection.GetRepeatedMessage(in, each, i), to);
      if (text && each->name() == "photos") to.push_back(reflection.GetRepeatedString(in, each, i));
    }
  }
}

}  // namespace

bool is_about_photos(std::span<const std::string> path) {
  return path[2] == "uploads" || (path.size() == 6 && path[4] == "photos");
}

web_routed photo_question(const web_request& asked, std::span<const std::string> path,
                          const query_pairs& query, const actor& by) {
  if (path[2] != "uploads") return show_question(path, query, by);
  auto id = upload_id::parse(path[3]);
  if (!id) return problem("id_invalid", "upload");
  if (asked.method == "GET") return photo_request{photo_progress_request{*id}, by};
  return part_question(asked, *id, query, by);
}

std::vector<std::string> photos_named(const Message& in) {
  std::vector<std::string> made;
  add_named(in, made);
  return made;
}

}  // namespace gridwhistle
