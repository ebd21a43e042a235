#include "workers/terminal_text.hpp"

#include <algorithm>

#include "common/ids.hpp"
#include "common/time.hpp"

namespace gridwhistle {
namespace {

// Enumerations of the proto files read STAGE_HANDLED; people read "handled".
std::string lower_after(const std::string& name, std::string_view prefix) {
  std::string word = name.starts_with(prefix) ? name.substr(prefix.size()) : name;
  std::transform(word.begin(), word.end(), word.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return word;
}

std::string at_text(std::int64_t ms) { return to_text(from_ms(ms)); }

std::string text_of(const v1::Deadline& due) {
  std::string whose = due.department().empty() ? std::string() : " " + due.department();
  return "  " + word_of(due.clock()) + whose + " by " + at_text(due.due_at_ms()) + "\n";
}

std::string name_of_event(const v1::JournalEntry& entry) {
  const auto* oneof = v1::JournalEntry::descriptor()->oneof_decl(0);
  const auto* field = entry.GetReflection()->GetOneofFieldDescriptor(entry, oneof);
  return field ? field->name() : std::string("unknown");
}

// The department or desk an event speaks of, where it names one.
std::string about(const v1::JournalEntry& entry) {
  switch (entry.event_case()) {
    case v1::JournalEntry::kDeskTook:
      return "desk/" + entry.desk_took().desk() + " " +
             lower_after(v1::DeskReason_Name(entry.desk_took().reason()), "DESK_REASON_");
    case v1::JournalEntry::kDispatched:
      return "dept/" + entry.dispatched().lead();
    case v1::JournalEntry::kDelivered:
      return "dept/" + entry.delivered().department();
    case v1::JournalEntry::kReportedIn:
      return "dept/" + entry.reported_in().department();
    case v1::JournalEntry::kArrived:
      return "dept/" + entry.arrived().department();
    case v1::JournalEntry::kHandled:
      return "dept/" + entry.handled().department();
    case v1::JournalEntry::kOverran:
      return word_of(entry.overran().clock()) + " dept/" + entry.overran().department();
    case v1::JournalEntry::kRaised:
    case v1::JournalEntry::kFiled:
    case v1::JournalEntry::kNoted:
    case v1::JournalEntry::kVerified:
    case v1::JournalEntry::kVerificationFailed:
    case v1::JournalEntry::kClosed:
    case v1::JournalEntry::kDeclined:
    case v1::JournalEntry::kWithdrawn:
    case v1::JournalEntry::EVENT_NOT_SET:
      return {};
  }
  return {};
}

}  // namespace

std::string uuid_of(const std::string& raw) {
  auto id = whistle_id::from_bytes(raw);
  return id ? id->text() : std::string("-");
}

std::string word_of(v1::ClockName clock) {
  return lower_after(v1::ClockName_Name(clock), "CLOCK_NAME_");
}
std::string word_of(v1::Stage stage) { return lower_after(v1::Stage_Name(stage), "STAGE_"); }

std::string text_of(const v1::Receipt& receipt) {
  std::string text = "receipted " + uuid_of(receipt.whistle_id()) + " version " +
                     std::to_string(receipt.version()) + ", " + word_of(receipt.stage());
  text +=
      receipt.durability() == v1::DURABILITY_FSYNCED ? ", on disk\n" : ", on disk within seconds\n";
  if (!receipt.lead().empty()) text += "  lead " + receipt.lead() + "\n";
  for (const std::string& helper : receipt.helpers()) text += "  helper " + helper + "\n";
  if (!receipt.desk().empty()) text += "  with the desk of " + receipt.desk() + "\n";
  for (const v1::Deadline& due : receipt.deadlines()) text += text_of(due);
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
  text += "  " + lower_after(v1::WhistleKind_Name(state.report().kind()), "WHISTLE_KIND_") + ", " +
          lower_after(v1::MatterKind_Name(matter.kind()), "MATTER_KIND_") + ":" + matter.code() +
          " in " + state.report().area() + "\n";
  if (!state.report().text().empty()) text += "  \"" + state.report().text() + "\"\n";
  if (!state.desk().empty()) {
    text += "  with the desk of " + state.desk() + ": " +
            lower_after(v1::DeskReason_Name(state.desk_reason()), "DESK_REASON_") + "\n";
  }
  for (const v1::Obligation& owed : state.obligations()) {
    text += "  " + lower_after(v1::Part_Name(owed.part()), "PART_") + " " + owed.department() +
            ": " + lower_after(v1::ObligationStage_Name(owed.stage()), "OBLIGATION_STAGE_") + "\n";
  }
  for (const v1::Deadline& due : view.deadlines()) text += text_of(due);
  return text;
}

std::string text_of(const v1::InboxPage& page) {
  std::string text;
  for (const v1::InboxItem& item : page.items()) {
    text += uuid_of(item.whistle_id()) + " v" + std::to_string(item.version()) + " " +
            word_of(item.stage()) + " " +
            lower_after(v1::MatterKind_Name(item.matter().kind()), "MATTER_KIND_") + ":" +
            item.matter().code() + " " + item.area();
    if (item.has_next_deadline()) {
      text += " " + word_of(item.next_deadline().clock()) + " by " +
              at_text(item.next_deadline().due_at_ms());
    }
    text += "\n";
  }
  if (text.empty()) text = "nothing open\n";
  if (page.more())
    text += "more: --after " + uuid_of(page.items(page.items_size() - 1).whistle_id()) + "\n";
  return text;
}

std::string text_of(const v1::JournalEntry& entry, const v1::Position& at) {
  position where{at.epoch(), at.sequence()};
  std::string by = entry.actor().empty() ? std::string("the clock") : entry.actor();
  std::string whose = about(entry);
  return at_text(entry.at_ms()) + " " + where.text() + " " + uuid_of(entry.whistle_id()) + " v" +
         std::to_string(entry.version()) + " " + name_of_event(entry) + (whose.empty() ? "" : " ") +
         whose + " by " + by;
}

}  // namespace gridwhistle
