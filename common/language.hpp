// The languages in which texts for people are written.
#pragma once

namespace gridwhistle {

enum class language { zh, en };

}  // namespace gridwhistle
