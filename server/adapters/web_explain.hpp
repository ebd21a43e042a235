// Why a whistle went where it went, for a page: as `gridwhistled journal explain` says it, of what
// is durable, and whether the pack in force would decide otherwise.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <map>
#include <span>
#include <string>

#include "server/adapters/web_host.hpp"
#include "server/adapters/web_problem.hpp"
#include "server/core/language.hpp"

namespace gridwhistle {

// told: every routing, the last one last. packs: by hash, those they were made under; of one that
// names none, and of one whose pack is not here, `today` speaks.
std::string explained_json(std::span<const routing> told,
                           const std::map<policy_hash, policy_ptr>& packs, const policy& today,
                           language in);

// Whether he may see it has been asked. Packs that nothing else needs any more are loaded in slow.
asio::awaitable<web_response> explained(web_host& host, asio::thread_pool& slow, whistle_id whistle,
                                        language in);

}  // namespace gridwhistle
