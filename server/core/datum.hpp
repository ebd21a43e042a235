// The four datums that coordinates in Chinese cities are written in, and the way between them.
// Law: a coordinate is converted once, at the door; inside it is in the pack's datum.
#pragma once

#include <optional>
#include <string_view>

#include "server/core/map_shape.hpp"

namespace gridwhistle {

// cgcs2000 differs from wgs84 by centimetres, far less than a GPS fix, and is taken for the same.
// gcj02 is the shifted one of Chinese map services, bd09 Baidu's shift of that.
enum class datum { wgs84, cgcs2000, gcj02, bd09 };

std::string_view name_of(datum value);
std::optional<datum> parse_datum(std::string_view name);

struct degrees {
  double longitude = 0;
  double latitude = 0;
};

// Shifts are undone by iteration until the way back and forth errs by less than 10^-8 degrees, a
// millimetre. Outside the rectangle around China gcj02 shifts nothing; across its rim, where the
// shift jumps, the way back may err by the shift itself, 700 m.
degrees converted(degrees at, datum from, datum to);
// Rounded to 10^-7 degrees, a centimetre. The same point when both datums are the same.
map_point converted(map_point at, datum from, datum to);

// What coordinates in that datum may be: China for all but wgs84, which is the whole earth without
// the polar caps, where a latitude is more likely a longitude.
map_box bounds_of(datum value);

}  // namespace gridwhistle
