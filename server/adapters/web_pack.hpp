// The pack in force, for pages: the names of its areas, departments and matters, and its map. Each
// is written and packed once, beside the turn, and kept as long as that pack is in force.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <string>

#include "server/adapters/web_host.hpp"
#include "server/adapters/web_request.hpp"

namespace gridwhistle {

// As JSON. version: of the publication that put it into force.
std::string pack_names_json(const policy& rules, const pack_files& files, std::uint64_t version);

// A zip of the files of a stored pack, named by its version and hash. It is packed beside the turn.
asio::awaitable<web_response> pack_archive(web_host& host, asio::thread_pool& slow,
                                           publication one);

class pack_pages {
 public:
  pack_pages(asio::io_context& io, asio::thread_pool& slow) : slow_(slow), made_(io) {}

  // The entity tag is the pack's hash and its publication; 304 to whoever has it.
  asio::awaitable<web_response> answer(web_host& host, web_pack_wish wish);

  struct text {
    std::string plain;
    std::string gzip;
  };
  struct kept_pack {
    policy_hash pack;
    std::uint64_t version = 0;
    text names;
    text map;  // empty: the pack has none
  };

 private:
  using kept_ptr = std::shared_ptr<const kept_pack>;
  // Null while nothing is served or the store does not answer.
  asio::awaitable<kept_ptr> current(web_host& host);

  asio::thread_pool& slow_;
  asio::steady_timer made_;  // cancelled when it is
  bool making_ = false;
  kept_ptr kept_;
};

}  // namespace gridwhistle
