// Where a client finds its servers and its key: the directory that gridwhistled makes
// (docs/operations.md). Everything here throws std::runtime_error naming the file: it is read while
// the program is built.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "workers/server_link.hpp"

namespace gridwhistle {

// Reads endpoints, which the server writes, endpoints.standby, where an operator lists in the same
// lines whoever may take over, and server.pub: servers of one shard have one key. Never empty.
std::vector<server_endpoint> read_endpoints(const std::filesystem::path& home);
server_endpoint read_endpoint(const std::filesystem::path& home);  // the first
// clients/<user>.key
curve_key_pair read_client_keys(const std::filesystem::path& home, const std::string& user);
link_settings settings_for(const std::filesystem::path& home, const std::string& user);

}  // namespace gridwhistle
