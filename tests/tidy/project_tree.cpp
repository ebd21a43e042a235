#include "tests/tidy/project_tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gridwhistle::tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::array folders = {"common", "server", "workers", "tests", "bench",
                                "proto",  "deploy", "docs",    "web"};
constexpr std::array skipped = {"build", "node_modules", "__pycache__", "dist", "generated"};

bool is_skipped(const fs::path& folder) {
  std::string name = folder.filename().string();
  return name.starts_with('.') || std::find(skipped.begin(), skipped.end(), name) != skipped.end();
}

bool is_cpp(const std::string& path) { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

void take(project_tree& tree, const fs::path& root, const fs::path& file) {
  std::string path = fs::relative(file, root).generic_string();
  std::string text = read_text(file);
  bool binary = text.find('\0') != std::string::npos;
  if (binary) return;
  if (is_cpp(path)) {
    tree.cpp.push_back(make_source(std::move(path), std::move(text)));
  } else {
    tree.other.push_back({std::move(path), std::move(text), {}});
  }
}

void take_folder(project_tree& tree, const fs::path& root, const fs::path& folder) {
  for (auto at = fs::recursive_directory_iterator(folder); at != fs::recursive_directory_iterator();
       ++at) {
    if (at->is_directory() && is_skipped(at->path())) at.disable_recursion_pending();
    if (at->is_regular_file() && !at->is_symlink()) take(tree, root, at->path());
  }
}

}  // namespace

const source_file* project_tree::find(std::string_view path) const {
  for (const std::vector<source_file>* all : {&cpp, &other}) {
    auto found = std::find_if(all->begin(), all->end(),
                              [&](const source_file& each) { return each.path == path; });
    if (found != all->end()) return &*found;
  }
  return nullptr;
}

project_tree read_tree(const fs::path& root) {
  project_tree tree;
  for (const auto& entry : fs::directory_iterator(root)) {
    // Git's own is a file where the checkout is linked to another one.
    bool of_git = entry.path().filename() == ".git";
    if (entry.is_regular_file() && !of_git) take(tree, root, entry.path());
  }
  for (const char* folder : folders) {
    if (fs::exists(root / folder)) take_folder(tree, root, root / folder);
  }
  for (std::vector<source_file>* all : {&tree.cpp, &tree.other}) {
    std::sort(all->begin(), all->end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
  }
  return tree;
}

project_tree tree_of(std::vector<source_file> cpp) { return {std::move(cpp), {}}; }

std::string to_text(const breaches& found) {
  std::string lines;
  for (const breach& each : found) {
    lines += each.path + ":" + std::to_string(each.line) + ": " + each.what + "\n";
  }
  return lines;
}

}  // namespace gridwhistle::tidy
