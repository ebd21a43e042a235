// gridwhistled as a shell runs it: what it prints, and how it ends.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {

inline const std::string program = GW_BINARY_DIR "/bin/gridwhistled";

struct program_outcome {
  int code = -1;
  std::string said;  // standard output and error
};

inline program_outcome run(const std::string& command) {
  program_outcome found;
  FILE* out = ::popen((command + " 2>&1").c_str(), "r");
  char bytes[4096];
  while (std::size_t count = std::fread(bytes, 1, sizeof bytes, out))
    found.said.append(bytes, count);
  int status = ::pclose(out);
  found.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return found;
}

// A directory of that name with these files and no others.
inline std::filesystem::path written(const pack_files& files, const std::string& name) {
  std::filesystem::path directory = std::filesystem::path(testing::TempDir()) / name;
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  for (const auto& [file, text] : files) std::ofstream(directory / file, std::ios::binary) << text;
  return directory;
}

}  // namespace gridwhistle
