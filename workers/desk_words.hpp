// Why a whistle went to a desk instead of a department, in sentences for whoever blew it.
#pragma once

#include <string>

#include "proto/journal.pb.h"

namespace gridwhistle {

// In Chinese and English, with the reason's word. Empty where none is said.
std::string sentence_of(v1::DeskReason reason);

}  // namespace gridwhistle
