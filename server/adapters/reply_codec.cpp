#include "server/adapters/reply_codec.hpp"

#include <cmath>

#include "server/adapters/codec_parts.hpp"
#include "server/adapters/door.hpp"
#include "server/adapters/pack_reply.hpp"
#include "server/adapters/state_codec.hpp"
#include "server/core/waiting_since.hpp"
#include "server/core/zero_board.hpp"

namespace gridwhistle {
namespace {

using codec::number_of;
namespace pb = ::gridwhistle::v1;

void write_limit(const budget& limit, span work_day, wire_writer& to) {
  codec::write_part(pb::Limit::kBudgetFieldNumber, limit, to);
  to.number(pb::Limit::kWorkDayMsFieldNumber, work_day.count());
}

void write_due(const due& at, wire_writer& to) {
  using form = pb::Deadline;
  to.number(form::kClockFieldNumber, number_of<pb::ClockName>(at.clock));
  to.text(form::kDepartmentFieldNumber, at.department.text);
  to.number(form::kDueAtMsFieldNumber, to_ms(at.at));
  to.number(form::kSoonAtMsFieldNumber, to_ms(at.soon()));
  to.part(form::kLimitFieldNumber, [&] { write_limit(at.limit, at.work_day, to); });
}

void write_due(const due& at, pb::Deadline& to) {
  codec::fill(to, [&](wire_writer& out) { write_due(at, out); });
}

void write_receipt(const receipt& told, const receipt_terms& terms, wire_writer& to) {
  using form = pb::Receipt;
  to.text(form::kWhistleIdFieldNumber, told.whistle.raw());
  to.number(form::kVersionFieldNumber, told.version);
  codec::write_part(form::kPositionFieldNumber, told.at, to);
  to.text(form::kDatasetFieldNumber, terms.dataset.raw());
  to.number(form::kStageFieldNumber, number_of<pb::Stage>(told.stage));
  for (const department_code& each : told.called) {
    bool leads = &each == &told.called.front();
    if (leads) to.text(form::kLeadFieldNumber, each.text);
    if (!leads) to.item(form::kHelpersFieldNumber, each.text);
  }
  to.text(form::kDeskFieldNumber, told.desk.text);
  for (const due& each : told.deadlines)
    to.part(form::kDeadlinesFieldNumber, [&] { write_due(each, to); });
  to.number(form::kDurabilityFieldNumber, number_of<pb::Durability>(terms.durability));
  to.number(form::kRepeatedCommandFieldNumber, told.repeat == repeat::again);
  for (const whistle_id& each : told.similar) to.item(form::kSimilarFieldNumber, each.raw());
  if (told.desk_reason)
    to.number(form::kDeskReasonFieldNumber, number_of<pb::DeskReason>(*told.desk_reason));
}

void write_overruns(const std::vector<late_clock>& late,
                    google::protobuf::RepeatedPtrField<pb::Overrun>& to) {
  for (const late_clock& each : late) {
    auto* one = to.Add();
    one->set_clock(number_of<pb::ClockName>(each.clock));
    one->set_department(each.department.text);
    one->set_due_at_ms(to_ms(each.since));
    if (each.stopped) one->set_stopped_at_ms(to_ms(*each.stopped));
    one->set_appeal(static_cast<pb::AppealStage>(each.appeal));
    codec::fill(*one->mutable_limit(),
                [&](wire_writer& out) { write_limit(each.limit, each.work_day, out); });
  }
}

void write_refusal(const refusal& no, pb::Refused& to) {
  const refusal_words& words = words_of(no.code);
  to.set_code(std::string(words.name));
  to.set_sentence_zh(std::string(words.zh));
  to.set_sentence_en(std::string(words.en));
  to.set_detail(no.detail);
}

void write_suggestion(const matter_suggestion& told, pb::MatterSuggestion& to) {
  codec::write(told.matter, *to.mutable_matter());
  to.set_name(told.name);
  to.set_score_milli(told.score_milli);
  to.set_source(number_of<pb::SuggestedBy>(told.source));
  to.set_phrase(told.phrase);
  for (const matter_suggestion::matched& each : told.grams) {
    auto* gram = to.add_grams();
    gram->set_gram(each.gram);
    gram->set_share_permille(each.share_permille);
    gram->set_said(each.said);
  }
}

template <class Told>
void write_shares(const std::vector<figure_count>& from, Told& to) {
  for (const figure_count& number : from) {
    auto* share = to.add_shares();
    share->set_counted(number.counted);
    share->set_of(number.of);
  }
}

void write_item(const inbox_item& told, pb::InboxItem& to) {
  to.set_whistle_id(std::string(told.whistle.raw()));
  to.set_version(told.version);
  to.set_stage(number_of<pb::Stage>(told.stage));
  if (told.matter) codec::write(*told.matter, *to.mutable_matter());
  to.set_area(told.area.text);
  if (told.obligation) to.set_obligation(number_of<pb::ObligationStage>(*told.obligation));
  if (!told.deadlines.empty()) write_due(told.deadlines.front(), *to.mutable_next_deadline());
  to.set_question(told.question);
  write_overruns(told.overruns, *to.mutable_overruns());
  if (told.kind) to.set_kind(number_of<pb::WhistleKind>(*told.kind));
  to.set_text(told.text);
  to.set_raised_at_ms(to_ms(told.raised_at));
  to.set_lead(told.lead.text);
  for (const department_code& each : told.helpers) to.add_helpers(each.text);
  if (told.where) codec::write(*told.where, *to.mutable_place());
  for (const due& each : told.deadlines) write_due(each, *to.add_deadlines());
  to.set_seat(told.delivered_to.seat.text);
  to.set_person(told.delivered_to.person.text);
  to.set_returns(static_cast<std::uint32_t>(told.returns));
  for (awaited_decision each : told.awaits) to.add_awaits(number_of<pb::AwaitedDecision>(each));
  to.set_asked_desk(told.asked_desk.text);
  to.set_verifier(told.verifier.text);
  to.set_reporter(told.reporter.text);
  to.set_desk(told.desk.text);
  if (told.desk_reason) to.set_desk_reason(number_of<pb::DeskReason>(*told.desk_reason));
  to.set_source_reference(told.source_reference);
  if (told.waits_since) to.set_waits_since_ms(to_ms(*told.waits_since));
}

struct reply_writer {
  position head;
  pb::Reply& to;

  void operator()(const refused& told) const {
    auto* out = to.mutable_refused();
    write_refusal(told.no, *out);
    out->set_version(told.version);
    for (const step& each : told.meanwhile) {
      auto* one = out->add_meanwhile();
      one->set_version(each.version);
      one->set_at_ms(to_ms(each.at));
      one->set_actor(each.by.text);
      one->set_event(std::string(event_name_at(each.event_index)));
    }
    for (const publication& each : told.packs_meanwhile) {
      auto* one = out->add_meanwhile();
      one->set_version(each.version);
      one->set_at_ms(to_ms(each.at));
      one->set_actor(each.by.text);
      one->set_event("policy_changed");
    }
  }

  void operator()(const shown& told) const {
    auto* out = to.mutable_whistle();
    write_state(*told.state, *out->mutable_state());
    for (const due& each : told.deadlines) write_due(each, *out->add_deadlines());
    codec::write(head, *out->mutable_position());
    out->set_verifier(told.verifier.text);
    for (const matter_suggestion& each : told.suggestions)
      write_suggestion(each, *out->add_suggestions());
    write_overruns(told.overruns, *out->mutable_overruns());
    out->set_as_of_ms(to_ms(told.as_of));
    if (auto since = waiting_since(*told.state)) out->set_waits_since_ms(to_ms(*since));
    if (!told.before) return;
    out->mutable_tally()->set_area(told.before->area.text);
    for (const tally::count& each : told.before->counts) {
      auto* one = out->mutable_tally()->add_counts();
      one->set_department(each.department.text);
      one->set_closed(each.closed);
    }
  }

  void operator()(const inbox_page& told) const {
    auto* out = to.mutable_inbox();
    for (const inbox_item& each : told.items) write_item(each, *out->add_items());
    out->set_more(told.more);
    out->set_as_of_ms(to_ms(told.as_of));
    codec::write(head, *out->mutable_position());
  }

  void operator()(const similar_page& told) const {
    auto* out = to.mutable_similar();
    for (const similar_page::item& each : told.items) {
      auto* item = out->add_items();
      item->set_whistle_id(std::string(each.whistle.raw()));
      item->set_version(each.version);
      item->set_stage(number_of<pb::Stage>(each.stage));
      item->set_raised_at_ms(to_ms(each.raised_at));
      item->set_distance_m(static_cast<std::uint32_t>(std::lround(each.metres)));
    }
    codec::write(head, *out->mutable_position());
  }

  void operator()(const recorded&) const {}
  void operator()(const suggestion_page& told) const {
    auto* out = to.mutable_suggestions();
    for (const matter_suggestion& each : told.items) write_suggestion(each, *out->add_items());
    codec::write(head, *out->mutable_position());
  }

  void operator()(const figure_table& told) const {
    auto* out = to.mutable_figures();
    for (const figure_words& each : all_figures()) {
      auto* words = out->add_words();
      words->set_figure(number_of<pb::FigureName>(each.of));
      words->set_zh(std::string(each.zh));
      words->set_en(std::string(each.en));
      words->set_definition_zh(std::string(each.definition_zh));
      words->set_definition_en(std::string(each.definition_en));
    }
    for (const figure_table::row& each : told.rows) {
      auto* row = out->add_rows();
      row->set_group(each.group);
      row->set_name(each.name);
      write_shares(each.shares, *row);
      for (const auto& day : each.days) write_shares(day, *row->add_days());
      for (const auto& [holder, held] : each.held) {
        auto* one = row->add_held();
        one->set_holder(holder);
        one->set_held_ms(held.count());
      }
      if (each.composite) row->set_composite(*each.composite);
    }
    out->set_more(told.more);
    out->set_from_ms(to_ms(told.when.from));
    out->set_to_ms(to_ms(told.when.to));
    out->set_as_of_ms(to_ms(told.as_of));
  }

  void operator()(const figure_list& told) const {
    auto* out = to.mutable_figure_list();
    for (const whistle_id& each : told.whistles) out->add_whistle_ids(std::string(each.raw()));
    out->set_more(told.more);
    out->set_count(told.count);
  }

  void operator()(const flow_table& told) const {
    auto* out = to.mutable_flow();
    out->set_raised(told.counts.raised);
    out->set_closed(told.counts.closed);
    out->set_reported_in(told.counts.reported_in);
    if (told.counts.response_median)
      out->set_response_median_ms(told.counts.response_median->count());
    for (const flow_hour& each : told.counts.hours) {
      auto* one = out->add_hours();
      one->set_from_ms(to_ms(each.from));
      one->set_raised(each.raised);
      one->set_closed(each.closed);
    }
    out->set_from_ms(to_ms(told.from));
    out->set_as_of_ms(to_ms(told.as_of));
  }

  void operator()(const done_page& told) const {
    auto* out = to.mutable_done();
    for (const done_page::item& each : told.items) {
      auto* one = out->add_items();
      write_item(each.row, *one->mutable_item());
      one->set_done_at_ms(to_ms(each.done_at));
      one->set_was_late(each.was_late);
    }
    out->set_more(told.more);
    out->set_count(told.count);
    out->set_as_of_ms(to_ms(told.as_of));
    codec::write(head, *out->mutable_position());
  }

  void operator()(const ended_page& told) const {
    auto* out = to.mutable_ended();
    for (const ended_page::item& each : told.items) {
      auto* one = out->add_items();
      one->set_whistle_id(std::string(each.whistle.raw()));
      one->set_version(each.version);
      one->set_stage(codec::number_of<v1::Stage>(each.stage));
      one->set_ended_at_ms(to_ms(each.ended_at));
    }
    out->set_more(told.more);
    out->set_count(told.count);
    out->set_as_of_ms(to_ms(told.as_of));
    codec::write(head, *out->mutable_position());
  }

  void operator()(const care_table& told) const {
    auto* out = to.mutable_care();
    for (const care_table::row& each : told.rows) {
      auto* row = out->add_rows();
      row->set_group(each.group);
      row->set_name(each.name);
      for (std::size_t count : each.counts) row->add_counts(count);
    }
    for (const listed_visit& each : told.visits) {
      auto* visit = out->add_visits();
      visit->set_resident(each.resident);
      visit->set_period(each.period);
      visit->set_area(each.area.text);
      visit->set_state(number_of<pb::CareState>(each.state));
      if (!each.whistle.empty()) visit->set_whistle_id(std::string(each.whistle.raw()));
    }
    out->set_count(told.count);
    out->set_more(told.more);
    out->set_open_of_earlier(told.open_of_earlier);
    out->set_from_ms(to_ms(told.when.from));
    out->set_to_ms(to_ms(told.when.to));
    out->set_as_of_ms(to_ms(told.as_of));
  }

  void operator()(const zero_table& told) const {
    auto* out = to.mutable_zero_board();
    for (const tag_words& each : all_tags()) {
      auto* words = out->add_words();
      words->set_tag(number_of<pb::MatterTag>(each.tag));
      words->set_zh(std::string(each.zh));
      words->set_en(std::string(each.en));
    }
    for (const zero_table::row& each : told.rows) {
      auto* row = out->add_rows();
      row->set_group(each.group);
      row->set_name(each.name);
      for (std::size_t count : each.counts) row->add_counts(count);
    }
    out->set_more(told.more);
    out->set_from_ms(to_ms(told.when.from));
    out->set_to_ms(to_ms(told.when.to));
    out->set_as_of_ms(to_ms(told.as_of));
  }

  void operator()(const published& told) const {
    write_published(told, head, *to.mutable_publishing()->mutable_published());
  }
  void operator()(const pack_page& told) const { write_packs(told, head, *to.mutable_packs()); }
  void operator()(const change_page& told) const { write_changes(told, head, *to.mutable_packs()); }
};

struct answer_encoder {
  std::string_view request_id;
  const receipt_terms& terms;
  position head;

  // What every report is answered.
  std::string operator()(const receipt& told) const {
    return wire_bytes([&](wire_writer& to) {
      to.number(pb::Reply::kWireVersionFieldNumber, wire_version);
      to.text(pb::Reply::kRequestIdFieldNumber, request_id);
      to.part(pb::Reply::kReceipt, [&] { write_receipt(told, terms, to); });
    });
  }
  template <class Told>
  std::string operator()(const Told& told) const {
    thread_local pb::Reply to;
    to.Clear();
    reply_writer{head, to}(told);
    return encode_reply(request_id, to);
  }
};

}  // namespace

std::string encode_reply(std::string_view request_id, pb::Reply& filled) {
  filled.set_wire_version(wire_version);
  filled.set_request_id(std::string(request_id));
  return filled.SerializeAsString();
}

std::string encode_answer(std::string_view request_id, const answer& told,
                          const receipt_terms& terms, position head) {
  return std::visit(answer_encoder{request_id, terms, head}, told);
}

std::string encode_refusal(std::string_view request_id, const refusal& no) {
  thread_local pb::Reply to;
  to.Clear();
  write_refusal(no, *to.mutable_refused());
  return encode_reply(request_id, to);
}

}  // namespace gridwhistle
