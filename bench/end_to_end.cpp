// Receipts a second of the durable path, next to what the transport and the disk alone give in the
// same minutes, on the same machine, to the same load.
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>

#include "bench/append_rate.hpp"
#include "bench/bench_city.hpp"
#include "bench/echo_server.hpp"
#include "bench/load.hpp"
#include "common/log.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t blows_made = 512;
constexpr std::size_t appends_in_flight = 8;
constexpr span appends_measured = std::chrono::seconds(2);
constexpr span probe_measured = std::chrono::milliseconds(200);

struct arguments {
  std::string pack = GW_SOURCE_DIR "/deploy/packs/shenyang";
  int devices = 1000;
  int window = 1;
  int seconds = 5;
  int warm_up = 2;
  int rounds = 3;
};

// One figure over all rounds.
class rounds_of {
 public:
  void add(double value) { values_.push_back(value); }
  double median() const { return sorted()[values_.size() / 2]; }
  double least() const { return sorted().front(); }
  double most() const { return sorted().back(); }

 private:
  std::vector<double> sorted() const {
    auto ordered = values_;
    std::sort(ordered.begin(), ordered.end());
    return ordered;
  }
  std::vector<double> values_;
};

// Rate, latency and processor time of one closed loop against one answering process.
struct loop_figures {
  rounds_of per_s, p50_ms, p99_ms, answering_us, redis_us, load_us;
  std::uint64_t refused = 0, unanswered = 0;
};

struct figures {
  loop_figures echo, real;
  rounds_of blows_per_batch, batch_bytes, appended_per_s, appended_singly_per_s;
};

// What answering, redis and load cost, and how many batches the journal took, between two moments.
class stopwatch {
 public:
  explicit stopwatch(const bench_city& city)
      : city_(city), processes_{city.answering_pid(), city.redis_pid(), ::getpid()} {}
  void start() {
    batches_began_ = batches_now();
    began_ = read();
  }
  void stop() {
    ended_ = read();
    batches_ = batches_now() - batches_began_;
  }
  double us(std::size_t which) const {
    return static_cast<double>(ended_[which] - began_[which]) / 1000.0;
  }
  double batches() const { return static_cast<double>(batches_); }

 private:
  std::array<std::uint64_t, 3> read() const {
    return {cpu_ns_of(processes_[0]), processes_[1] > 0 ? cpu_ns_of(processes_[1]) : 0,
            cpu_ns_of(processes_[2])};
  }
  std::uint64_t batches_now() const {
    return processes_[1] > 0 ? look_at_journal(city_.redis_socket()).batches : 0;
  }
  const bench_city& city_;
  std::array<pid_t, 3> processes_;
  std::array<std::uint64_t, 3> began_{}, ended_{};
  std::uint64_t batches_began_ = 0, batches_ = 0;
};

load_settings settings_for_load(const bench_city& city, const arguments& given) {
  load_settings settings;
  server_endpoint where = city.endpoint();
  settings.endpoint = where.requests;
  settings.server_public_key = where.public_key;
  settings.keys = city.device_keys();
  settings.blows = city.blows(blows_made);
  settings.window = given.window;
  settings.warm_up = std::chrono::seconds(given.warm_up);
  settings.measured = std::chrono::seconds(given.seconds);
  return settings;
}

// A receipt of median length, and the mean length of a request.
struct probe {
  std::string receipt;
  double request_bytes = 0;
};

probe probe_receipts(bench_city& city, const arguments& given) {
  city.start_server();
  auto settings = settings_for_load(city, given);
  settings.keys.resize(1);
  settings.window = 16;
  settings.warm_up = span(0);
  settings.measured = probe_measured;
  load_result heard = run_load(settings);
  if (heard.samples.empty())
    throw std::runtime_error("the server gave no receipt: " + heard.refusal);
  std::sort(heard.samples.begin(), heard.samples.end(),
            [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  double bytes = 0;
  for (const std::string& each : settings.blows) bytes += static_cast<double>(each.size());
  return {heard.samples[heard.samples.size() / 2],
          bytes / static_cast<double>(settings.blows.size())};
}

// Gives answers a batch; 0 where nothing is journalled.
double measure(const bench_city& city, const arguments& given, loop_figures& into) {
  auto settings = settings_for_load(city, given);
  stopwatch watch(city);
  settings.begins = [&] { watch.start(); };
  settings.ends = [&] { watch.stop(); };
  load_result heard = run_load(settings);
  if (heard.receipts == 0) throw std::runtime_error("no receipts: " + heard.refusal);
  auto receipts = static_cast<double>(heard.receipts);
  into.per_s.add(heard.receipts_per_s());
  into.p50_ms.add(heard.latency.milliseconds_at(0.5));
  into.p99_ms.add(heard.latency.milliseconds_at(0.99));
  into.answering_us.add(watch.us(0) / receipts);
  into.redis_us.add(watch.us(1) / receipts);
  into.load_us.add(watch.us(2) / receipts);
  into.refused += heard.refused;
  into.unanswered += heard.unanswered;
  return watch.batches() > 0 ? receipts / watch.batches() : 0;
}

void measure_real(bench_city& city, const arguments& given, figures& into) {
  city.start_server();
  double blows_per_batch = measure(city, given, into.real);
  journal_shape shape = look_at_journal(city.redis_socket());
  double bytes = 0;
  for (const std::string& each : shape.last_batches) bytes += static_cast<double>(each.size());
  into.blows_per_batch.add(blows_per_batch);
  into.batch_bytes.add(bytes / static_cast<double>(shape.last_batches.size()));
  city.start_redis();
  into.appended_per_s.add(blows_per_batch * appends_per_s(city.redis_socket(), shape.last_batches,
                                                          appends_in_flight, appends_measured));
  city.start_redis();
  into.appended_singly_per_s.add(blows_per_batch * appends_per_s(city.redis_socket(),
                                                                 shape.last_batches, 1,
                                                                 appends_measured));
}

void print_loop(const char* name, const loop_figures& of) {
  std::printf("%-28s %8.0f (%.0f-%.0f)  p50 %.2f ms  p99 %.2f ms\n", name, of.per_s.median(),
              of.per_s.least(), of.per_s.most(), of.p50_ms.median(), of.p99_ms.median());
  std::printf("%-28s %8.1f answering, %.1f redis, %.1f load; refused %llu, unanswered %llu\n",
              "  us of processor each", of.answering_us.median(), of.redis_us.median(),
              of.load_us.median(), static_cast<unsigned long long>(of.refused),
              static_cast<unsigned long long>(of.unanswered));
}

void print(const arguments& given, const probe& sizes, const figures& found) {
  double echo = found.echo.per_s.median();
  double appended = found.appended_per_s.median();
  double limit = std::min(echo, appended);
  double real = found.real.per_s.median();
  std::printf(
      "%d devices x %d open, CURVE, fsync always; request %.0f B, receipt %zu B; %d rounds, "
      "medians "
      "(least-most), per second\n",
      given.devices, given.window, sizes.request_bytes, sizes.receipt.size(), given.rounds);
  print_loop("receipts", found.real);
  print_loop("bare CURVE echo", found.echo);
  std::printf(
      "%-28s %8.0f (%.0f-%.0f), one in flight %.0f; %.1f blows and %.0f B a batch, %zu in flight\n",
      "blows by XADD with fsync", appended, found.appended_per_s.least(),
      found.appended_per_s.most(), found.appended_singly_per_s.median(),
      found.blows_per_batch.median(), found.batch_bytes.median(), appends_in_flight);
  std::printf("%-28s %8.0f; receipts are %.0f %% of it\n", "limit (the smaller)", limit,
              100 * real / limit);
  std::printf(
      "{\"devices\":%d,\"window\":%d,\"receipts_per_s\":%.0f,\"p50_ms\":%.2f,\"p99_ms\":%.2f,"
      "\"echo_per_s\":%.0f,\"xadd_entries_per_s\":%.0f,\"limit_per_s\":%.0f,\"share\":%.3f,"
      "\"server_us\":%.1f,\"redis_us\":%.1f,\"load_us\":%.1f,\"blows_per_batch\":%.1f,"
      "\"refused\":%llu,\"unanswered\":%llu}\n",
      given.devices, given.window, real, found.real.p50_ms.median(), found.real.p99_ms.median(),
      echo, appended, limit, real / limit, found.real.answering_us.median(),
      found.real.redis_us.median(), found.real.load_us.median(), found.blows_per_batch.median(),
      static_cast<unsigned long long>(found.real.refused),
      static_cast<unsigned long long>(found.real.unanswered));
}

// A device costs two descriptors here and one in the server, which inherits the limit.
void allow_many_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

int run(int argc, char** argv) {
  arguments given;
  CLI::App app("receipts a second, and what limits them", "end_to_end");
  app.add_option("--devices", given.devices, "each with its own key")->capture_default_str();
  app.add_option("--window", given.window, "requests a device keeps open")->capture_default_str();
  app.add_option("--seconds", given.seconds, "measured in each round")->capture_default_str();
  app.add_option("--warm-up", given.warm_up, "seconds before that")->capture_default_str();
  app.add_option("--rounds", given.rounds)->capture_default_str();
  app.add_option("--pack", given.pack)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  allow_many_descriptors();
  log::warnings_only();
  std::signal(SIGPIPE, SIG_IGN);
  bench_city city(given.pack, given.devices);
  probe sizes = probe_receipts(city, given);
  figures found;
  for (int round = 0; round < given.rounds; ++round) {
    city.start_echo(sizes.receipt);
    measure(city, given, found.echo);
    measure_real(city, given, found);
    std::fprintf(stderr, "round %d of %d done\n", round + 1, given.rounds);
  }
  print(given, sizes, found);
  return 0;
}

}  // namespace
}  // namespace gridwhistle

int main(int argc, char** argv) {
  try {
    if (argc == 4 && std::string_view(argv[1]) == "echo")
      return gridwhistle::run_echo(argv[2], argv[3]);
    return gridwhistle::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "end_to_end: %s\n", error.what());
    return 1;
  }
}
