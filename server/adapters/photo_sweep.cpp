#include "server/adapters/photo_sweep.hpp"

#include <variant>

namespace gridwhistle {

std::vector<std::string> named_in(const event& told) {
  auto named = [](const auto& each) -> std::vector<std::string> {
    if constexpr (requires { each.photos; }) return each.photos;
    if constexpr (requires { each.what.photos; }) return each.what.photos;
    if constexpr (requires { each.change.photos; }) return each.change.photos;
    return {};
  };
  return std::visit(named, told);
}

unnamed_photos::unnamed_photos(const std::vector<claimed_photo>& old) {
  for (const claimed_photo& each : old) left_.insert(each.hash.hex());
}

void unnamed_photos::hear(const stored_batch& told) {
  for (const entry& each : told.entries) {
    for (const std::string& name : named_in(each.happened)) left_.erase(name);
  }
}

std::vector<photo_hash> unnamed_photos::left() const {
  std::vector<photo_hash> made;
  for (const std::string& each : left_) {
    if (auto hash = photo_hash::parse(each)) made.push_back(*std::move(hash));
  }
  return made;
}

}  // namespace gridwhistle
