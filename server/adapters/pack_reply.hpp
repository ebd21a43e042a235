// Answers about packs, as the wire has them.
#pragma once

#include <string>
#include <string_view>

#include "proto/whistle.pb.h"
#include "server/adapters/pack_check.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

// Findings in one answer; errors come first, and the rest is counted.
constexpr std::size_t findings_max = 200;
// Ways from holder to holder in one answer; those of the most whistles come first.
constexpr std::size_t holder_moves_max = 200;

// Without its standing, which is of an instant.
void write_version(const publication& told, v1::PackVersion& to);
void write_published(const published& told, position head, v1::Published& to);
void write_packs(const pack_page& told, position head, v1::PackList& to);
void write_changes(const change_page& told, position head, v1::PackList& to);

// The pack is not covered.
std::string encode_findings(std::string_view request_id, const check_report& report);
// What a check found.
std::string encode_checked(std::string_view request_id, const check_report& report);
// So much of an upload is here.
std::string encode_held(std::string_view request_id, std::uint64_t bytes);

}  // namespace gridwhistle
