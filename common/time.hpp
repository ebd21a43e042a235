// Instants and spans, and the only door for "now".
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace gridwhistle {

// UTC, milliseconds since 1970-01-01.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;
using span = std::chrono::milliseconds;

inline constexpr std::chrono::days one_day(1);

constexpr std::int64_t to_ms(instant at) { return at.time_since_epoch().count(); }
constexpr instant from_ms(std::int64_t ms) { return instant(span(ms)); }

// 2026-11-24T08:30:00.000Z, for logs and people.
std::string to_text(instant at);

// Taken once a turn by the rim and passed down; the core has no clock.
class clock_source {
 public:
  virtual ~clock_source() = default;
  virtual instant now() = 0;
};

class system_clock_source final : public clock_source {
 public:
  instant now() override;
};

}  // namespace gridwhistle
