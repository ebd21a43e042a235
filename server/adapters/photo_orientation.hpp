// Which way up a photo is, as its camera wrote it into the EXIF of a JPEG, a PNG or a WebP. Law: of
// whatever is there nothing else is read, and what cannot be read is upright.
#pragma once

#include <string_view>

namespace gridwhistle {

// 1 (upright) to 8, as EXIF 2.32 numbers them: 3 is upside down, from 5 on width and height are
// exchanged.
int orientation_of(std::string_view photo);

}  // namespace gridwhistle
