// What can be asked of a whistle, and by whom. Commands are imperative; what follows is in
// event.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "common/ids.hpp"
#include "common/time.hpp"
#include "server/core/matter_list.hpp"
#include "server/core/whistle_kind.hpp"

namespace gridwhistle {

enum class role { grid_worker, clerk, desk_officer, importer };

std::string_view name_of(role r);
std::optional<role> parse_role(std::string_view name);

// The speaker, as enrolled: never as claimed in a message.
struct actor {
  user_id user;
  gridwhistle::role role = gridwhistle::role::grid_worker;
  department_code department;  // of a clerk
  area_code area;  // of a desk officer: the area whose desk it is; of a grid worker: the walk
};

enum class source { unknown, handheld, hotline, page, sensor, imported };

struct place {
  std::int32_t longitude_e7 = 0;  // degrees times 10^7, in the pack's datum
  std::int32_t latitude_e7 = 0;
  std::uint32_t accuracy_m = 0;
  auto operator<=>(const place&) const = default;
};

// A handling limit the source ordered; no instant: the source says there is none.
struct ordered_limit {
  std::optional<instant> due_at;
  auto operator<=>(const ordered_limit&) const = default;
};

// What the reporter says. Everything may be wrong or missing.
struct report {
  std::optional<whistle_kind> kind;
  std::optional<matter_key> matter;
  int condition = 0;
  area_code area;
  std::optional<place> where;
  std::string text;
  std::vector<std::string> photos;  // lower-case hex SHA-256
  gridwhistle::source source = gridwhistle::source::unknown;
  std::optional<instant> observed_at;  // evidence, never used for deadlines
  std::string source_reference;
  std::optional<gridwhistle::ordered_limit> ordered_limit;
  auto operator<=>(const report&) const = default;
};

struct blow {
  report what;
};
struct file {
  std::optional<matter_key> matter;
  area_code area;
  std::optional<whistle_kind> kind;
  int condition = 0;
};
struct dispatch {
  department_code lead;
  std::vector<department_code> helpers;
};
struct report_in {};
struct arrive {};
struct note {
  std::string text;
};
struct handle {
  std::string result;
  std::vector<std::string> photos;
};
enum class found { solved, not_solved };
struct verify {
  found what = found::not_solved;
  std::string text;
  std::vector<std::string> photos;
};
enum class outcome { solved, unsolved_recorded };
struct close {
  std::optional<gridwhistle::outcome> outcome;
  std::string reason;
};
struct decline {
  std::string reason;
};
struct withdraw {
  std::string reason;
};

using ask = std::variant<blow, file, dispatch, report_in, arrive, note, handle, verify, close,
                         decline, withdraw>;

struct command {
  command_id id;
  std::uint64_t digest = 0;  // of the command's bytes: tells a repeat from a reused id
  whistle_id whistle;
  std::uint64_t seen_version = 0;  // 0 for blow
  actor by;
  gridwhistle::ask ask;
};

}  // namespace gridwhistle
