// The limit of the transport: a CURVE ROUTER with the server's socket options and gate that answers
// every request with a receipt's bytes and does nothing else.
#pragma once

#include <filesystem>

namespace gridwhistle {

// Announces its endpoint in home/endpoints and answers until it is killed. receipt holds the bytes
// of one Reply; its id is replaced by the request's.
int run_echo(const std::filesystem::path& home, const std::filesystem::path& receipt);

}  // namespace gridwhistle
