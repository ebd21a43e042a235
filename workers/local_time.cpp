#include "workers/local_time.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

namespace gridwhistle {

std::string local_text(instant at) {
  auto seconds = std::chrono::floor<std::chrono::seconds>(at);
  std::time_t when = seconds.time_since_epoch().count();
  std::tm local{};
  if (::localtime_r(&when, &local) == nullptr) return to_text(at);
  long offset_minutes = std::abs(local.tm_gmtoff) / 60;
  std::array<char, 64> text{};
  int length = std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d%c%02ld:%02ld",
                             local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, local.tm_hour,
                             local.tm_min, local.tm_sec, local.tm_gmtoff < 0 ? '-' : '+',
                             offset_minutes / 60, offset_minutes % 60);
  return std::string(text.data(), static_cast<std::size_t>(length));
}

std::string length_text(span length) {
  constexpr std::int64_t per_hour = 60, hours_per_day = 24, days_named_from = 2;
  auto minutes =
      std::max<std::int64_t>(std::chrono::floor<std::chrono::minutes>(length).count(), 0);
  std::int64_t hours = minutes / per_hour;
  if (hours >= days_named_from * hours_per_day) {
    std::string text = std::to_string(hours / hours_per_day) + " d";
    if (hours % hours_per_day != 0) text += " " + std::to_string(hours % hours_per_day) + " h";
    return text;
  }
  if (hours == 0) return std::to_string(minutes) + " min";
  std::string text = std::to_string(hours) + " h";
  if (minutes % per_hour != 0) text += " " + std::to_string(minutes % per_hour) + " min";
  return text;
}

std::string distance_text(instant limit, instant now) {
  return limit >= now ? "in " + length_text(limit - now) : length_text(now - limit) + " ago";
}

}  // namespace gridwhistle
