// Nanoseconds of the pieces a request passes: door, decision, fold, journal codec, duty list,
// calendar; and the proof of a pack.
#include <benchmark/benchmark.h>

#include <random>
#include <stdexcept>

#include "bench/wide_pack.hpp"
#include "proto/whistle.pb.h"
#include "server/adapters/codec_parts.hpp"
#include "server/adapters/door.hpp"
#include "server/adapters/intake.hpp"
#include "server/adapters/journal_codec.hpp"
#include "server/adapters/pack_loader.hpp"
#include "server/adapters/reply_codec.hpp"
#include "server/adapters/state_codec.hpp"
#include "server/core/coverage.hpp"
#include "server/core/map_faults.hpp"
#include "server/core/matter_search.hpp"
#include "server/core/whistle.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {
namespace {

const instant monday = from_ms(1'767'600'000'000);  // 2026-01-05 08:00 UTC, a working day

policy_ptr loaded(const pack_files& files) {
  auto made = load_pack(files);
  if (!std::holds_alternative<policy_ptr>(made)) throw std::runtime_error("the pack has errors");
  return std::get<policy_ptr>(made);
}

policy_ptr shenyang() {
  static const policy_ptr city = [] {
    auto read = read_pack_directory(GW_SOURCE_DIR "/deploy/packs/shenyang");
    if (!std::holds_alternative<pack_files>(read))
      throw std::runtime_error("the pack cannot be read");
    return loaded(std::get<pack_files>(read));
  }();
  return city;
}

template <class Id>
Id some_id(std::mt19937_64& chance, instant made_at = monday) {
  std::array<std::uint8_t, 10> tail{};
  for (auto& each : tail) each = static_cast<std::uint8_t>(chance());
  return Id{make_uuid_v7(made_at, tail)};
}

// A blow that the duty list covers, from the leaf areas of the city.
command some_blow(std::mt19937_64& chance) {
  const policy& city = *shenyang();
  command made;
  made.id = some_id<command_id>(chance);
  made.whistle = some_id<whistle_id>(chance);
  made.digest = chance();
  made.by.user = user_id("walker-" + std::to_string(chance() % 1000));
  made.by.area = city.areas.all()[chance() % city.areas.all().size()].code;
  blow asked;
  const auto& matters = city.matters.all();
  do {
    asked.what.matter = matters[chance() % matters.size()].key;
  } while (city.matters.find(*asked.what.matter)->admitted == admission::not_admitted);
  asked.what.kind = whistle_kind::routine;
  asked.what.area = city.areas.all()[chance() % city.areas.all().size()].code;
  asked.what.where = place{1'234'000'000, 418'000'000, 10};
  asked.what.text = "井盖松动有异响。位置在路口东侧人行道，早晚高峰行人较多，已拍照取证。";
  asked.what.photos = {std::string(64, 'a')};
  asked.what.source = source::handheld;
  made.ask = std::move(asked);
  return made;
}

std::vector<command> some_blows() {
  std::mt19937_64 chance(1);
  std::vector<command> made;
  for (int i = 0; i < 512; ++i) made.push_back(some_blow(chance));
  return made;
}

std::vector<entry> told(const command& asked, const std::vector<event>& follow,
                        const whistle& before) {
  std::vector<entry> made;
  for (const event& each : follow) {
    made.push_back({{1, 1},
                    asked.whistle,
                    before.version + made.size() + 1,
                    monday,
                    asked.id,
                    asked.digest,
                    asked.by.user,
                    each});
  }
  return made;
}

// Blow, report_in, arrive, handle and verify of one whistle: as far as apply() is asked to go.
struct life {
  whistle state;
  std::vector<entry> entries;
  std::mt19937_64 chance{7};

  void go_on(command asked) {
    asked.id = some_id<command_id>(chance);
    asked.seen_version = state.version;
    auto follow =
        decide(state.version == 0 ? nullptr : &state, asked, monday, *shenyang(), nullptr);
    if (!follow) throw std::runtime_error("refused while building a life");
    for (entry& each : told(asked, *follow, state)) {
      apply(state, each);
      entries.push_back(std::move(each));
    }
  }
  command by_lead(ask what) const {
    command made;
    made.whistle = state.id;
    made.by = {user_id("clerk"), role::clerk, state.lead()->department, {}};
    made.ask = std::move(what);
    return made;
  }
  static life dispatched_one() {
    life made;
    do {
      made.state = {};
      made.entries.clear();
      made.go_on(some_blow(made.chance));
    } while (made.state.obligations.size() != 1 || made.state.verify != verification::required);
    return made;
  }
  static life whole() {
    life made = dispatched_one();
    made.go_on(made.by_lead(report_in{}));
    made.go_on(made.by_lead(arrive{}));
    made.go_on(made.by_lead(handle{"已更换井盖", {}}));
    command last = made.by_lead(verify{found::solved, "现场已核实", {std::string(64, 'c')}});
    last.by = {made.state.reporter, role::grid_worker, {}, {}};
    made.go_on(std::move(last));
    return made;
  }
};

// --- core ----------------------------------------------------------------------------------------

void decide_blow(benchmark::State& state) {
  auto blows = some_blows();
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        decide(nullptr, blows[++i % blows.size()], monday, *shenyang(), nullptr));
  }
}
BENCHMARK(decide_blow);

void decide_report_in(benchmark::State& state) {
  life one = life::dispatched_one();
  command asked = one.by_lead(report_in{});
  asked.id = some_id<command_id>(one.chance);
  asked.seen_version = one.state.version;
  for (auto _ : state)
    benchmark::DoNotOptimize(decide(&one.state, asked, monday, *shenyang(), nullptr));
}
BENCHMARK(decide_report_in);

void decide_handle(benchmark::State& state) {
  life one = life::dispatched_one();
  one.go_on(one.by_lead(report_in{}));
  command asked = one.by_lead(handle{"已更换井盖", {}});
  asked.id = some_id<command_id>(one.chance);
  asked.seen_version = one.state.version;
  for (auto _ : state)
    benchmark::DoNotOptimize(decide(&one.state, asked, monday, *shenyang(), nullptr));
}
BENCHMARK(decide_handle);

void fold_whole_life(benchmark::State& state) {
  life one = life::whole();
  for (auto _ : state) {
    whistle folded;
    for (const entry& each : one.entries) apply(folded, each);
    benchmark::DoNotOptimize(folded);
  }
  state.counters["entries"] = static_cast<double>(one.entries.size());
}
BENCHMARK(fold_whole_life);

void next_deadline(benchmark::State& state) {
  life one = life::dispatched_one();
  for (auto _ : state) benchmark::DoNotOptimize(deadlines(one.state, *shenyang()));
}
BENCHMARK(next_deadline);

void match_duty(benchmark::State& state) {
  const policy& city = *shenyang();
  std::vector<duty_question> asked;
  for (const command& each : some_blows()) {
    const report& what = std::get<blow>(each.ask).what;
    asked.push_back({*what.matter, what.area, monday, *what.kind});
  }
  std::size_t i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(city.duties.match(asked[++i % asked.size()], city.areas, city.days));
  }
}
BENCHMARK(match_duty);

// Which of the admitted matters a caller's text may be about; so many corrections of each are
// known.
void suggest_matter(benchmark::State& state) {
  const matter_search search = [&state] {
    matter_search made(shenyang()->matters, shenyang()->words);
    for (const matter& each : shenyang()->matters.all()) {
      for (std::size_t i = 0; i < static_cast<std::size_t>(state.range(0)); ++i) {
        made.add_correction(each.key, "市民反映第" + std::to_string(i) + "小区门口" + each.name +
                                          "，已经好几天了，影响通行，请尽快处理");
      }
    }
    return made;
  }();
  for (auto _ : state) {
    auto told = search.suggest("青年大街与文化路交口东北角路灯连续三天不亮，行人很危险，请尽快维修",
                               suggestions_max);
    benchmark::DoNotOptimize(told);
  }
}
BENCHMARK(suggest_matter)->Arg(0)->Arg(corrections_per_matter_max);

void prove_all(benchmark::State& state, const policy& rules) {
  coverage proof;
  for (auto _ : state) proof = prove(rules);
  state.counters["cells"] = static_cast<double>(proof.cells);
  state.counters["findings"] = static_cast<double>(proof.findings.size());
}
void prove_shenyang(benchmark::State& state) { prove_all(state, *shenyang()); }
BENCHMARK(prove_shenyang)->Unit(benchmark::kMillisecond);
void prove_12000_grids_and_5000_duties(benchmark::State& state) {
  static const policy_ptr wide = loaded(bench::wide_pack());
  prove_all(state, *wide);
}
BENCHMARK(prove_12000_grids_and_5000_duties)->Unit(benchmark::kMillisecond);

void count_office_time(benchmark::State& state) {
  const work_clock& hours = shenyang()->days.clock_of({});
  instant to = monday + std::chrono::hours(24 * 30);
  for (auto _ : state) benchmark::DoNotOptimize(hours.counted(monday, to));
}
BENCHMARK(count_office_time);

void add_office_time(benchmark::State& state) {
  const work_clock& hours = shenyang()->days.clock_of({});
  for (auto _ : state) benchmark::DoNotOptimize(hours.after(monday, std::chrono::hours(56)));
}
BENCHMARK(add_office_time);

// 12,000 grids of about eight corners on jagged ground, and places drawn over all of it and a rim.
area_map large_map() {
  constexpr std::int32_t columns = 120;
  constexpr std::int32_t rows = 100;
  constexpr std::int32_t cell = 40'000;
  std::mt19937 chance(11);
  // Corners and one point between each two, out of their row and column.
  std::vector<map_point> points;
  for (std::int32_t y = 0; y <= 2 * rows; ++y) {
    for (std::int32_t x = 0; x <= 2 * columns; ++x) {
      auto aside = [&chance] { return static_cast<std::int32_t>(chance() % 9'000); };
      points.push_back(
          {1'230'000'000 + x * cell / 2 + aside(), 415'000'000 + y * cell / 2 + aside()});
    }
  }
  auto at = [&](std::int32_t x, std::int32_t y) {
    return points[static_cast<std::size_t>(y * (2 * columns + 1) + x)];
  };
  std::vector<grid_shape> shapes;
  for (std::int32_t y = 0; y < 2 * rows; y += 2) {
    for (std::int32_t x = 0; x < 2 * columns; x += 2) {
      ring shell = {at(x, y),         at(x + 1, y),     at(x + 2, y), at(x + 2, y + 1),
                    at(x + 2, y + 2), at(x + 1, y + 2), at(x, y + 2), at(x, y + 1)};
      shapes.push_back({area_code("21010200100" + std::to_string(shapes.size())), {{shell, {}}}});
    }
  }
  return area_map(std::move(shapes), area_code("2101"));
}

std::vector<place> places_on_large_map(std::uint32_t accuracy_m) {
  std::mt19937 chance(12);
  std::vector<place> made;
  for (int i = 0; i < 100'000; ++i) {
    made.push_back({1'229'900'000 + static_cast<std::int32_t>(chance() % 5'000'000),
                    414'900'000 + static_cast<std::int32_t>(chance() % 4'200'000), accuracy_m});
  }
  return made;
}

void find_grid_of_12000(benchmark::State& state) {
  area_map map = large_map();
  auto places = places_on_large_map(0);
  std::size_t i = 0;
  for (auto _ : state) {
    const place& where = places[++i % places.size()];
    benchmark::DoNotOptimize(map.area_at({where.longitude_e7, where.latitude_e7}));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(find_grid_of_12000);

void find_grids_in_20_m_circle_of_12000(benchmark::State& state) {
  area_map map = large_map();
  auto places = places_on_large_map(20);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(map.locate(places[++i % places.size()]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(find_grids_in_20_m_circle_of_12000);

void check_ground_of_12000(benchmark::State& state) {
  area_map map = large_map();
  for (auto _ : state) benchmark::DoNotOptimize(faults_of(map.shapes(), 1));
}
BENCHMARK(check_ground_of_12000)->Unit(benchmark::kMillisecond);

// --- engine and adapters ---

// A turn as the shard does it, without door, journal and network: 64 blows a batch.
void engine_turn_of_64_blows(benchmark::State& state) {
  std::mt19937_64 chance(3);
  auto blows = some_blows();
  engine city(shenyang());
  city.start_at({1, 1}, monday);
  std::size_t i = 0;
  for (auto _ : state) {
    for (std::uint64_t each = 0; each < 64; ++each) {
      command& asked = blows[++i % blows.size()];
      instant now = monday + span(i / 16);  // 16 blows in a millisecond
      asked.whistle = some_id<whistle_id>(chance, now);
      asked.id = some_id<command_id>(chance, now);
      city.ask(ticket{each}, asked, now);
    }
    city.next_batch();
    benchmark::DoNotOptimize(city.durable());
    city.take_changed(64);
  }
  state.SetItemsProcessed(state.iterations() * 64);
}
BENCHMARK(engine_turn_of_64_blows)->Iterations(1000);

std::string frame_of(const command& asked) {
  v1::Request request;
  request.set_wire_version(wire_version);
  request.set_request_id(std::string(asked.id.raw()));
  request.mutable_command()->set_whistle_id(std::string(asked.whistle.raw()));
  codec::write(std::get<blow>(asked.ask).what,
               *request.mutable_command()->mutable_blow()->mutable_report());
  return request.SerializeAsString();
}

// All that the server's own thread does for 64 blows, but for network and disk: door, engine, the
// journal's bytes, receipts and projection.
void whole_turn_of_64_blows(benchmark::State& state) {
  std::mt19937_64 chance(3);
  auto blows = some_blows();
  std::vector<std::string> frames;
  for (const command& each : blows) frames.push_back(frame_of(each));
  engine city(shenyang());
  city.start_at({1, 1}, monday);
  journal_chain chain({});
  std::size_t i = 0;
  auto renew = [](std::string& frame, auto& old, auto fresh) {
    frame.replace(frame.find(old.raw()), old.raw().size(), fresh.raw());
    old = fresh;
  };
  for (auto _ : state) {
    std::vector<std::string> ids;
    for (std::size_t slice = 0; slice < 64 / messages_per_slice_max; ++slice) {
      std::vector<std::pair<command, instant>> heard;
      for (std::size_t each = 0; each < messages_per_slice_max; ++each) {
        command& sent = blows[++i % blows.size()];
        std::string& frame = frames[i % blows.size()];
        instant now = monday + span(i / 16);
        renew(frame, sent.whistle, some_id<whistle_id>(chance, now));
        renew(frame, sent.id, some_id<command_id>(chance, now));
        auto read = std::get<request>(read_request(frame));
        ids.push_back(std::move(read.id));
        command& asked = std::get<command_request>(read.body).command;
        asked.by = sent.by;
        heard.emplace_back(std::move(asked), now);
      }
      std::uint64_t number = slice * messages_per_slice_max;
      for (const auto& [asked, now] : heard) city.ask(ticket{number++}, asked, now);
    }
    const batch& next = *city.next_batch();
    benchmark::DoNotOptimize(chain.seal(next.at, next.when, next.entries));
    batch done = city.durable();
    for (const reply& each : done.replies)
      benchmark::DoNotOptimize(encode_answer(ids[each.to.number], each.answer, {}, done.at));
    for (const whistle* each : city.take_changed(64).states) {
      std::string projected;
      write_state(*each, projected);
      benchmark::DoNotOptimize(projected);
    }
  }
  state.SetItemsProcessed(state.iterations() * 64);
}
BENCHMARK(whole_turn_of_64_blows)->Iterations(1000);

std::vector<entry> entries_of_64_blows() {
  std::mt19937_64 chance(5);
  std::vector<entry> all;
  for (int i = 0; i < 64; ++i) {
    command asked = some_blow(chance);
    auto follow = decide(nullptr, asked, monday, *shenyang(), nullptr);
    for (entry& each : told(asked, *follow, {})) all.push_back(std::move(each));
  }
  return all;
}

void seal_batch_of_64_blows(benchmark::State& state) {
  auto entries = entries_of_64_blows();
  journal_chain chain({});
  std::size_t bytes = 0;
  for (auto _ : state) bytes = chain.seal({1, 1}, monday, entries).size();
  state.counters["entries"] = static_cast<double>(entries.size());
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}
BENCHMARK(seal_batch_of_64_blows);

void write_entries_of_64_blows(benchmark::State& state) {
  auto entries = entries_of_64_blows();
  std::string bytes;
  for (auto _ : state) {
    bytes.clear();
    wire_writer to(bytes);
    for (const entry& each : entries) write_entry(each, to);
    benchmark::DoNotOptimize(bytes);
  }
}
BENCHMARK(write_entries_of_64_blows);

void read_batch_of_64_blows(benchmark::State& state) {
  auto entries = entries_of_64_blows();
  journal_chain chain({});
  std::string stored = chain.seal({1, 1}, monday, entries);
  for (auto _ : state) benchmark::DoNotOptimize(read_batch({}, {1, 1}, stored));
}
BENCHMARK(read_batch_of_64_blows);

void read_request_at_the_door(benchmark::State& state) {
  std::mt19937_64 chance(9);
  std::string bytes = frame_of(some_blow(chance));
  for (auto _ : state) benchmark::DoNotOptimize(read_request(bytes));
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes.size()) * state.iterations());
}
BENCHMARK(read_request_at_the_door);

void write_receipt(benchmark::State& state) {
  life one = life::dispatched_one();
  receipt made;
  made.whistle = one.state.id;
  made.version = one.state.version;
  made.called = {one.state.lead()->department};
  made.deadlines = deadlines(one.state, *shenyang());
  std::string id(one.entries.front().command.raw());
  receipt_terms terms;
  answer told_back = made;
  for (auto _ : state) benchmark::DoNotOptimize(encode_answer(id, told_back, terms, {1, 1}));
}
BENCHMARK(write_receipt);

}  // namespace
}  // namespace gridwhistle

BENCHMARK_MAIN();
