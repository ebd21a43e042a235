// gcj02's shift is published nowhere by those who ordered it; this is the formula that everybody
// uses since 2010 (a Krasovsky ellipsoid and sums of sines), and bd09's is Baidu's own of 2011.
#include "server/core/datum.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

using std::numbers::pi;

constexpr std::array<std::string_view, 4> datum_names = {"wgs84", "cgcs2000", "gcj02", "bd09"};
constexpr double unit = 1e7;

bool outside_china(degrees at) {
  return at.longitude < 72.004 || at.longitude > 137.8347 || at.latitude < 0.8293 ||
         at.latitude > 55.8271;
}

double waves(double x) { return (20 * std::sin(6 * x * pi) + 20 * std::sin(2 * x * pi)) * 2 / 3; }

double north_shift(double x, double y) {
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) +
         waves(x) + (20 * std::sin(y * pi) + 40 * std::sin(y / 3 * pi)) * 2 / 3 +
         (160 * std::sin(y / 12 * pi) + 320 * std::sin(y * pi / 30)) * 2 / 3;
}

double east_shift(double x, double y) {
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + waves(x) +
         (20 * std::sin(x * pi) + 40 * std::sin(x / 3 * pi)) * 2 / 3 +
         (150 * std::sin(x / 12 * pi) + 300 * std::sin(x / 30 * pi)) * 2 / 3;
}

degrees gcj02_of_wgs84(degrees at) {
  constexpr double axis = 6378245.0;
  constexpr double eccentricity = 0.00669342162296594323;
  if (outside_china(at)) return at;
  double x = at.longitude - 105;
  double y = at.latitude - 35;
  double latitude = at.latitude / 180 * pi;
  double sine = std::sin(latitude);
  double flat = 1 - eccentricity * sine * sine;
  double root = std::sqrt(flat);
  double north = north_shift(x, y) * 180 / (axis * (1 - eccentricity) / (flat * root) * pi);
  double east = east_shift(x, y) * 180 / (axis / root * std::cos(latitude) * pi);
  return {at.longitude + east, at.latitude + north};
}

degrees bd09_of_gcj02(degrees at) {
  constexpr double wave = pi * 3000 / 180;
  double radius = std::hypot(at.longitude, at.latitude) + 0.00002 * std::sin(at.latitude * wave);
  double angle = std::atan2(at.latitude, at.longitude) + 0.000003 * std::cos(at.longitude * wave);
  return {radius * std::cos(angle) + 0.0065, radius * std::sin(angle) + 0.006};
}

// Both shifts change slowly, so what a guess misses is what it must move by.
degrees undone(degrees (*shift)(degrees), degrees shifted) {
  constexpr int rounds_max = 30;
  constexpr double enough = 1e-10;
  degrees guess = shifted;
  for (int i = 0; i < rounds_max; ++i) {
    degrees there = shift(guess);
    double east = shifted.longitude - there.longitude;
    double north = shifted.latitude - there.latitude;
    guess = {guess.longitude + east, guess.latitude + north};
    if (std::abs(east) < enough && std::abs(north) < enough) break;
  }
  return guess;
}

degrees to_wgs84(degrees at, datum from) {
  switch (from) {
    case datum::wgs84:
    case datum::cgcs2000:
      return at;
    case datum::gcj02:
      return undone(gcj02_of_wgs84, at);
    case datum::bd09:
      return undone(gcj02_of_wgs84, undone(bd09_of_gcj02, at));
  }
  return at;
}

degrees from_wgs84(degrees at, datum to) {
  switch (to) {
    case datum::wgs84:
    case datum::cgcs2000:
      return at;
    case datum::gcj02:
      return gcj02_of_wgs84(at);
    case datum::bd09:
      return bd09_of_gcj02(gcj02_of_wgs84(at));
  }
  return at;
}

std::int32_t rounded(double value) {
  using bounds = std::numeric_limits<std::int32_t>;
  double whole = std::round(value * unit);
  return static_cast<std::int32_t>(std::clamp(whole, double{bounds::min()}, double{bounds::max()}));
}

}  // namespace

std::string_view name_of(datum value) {
  auto place = static_cast<std::size_t>(value);
  GW_CHECK(place < datum_names.size());
  return datum_names[place];
}

std::optional<datum> parse_datum(std::string_view name) {
  auto found = std::find(datum_names.begin(), datum_names.end(), name);
  if (found == datum_names.end()) return std::nullopt;
  return static_cast<datum>(found - datum_names.begin());
}

degrees converted(degrees at, datum from, datum to) {
  if (from == to) return at;
  return from_wgs84(to_wgs84(at, from), to);
}

map_point converted(map_point at, datum from, datum to) {
  auto same = [](datum each) { return each == datum::cgcs2000 ? datum::wgs84 : each; };
  if (same(from) == same(to)) return at;
  degrees made = converted(degrees{at.x / unit, at.y / unit}, from, to);
  return {rounded(made.longitude), rounded(made.latitude)};
}

map_box bounds_of(datum value) {
  switch (value) {
    case datum::wgs84:
      return {-1'800'000'000, -600'000'000, 1'800'000'000, 800'000'000};
    case datum::cgcs2000:
    case datum::gcj02:
    case datum::bd09:
      return {720'000'000, 8'000'000, 1'385'000'000, 560'000'000};
  }
  return {};
}

}  // namespace gridwhistle
