// What the people of a simulated city say of a matter, in Chinese.
// Law: every sentence is made of the matter's own name and of words that fit all matters of its
// class, so that no text contradicts its matter.
#pragma once

#include <cstddef>
#include <random>
#include <string>

#include "proto/whistle.pb.h"
#include "workers/demo_city.hpp"

namespace gridwhistle {

// The scene of deploy/demo-photos that fits where no other does.
inline const std::string plain_scene = "street";

// Which scene a report of it shows. Empty: of such a thing nobody takes a picture.
std::string scene_of(const demo_matter& matter);

// How often walkers report it, beside the others. 0: nobody blows it, its time comes by itself.
std::size_t weight_of(const demo_matter& matter);

std::string report_words(const demo_matter& matter, std::mt19937_64& chance);
// The same where it was not seen on a walk, but a citizen called.
std::string called_in(std::string text);

// Fills in what somebody says with that command: a result, a reason, a finding. `of`: the whistle's
// matter, null where nobody knows it.
void put_into_words(v1::Command& ask, const demo_city& city, const demo_matter* of,
                    std::mt19937_64& chance);

}  // namespace gridwhistle
