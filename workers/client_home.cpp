#include "workers/client_home.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace gridwhistle {

namespace {

// Pairs of lines "requests <endpoint>" and "feed <endpoint>".
std::vector<server_endpoint> endpoints_in(const std::filesystem::path& file) {
  std::vector<server_endpoint> found;
  std::ifstream lines(file);
  for (std::string word, where; lines >> word >> where;) {
    if (word == "requests") found.emplace_back().requests = where;
    if (word == "feed" && !found.empty()) found.back().feed = where;
  }
  std::erase_if(found, [](const server_endpoint& each) { return each.feed.empty(); });
  return found;
}

}  // namespace

std::vector<server_endpoint> read_endpoints(const std::filesystem::path& home) {
  std::filesystem::path file = home / "endpoints";
  if (::access(file.c_str(), R_OK) != 0) {
    bool never = errno == ENOENT;
    throw std::runtime_error(never ? file.string() + ": no server has been started here yet"
                                   : "cannot read " + file.string() + ": " + std::strerror(errno));
  }
  auto found = endpoints_in(file);
  if (found.empty()) {
    throw std::runtime_error(file.string() +
                             ": names no server: lines \"requests ADDRESS\" and \"feed ADDRESS\"");
  }
  for (server_endpoint& other : endpoints_in(home / "endpoints.standby")) {
    found.push_back(std::move(other));
  }
  std::string public_key;
  std::ifstream key(home / "server.pub");
  if (!(key >> public_key))
    throw std::runtime_error("cannot read " + (home / "server.pub").string());
  if (!is_curve_key(public_key)) {
    throw std::runtime_error((home / "server.pub").string() +
                             ": no public key, which is 40 characters of Z85");
  }
  for (server_endpoint& each : found) each.public_key = public_key;
  return found;
}

server_endpoint read_endpoint(const std::filesystem::path& home) {
  return read_endpoints(home).front();
}

curve_key_pair read_client_keys(const std::filesystem::path& home, const std::string& user) {
  return read_curve_keys(home / "clients" / (user + ".key"));
}

link_settings settings_for(const std::filesystem::path& home, const std::string& user) {
  link_settings settings;
  settings.endpoints = read_endpoints(home);
  settings.own = read_client_keys(home, user);
  return settings;
}

}  // namespace gridwhistle
