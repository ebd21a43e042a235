#include "common/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace gridwhistle {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(
      stderr,
      "{\"level\":\"bug\",\"what\":\"check failed\",\"at\":\"%s:%d\",\"condition\":\"%s\"}\n", file,
      line, condition);
  std::abort();
}

}  // namespace gridwhistle
