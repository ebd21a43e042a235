#include "bench/echo_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "bench/load.hpp"
#include "common/async_socket.hpp"
#include "common/awaiting.hpp"
#include "server/adapters/enrolment.hpp"
#include "server/adapters/intake.hpp"
#include "server/adapters/zap_gate.hpp"

namespace gridwhistle {
namespace {

asio::awaitable<void> answer_all(async_socket& router, std::string reply) {
  std::vector<incoming> batch;
  for (;;) {
    co_await router.receive(batch, messages_per_turn_max);
    for (const incoming& each : batch) {
      const std::string& asked = each.frames.front();
      if (asked.size() < request_id_offset + sizeof(uuid_bytes)) continue;
      std::memcpy(reply.data() + request_id_offset, asked.data() + request_id_offset,
                  sizeof(uuid_bytes));
      static_cast<void>(router.send_to(each.peer, reply));
    }
  }
}

}  // namespace

int run_echo(const std::filesystem::path& home, const std::filesystem::path& receipt) {
  std::ifstream in(receipt, std::ios::binary);
  std::string reply{std::istreambuf_iterator<char>(in), {}};
  asio::io_context io(1);
  key_register keys(home / "enrolled.csv");
  socket_context sockets(1);
  zap_gate gate(io.get_executor(), sockets, keys, [](const std::string&) { std::abort(); });
  async_socket router(io.get_executor(), sockets, socket_kind::router,
                      intake_options(read_curve_keys(home / "server.key")));
  router.bind("tcp://127.0.0.1:*");
  asio::co_spawn(io, answer_all(router, std::move(reply)), rethrow);
  announce_endpoints(home, router.last_endpoint(), router.last_endpoint());
  io.run();
  return 0;
}

}  // namespace gridwhistle
