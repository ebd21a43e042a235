#include "server/adapters/pack_reply.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "server/adapters/codec_parts.hpp"
#include "server/adapters/reply_codec.hpp"

namespace gridwhistle {
namespace {

using codec::number_of;
namespace pb = ::gridwhistle::v1;

void write_holder(const holder& told, pb::Holder& to) {
  to.set_lead(told.lead.text);
  to.set_desk(told.desk.text);
  if (told.why) to.set_desk_reason(number_of<pb::DeskReason>(*told.why));
}

void write_limit(const budget& told, pb::Budget& to) {
  to.set_unit(number_of<pb::TimeUnit>(told.unit));
  to.set_amount_ms(told.amount.count());
}

void write_called(const std::vector<called_seat>& told,
                  google::protobuf::RepeatedPtrField<pb::CalledDepartment>& to) {
  for (const called_seat& each : told) {
    pb::CalledDepartment& one = *to.Add();
    one.set_department(each.department.text);
    write_limit(each.owed.report_in, *one.mutable_report_in());
    if (each.owed.handle) write_limit(*each.owed.handle, *one.mutable_handle());
  }
}

void write_finding(const check_finding& told, pb::PackFinding& to) {
  to.set_rule(told.rule);
  to.set_severity(number_of<pb::FindingSeverity>(told.severity));
  to.set_message(told.message);
  to.set_cells(told.cells);
  to.set_add(told.add);
  for (const pack_place& each : told.places) {
    auto* place = to.add_places();
    place->set_file(each.file);
    place->set_line(static_cast<std::uint32_t>(each.line));
  }
}

void write_findings(const std::vector<check_finding>& found, pb::PackFindings& to) {
  for (const check_finding& each : found) {
    if (static_cast<std::size_t>(to.findings_size()) == findings_max) break;
    write_finding(each, *to.add_findings());
  }
  to.set_count(found.size());
}

// The most whistles first; of as many in the order of holders.
void write_moves(const change_page& told, pb::PackList& to) {
  using counted = std::pair<std::pair<holder, holder>, std::uint64_t>;
  std::vector<counted> moves(told.moves.begin(), told.moves.end());
  std::ranges::stable_sort(moves, std::ranges::greater{}, &counted::second);
  if (moves.size() > holder_moves_max) moves.resize(holder_moves_max);
  for (const auto& [ways, count] : moves) {
    auto* move = to.add_moves();
    write_holder(ways.first, *move->mutable_before());
    write_holder(ways.second, *move->mutable_after());
    move->set_count(count);
  }
}

}  // namespace

void write_version(const publication& told, pb::PackVersion& to) {
  to.set_version(told.version);
  to.set_at_ms(to_ms(told.at));
  to.set_actor(told.by.text);
  to.set_pack(std::string(told.pack.raw()));
  to.set_effective_at_ms(to_ms(told.effective_at));
  to.set_reason(told.reason);
  for (const whistle_id& each : told.moved) to.add_moved_ids(std::string(each.raw()));
}

void write_published(const published& told, position head, pb::Published& to) {
  write_version(told.told, *to.mutable_what());
  for (const whistle_id& each : told.left) to.add_left_ids(std::string(each.raw()));
  to.set_repeated_command(told.repeat == repeat::again);
  codec::write(head, *to.mutable_position());
}

void write_packs(const pack_page& told, position head, pb::PackList& to) {
  for (const pack_page::row& each : told.rows) {
    auto* version = to.add_versions();
    write_version(each.told, *version);
    version->set_standing(number_of<pb::PackStanding>(each.standing));
  }
  to.set_more(told.more);
  codec::write(head, *to.mutable_position());
}

void write_changes(const change_page& told, position head, pb::PackList& to) {
  for (const open_change& each : told.items) {
    auto* change = to.add_changes();
    change->set_whistle_id(std::string(each.whistle.raw()));
    write_holder(each.before, *change->mutable_before());
    write_holder(each.after, *change->mutable_after());
    write_called(each.called_before, *change->mutable_called_before());
    write_called(each.called_after, *change->mutable_called_after());
  }
  to.set_more(told.more);
  to.set_open_count(told.looked_at);
  to.set_changed_count(told.changed);
  write_moves(told, to);
  codec::write(head, *to.mutable_position());
}

std::string encode_findings(std::string_view request_id, const check_report& report) {
  pb::Reply reply;
  write_findings(report.findings, *reply.mutable_publishing()->mutable_not_covered());
  return encode_reply(request_id, reply);
}

std::string encode_checked(std::string_view request_id, const check_report& report) {
  pb::Reply reply;
  auto* out = reply.mutable_publishing()->mutable_checked();
  out->set_covered(report.covered());
  write_findings(report.findings, *out->mutable_findings());
  if (report.rules) out->set_pack(std::string(report.rules->hash.raw()));
  if (report.proof) {
    out->set_cells(report.proof->cells);
    out->set_matters(report.proof->matters);
    out->set_grids(report.proof->leaves);
  }
  return encode_reply(request_id, reply);
}

std::string encode_held(std::string_view request_id, std::uint64_t bytes) {
  pb::Reply reply;
  reply.mutable_publishing()->mutable_held()->set_bytes(bytes);
  return encode_reply(request_id, reply);
}

}  // namespace gridwhistle
