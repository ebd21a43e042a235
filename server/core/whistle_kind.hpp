// The four whistle kinds of domain.md section 2.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace gridwhistle {

enum class whistle_kind { routine, joint, key, emergency };

inline constexpr std::array whistle_kinds = {whistle_kind::routine, whistle_kind::joint,
                                             whistle_kind::key, whistle_kind::emergency};

std::string_view name_of(whistle_kind kind);
std::optional<whistle_kind> parse_whistle_kind(std::string_view name);

}  // namespace gridwhistle
