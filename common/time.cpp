#include "common/time.hpp"

#include <array>
#include <cstdio>

namespace gridwhistle {

std::string to_text(instant at) {
  auto day = std::chrono::floor<std::chrono::days>(at);
  auto date = std::chrono::year_month_day(day);
  auto time = std::chrono::hh_mm_ss<span>(at - day);
  std::array<char, 48> text{};
  int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                             int(date.year()), unsigned(date.month()), unsigned(date.day()),
                             int(time.hours().count()), int(time.minutes().count()),
                             int(time.seconds().count()), int(time.subseconds().count()));
  return std::string(text.data(), static_cast<std::size_t>(length));
}

instant system_clock_source::now() {
  return std::chrono::floor<span>(std::chrono::system_clock::now());
}

}  // namespace gridwhistle
