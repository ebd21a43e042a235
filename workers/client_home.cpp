#include "workers/client_home.hpp"

#include <fstream>
#include <stdexcept>

namespace gridwhistle {

server_endpoint read_endpoint(const std::filesystem::path& home) {
  server_endpoint found;
  std::ifstream endpoints(home / "endpoints");
  for (std::string word, where; endpoints >> word >> where;) {
    if (word == "requests") found.requests = where;
    if (word == "feed") found.feed = where;
  }
  if (found.requests.empty() || found.feed.empty()) {
    throw std::runtime_error((home / "endpoints").string() +
                             ": no server has been started here yet");
  }
  std::ifstream key(home / "server.pub");
  if (!(key >> found.public_key))
    throw std::runtime_error("cannot read " + (home / "server.pub").string());
  return found;
}

curve_key_pair read_client_keys(const std::filesystem::path& home, const std::string& user) {
  return read_curve_keys(home / "clients" / (user + ".key"));
}

link_settings settings_for(const std::filesystem::path& home, const std::string& user) {
  link_settings settings;
  settings.endpoints.push_back(read_endpoint(home));
  settings.own = read_client_keys(home, user);
  return settings;
}

}  // namespace gridwhistle
