#include "common/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace gridwhistle::log {
namespace {

spdlog::logger& sink() {
  static const auto logger = [] {
    auto made = spdlog::stderr_logger_mt("gridwhistle");
    made->set_pattern(R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})",
                      spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *logger;
}

void append_quoted(std::string& line, std::string_view text) {
  line.push_back('"');
  for (char c : text) {
    if (c == '"' || c == '\\') line.push_back('\\');
    line.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
  }
  line.push_back('"');
}

void write(spdlog::level::level_enum level, std::string_view what, fields about) {
  std::string line = "\"what\":";
  append_quoted(line, what);
  for (const field& each : about) {
    line.push_back(',');
    append_quoted(line, each.name);
    line.push_back(':');
    if (const auto* number = std::get_if<std::int64_t>(&each.value)) {
      line += std::to_string(*number);
    } else {
      append_quoted(line, *std::get_if<std::string>(&each.value));
    }
  }
  sink().log(level, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace

void info(std::string_view what, fields about) { write(spdlog::level::info, what, about); }
void warn(std::string_view what, fields about) { write(spdlog::level::warn, what, about); }
void error(std::string_view what, fields about) { write(spdlog::level::err, what, about); }
void warnings_only() { sink().set_level(spdlog::level::warn); }

}  // namespace gridwhistle::log
