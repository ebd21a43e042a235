#include "server/core/distance.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gridwhistle {
namespace {

constexpr double earth_radius_m = 6'371'008.8;

double radians(std::int64_t degrees_e7) {
  return static_cast<double>(degrees_e7) * (std::numbers::pi / 180e7);
}

double half_chord_squared(std::int64_t degrees_e7) {
  double sine = std::sin(radians(degrees_e7) / 2);
  return sine * sine;
}

}  // namespace

double metres_between(const place& one, const place& other) {
  // Subtracted as whole numbers: metres apart are the last digits of degrees, and across the date
  // line the difference passes 32 bits.
  std::int64_t north = std::int64_t{other.latitude_e7} - one.latitude_e7;
  std::int64_t east = std::int64_t{other.longitude_e7} - one.longitude_e7;
  // Reports of one thing often name the very point it stands at.
  if (north == 0 && east == 0) return 0;
  double a = half_chord_squared(north) + std::cos(radians(one.latitude_e7)) *
                                             std::cos(radians(other.latitude_e7)) *
                                             half_chord_squared(east);
  return 2 * earth_radius_m * std::asin(std::min(1.0, std::sqrt(a)));
}

}  // namespace gridwhistle
