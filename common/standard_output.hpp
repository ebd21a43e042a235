// Whether all that was printed has been taken.
#pragma once

#include <cstdio>
#include <iostream>

namespace gridwhistle {

// Once, when a program has said everything: an answer that was cut off must not pass for a whole
// one.
inline bool standard_output_is_whole() {
  std::cout.flush();
  return std::cout && std::fflush(stdout) == 0;
}

}  // namespace gridwhistle
