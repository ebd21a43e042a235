// The door's part for packs: what is sent to be published, and what is asked about publications.
#pragma once

#include "proto/whistle.pb.h"
#include "server/adapters/door.hpp"

namespace gridwhistle::door {

// Of a request whose body is `publish`.
result<decltype(request::body)> read_publish(const v1::Request& in);
result<decltype(request::body)> read_packs(const v1::Packs& in);

}  // namespace gridwhistle::door
