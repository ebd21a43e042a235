// One structured line per fact, JSON on standard error. Never a person's name, phone or text.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace gridwhistle::log {

struct field {
  std::string_view name;
  std::variant<std::int64_t, std::string> value;

  template <class T>
  requires std::is_integral_v<T> field(std::string_view n, T v)
      : name(n), value(static_cast<std::int64_t>(v)) {}
  field(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
  field(std::string_view n, const char* v) : name(n), value(std::string(v)) {}
  field(std::string_view n, std::string_view v) : name(n), value(std::string(v)) {}
};

using fields = std::initializer_list<field>;

void info(std::string_view what, fields about = {});
// A warning names what the operator should do, in the field "do".
void warn(std::string_view what, fields about = {});
void error(std::string_view what, fields about = {});

// Drops info lines; for tools whose standard error is read by people.
void warnings_only();

}  // namespace gridwhistle::log
