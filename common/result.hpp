// A value or a refusal. Faults (the world failed) and bugs (GW_CHECK) are not refusals.
#pragma once

#include <utility>
#include <variant>

#include "common/check.hpp"
#include "common/refusal.hpp"

namespace gridwhistle {

template <class T>
class [[nodiscard]] result {
 public:
  result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  result(refusal no) : held_(std::in_place_index<1>, std::move(no)) {}
  result(refusal_code code) : held_(std::in_place_index<1>, refusal{code, {}}) {}

  explicit operator bool() const { return held_.index() == 0; }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  const T* operator->() const { return &value(); }
  const T& value() const {
    GW_CHECK(held_.index() == 0);
    return *std::get_if<0>(&held_);
  }
  T& value() {
    GW_CHECK(held_.index() == 0);
    return *std::get_if<0>(&held_);
  }
  const refusal& refused() const {
    GW_CHECK(held_.index() == 1);
    return *std::get_if<1>(&held_);
  }

 private:
  std::variant<T, refusal> held_;
};

}  // namespace gridwhistle
