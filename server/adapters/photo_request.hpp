// What a page asks about photos, read: a part of one, how far one has come, or to see one.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "server/adapters/photo_store.hpp"
#include "server/adapters/photo_uploads.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle {

struct photo_part_request {
  upload_id id;
  std::uint64_t size = 0;  // of the whole
  std::uint64_t offset = 0;
  std::string bytes;
};
struct photo_progress_request {
  upload_id id;
};
struct photo_show_request {
  whistle_id whistle;
  photo_hash photo;
  std::optional<int> width;  // one of scaled_widths; nothing: as it is kept
};

struct photo_request {
  std::variant<photo_part_request, photo_progress_request, photo_show_request> what;
  actor by;
};

}  // namespace gridwhistle
