#include "workers/history_text.hpp"

#include <fmt/format.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <map>

#include "common/ids.hpp"
#include "workers/enum_words.hpp"
#include "workers/local_time.hpp"
#include "workers/message_json.hpp"
#include "workers/terminal_text.hpp"

namespace gridwhistle {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr double e7 = 1e7;
constexpr std::size_t hash_digits_shown = 12;

std::string lines_in(const Message& told);

const FieldDescriptor* event_in(const v1::JournalEntry& entry) {
  const auto* choice = v1::JournalEntry::descriptor()->oneof_decl(0);
  return entry.GetReflection()->GetOneofFieldDescriptor(entry, choice);
}

// Free text is quoted; a code stands as it is.
std::string text_in(const FieldDescriptor& field, const std::string& text) {
  if (field.type() == FieldDescriptor::TYPE_BYTES) {
    if (whistle_id::from_bytes(text)) return uuid_of(text);
    const auto* from = reinterpret_cast<const std::uint8_t*>(text.data());
    return hex_text({from, text.size()}).substr(0, hash_digits_shown);
  }
  bool free = field.name() == "text" || field.name() == "reason" || field.name() == "result" ||
              field.name() == "evidence";
  return free ? one_line(text) : text;
}

// A message that is one value to people; empty where it is several.
std::string value_text(const Message& told) {
  if (const auto* matter = dynamic_cast<const v1::MatterKey*>(&told))
    return word(matter->kind()) + ":" + matter->code();
  if (const auto* limit = dynamic_cast<const v1::Budget*>(&told)) return length_text(*limit);
  if (const auto* rung = dynamic_cast<const v1::Rung*>(&told))
    return word(rung->clock()) + " " + word(rung->action()) + " to " + word(rung->to());
  if (const auto* located = dynamic_cast<const v1::Located*>(&told)) {
    std::string text = located->area();
    for (const std::string& each : located->beside()) text += ", beside " + each;
    return text;
  }
  if (const auto* place = dynamic_cast<const v1::Place*>(&told)) {
    std::string text =
        fmt::format("{:.7f}, {:.7f}", place->longitude_e7() / e7, place->latitude_e7() / e7);
    if (place->accuracy_m() != 0) text += fmt::format(" within {} m", place->accuracy_m());
    return text;
  }
  return {};
}

std::string line(const FieldDescriptor& field, const std::string& value) {
  std::string name = field.name();
  std::replace(name.begin(), name.end(), '_', ' ');
  if (is_instant(field)) name.resize(name.size() - std::string_view(" ms").size());
  return "    " + name + (value.empty() ? "" : " ") + value + "\n";
}

std::string single_text(const Message& told, const FieldDescriptor& field) {
  const auto& read = *told.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(read.GetInt32(told, &field));
    case FieldDescriptor::CPPTYPE_INT64: {
      std::int64_t number = read.GetInt64(told, &field);
      return is_instant(field) ? local_text(from_ms(number)) : std::to_string(number);
    }
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(read.GetUInt32(told, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(read.GetUInt64(told, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return word_of(*read.GetEnum(told, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return text_in(field, read.GetString(told, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return {};
}

std::string lines_in(const Message& told) {
  std::vector<const FieldDescriptor*> said;
  const auto& read = *told.GetReflection();
  read.ListFields(told, &said);
  std::string text;
  for (const FieldDescriptor* field : said) {
    if (field->is_repeated()) {
      bool texts = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
      for (int i = 0; texts && i < read.FieldSize(told, field); ++i)
        text += line(*field, text_in(*field, read.GetRepeatedString(told, field, i)));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const Message& inner = read.GetMessage(told, field);
      std::string value = value_text(inner);
      // A report, a change of it, an opinion: each of their own lines says what it is.
      text += value.empty() ? lines_in(inner) : line(*field, value);
    } else {
      text += line(*field, single_text(told, *field));
    }
  }
  return text;
}

// --- what somebody who has to act must read
// -------------------------------------------------------

const v1::Obligation* owed_by(const v1::WhistleState& state, const std::string& department) {
  const v1::Obligation* last = nullptr;
  for (const v1::Obligation& each : state.obligations()) {
    // Of a department called twice the lead in front was called last.
    bool front = last == &state.obligations(0);
    if (each.department() == department && !front) last = &each;
  }
  return last;
}

bool waits_for_ruling(const v1::WhistleState& state, const std::string& department) {
  return std::any_of(state.obligations().begin(), state.obligations().end(),
                     [&](const v1::Obligation& each) {
                       int count = each.ruling().segments_size();
                       return each.department() == department && count > 0 &&
                              each.ruling().segments(count - 1).state() != v1::CLOCK_STATE_STOPPED;
                     });
}

bool appeal_waits(const v1::WhistleState& state, const v1::Appealed& told) {
  const v1::Obligation* owed = owed_by(state, told.department());
  if (!owed) return false;
  auto stage =
      told.clock() == v1::CLOCK_NAME_REPORT_IN ? owed->report_in_appeal() : owed->handle_appeal();
  return stage == v1::APPEAL_STAGE_PENDING;
}

enum class weight { none, said, to_decide };

weight decided_or(bool waits) { return waits ? weight::to_decide : weight::none; }

// Of the last event of its name, and of its department and clock.
weight weight_of(const v1::WhistleState& state, const v1::JournalEntry& told) {
  switch (told.event_case()) {
    case v1::JournalEntry::kReturned:
      return decided_or(waits_for_ruling(state, told.returned().department()));
    case v1::JournalEntry::kExtensionRequested: {
      const auto* owed = owed_by(state, told.extension_requested().department());
      return decided_or(owed && owed->has_extension_asked());
    }
    case v1::JournalEntry::kShelvingRequested:
      return decided_or(state.shelving_asked_until_ms() != 0);
    case v1::JournalEntry::kAppealed:
      return decided_or(appeal_waits(state, told.appealed()));
    case v1::JournalEntry::kNoted:
    case v1::JournalEntry::kHandled:
    case v1::JournalEntry::kVerified:
    case v1::JournalEntry::kVerificationFailed:
    case v1::JournalEntry::kClosed:
    case v1::JournalEntry::kDeclined:
    case v1::JournalEntry::kWithdrawn:
    case v1::JournalEntry::kRuled:
    case v1::JournalEntry::kReleased:
    case v1::JournalEntry::kChecked:
    case v1::JournalEntry::kExtensionDecided:
    case v1::JournalEntry::kShelvingDecided:
    case v1::JournalEntry::kUrged:
    case v1::JournalEntry::kSupervised:
    case v1::JournalEntry::kReopened:
    case v1::JournalEntry::kAppealDecided:
    case v1::JournalEntry::kJoined:
    case v1::JournalEntry::kParted:
      return weight::said;
    case v1::JournalEntry::kRaised:
    case v1::JournalEntry::kFiled:
    case v1::JournalEntry::kDeskTook:
    case v1::JournalEntry::kDispatched:
    case v1::JournalEntry::kDelivered:
    case v1::JournalEntry::kReportedIn:
    case v1::JournalEntry::kArrived:
    case v1::JournalEntry::kOverran:
    case v1::JournalEntry::kHelperCalled:
    case v1::JournalEntry::kUnreported:
    case v1::JournalEntry::kAmended:
    case v1::JournalEntry::kResumed:
    case v1::JournalEntry::kReturnVisited:
    case v1::JournalEntry::kRated:
    case v1::JournalEntry::kEscalated:
    case v1::JournalEntry::kMemberJoined:
    case v1::JournalEntry::kMemberParted:
    case v1::JournalEntry::kPolicyChanged:
    case v1::JournalEntry::EVENT_NOT_SET:
      break;
  }
  return weight::none;
}

// Two events of one key: the later one has taken the place of the earlier one.
std::string key_of(const v1::JournalEntry& told) {
  const FieldDescriptor* event = event_in(told);
  if (!event) return {};
  const Message& said = told.GetReflection()->GetMessage(told, event);
  bool looked = told.has_verified() || told.has_verification_failed();
  std::string key = looked ? "looked" : event->name();
  for (const char* part : {"department", "clock"}) {
    const auto* field = said.GetDescriptor()->FindFieldByName(part);
    if (field) key += " " + single_text(said, *field);
  }
  return key;
}

std::string section(const char* heading, const std::vector<v1::HistoryItem>& items) {
  if (items.empty()) return {};
  std::string text = std::string(heading) + "\n";
  for (const v1::HistoryItem& each : items) text += "  " + text_of(each);
  return text;
}

}  // namespace

std::string text_of(const v1::HistoryItem& item) {
  const v1::JournalEntry& told = item.entry();
  const FieldDescriptor* event = event_in(told);
  std::string by = told.actor().empty() ? std::string("the clock") : told.actor();
  std::string text = "v" + std::to_string(told.version()) + " " +
                     local_text(from_ms(told.at_ms())) + " " +
                     (event ? event->name() : std::string("unknown")) + " by " + by + "\n";
  return event ? text + lines_in(told.GetReflection()->GetMessage(told, event)) : text;
}

words_said words_of(const v1::WhistleState& state, const std::vector<v1::HistoryItem>& life) {
  std::map<std::string, std::uint64_t> last;
  for (const v1::HistoryItem& each : life) {
    if (each.entry().version() <= state.version())
      last[key_of(each.entry())] = each.entry().version();
  }
  words_said words;
  for (const v1::HistoryItem& each : life) {
    const v1::JournalEntry& told = each.entry();
    if (told.version() > state.version() || last[key_of(told)] != told.version()) continue;
    switch (weight_of(state, told)) {
      case weight::to_decide:
        words.to_decide.push_back(each);
        break;
      case weight::said:
        words.said.push_back(each);
        break;
      case weight::none:
        break;
    }
  }
  return words;
}

std::string text_of(const words_said& words) {
  return section("said, the last of each:", words.said) +
         section("to be decided:", words.to_decide);
}

}  // namespace gridwhistle
