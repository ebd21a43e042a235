#include "server/adapters/page_files.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "server/adapters/web_target.hpp"

namespace gridwhistle {
namespace {

struct named_type {
  std::string_view suffix;
  std::string_view type;
};
constexpr std::array types = {
    named_type{".html", "text/html; charset=utf-8"},
    named_type{".js", "text/javascript; charset=utf-8"},
    named_type{".css", "text/css; charset=utf-8"},
    named_type{".json", "application/json"},
    named_type{".webmanifest", "application/manifest+json"},
    named_type{".svg", "image/svg+xml"},
    named_type{".png", "image/png"},
    named_type{".ico", "image/x-icon"},
    named_type{".webp", "image/webp"},
    named_type{".jpg", "image/jpeg"},
    named_type{".woff2", "font/woff2"},
    named_type{".wasm", "application/wasm"},
    named_type{".txt", "text/plain; charset=utf-8"},
};

// A screen's own addresses, as /desk/queue, are known to its page alone.
struct screen {
  std::string_view first;  // segment of the address
  std::string_view entry;
};
constexpr std::array screens = {
    screen{"", "/index.html"},      screen{"login", "/index.html"},
    screen{"desk", "/index.html"},  screen{"dispatch", "/index.html"},
    screen{"board", "/index.html"}, screen{"wall", "/index.html"},
    screen{"field", "/field.html"}, screen{"account", "/index.html"},
};

// Without the slash it is outside what the phone keeps for want of a network.
constexpr std::string_view field_without_slash = "/field";

// Named by their content: what has that name never changes.
constexpr std::string_view hashed_names = "/assets/";
constexpr std::string_view gzip_suffix = ".gz";

std::string_view type_of(std::string_view name) {
  for (const named_type& each : types) {
    if (name.ends_with(each.suffix)) return each.type;
  }
  return "application/octet-stream";
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) throw std::runtime_error(file.string() + ": cannot be read");
  return bytes;
}

std::string tag_of(std::string_view bytes) {
  std::array<std::uint8_t, 16> made{};
  crypto_generichash(made.data(), made.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  return hex_text(made);
}

struct byte_range {
  std::size_t first = 0;
  std::size_t last = 0;  // inclusive
};

std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  const char* end = text.data() + text.size();
  auto [stopped, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc() || stopped != end || text.empty()) return std::nullopt;
  return number;
}

// "bytes=0-99", "bytes=100-", "bytes=-50". Nothing: another form, which may be answered as a whole.
std::optional<byte_range> range_in(std::string_view asked, std::size_t size) {
  constexpr std::string_view unit = "bytes=";
  std::size_t dash = asked.find('-');
  if (!asked.starts_with(unit) || dash == std::string_view::npos) return std::nullopt;
  std::string_view from = asked.substr(unit.size(), dash - unit.size());
  std::string_view to = asked.substr(dash + 1);
  auto first = number_in(from), last = number_in(to);
  if ((!from.empty() && !first) || (!to.empty() && !last)) return std::nullopt;
  if (!first && !last) return std::nullopt;
  if (!first) return byte_range{size - std::min(*last, size), size - 1};
  if (last && *last < *first) return std::nullopt;
  return byte_range{*first, std::min(last.value_or(size), size - 1)};
}

void cut(web_response& whole, const byte_range& wanted) {
  std::string size = std::to_string(whole.body.size());
  if (wanted.first >= whole.body.size()) {
    whole.status = 416;
    whole.body.clear();
    whole.fields.emplace_back("Content-Range", "bytes */" + size);
    return;
  }
  whole.status = 206;
  whole.body = whole.body.substr(wanted.first, wanted.last - wanted.first + 1);
  whole.fields.emplace_back("Content-Range", "bytes " + std::to_string(wanted.first) + '-' +
                                                 std::to_string(wanted.last) + '/' + size);
}

}  // namespace

bool takes_gzip(std::string_view accepted) {
  while (!accepted.empty()) {
    std::string_view one = accepted.substr(0, accepted.find(','));
    accepted.remove_prefix(std::min(one.size() + 1, accepted.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (!one.starts_with("gzip")) continue;
    return !one.ends_with("q=0") && !one.ends_with("q=0.0");
  }
  return false;
}

page_files::page_files(const std::filesystem::path& folder) {
  namespace fs = std::filesystem;
  std::map<std::string, std::string, std::less<>> packed;
  std::size_t bytes = 0;
  for (fs::recursive_directory_iterator at(folder), end; at != end; ++at) {
    if (at->path().filename().string().starts_with('.')) {
      at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file()) continue;
    std::string name = '/' + at->path().lexically_relative(folder).generic_string();
    std::string read = bytes_of(at->path());
    bytes += read.size();
    if (bytes > page_files_bytes_max || files_.size() + packed.size() >= page_files_max)
      throw std::runtime_error(folder.string() + ": more than built pages have");
    if (name.ends_with(gzip_suffix)) {
      packed.emplace(name.substr(0, name.size() - gzip_suffix.size()), std::move(read));
      continue;
    }
    std::string tag = tag_of(read);
    files_[name] = {std::string(type_of(name)), std::move(read), std::move(tag), {}};
  }
  for (auto& [name, read] : packed) {
    auto plain = files_.find(name);
    if (plain != files_.end()) plain->second.gzip = std::move(read);
  }
}

page_files::by_name::const_iterator page_files::named_by(std::string_view target) const {
  std::string_view path = target.substr(0, target.find('?'));
  auto named = files_.find(path);
  if (named != files_.end()) return named;
  auto segments = segments_of(path);
  bool doubled = segments && segments->front().empty() && segments->size() > 1;  // "//elsewhere"
  if (!segments || doubled) return files_.end();
  for (const screen& each : screens) {
    if (each.first == segments->front()) return files_.find(each.entry);
  }
  return files_.end();
}

std::optional<web_response> page_files::answer(const web_request& asked) const {
  auto named = named_by(asked.target);
  if (named == files_.end()) return std::nullopt;
  if (asked.method != "GET" && asked.method != "HEAD")
    return problem("method_not_allowed", asked.method);
  std::string_view target = asked.target;
  if (target.substr(0, target.find('?')) == field_without_slash) {
    std::string query(target.substr(field_without_slash.size()));
    web_response made;
    made.status = 308;
    made.fields = {{"Location", std::string(field_without_slash) + '/' + query},
                   {"Cache-Control", "no-cache"}};
    return made;
  }
  const auto& [name, file] = *named;
  bool packed = file.gzip && takes_gzip(asked.accept_encoding);
  std::string tag = '"' + file.tag + (packed ? "-gz\"" : "\"");
  bool hashed = name.starts_with(hashed_names);
  web_response made;
  made.type = file.type;
  made.fields = {
      {"Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache"},
      {"ETag", tag},
  };
  if (file.gzip) made.fields.emplace_back("Vary", "Accept-Encoding");
  if (asked.if_none_match.find(tag) != std::string::npos) {
    made.status = 304;
    return made;
  }
  if (packed) {
    made.fields.emplace_back("Content-Encoding", "gzip");
    made.body = *file.gzip;
    return made;
  }
  made.fields.emplace_back("Accept-Ranges", "bytes");
  made.body = file.bytes;
  if (auto wanted = range_in(asked.range, file.bytes.size())) cut(made, *wanted);
  return made;
}

// The console says in words that there is no such page, and where to go on.
std::optional<web_response> page_files::answer_missing(const web_request& asked) const {
  auto console = files_.find("/index.html");
  bool of_the_api = asked.target.starts_with("/api/");
  bool reads_pages = asked.accept.find("text/html") != std::string::npos;
  if (console == files_.end() || of_the_api || !reads_pages || asked.method != "GET")
    return std::nullopt;
  web_response made;
  made.status = status_of("route_unknown");
  made.type = console->second.type;
  made.fields = {{"Cache-Control", "no-cache"}};
  made.body = console->second.bytes;
  return made;
}

}  // namespace gridwhistle
