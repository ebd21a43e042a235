// A pack as a command line names it: a directory, or the SHA-256 of one that a server has stored.
#pragma once

#include <string>

#include "common/pack_files.hpp"
#include "server/core/policy.hpp"

namespace gridwhistle {

struct pack_shelf {
  std::string redis;  // empty: directories only
  std::string shard;
};

// Throws std::runtime_error: it cannot be read, or is not there.
pack_files pack_files_of(const std::string& pack, const pack_shelf& stored);
policy_ptr pack_of(const std::string& pack, const pack_shelf& stored);

}  // namespace gridwhistle
