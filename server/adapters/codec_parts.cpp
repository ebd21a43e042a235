#include "server/adapters/codec_parts.hpp"

namespace gridwhistle::codec {

void write(const budget& value, wire_writer& to) {
  to.number(pb::Budget::kUnitFieldNumber, number_of<pb::TimeUnit>(value.unit));
  to.signed_number(pb::Budget::kAmountMsFieldNumber, value.amount.count());
}

std::optional<budget> read(const pb::Budget& from_proto) {
  auto unit = from(from_proto.unit());
  if (!unit) return std::nullopt;
  return budget{*unit, span(from_proto.amount_ms())};
}

void write(const matter_key& value, wire_writer& to) {
  to.number(pb::MatterKey::kKindFieldNumber, number_of<pb::MatterKind>(value.kind));
  to.text(pb::MatterKey::kCodeFieldNumber, value.code);
}

std::optional<matter_key> read(const pb::MatterKey& from_proto) {
  auto kind = from(from_proto.kind());
  if (!kind) return std::nullopt;
  return matter_key{*kind, from_proto.code()};
}

void write(const place& value, wire_writer& to) {
  to.signed_number(pb::Place::kLongitudeE7FieldNumber, value.longitude_e7);
  to.signed_number(pb::Place::kLatitudeE7FieldNumber, value.latitude_e7);
  to.number(pb::Place::kAccuracyMFieldNumber, value.accuracy_m);
  if (value.crs) to.number(pb::Place::kCrsFieldNumber, number_of<pb::Datum>(*value.crs));
}

namespace {

place read(const pb::Place& from_proto) {
  return {from_proto.longitude_e7(), from_proto.latitude_e7(), from_proto.accuracy_m(),
          from(from_proto.crs())};
}

}  // namespace

void write(const located& value, wire_writer& to) {
  to.text(pb::Located::kAreaFieldNumber, value.area.text);
  write_list(pb::Located::kBesideFieldNumber, value.beside, to);
}

located read(const pb::Located& told) {
  located made{area_code(told.area()), {}};
  for (const std::string& each : told.beside()) made.beside.emplace_back(each);
  return made;
}

void write(const report& value, wire_writer& to) {
  using form = pb::Report;
  if (value.kind) to.number(form::kKindFieldNumber, number_of<pb::WhistleKind>(*value.kind));
  write_part(form::kMatterFieldNumber, value.matter, to);
  to.number(form::kConditionFieldNumber, static_cast<std::uint32_t>(value.condition));
  to.text(form::kAreaFieldNumber, value.area.text);
  write_part(form::kPlaceFieldNumber, value.where, to);
  to.text(form::kTextFieldNumber, value.text);
  write_list(form::kPhotosFieldNumber, value.photos, to);
  to.number(form::kSourceFieldNumber, static_cast<int>(value.source));
  if (value.observed_at) to.number(form::kObservedAtMsFieldNumber, to_ms(*value.observed_at));
  to.text(form::kSourceReferenceFieldNumber, value.source_reference);
  if (!value.ordered_limit) return;
  to.part(form::kOrderedLimitFieldNumber, [&] {
    const auto& due_at = value.ordered_limit->due_at;
    if (due_at) to.number(pb::OrderedLimit::kDueAtMsFieldNumber, to_ms(*due_at));
  });
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

void write(const report_change& value, wire_writer& to) {
  using form = pb::ReportChange;
  write_part(form::kMatterFieldNumber, value.matter, to);
  to.text(form::kAreaFieldNumber, value.area.text);
  if (value.kind) to.number(form::kKindFieldNumber, number_of<pb::WhistleKind>(*value.kind));
  to.text(form::kTextFieldNumber, value.text);
  write_part(form::kPlaceFieldNumber, value.where, to);
  write_list(form::kPhotosFieldNumber, value.photos, to);
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

void write(const opinion& value, wire_writer& to) {
  to.number(pb::Opinion::kSolvedFieldNumber, static_cast<int>(value.solved));
  to.number(pb::Opinion::kSatisfiedFieldNumber, static_cast<int>(value.satisfied));
  to.text(pb::Opinion::kTextFieldNumber, value.text);
}

std::optional<opinion> read(const pb::Opinion& told) {
  if (!pb::Verdict_IsValid(told.solved()) || !pb::Verdict_IsValid(told.satisfied())) {
    return std::nullopt;
  }
  return opinion{static_cast<verdict>(told.solved()), static_cast<verdict>(told.satisfied()),
                 told.text()};
}

void write(const rung& value, wire_writer& to) {
  using form = pb::Rung;
  to.number(form::kClockFieldNumber, number_of<pb::ClockName>(value.clock));
  to.number(form::kPercentFieldNumber, static_cast<std::uint32_t>(value.percent));
  to.number(form::kWorkDaysBeforeFieldNumber, static_cast<std::uint32_t>(value.work_days_before));
  to.number(form::kActionFieldNumber, number_of<pb::RungAction>(value.action));
  to.number(form::kToFieldNumber, number_of<pb::RungRecipient>(value.to));
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

void write(position value, wire_writer& to) {
  to.number(pb::Position::kEpochFieldNumber, value.epoch);
  to.number(pb::Position::kSequenceFieldNumber, value.sequence);
}

void write_list(int field, const std::vector<std::string>& items, wire_writer& to) {
  for (const std::string& each : items) to.item(field, each);
}

position read(const pb::Position& from_proto) {
  return {from_proto.epoch(), from_proto.sequence()};
}

}  // namespace gridwhistle::codec
