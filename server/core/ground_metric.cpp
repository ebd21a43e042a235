#include "server/core/ground_metric.hpp"

#include <array>
#include <limits>

namespace gridwhistle {
namespace {

// A degree of latitude on the WGS84 ellipsoid is 110,574 m at the equator and longer elsewhere; a
// degree of longitude at latitude f is at least 111,319 m times cos f.
constexpr std::int64_t metres_per_degree_north = 110'574;
constexpr std::int64_t metres_per_degree_at_equator = 111'319;
constexpr std::int64_t degree = 10'000'000;
// Metres a degree to centimetres a unit of 10^-7 degrees.
constexpr std::int64_t scale = 100'000;
// An offset is cut to whole centimetres, in both directions and at both ends.
constexpr std::int64_t cut_cm = 4;

constexpr double cosine(double radians) {
  double term = 1;
  double sum = 1;
  for (int n = 1; n <= 12; ++n) {
    term *= -radians * radians / ((2 * n - 1) * (2 * n));
    sum += term;
  }
  return sum;
}

// By whole degrees of latitude, made by the compiler: the same on every machine.
constexpr std::array<std::int64_t, 91> metres_by_latitude = [] {
  std::array<std::int64_t, 91> made{};
  for (std::size_t i = 0; i < 90; ++i) {
    double radians = static_cast<double>(i) * 3.14159265358979323846 / 180;
    made[i] = static_cast<std::int64_t>(metres_per_degree_at_equator * cosine(radians));
  }
  return made;
}();

// Half a degree on, rounded away from the equator: a circle of 20 km ends before that, and there a
// degree is shorter.
std::int64_t metres_east(std::int32_t latitude) {
  std::int64_t away = latitude < 0 ? -std::int64_t{latitude} : latitude;
  auto row = static_cast<std::size_t>((away + degree / 2) / degree + 1);
  return metres_by_latitude[std::min<std::size_t>(row, 90)];
}

std::int32_t clamped(std::int64_t value) {
  using bounds = std::numeric_limits<std::int32_t>;
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, bounds::min(), bounds::max()));
}

}  // namespace

ground_metric::ground_metric(map_point centre)
    : centre_(centre), metres_per_degree_east_(metres_east(centre.y)) {}

map_box ground_metric::box_around(std::int64_t metres) const {
  std::int64_t cm = metres * 100 + cut_cm;
  std::int64_t up = cm * scale / metres_per_degree_north + 1;
  // At the poles every longitude is near.
  std::int64_t aside =
      metres_per_degree_east_ == 0 ? 360 * degree : cm * scale / metres_per_degree_east_ + 1;
  return {clamped(centre_.x - aside), clamped(centre_.y - up), clamped(centre_.x + aside),
          clamped(centre_.y + up)};
}

wide_int ground_metric::distance_squared(map_point from, map_point to) const {
  offset a = offset_of(from);
  offset b = offset_of(to);
  offset along{b.x - a.x, b.y - a.y};
  wide_int length = wide_int{along.x} * along.x + wide_int{along.y} * along.y;
  wide_int reached = -(wide_int{a.x} * along.x + wide_int{a.y} * along.y);
  if (reached <= 0) return wide_int{a.x} * a.x + wide_int{a.y} * a.y;
  if (reached >= length) return wide_int{b.x} * b.x + wide_int{b.y} * b.y;
  wide_int cross = wide_int{a.x} * b.y - wide_int{a.y} * b.x;
  return cross * cross / length;
}

bool ground_metric::within(wide_int squared, std::int64_t metres) {
  wide_int cm = metres * 100 + cut_cm;
  return squared <= cm * cm;
}

ground_metric::offset ground_metric::offset_of(map_point at) const {
  return {(std::int64_t{at.x} - centre_.x) * metres_per_degree_east_ / scale,
          (std::int64_t{at.y} - centre_.y) * metres_per_degree_north / scale};
}

}  // namespace gridwhistle
