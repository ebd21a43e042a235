// Reads the project's tree as a reviewer would: every rule of the house that a machine can see.
// Each rule is tried on a small bad snippet first, so that a rule that no longer bites fails as
// well.
#include <gtest/gtest.h>

#include "tests/tidy/code_rules.hpp"
#include "tests/tidy/layer_rules.hpp"
#include "tests/tidy/text_rules.hpp"

namespace gridwhistle::tidy {
namespace {

const project_tree& tree() {
  static const project_tree read = read_tree(GW_SOURCE_DIR);
  return read;
}

project_tree snippet(std::string path, std::string text) {
  std::vector<source_file> files;
  files.push_back(make_source(std::move(path), std::move(text)));
  return tree_of(std::move(files));
}

#define EXPECT_CLEAN(rule) EXPECT_EQ(to_text(rule(tree())), "")
#define EXPECT_BITES(rule, path, text) EXPECT_EQ(rule(snippet(path, text)).size(), 1u) << (text)
#define EXPECT_SPARES(rule, path, text) EXPECT_EQ(to_text(rule(snippet(path, text))), "") << (text)

TEST(tree, it_was_found_and_holds_the_whole_project) {
  EXPECT_NE(tree().find("server/core/decide.cpp"), nullptr);
  EXPECT_NE(tree().find("tests/tidy/tidy_test.cpp"), nullptr);
  EXPECT_NE(tree().find("proto/whistle.proto"), nullptr);
  EXPECT_NE(tree().find("CMakeLists.txt"), nullptr);
  EXPECT_GT(tree().cpp.size(), 100u);
}

// --- layers ------------------------------------------------------------------------------------

TEST(layers, includes_point_one_way) {
  EXPECT_BITES(includes_point_one_way, "server/core/x.cpp",
               "#include \"server/engine/engine.hpp\"\n");
  EXPECT_BITES(includes_point_one_way, "server/core/x.cpp", "#include <boost/asio.hpp>\n");
  EXPECT_BITES(includes_point_one_way, "server/core/x.cpp", "#include <unistd.h>\n");
  EXPECT_BITES(includes_point_one_way, "server/core/x.cpp", "#include \"common/log.hpp\"\n");
  EXPECT_BITES(includes_point_one_way, "server/engine/x.hpp",
               "#include \"server/adapters/feed.hpp\"\n");
  EXPECT_BITES(includes_point_one_way, "server/engine/x.hpp", "#include \"proto/journal.pb.h\"\n");
  EXPECT_BITES(includes_point_one_way, "common/ids.cpp", "#include <spdlog/spdlog.h>\n");
  EXPECT_BITES(includes_point_one_way, "common/ids.cpp", "#include \"server/core/whistle.hpp\"\n");
  EXPECT_BITES(includes_point_one_way, "workers/x.cpp", "#include \"server/core/whistle.hpp\"\n");
  EXPECT_BITES(includes_point_one_way, "tests/core/x.cpp",
               "#include \"server/adapters/feed.hpp\"\n");
  EXPECT_BITES(includes_point_one_way, "elsewhere/x.cpp", "int x;\n");
  EXPECT_SPARES(includes_point_one_way, "server/core/x.cpp",
                "#include <unordered_map>\n#include \"common/time.hpp\"\n");
  EXPECT_SPARES(includes_point_one_way, "server/core/x.cpp", "// #include <boost/asio.hpp>\n");
  EXPECT_CLEAN(includes_point_one_way);
}

TEST(layers, a_room_of_the_console_takes_nothing_from_another_seats_room) {
  auto taken = [](std::string path, std::string text) {
    project_tree one;
    one.other.push_back({"web/src/console/" + std::move(path), std::move(text), {}});
    return rooms_that_take_from_another_seat(one).size();
  };
  EXPECT_EQ(taken("dispatch/x.ts", "import { x } from '../desk/x'\n"), 1u);
  EXPECT_EQ(taken("dispatch/forms/X.vue", "import { x } from '../../desk/x'\n"), 1u);
  EXPECT_EQ(taken("dispatch/x.ts", "const x = () => import('../desk/X.vue')\n"), 1u);
  EXPECT_EQ(taken("desk/x.ts", "import '../board/board.css'\n"), 1u);
  EXPECT_EQ(taken("queue/x.ts", "import { x } from '../desk/x'\n"), 1u);
  EXPECT_EQ(taken("wall/x.ts", "import { x } from '../account/words'\n"), 1u);
  EXPECT_EQ(taken("wall/x.ts", "import { x } from '../account/rights'\n"), 0u);
  EXPECT_EQ(taken("desk/x.ts", "import { x } from './desk'\nimport { y } from '../queue/y'\n"), 0u);
  EXPECT_EQ(taken("router.ts", "const x = () => import('./desk/X.vue')\n"), 0u);
  EXPECT_NE(tree().find("web/src/console/desk/words.ts"), nullptr);
  EXPECT_CLEAN(rooms_that_take_from_another_seat);
}

TEST(layers, a_source_includes_its_own_header_first) {
  std::vector<source_file> files;
  files.push_back(make_source("common/x.hpp", "#pragma once\n"));
  files.push_back(make_source("common/x.cpp", "#include <string>\n#include \"common/x.hpp\"\n"));
  EXPECT_EQ(sources_include_their_own_header_first(tree_of(files)).size(), 1u);
  EXPECT_CLEAN(sources_include_their_own_header_first);
}

TEST(layers, no_header_is_read_by_nobody_but_its_own_source) {
  std::vector<source_file> files;
  files.push_back(make_source("common/x.hpp", "#pragma once\n"));
  files.push_back(make_source("common/x.cpp", "#include \"common/x.hpp\"\n"));
  EXPECT_EQ(unused_headers(tree_of(files)).size(), 1u);
  files.push_back(make_source("common/y.cpp", "#include \"common/x.hpp\"\n"));
  EXPECT_EQ(unused_headers(tree_of(files)).size(), 0u);
  EXPECT_CLEAN(unused_headers);
}

TEST(layers, cmake_knows_every_source_and_header) {
  project_tree two = snippet("common/x.cpp", "int x;\n");
  two.other.push_back({"common/CMakeLists.txt", "add(y SOURCES y.cpp) # x.cpp\n", {}});
  EXPECT_EQ(files_unknown_to_cmake(two).size(), 1u);
  two.other.front().text = "add(x SOURCES y.cpp\n  x.cpp)\n";
  EXPECT_EQ(files_unknown_to_cmake(two).size(), 0u);
  EXPECT_CLEAN(files_unknown_to_cmake);
}

// --- purity ------------------------------------------------------------------------------------

TEST(purity, core_and_engine_know_no_clock_chance_io_thread_or_coroutine) {
  for (const char* bad :
       {"auto t = std::chrono::system_clock::now();", "int x = rand();", "std::random_device r;",
        "std::mutex m;", "co_await f();", "auto p = getenv(name);", "std::thread t;",
        "#include <iostream>\n", "#include <fstream>\n"}) {
    EXPECT_BITES(impure_words, "server/core/x.cpp", bad);
  }
  EXPECT_BITES(impure_words, "server/engine/x.cpp", "std::mutex m;");
  EXPECT_SPARES(impure_words, "server/adapters/x.cpp", "std::mutex m;");
  EXPECT_SPARES(impure_words, "server/core/x.cpp", "int operand(int); // rand() and mutex");
  EXPECT_CLEAN(impure_words);
}

TEST(purity, core_and_engine_neither_throw_nor_catch) {
  EXPECT_BITES(exceptions_in_the_core, "server/core/x.cpp", "void f() { throw 1; }");
  EXPECT_BITES(exceptions_in_the_core, "server/engine/x.cpp",
               "void f() { try { g(); } catch (...) {} }");
  EXPECT_SPARES(exceptions_in_the_core, "server/core/x.cpp", "bool catches = throws; // throw");
  EXPECT_CLEAN(exceptions_in_the_core);
}

TEST(purity, switches_in_core_and_engine_have_no_default) {
  EXPECT_BITES(switches_with_default, "server/core/x.cpp",
               "switch (a) { case b: return; default: return; }");
  EXPECT_SPARES(switches_with_default, "server/core/x.hpp", "struct x { x() = default; };");
  EXPECT_CLEAN(switches_with_default);
}

TEST(purity, no_function_of_core_and_engine_takes_a_bool) {
  EXPECT_BITES(bool_parameters, "server/core/x.hpp", "void f(int a,\n       bool b);");
  EXPECT_BITES(bool_parameters, "server/core/x.hpp", "void f(const bool b);");
  EXPECT_SPARES(bool_parameters, "server/core/x.hpp",
                "bool f(int a); struct x { bool b = false; explicit operator bool() const; };");
  EXPECT_SPARES(bool_parameters, "server/core/x.hpp", "std::variant<int, bool> v;");
  EXPECT_CLEAN(bool_parameters);
}

// --- coroutines --------------------------------------------------------------------------------

TEST(coroutines, nothing_is_built_inside_a_co_await) {
  for (const char* bad :
       {"co_await f({x});", "auto a = co_await f(t{.n = 1});", "co_await f([x] { return x; });",
        "co_await f([=] {});", "co_await f(id(t{}));", "g(co_await h(), 1);",
        "auto a = t{co_await h()};", "if (co_await h()) return;", "auto a = t{.n = co_await h()};",
        "f({1}, co_await h());", "co_return co_await f({x});"}) {
    EXPECT_BITES(things_built_inside_co_await, "server/adapters/x.cpp",
                 "task g() { " + std::string(bad) + " }");
  }
  for (const char* good :
       {"auto a = co_await f(x);", "while (true) { co_await f(std::move(x)); }",
        "if (x) co_await f();", "co_await f(xs[i]);", "for (int i = 0; i < 3; ++i) co_await f();",
        "auto [a, b] = co_await f();", "auto x = t{1}; co_await f();",
        "run([]() -> task<void> { co_await f(); });"}) {
    EXPECT_SPARES(things_built_inside_co_await, "server/adapters/x.cpp",
                  "task g() { " + std::string(good) + " }");
  }
  EXPECT_CLEAN(things_built_inside_co_await);
}

TEST(coroutines, no_coroutine_has_a_default_argument) {
  EXPECT_BITES(default_arguments_of_coroutines, "workers/x.hpp",
               "asio::awaitable<void> f(int a,\n std::string b = {});");
  EXPECT_BITES(default_arguments_of_coroutines, "workers/x.hpp",
               "awaitable<std::optional<int>> c::f(int a = 1) {");
  EXPECT_SPARES(default_arguments_of_coroutines, "workers/x.hpp",
                "asio::awaitable<void> f(int a); int g(int b = 1);");
  EXPECT_CLEAN(default_arguments_of_coroutines);
}

TEST(coroutines, no_capturing_lambda_is_a_coroutine) {
  EXPECT_BITES(capturing_lambda_coroutines, "workers/x.cpp",
               "run([x]() -> asio::awaitable<void> { co_return; });");
  EXPECT_SPARES(capturing_lambda_coroutines, "workers/x.cpp",
                "run([](int x) -> asio::awaitable<void> { co_return; });");
  EXPECT_SPARES(capturing_lambda_coroutines, "workers/x.cpp", "run([x](int y) { return x + y; });");
  EXPECT_CLEAN(capturing_lambda_coroutines);
}

// --- tests -------------------------------------------------------------------------------------

TEST(tests, no_test_sleeps) {
  EXPECT_BITES(sleeps_in_tests, "tests/x.cpp", "std::this_thread::sleep_for(one_second);");
  EXPECT_BITES(sleeps_in_tests, "tests/x.cpp", "usleep(100);");
  EXPECT_BITES(sleeps_in_tests, "tests/x.cpp", "::sleep(1);");
  EXPECT_SPARES(sleeps_in_tests, "tests/x.cpp", "TEST(a, b_sleeps) {} // sleep(1)");
  EXPECT_CLEAN(sleeps_in_tests);
}

// --- text --------------------------------------------------------------------------------------

TEST(text, every_line_fits_into_100_columns) {
  EXPECT_BITES(lines_too_wide, "common/x.hpp", std::string(101, 'x'));
  EXPECT_SPARES(lines_too_wide, "common/x.hpp", std::string(100, 'x'));
  std::string wide;
  for (int i = 0; i < 50; ++i) wide += "哨";
  EXPECT_SPARES(lines_too_wide, "common/x.hpp", wide);
  EXPECT_BITES(lines_too_wide, "common/x.hpp", wide + "x");
  EXPECT_CLEAN(lines_too_wide);
}

TEST(text, no_file_is_longer_than_500_lines) {
  std::string lines;
  for (int i = 0; i < 500; ++i) lines += "x\n";
  EXPECT_SPARES(files_too_long, "common/x.hpp", lines);
  EXPECT_BITES(files_too_long, "common/x.hpp", lines + "x\n");
  EXPECT_CLEAN(files_too_long);
}

std::string lines_of_code(int count) {
  std::string lines;
  for (int i = 0; i < count; ++i) lines += "  f(\"}\", '{'); // }\n";
  return lines;
}

TEST(text, no_function_is_longer_than_70_lines) {
  std::string fits = lines_of_code(68);
  std::string over = lines_of_code(69);
  for (std::string head :
       {"void f() {\n", "x::x(int a) : a_{a}, b_(2) {\n", "TEST(a, b) {\n",
        "auto f() -> std::optional<int> {\n", "template <class T>\nT f(T a) noexcept {",
        "struct x {\n  explicit x(int a) : a_(a) {"}) {
    std::size_t before = head.find("template") == 0 || head.find("struct") == 0 ? 1 : 0;
    std::string tail = head.find("struct") == 0 ? "}\n};\n" : "}\n";
    std::string just =
        head + (before == 1 && head.find("template") == 0 ? lines_of_code(67) : fits) + tail;
    EXPECT_SPARES(functions_too_long, "common/x.cpp", just);
    EXPECT_BITES(functions_too_long, "common/x.cpp", head + over + lines_of_code(1) + tail);
  }
  std::string table = "constexpr std::array t = {\n" + lines_of_code(80) + "};\n";
  EXPECT_SPARES(functions_too_long, "common/x.cpp",
                table + "namespace a {\nclass b {\n" + lines_of_code(80) + "};\n}\n");
  EXPECT_CLEAN(functions_too_long);
}

TEST(text, the_scanner_finds_every_function_by_its_name) {
  auto file = make_source("x.cpp", R"x(
#define M(a) \
  { a }
namespace a { namespace {
constexpr auto big = 100'000;
constexpr std::array t = {f(1), g{2}};
enum class e : int { one, two };
template <class T> struct s : b<decltype(c())> {
  s() : a_{1}, b_(2) { f(R"(}})"); }
 private:
  bool operator()(const t& x) const { return '{' == 1'0; }
  int n = 1;
};
static std::optional<int> last(int (*p)(int)) { auto l = [&] { return 1; }; return {}; }
}  // namespace
}
)x");
  auto found = functions_of(file);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_TRUE(found[0].head.starts_with("s()")) << found[0].head;
  EXPECT_TRUE(found[1].head.starts_with("bool operator()")) << found[1].head;
  EXPECT_TRUE(found[2].head.starts_with("static std::optional<int> last")) << found[2].head;
}

TEST(text, names_name_something) {
  EXPECT_BITES(empty_names, "common/x.hpp", "class whistle_manager;");
  EXPECT_BITES(empty_names, "common/x.hpp", "namespace StringUtil {}");
  EXPECT_BITES(empty_names, "common/string_util.hpp", "int x;");
  EXPECT_SPARES(empty_names, "common/x.hpp",
                "#include <google/protobuf/util/json_util.h>\nint utility; // no manager");
  EXPECT_CLEAN(empty_names);
}

TEST(text, no_mark_of_unfinished_work_is_left) {
  EXPECT_BITES(unfinished_marks, "common/x.hpp", std::string("// TO") + "DO: later\n");
  EXPECT_BITES(unfinished_marks, "common/x.hpp", std::string("// FIX") + "ME\n");
  EXPECT_BITES(unfinished_marks, "common/x.hpp", std::string("// XX") + "X\n");
  EXPECT_SPARES(unfinished_marks, "common/x.hpp", "mkdtemp(\"gw-XXXXXX\");\n");
  EXPECT_CLEAN(unfinished_marks);
}

TEST(text, no_word_tells_how_the_project_was_made) {
  EXPECT_BITES(words_from_the_workshop, "common/x.hpp", std::string("// by an LL") + "M\n");
  EXPECT_BITES(words_from_the_workshop, "common/x.hpp", std::string("// see /wo") + "rk/shared\n");
  EXPECT_SPARES(words_from_the_workshop, "common/x.hpp", "// workers/outbox possession\n");
  EXPECT_CLEAN(words_from_the_workshop);
}

TEST(text, every_file_opens_with_the_sentence_that_says_its_job) {
  EXPECT_BITES(files_without_opening_sentence, "common/x.hpp", "#pragma once\n");
  EXPECT_BITES(files_without_opening_sentence, "common/x.hpp",
               "// Only three words\n#pragma once\n");
  EXPECT_BITES(files_without_opening_sentence, "common/x.hpp",
               "// Says what it is.\n\n#pragma once\n");
  EXPECT_BITES(files_without_opening_sentence, "tests/x_test.cpp", "#include <string>\n");
  EXPECT_SPARES(files_without_opening_sentence, "common/x.hpp",
                "// Says what it is.\n// Law: so.\n#pragma once\n");
  EXPECT_CLEAN(files_without_opening_sentence);
}

}  // namespace
}  // namespace gridwhistle::tidy
