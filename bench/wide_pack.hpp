// A pack as wide as a city that lists every grid: 12,000 grids and 5,000 rows of duties, made from
// numbers alone.
#pragma once

#include "common/pack_files.hpp"

namespace gridwhistle::bench {

pack_files wide_pack();

}  // namespace gridwhistle::bench
