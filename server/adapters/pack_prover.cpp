#include "server/adapters/pack_prover.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace gridwhistle {

namespace asio = boost::asio;

pack_proof proof_of(proof_job job) {
  pack_proof made{std::move(job), {}, {}};
  auto incomplete = [&made](std::string detail) {
    made.no = refusal{refusal_code::pack_incomplete, std::move(detail)};
    return std::move(made);
  };
  if (hash_of_canonical(made.of.canonical) != made.of.pack) return incomplete("pack: another hash");
  auto files = files_of_canonical(made.of.canonical);
  if (const auto* wrong = std::get_if<pack_error>(&files)) return incomplete(to_text(*wrong));
  std::optional<std::string> expectations;
  if (const auto& named = made.of.expectations_hash) {
    if (hash_of_canonical(made.of.expectations) != *named)
      return incomplete("expectations: another hash");
    expectations = made.of.expectations;
  }
  made.report = check_pack(std::get<pack_files>(files), expectations, std::nullopt);
  return made;
}

asio::awaitable<pack_proof> pack_prover::prove(proof_job job) {
  busy_ = true;
  asio::steady_timer done(home_, asio::steady_timer::time_point::max());
  std::optional<pack_proof> made;
  // The thread is joined before this frame can go: the pool goes first.
  asio::post(beside_, [this, &done, &made, job = std::move(job)]() mutable {
    made = proof_of(std::move(job));
    asio::post(home_, [&done] { done.cancel(); });
  });
  co_await done.async_wait(asio::as_tuple(asio::use_awaitable));
  busy_ = false;
  co_return *std::move(made);
}

}  // namespace gridwhistle
