#include "server/adapters/codec_parts.hpp"

namespace gridwhistle::codec {

void write(const budget& value, pb::Budget& to) {
  to.set_unit(number_of<pb::TimeUnit>(value.unit));
  to.set_amount_ms(value.amount.count());
}

std::optional<budget> read(const pb::Budget& from_proto) {
  auto unit = from(from_proto.unit());
  if (!unit) return std::nullopt;
  return budget{*unit, span(from_proto.amount_ms())};
}

void write(const matter_key& value, pb::MatterKey& to) {
  to.set_kind(number_of<pb::MatterKind>(value.kind));
  to.set_code(value.code);
}

std::optional<matter_key> read(const pb::MatterKey& from_proto) {
  auto kind = from(from_proto.kind());
  if (!kind) return std::nullopt;
  return matter_key{*kind, from_proto.code()};
}

void write(const place& value, pb::Place& to) {
  to.set_longitude_e7(value.longitude_e7);
  to.set_latitude_e7(value.latitude_e7);
  to.set_accuracy_m(value.accuracy_m);
  if (value.crs) to.set_crs(number_of<pb::Datum>(*value.crs));
}

namespace {

place read(const pb::Place& from_proto) {
  return {from_proto.longitude_e7(), from_proto.latitude_e7(), from_proto.accuracy_m(),
          from(from_proto.crs())};
}

}  // namespace

void write(const located& value, pb::Located& to) {
  to.set_area(value.area.text);
  for (const area_code& each : value.beside) to.add_beside(each.text);
}

located read(const pb::Located& told) {
  located made{area_code(told.area()), {}};
  for (const std::string& each : told.beside()) made.beside.emplace_back(each);
  return made;
}

void write(const report& value, pb::Report& to) {
  if (value.kind) to.set_kind(number_of<pb::WhistleKind>(*value.kind));
  if (value.matter) write(*value.matter, *to.mutable_matter());
  to.set_condition(static_cast<std::uint32_t>(value.condition));
  to.set_area(value.area.text);
  if (value.where) write(*value.where, *to.mutable_place());
  to.set_text(value.text);
  write_list(value.photos, *to.mutable_photos());
  to.set_source(static_cast<pb::Source>(value.source));
  if (value.observed_at) to.set_observed_at_ms(to_ms(*value.observed_at));
  to.set_source_reference(value.source_reference);
  if (value.ordered_limit) {
    auto* ordered = to.mutable_ordered_limit();
    if (value.ordered_limit->due_at) ordered->set_due_at_ms(to_ms(*value.ordered_limit->due_at));
  }
}

std::optional<report> read(const pb::Report& told) {
  report made;
  bool numbers_known = pb::WhistleKind_IsValid(told.kind()) && pb::Source_IsValid(told.source()) &&
                       pb::MatterKind_IsValid(told.matter().kind()) &&
                       pb::Datum_IsValid(told.place().crs());
  bool instants_known =
      is_instant(told.observed_at_ms()) && is_instant(told.ordered_limit().due_at_ms());
  if (!numbers_known || !instants_known) return std::nullopt;
  made.kind = from(told.kind());
  if (told.has_matter()) made.matter = read(told.matter());
  made.condition = static_cast<int>(told.condition());
  made.area = area_code(told.area());
  if (told.has_place()) made.where = read(told.place());
  made.text = told.text();
  made.photos = read_list(told.photos());
  made.source = static_cast<source>(told.source());
  if (told.observed_at_ms() != 0) made.observed_at = from_ms(told.observed_at_ms());
  made.source_reference = told.source_reference();
  if (told.has_ordered_limit()) {
    made.ordered_limit.emplace();
    std::int64_t due_at = told.ordered_limit().due_at_ms();
    if (due_at != 0) made.ordered_limit->due_at = from_ms(due_at);
  }
  return made;
}

void write(const report_change& value, pb::ReportChange& to) {
  if (value.matter) write(*value.matter, *to.mutable_matter());
  to.set_area(value.area.text);
  if (value.kind) to.set_kind(number_of<pb::WhistleKind>(*value.kind));
  to.set_text(value.text);
  if (value.where) write(*value.where, *to.mutable_place());
  write_list(value.photos, *to.mutable_photos());
}

std::optional<report_change> read(const pb::ReportChange& told) {
  bool numbers_known = pb::WhistleKind_IsValid(told.kind()) &&
                       pb::MatterKind_IsValid(told.matter().kind()) &&
                       pb::Datum_IsValid(told.place().crs());
  if (!numbers_known) return std::nullopt;
  report_change made;
  if (told.has_matter()) made.matter = read(told.matter());
  made.area = area_code(told.area());
  made.kind = from(told.kind());
  made.text = told.text();
  if (told.has_place()) made.where = read(told.place());
  made.photos = read_list(told.photos());
  return made;
}

void write(const opinion& value, pb::Opinion& to) {
  to.set_solved(static_cast<pb::Verdict>(value.solved));
  to.set_satisfied(static_cast<pb::Verdict>(value.satisfied));
  to.set_text(value.text);
}

std::optional<opinion> read(const pb::Opinion& told) {
  if (!pb::Verdict_IsValid(told.solved()) || !pb::Verdict_IsValid(told.satisfied())) {
    return std::nullopt;
  }
  return opinion{static_cast<verdict>(told.solved()), static_cast<verdict>(told.satisfied()),
                 told.text()};
}

void write(const rung& value, pb::Rung& to) {
  to.set_clock(number_of<pb::ClockName>(value.clock));
  to.set_percent(static_cast<std::uint32_t>(value.percent));
  to.set_work_days_before(static_cast<std::uint32_t>(value.work_days_before));
  to.set_action(number_of<pb::RungAction>(value.action));
  to.set_to(number_of<pb::RungRecipient>(value.to));
}

std::optional<rung> read(const pb::Rung& told) {
  auto clock = from(told.clock());
  auto action = from(told.action());
  auto to = from(told.to());
  if (!clock || !action || !to) return std::nullopt;
  return rung{*clock, static_cast<int>(told.percent()), static_cast<int>(told.work_days_before()),
              *action, *to};
}

bool is_instant(std::int64_t ms) {
  constexpr std::int64_t year_10000 = 253'402'300'800'000;
  return ms >= 0 && ms < year_10000;
}

void write(position value, pb::Position& to) {
  to.set_epoch(value.epoch);
  to.set_sequence(value.sequence);
}

position read(const pb::Position& from_proto) {
  return {from_proto.epoch(), from_proto.sequence()};
}

}  // namespace gridwhistle::codec
