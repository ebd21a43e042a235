// The pieces that journal, projection and wire have in common: core values <-> protobuf.
// Every enumeration of the core is one less than its protobuf number, because 0 is "unspecified"
// there; source, pause_reason, verdict, appeal_stage and staffing keep a zero of their own.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <vector>

#include "common/check.hpp"
#include "proto/projection.pb.h"
#include "proto/whistle.pb.h"
#include "server/adapters/wire_writer.hpp"
#include "server/core/care_shares.hpp"
#include "server/core/figures.hpp"
#include "server/core/whistle.hpp"

namespace gridwhistle::codec {

namespace pb = ::gridwhistle::v1;

template <class Proto, class Enum>
Proto number_of(Enum value) {
  return static_cast<Proto>(static_cast<int>(value) + 1);
}

// Nothing for "unspecified" and for numbers this version does not know.
template <class Enum, class Proto>
std::optional<Enum> value_of(Proto number, Proto largest) {
  if (static_cast<int>(number) < 1 || static_cast<int>(number) > static_cast<int>(largest)) {
    return std::nullopt;
  }
  return static_cast<Enum>(static_cast<int>(number) - 1);
}

inline std::optional<whistle_kind> from(pb::WhistleKind n) {
  return value_of<whistle_kind>(n, pb::WhistleKind_MAX);
}
inline std::optional<matter_kind> from(pb::MatterKind n) {
  return value_of<matter_kind>(n, pb::MatterKind_MAX);
}
inline std::optional<datum> from(pb::Datum n) { return value_of<datum>(n, pb::Datum_MAX); }
inline std::optional<time_unit> from(pb::TimeUnit n) {
  return value_of<time_unit>(n, pb::TimeUnit_MAX);
}
inline std::optional<desk_reason> from(pb::DeskReason n) {
  return value_of<desk_reason>(n, pb::DeskReason_MAX);
}
inline std::optional<role> from(pb::Role n) { return value_of<role>(n, pb::Role_MAX); }
inline std::optional<outcome> from(pb::Outcome n) { return value_of<outcome>(n, pb::Outcome_MAX); }
inline std::optional<clock_name> from(pb::ClockName n) {
  return value_of<clock_name>(n, pb::ClockName_MAX);
}
inline std::optional<clock_state> from(pb::ClockState n) {
  return value_of<clock_state>(n, pb::ClockState_MAX);
}
inline std::optional<ruling> from(pb::Ruling n) { return value_of<ruling>(n, pb::Ruling_MAX); }
inline std::optional<finding> from(pb::Finding n) { return value_of<finding>(n, pb::Finding_MAX); }
inline std::optional<decision> from(pb::Decision n) {
  return value_of<decision>(n, pb::Decision_MAX);
}
inline std::optional<contact> from(pb::Contact n) { return value_of<contact>(n, pb::Contact_MAX); }
inline std::optional<stage> from(pb::Stage n) { return value_of<stage>(n, pb::Stage_MAX); }
inline std::optional<part> from(pb::Part n) { return value_of<part>(n, pb::Part_MAX); }
inline std::optional<obligation_stage> from(pb::ObligationStage n) {
  return value_of<obligation_stage>(n, pb::ObligationStage_MAX);
}

inline std::optional<figure> from(pb::FigureName n) {
  return value_of<figure>(n, pb::FigureName_MAX);
}
inline std::optional<grouping> from(pb::Grouping n) {
  return value_of<grouping>(n, pb::Grouping_MAX);
}
inline std::optional<matter_tag> from(pb::MatterTag n) {
  return value_of<matter_tag>(n, pb::MatterTag_MAX);
}
inline std::optional<care_state> from(pb::CareState n) {
  return value_of<care_state>(n, pb::CareState_MAX);
}
inline std::optional<rung_action> from(pb::RungAction n) {
  return value_of<rung_action>(n, pb::RungAction_MAX);
}
inline std::optional<rung_recipient> from(pb::RungRecipient n) {
  return value_of<rung_recipient>(n, pb::RungRecipient_MAX);
}
inline std::optional<rung_timing> from(pb::RungTiming n) {
  return value_of<rung_timing>(n, pb::RungTiming_MAX);
}

// Each writes the fields of its message.
void write(const budget& value, wire_writer& to);
void write(const matter_key& value, wire_writer& to);
void write(const place& value, wire_writer& to);
void write(const report& value, wire_writer& to);
void write(const located& value, wire_writer& to);
void write(const report_change& value, wire_writer& to);
void write(const opinion& value, wire_writer& to);
void write(const rung& value, wire_writer& to);
void write(position value, wire_writer& to);

// As the message in that field.
template <class Value>
void write_part(int field, const Value& value, wire_writer& to) {
  to.part(field, [&] { write(value, to); });
}
template <class Value>
void write_part(int field, const std::optional<Value>& value, wire_writer& to) {
  if (value) write_part(field, *value, to);
}
// Of the events and the state that have seat, person and staffing.
template <class Told>
void write_seat_call(const seat_call& value, wire_writer& to) {
  to.text(Told::kSeatFieldNumber, value.seat.text);
  to.text(Told::kPersonFieldNumber, value.person.text);
  to.number(Told::kStaffingFieldNumber, static_cast<int>(value.staffing));
}
void write_list(int field, const std::vector<std::string>& items, wire_writer& to);
template <class Tag>
void write_list(int field, const std::vector<code<Tag>>& items, wire_writer& to) {
  for (const code<Tag>& each : items) to.item(field, each.text);
}

// What was written, as a message for whoever asks for one: not where every report passes.
template <class Write>
void fill(google::protobuf::MessageLite& to, Write write) {
  GW_CHECK(to.ParseFromString(wire_bytes(write)));
}
template <class Value, std::derived_from<google::protobuf::MessageLite> Message>
void write(const Value& value, Message& to) {
  fill(to, [&](wire_writer& out) { write(value, out); });
}

// Nothing when a number is out of range; of a report what is merely missing or unknown to the pack
// is kept as it is.
std::optional<budget> read(const pb::Budget& from);
std::optional<matter_key> read(const pb::MatterKey& from);
std::optional<report> read(const pb::Report& from);
located read(const pb::Located& told);
std::optional<report_change> read(const pb::ReportChange& from);
std::optional<opinion> read(const pb::Opinion& from);
std::optional<rung> read(const pb::Rung& from);
position read(const pb::Position& from);
template <class Told>
std::optional<seat_call> read_seat_call(const Told& from) {
  if (!pb::Staffing_IsValid(from.staffing())) return std::nullopt;
  return seat_call{department_code(from.seat()), user_id(from.person()),
                   static_cast<staffing>(from.staffing())};
}

// From 1970 to the end of the year 9999; 0: not set. Sums with such an instant cannot overflow.
bool is_instant(std::int64_t ms);

template <class Repeated>
std::vector<std::string> read_list(const Repeated& from) {
  return {from.begin(), from.end()};
}

}  // namespace gridwhistle::codec
