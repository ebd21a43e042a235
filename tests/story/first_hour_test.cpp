// The README's section "your city in an hour" does what it says: its commands are run and its files
// written in order, and each answer is the one that is printed there; then its city is started.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/story/story_city.hpp"

namespace gridwhistle::test {
namespace {

namespace fs = std::filesystem;

// The fenced blocks between that heading and the next.
std::vector<std::string> blocks_of(const fs::path& readme, const std::string& heading) {
  std::string text = text_in(readme);
  auto begin = text.find("## " + heading + "\n");
  EXPECT_NE(begin, std::string::npos) << heading;
  if (begin == std::string::npos) return {};
  std::string section = text.substr(begin, text.find("\n## ", begin + 1) - begin);
  std::vector<std::string> blocks;
  const std::string fence = "\n```\n";
  for (auto at = section.find(fence); at != std::string::npos; at = section.find(fence, at)) {
    at += fence.size();
    auto end = section.find(fence, at - 1);
    blocks.push_back(section.substr(at, end + 1 - at));
    at = end + fence.size() - 1;
  }
  return blocks;
}

class first_hour : public testing::Test {
 protected:
  first_hour() {
    std::string name = (fs::temp_directory_path() / "gw-hour-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    folder = name;
    fs::create_directory_symlink(fs::path(GW_SOURCE_DIR) / "deploy", folder / "deploy");
  }
  ~first_hour() override { fs::remove_all(folder); }

  std::string said_by(const std::string& command) const {
    std::string whole =
        "cd " + folder.string() + " && PATH=" GW_BINARY_DIR "/bin:$PATH && " + command;
    fs::path log = folder / "said.log";
    fs::remove(log);
    return run_program({"bash", "-c", whole}, log).said;
  }

  // "$ command" and what it answers, or "# file" and what stands in it; else it is no step.
  void take(const std::string& block) {
    std::istringstream lines(block);
    std::string line;
    std::getline(lines, line);
    if (line.starts_with("# ")) {
      std::ofstream(folder / line.substr(2)) << block.substr(line.size() + 1);
      ++files;
      return;
    }
    if (!line.starts_with("$ ")) return;
    std::string command = line.substr(2);
    std::string expected;
    auto run = [&] {
      EXPECT_EQ(said_by(command), expected) << command;
      ++commands;
    };
    while (std::getline(lines, line)) {
      if (!line.starts_with("$ ")) {
        expected += line + "\n";
        continue;
      }
      run();
      command = line.substr(2);
      expected.clear();
    }
    run();
  }

  void walk(const std::string& readme, const std::string& heading) {
    for (const std::string& block : blocks_of(fs::path(GW_SOURCE_DIR) / readme, heading))
      take(block);
    EXPECT_EQ(files, 5);
    EXPECT_EQ(commands, 8);
  }

  fs::path folder;
  int files = 0;
  int commands = 0;
};

TEST_F(first_hour, the_readme_leads_from_the_template_to_a_certificate) {
  walk("README.zh-CN.md", "一小时，用上您的城市");
}

TEST_F(first_hour, and_from_there_to_a_city_in_which_somebody_blows) {
  walk("README.md", "Your city in an hour");
  fs::path log = folder / "up.log";
  child_process city({"env", "GRIDWHISTLE_BIN=" + std::string(GW_BINARY_DIR) + "/bin",
                      "GRIDWHISTLE_DATA=" + (folder / "data").string(),
                      (folder / "deploy/up").string(), "--pack", (folder / "mycity").string()},
                     log);
  wait_until("the city is up", [&] {
    return !city.running() || text_in(log).find("Gridwhistle is up") != std::string::npos;
  });
  ASSERT_TRUE(city.running()) << text_in(log);
  std::string home = "--home " + (folder / "data/home").string() + " ";
  for (const std::string& block :
       blocks_of(fs::path(GW_SOURCE_DIR) / "README.md", "Your city in an hour")) {
    if (!block.starts_with("gridwhistle ")) continue;
    std::istringstream lines(block);
    std::string said;
    for (std::string line; std::getline(lines, line);) {
      line.insert(line.find(" --as"), " " + home);
      said += said_by(line);
    }
    // The alias tells the matter, and the whistle is in the inbox of whom the duty list calls.
    EXPECT_NE(said.find("matter:01037 Street light out"), std::string::npos) << said;
    EXPECT_NE(said.find("matter:01037 990101"), std::string::npos) << said;
  }
  city.signal(SIGINT);
  wait_until("it ends", [&] { return !city.running(); });
  EXPECT_EQ(city.wait(), 0) << text_in(log);
}

}  // namespace
}  // namespace gridwhistle::test
