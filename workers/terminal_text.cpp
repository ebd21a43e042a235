#include "workers/terminal_text.hpp"

#include <google/protobuf/message.h>

#include <algorithm>
#include <utility>

#include "common/ids.hpp"
#include "workers/desk_words.hpp"
#include "workers/enum_words.hpp"
#include "workers/local_time.hpp"

namespace gridwhistle {
namespace {

std::string at_text(std::int64_t ms) { return local_text(from_ms(ms)); }

std::string text_of(const v1::Deadline& due, instant now) {
  std::string whose = due.department().empty() ? std::string() : " " + due.department();
  return "  " + word(due.clock()) + whose + " by " + at_text(due.due_at_ms()) + ", " +
         distance_text(from_ms(due.due_at_ms()), now) + "\n";
}

std::string appeal_words(v1::AppealStage stage) {
  if (stage == v1::APPEAL_STAGE_UNSPECIFIED) return {};
  if (stage == v1::APPEAL_STAGE_PENDING) return ", an appeal waits for a decision";
  return ", the appeal was " + word(stage);
}

// "OVERDUE handle um since 2026-11-24T16:30:00+08:00, 2 h 10 min late": the clock as appeal wants
// it. One that has stopped is a fact, and no more to be done.
std::string overrun_text(const v1::Overrun& late, instant now) {
  bool open = late.stopped_at_ms() == 0;
  instant until = open ? now : from_ms(late.stopped_at_ms());
  std::string text = open ? "OVERDUE " : "was late: ";
  text += word(late.clock());
  if (!late.department().empty()) text += " " + late.department();
  text += " since " + at_text(late.due_at_ms()) + ", " +
          length_text(until - from_ms(late.due_at_ms())) + " late";
  return text + appeal_words(late.appeal());
}

// The rungs that came for that department and clock: ", came: urge to department".
std::string rungs_text(const v1::WhistleState& state, const v1::Overrun& late) {
  std::string text;
  for (const v1::Obligation& owed : state.obligations()) {
    if (owed.department() != late.department()) continue;
    for (const v1::Rung& rung : owed.rungs()) {
      if (rung.clock() != late.clock()) continue;
      text += (text.empty() ? "    came: " : ", ") + word(rung.action()) + " to " + word(rung.to());
    }
  }
  return text.empty() ? text : text + "\n";
}

// "  matter:06010 in 210102001002 was done before by: 210102-health 3, 210102-sanitation 1"
std::string tally_text(const v1::WhistleView& view) {
  if (!view.has_tally()) return {};
  const auto& matter = view.state().report().matter();
  std::string text = "  " + word(matter.kind()) + ":" + matter.code() + " in " +
                     view.tally().area() + " was done before by:";
  const char* comma = " ";
  for (const v1::TallyCount& each : view.tally().counts()) {
    text += comma + each.department() + " " + std::to_string(each.closed());
    comma = ", ";
  }
  return text + "\n";
}

const google::protobuf::FieldDescriptor* event_in(const v1::JournalEntry& entry) {
  const auto* choice = v1::JournalEntry::descriptor()->oneof_decl(0);
  return entry.GetReflection()->GetOneofFieldDescriptor(entry, choice);
}

// A department or desk that an event names, what was found, decided or said; else nothing.
std::string word_in(const google::protobuf::Message& event,
                    const google::protobuf::FieldDescriptor& field) {
  const auto& read = *event.GetReflection();
  using google::protobuf::FieldDescriptor;
  if (field.is_repeated()) return {};
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const auto* value = read.GetEnum(event, &field);
    return value->number() == 0 ? std::string() : word_of(*value);
  }
  if (field.name() == "rung") {
    const auto& rung = dynamic_cast<const v1::Rung&>(read.GetMessage(event, &field));
    return word(rung.clock()) + " " + word(rung.action()) + " to " + word(rung.to());
  }
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return {};
  std::string text = read.GetString(event, &field);
  if (text.empty()) return {};
  if (field.name() == "umbrella_id") return "umbrella " + uuid_of(text);
  if (field.name() == "member_id") return "member " + uuid_of(text);
  if (field.name() == "department" || field.name() == "lead") return "dept/" + text;
  if (field.name() == "desk") return "desk/" + text;
  if (field.name() == "seat") return "at dept/" + text;
  if (field.name() == "person") return text;
  if (field.name() == "proposed") return "proposes dept/" + text;
  // What somebody said: whoever rules or verifies has to read it.
  bool said = field.name() == "text" || field.name() == "reason" || field.name() == "result" ||
              field.name() == "evidence";
  return said ? one_line(text) : std::string();
}

// " handle dept/um": whom an event speaks of, and what was said, in the order of its fields.
std::string about(const v1::JournalEntry& entry, const google::protobuf::FieldDescriptor& event) {
  const auto& told = entry.GetReflection()->GetMessage(entry, &event);
  std::string text;
  for (int i = 0; i < told.GetDescriptor()->field_count(); ++i) {
    std::string one = word_in(told, *told.GetDescriptor()->field(i));
    if (!one.empty()) text += " " + one;
  }
  return text;
}

bool runs(const v1::ClockLedger& clock) {
  return clock.segments_size() > 0 &&
         clock.segments(clock.segments_size() - 1).state() == v1::CLOCK_STATE_RUNNING;
}

std::string appeal_text(v1::AppealStage stage, std::string_view clock) {
  if (stage == v1::APPEAL_STAGE_UNSPECIFIED) return {};
  std::string how =
      stage == v1::APPEAL_STAGE_PENDING ? std::string("waits for a decision") : word(stage);
  return "    appeal against the overrun of " + std::string(clock) + ": " + how + "\n";
}

std::string since_text(std::int64_t from_ms, std::int64_t to_ms) {
  return length_text(span(to_ms - from_ms));
}

// ": clerk-pw at pw (backup of um: nobody on duty)"; nothing where no roster says who is called.
std::string seat_text(const v1::Obligation& owed) {
  std::string text = owed.person().empty() ? std::string() : " " + owed.person();
  if (!owed.seat().empty()) text += " at " + owed.seat();
  bool stands_in = owed.staffing() == v1::STAFFING_DEPUTY || owed.staffing() == v1::STAFFING_BACKUP;
  if (stands_in)
    text += " (" + word(owed.staffing()) + " of " + owed.department() + ": nobody on duty)";
  if (owed.staffing() == v1::STAFFING_NOBODY) text += " (nobody on duty)";
  return text.empty() ? text : ":" + text;
}

// The roll call: when it was called and who, and whether it has come.
std::string roll_text(const v1::Obligation& owed, std::string_view ended) {
  if (owed.delivered_at_ms() == 0) return {};
  std::string text = "    called " + at_text(owed.delivered_at_ms()) + seat_text(owed);
  bool owes = owed.stage() == v1::OBLIGATION_STAGE_OWED && ended.empty();
  if (owed.reported_in_at_ms() != 0) {
    text += "; the department reported in after " +
            since_text(owed.delivered_at_ms(), owed.reported_in_at_ms());
  } else if (owes) {
    text += ", has not reported in";
  }
  return text + "\n";
}

bool is_open(v1::ObligationStage stage) {
  return stage == v1::OBLIGATION_STAGE_OWED || stage == v1::OBLIGATION_STAGE_REPORTED_IN ||
         stage == v1::OBLIGATION_STAGE_ON_SITE;
}

// How a whistle has ended, where nothing is owed on it any more; empty while it is open.
std::string ended_text(const v1::WhistleState& state) {
  bool ended = state.stage() == v1::STAGE_CLOSED || state.stage() == v1::STAGE_DECLINED ||
               state.stage() == v1::STAGE_WITHDRAWN || state.stage() == v1::STAGE_JOINED;
  return ended ? word(state.stage()) : std::string();
}

std::string text_of(const v1::Obligation& owed, std::string_view former, std::string_view ended) {
  std::string text = "  " + std::string(former) + word(owed.part()) + " " + owed.department() +
                     ": " + word(owed.stage());
  if (is_open(owed.stage()) && !ended.empty()) text.append(" until it was ").append(ended);
  if (runs(owed.ruling()))
    text += ", waits for the ruling of the desk of " + owed.ruling_desk() + "; proposed " +
            owed.proposed();
  text += "\n" + roll_text(owed, ended);
  if (owed.extensions() > 0) {
    text += "    extended " + std::to_string(owed.extensions()) +
            (owed.extensions() == 1 ? " time\n" : " times\n");
  }
  if (owed.answer_until_ms() != 0)
    text += "    waits for the reporter until " + at_text(owed.answer_until_ms()) + ": " +
            one_line(owed.question()) + "\n";
  if (owed.has_extension_asked())
    text += "    asks for " + length_text(owed.extension_asked()) + " more\n";
  return text + appeal_text(owed.report_in_appeal(), "report_in") +
         appeal_text(owed.handle_appeal(), "handle");
}

std::string text_of(const v1::Opinion& said) {
  auto answer = [](v1::Verdict verdict) {
    return verdict == v1::VERDICT_UNSPECIFIED ? std::string("not said") : word(verdict);
  };
  std::string text = "solved " + answer(said.solved()) + ", satisfied " + answer(said.satisfied());
  return said.text().empty() ? text : text + ", \"" + said.text() + "\"";
}

// Why a desk owns it; nothing where a department returned it, which its obligation says.
std::string why_text(const v1::WhistleState& state) {
  if (state.desk_reason() == v1::DESK_REASON_UNSPECIFIED) return {};
  return ": " + word(state.desk_reason());
}

// Whose duplicate it is, or which duplicates it has.
std::string joins_text(const v1::WhistleState& state) {
  std::string text;
  if (state.has_joined()) {
    text += state.stage() == v1::STAGE_JOINED ? "  joined to " : "  ended with ";
    text += uuid_of(state.joined().umbrella_id()) + "\n";
  }
  for (const v1::Member& each : state.members())
    text +=
        "  has " + uuid_of(each.whistle_id()) + " joined, reported by " + each.reporter() + "\n";
  return text;
}

// Where the map puts the place, when that is not what the report says or not certain.
std::string map_text(const v1::WhistleState& state) {
  if (!state.has_located()) return {};
  const v1::Located& map = state.located();
  // A code begins with the codes of all areas that hold it.
  bool agrees = !state.report().area().empty() && map.area().starts_with(state.report().area());
  if (agrees && map.beside_size() == 0) return {};
  std::string text = "  by the map its place lies in " + map.area();
  for (const std::string& each : map.beside()) text += " or " + each;
  return text + (agrees ? "" : ", which the report does not say") + "\n";
}

// Who waits for whom, and what was said after the end.
std::string course_text(const v1::WhistleState& state) {
  std::string text;
  if (state.returns() > 0) text += "  returns so far: " + std::to_string(state.returns()) + "\n";
  if (state.shelving_asked_until_ms() != 0)
    text += "  asked to be shelved until " + at_text(state.shelving_asked_until_ms()) + "\n";
  if (state.shelved_until_ms() != 0)
    text += "  shelved until " + at_text(state.shelved_until_ms()) + "\n";
  if (!state.asked_desk().empty())
    text += "  waits for a decision of the desk of " + state.asked_desk() + "\n";
  if (state.outcome() != v1::OUTCOME_UNSPECIFIED)
    text += "  closed: " + word(state.outcome()) + "\n";
  if (state.visit() != v1::CONTACT_UNSPECIFIED) {
    text += "  return visit: " + word(state.visit());
    if (state.visit() == v1::CONTACT_REACHED) text += ", " + text_of(state.visited_opinion());
    text += "\n";
  }
  if (state.has_rating()) text += "  rated: " + text_of(state.rating()) + "\n";
  return text;
}

// matter:06013 道路破损 8.412: like its name "道路破损": 道路 (马路) 31 %, 破损 22 %
std::string text_of(const v1::MatterSuggestion& suggested) {
  std::string thousandths = std::to_string(suggested.score_milli() % 1000);
  std::string text = word(suggested.matter().kind()) + ":" + suggested.matter().code() + " " +
                     suggested.name() + " " + std::to_string(suggested.score_milli() / 1000) + "." +
                     std::string(3 - thousandths.size(), '0') + thousandths;
  if (suggested.source() == v1::SUGGESTED_BY_CORRECTION) {
    text += ": like what a desk has filed so";
  } else {
    text += std::string(": like its ") +
            (suggested.source() == v1::SUGGESTED_BY_ALIAS ? "alias" : "name") + " \"" +
            suggested.phrase() + "\"";
  }
  for (const v1::SuggestedGram& each : suggested.grams()) {
    text += &each == &suggested.grams(0) ? ": " : ", ";
    text += each.gram() + (each.said().empty() ? " " : " (" + each.said() + ") ") +
            std::to_string((each.share_permille() + 5) / 10) + " %";
  }
  return text + "\n";
}

}  // namespace

std::string uuid_of(const std::string& raw) {
  auto id = whistle_id::from_bytes(raw);
  return id ? id->text() : std::string("-");
}

std::string word_of(v1::ClockName clock) { return word(clock); }
std::string word_of(v1::Stage stage) { return word(stage); }

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return "\"" + text + "\"";
}

std::string length_text(const v1::Budget& budget) {
  bool office = budget.unit() == v1::TIME_UNIT_WORK_HOUR || budget.unit() == v1::TIME_UNIT_WORK_DAY;
  if (!office) return length_text(span(budget.amount_ms()));
  // Days of an office are not of 24 hours.
  auto minutes = std::chrono::floor<std::chrono::minutes>(span(budget.amount_ms())).count();
  std::string text = std::to_string(minutes / 60) + " h";
  if (minutes % 60 != 0) text += " " + std::to_string(minutes % 60) + " min";
  return text + " office time";
}

std::string text_of(const v1::Receipt& receipt, instant now) {
  std::string text = "receipted " + uuid_of(receipt.whistle_id()) + " version " +
                     std::to_string(receipt.version()) + ", " + word_of(receipt.stage());
  text +=
      receipt.durability() == v1::DURABILITY_FSYNCED ? ", on disk\n" : ", on disk within seconds\n";
  if (!receipt.lead().empty()) text += "  lead " + receipt.lead() + "\n";
  for (const std::string& helper : receipt.helpers()) text += "  helper " + helper + "\n";
  if (!receipt.desk().empty()) text += "  with the desk of " + receipt.desk() + "\n";
  if (receipt.desk_reason() != v1::DESK_REASON_UNSPECIFIED)
    text += "  " + sentence_of(receipt.desk_reason()) + "\n";
  for (const v1::Deadline& due : receipt.deadlines()) text += text_of(due, now);
  for (const std::string& each : receipt.similar())
    text += "  perhaps the same as " + uuid_of(each) + "\n";
  return text;
}

std::string text_of(const v1::Refused& refused) {
  std::string text =
      refused.sentence_zh() + " " + refused.sentence_en() + " [" + refused.code() + "]";
  if (!refused.detail().empty()) text += " " + refused.detail();
  text += "\n";
  for (const v1::Meanwhile& each : refused.meanwhile()) {
    std::string by = each.actor().empty() ? std::string("the clock") : each.actor();
    text += "  version " + std::to_string(each.version()) + ": " + each.event() + " by " + by +
            " at " + at_text(each.at_ms()) + "\n";
  }
  return text;
}

std::string text_of(const v1::WhistleView& view) {
  const v1::WhistleState& state = view.state();
  std::string text = uuid_of(state.whistle_id()) + " version " + std::to_string(state.version()) +
                     ", " + word_of(state.stage()) + ", raised " + at_text(state.raised_at_ms()) +
                     " by " + state.reporter() + "\n";
  const auto& matter = state.report().matter();
  text += "  " + word(state.report().kind()) + ", " + word(matter.kind()) + ":" + matter.code() +
          " in " + state.report().area() + "\n";
  text += map_text(state);
  if (!state.report().text().empty()) text += "  \"" + state.report().text() + "\"\n";
  if (!state.desk().empty()) text += "  with the desk of " + state.desk() + why_text(state) + "\n";
  for (const v1::Obligation& owed : state.obligations()) {
    // Only the first one leads; a lead behind it did so before.
    bool leads_no_more = owed.part() == v1::PART_LEAD && &owed != &state.obligations(0);
    text += text_of(owed, leads_no_more ? "former " : "", ended_text(state));
  }
  text += joins_text(state);
  text += course_text(state);
  if (!view.verifier().empty()) text += "  to be verified by " + view.verifier() + "\n";
  instant now = from_ms(view.as_of_ms());
  for (const v1::Overrun& late : view.overruns())
    text += "  " + overrun_text(late, now) + "\n" + rungs_text(state, late);
  for (const v1::Deadline& due : view.deadlines()) text += text_of(due, now);
  for (const v1::MatterSuggestion& each : view.suggestions()) text += "  perhaps " + text_of(each);
  return text + tally_text(view);
}

std::string text_of(const v1::SuggestionPage& page) {
  std::string text;
  for (const v1::MatterSuggestion& item : page.items()) text += text_of(item);
  return text.empty() ? "no matter of the pack is like this text\n" : text;
}

std::string text_of(const v1::SimilarPage& page) {
  std::string text;
  for (const v1::SimilarItem& item : page.items()) {
    text += uuid_of(item.whistle_id()) + " v" + std::to_string(item.version()) + " " +
            word_of(item.stage()) + ", raised " + at_text(item.raised_at_ms()) + ", " +
            std::to_string(item.distance_m()) + " m away\n";
  }
  return text.empty() ? "nothing similar: the same matter, within 50 m and 24 hours\n" : text;
}

std::string text_of(const v1::InboxPage& page) {
  std::string text;
  for (const v1::InboxItem& item : page.items()) {
    text += uuid_of(item.whistle_id()) + " v" + std::to_string(item.version()) + " " +
            word_of(item.stage()) + " " + word(item.matter().kind()) + ":" + item.matter().code() +
            " " + item.area();
    if (item.has_next_deadline()) {
      text += " " + word_of(item.next_deadline().clock()) + " by " +
              at_text(item.next_deadline().due_at_ms()) + ", " +
              distance_text(from_ms(item.next_deadline().due_at_ms()), from_ms(page.as_of_ms()));
    }
    if (!item.overruns().empty())
      text += " " + overrun_text(item.overruns(0), from_ms(page.as_of_ms()));
    if (item.overruns_size() > 1)
      text += " and " + std::to_string(item.overruns_size() - 1) + " more";
    if (!item.question().empty()) text += " the reporter is asked: " + one_line(item.question());
    text += "\n";
  }
  if (text.empty()) text = "nothing open\n";
  if (page.more())
    text += "more: --after " + uuid_of(page.items(page.items_size() - 1).whistle_id()) + "\n";
  return text;
}

std::string text_of(const v1::Ring& ring) {
  const auto* event =
      v1::JournalEntry::descriptor()->FindFieldByNumber(static_cast<int>(ring.event()));
  std::string text = "RING " + at_text(ring.at_ms()) + " " + uuid_of(ring.whistle_id()) + " v" +
                     std::to_string(ring.version()) + " " +
                     (event ? event->name() : std::string("unknown")) + " " +
                     word(ring.matter().kind()) + ":" + ring.matter().code() + " in " + ring.area();
  const char* separator = " calls ";
  for (const std::string& each : ring.called()) text += std::exchange(separator, ", ") + each;
  return text;
}

std::string text_of(const v1::JournalEntry& entry, const v1::Position& at) {
  position where{at.epoch(), at.sequence()};
  std::string by = entry.actor().empty() ? std::string("the clock") : entry.actor();
  if (entry.has_policy_changed()) {
    const v1::PolicyChanged& told = entry.policy_changed();
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(told.pack().data());
    return at_text(entry.at_ms()) + " " + where.text() + " pack v" +
           std::to_string(entry.version()) + " policy_changed " +
           hex_text({bytes, told.pack().size()}) + " from " + at_text(told.effective_at_ms()) +
           " " + one_line(told.reason()) + " by " + by;
  }
  const auto* event = event_in(entry);
  std::string what = event ? event->name() + about(entry, *event) : std::string("unknown");
  return at_text(entry.at_ms()) + " " + where.text() + " " + uuid_of(entry.whistle_id()) + " v" +
         std::to_string(entry.version()) + " " + what + " by " + by;
}

}  // namespace gridwhistle
