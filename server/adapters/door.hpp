// The door: what came over the wire becomes a request, or a refusal that names what is wrong with
// it. Law: nothing valid is refused for content; only what cannot be read or is too large is.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "common/result.hpp"
#include "server/core/command.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

constexpr std::uint32_t wire_version = 1;
// Larger requests are refused by name; above twice this libzmq cuts the peer off.
constexpr std::size_t request_bytes_max = 64 * 1024;
constexpr std::size_t text_bytes_max = 8 * 1024;  // one free text
constexpr std::size_t code_bytes_max = 64;        // a code, a topic, a photo's hash
constexpr std::size_t reference_bytes_max = 256;  // the source's own case number
constexpr std::size_t helpers_max = 32;
constexpr int budget_days_max = 3660;  // of more time asked for, as in a pack
// The periods of a list of 100,000 residents are looked at one by one.
constexpr int care_days_max = 366;
constexpr int nesting_max = 10;  // protobuf messages in messages

struct command_request {
  gridwhistle::command command;  // `by` is filled in by whoever knows the key
};
struct show_request {
  whistle_id whistle;
};
struct similar_request {
  whistle_id whistle;
};
struct suggest_request {
  std::string text;
};
struct history_request {
  whistle_id whistle;
  std::uint64_t after_version = 0;
};
struct inbox_request {
  inbox_key whose;
  whistle_id after;
};
struct feed_range_request {
  std::string topic;
  position after;
};
// A survey of these days, both inclusive; its rows page on behind after_group.
// How much of a long answer is told: a page, or all of it, for a file.
enum class portion { page, whole };
struct days_asked {
  std::chrono::local_days from;
  std::chrono::local_days to;
  grouping by = grouping::none;
  std::optional<std::string> after_group;
  portion told = portion::page;
};
// The whistles behind one number instead of the numbers: behind is set.
constexpr int figure_days_max = 31;  // of which the numbers are told day by day
struct figures_request : days_asked {
  figure_filter only;
  bool day_by_day = false;
  struct number {
    std::string group;
    figure of = figure::closing;
    figure_part part = figure_part::of;
    std::size_t skip = 0;
  };
  std::optional<number> behind;
};
// by: none or an area's. behind as above.
struct zero_board_request : days_asked {
  struct number {
    std::string group;
    matter_tag tag = matter_tag::petition;
    std::size_t skip = 0;
  };
  std::optional<number> behind;
};
// The visits behind one number: all that are listed where state is not said.
struct care_request : days_asked {
  struct number {
    std::string group;
    std::optional<care_state> state;
    std::size_t skip = 0;
  };
  std::optional<number> behind;
};
// What came in and went out: today, and in so many hours.
constexpr std::uint32_t flow_hours_max = 7 * 24;
struct flow_request {
  area_code within;  // empty: everything
  std::size_t hours = 0;
};
// What a department has done or given away, the latest first; a page on from behind that one.
struct done_request {
  department_code department;
  struct place {
    instant at;
    whistle_id whistle;
  };
  std::optional<place> before;
};
// The speaker's own reports that have ended; a page on from behind that one.
struct ended_request {
  std::optional<done_request::place> before;
};
// What is published arrives in parts, each within one frame.
constexpr std::size_t pack_bytes_max = 32 * 1024 * 1024;  // of one whole
struct pack_part_request {
  policy_hash whole;       // SHA-256
  std::uint64_t size = 0;  // of the whole
  std::uint64_t offset = 0;
  std::string bytes;
};
struct publish_request {
  publish_ask asked;  // `by` is filled in by whoever knows the key
  std::optional<policy_hash> expectations;
};
struct pack_check_request {
  policy_hash pack;
  std::optional<policy_hash> expectations;
};
struct packs_request {
  std::uint64_t after_version = 0;
  std::optional<std::uint64_t> changed_by;     // instead: what would change under this one
  std::optional<policy_hash> changed_by_pack;  // or under one that was checked
  whistle_id after;
};
struct ping_request {};

struct request {
  std::string id;  // 16 bytes, echoed
  std::optional<instant> replay_at;
  std::variant<command_request, show_request, similar_request, suggest_request, inbox_request,
               feed_range_request, figures_request, zero_board_request, care_request, flow_request,
               done_request, ended_request, history_request, pack_part_request, publish_request,
               pack_check_request, packs_request, ping_request>
      body;
};

struct unread {
  std::string id;  // empty where the frame could not be read that far
  refusal no;
};

std::variant<request, unread> read_request(std::string_view frame);

}  // namespace gridwhistle
