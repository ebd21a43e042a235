// Assertions that stay on in release: a bug stops the process before it can write nonsense.
#pragma once

namespace gridwhistle {

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace gridwhistle

#define GW_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::gridwhistle::check_failed(#condition, __FILE__, __LINE__))
