// The built pages, as `serve --pages DIR` reads them once at the start: only what was there then is
// served, by its name.
// Law: a request chooses among known files and never makes a path of what it says.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "server/adapters/web_request.hpp"

namespace gridwhistle {

// Beyond either the server does not start: that is no directory of built pages.
constexpr std::size_t page_files_max = 4'096;
constexpr std::size_t page_files_bytes_max = 64 * 1024 * 1024;

// "br;q=1.0, gzip;q=0.8": by name, and not with a weight of zero.
bool takes_gzip(std::string_view accepted);

class page_files {
 public:
  page_files() = default;
  // Throws std::runtime_error: a file cannot be read, or there are too many.
  explicit page_files(const std::filesystem::path& folder);

  // Nothing: the target names no file and no screen.
  std::optional<web_response> answer(const web_request& asked) const;
  // For an address that is nobody's. Nothing: who asks reads no pages, or it is of the API.
  std::optional<web_response> answer_missing(const web_request& asked) const;
  std::size_t size() const { return files_.size(); }

 private:
  struct page_file {
    std::string type;
    std::string bytes;
    std::string tag;
    std::optional<std::string> gzip;  // name.gz, where the build has made it
  };
  using by_name = std::map<std::string, page_file, std::less<>>;

  by_name::const_iterator named_by(std::string_view target) const;

  by_name files_;  // "/assets/desk-3f9a.js"
};

}  // namespace gridwhistle
