// Inboxes: what somebody owes something on, and what lies in an area, row by row with all that a
// queue shows of it. Law: who may open one is said by his seat and by the permission table alone.
#include <algorithm>
#include <array>

#include "server/core/permission.hpp"
#include "server/core/waiting_since.hpp"
#include "server/engine/engine.hpp"

namespace gridwhistle {

namespace {

// Whose inbox, as a feed's topic names a department.
std::string text_of(const inbox_key& whose) {
  constexpr std::array kinds = {"dept/", "desk/", "reporter/", "area/"};
  static_assert(kinds.size() == std::variant_size_v<inbox_key>);
  return std::visit([&](const auto& code) { return kinds.at(whose.index()) + code.text; }, whose);
}

// What the reporter is asked, of a department only its own question.
std::string question_for(const inbox_key& whose, const whistle& state) {
  const auto* department = std::get_if<department_code>(&whose);
  for (const obligation& owed : state.obligations) {
    bool concerns = !department || owed.department == *department;
    if (concerns && owed.waits_for_reporter()) return owed.question;
  }
  return {};
}

// Cut between characters: bytes that go on with one begin with 10.
std::string beginning_of(const std::string& text, std::size_t characters) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    bool begins_one = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins_one && characters-- == 0) break;
  }
  return text.substr(0, at);
}

std::vector<awaited_decision> awaited_on(const whistle& state) {
  bool ruling = false, extension = false, appeal = false;
  for (const obligation& each : state.obligations) {
    ruling = ruling || each.awaits_ruling();
    extension = extension || each.extension_asked;
    appeal = appeal || each.report_in_appeal == appeal_stage::pending ||
             each.handle_appeal == appeal_stage::pending;
  }
  std::vector<awaited_decision> found;
  if (ruling) found.push_back(awaited_decision::ruling);
  if (extension) found.push_back(awaited_decision::extension);
  if (state.shelving_asked) found.push_back(awaited_decision::shelving);
  if (appeal) found.push_back(awaited_decision::appeal);
  return found;
}

// Of the department that asks; else the lead's.
const obligation* obligation_for(const inbox_key& whose, const whistle& state) {
  const auto* department = std::get_if<department_code>(&whose);
  return department ? state.obligation_at(*department) : state.lead();
}

}  // namespace

bool engine::may_open(const inbox_key& whose, const actor& by) const {
  if (const auto* department = std::get_if<department_code>(&whose)) {
    return by.role == role::clerk && by.department == *department;
  }
  if (const auto* desk = std::get_if<area_code>(&whose)) {
    bool known = current_->areas.find(*desk) && current_->areas.find(by.area);
    bool over_areas = by.role == role::desk_officer || by.role == role::supervisor;
    return over_areas && known && current_->areas.holds(by.area, *desk);
  }
  if (const auto* ground = std::get_if<ground_code>(&whose))
    return sees_all_of(area_code(ground->text), by, *current_);
  return std::get<user_id>(whose) == by.user;
}

// One more than a page has, where there are so many. A desk above may own what lies here: what he
// may not see is passed over.
std::vector<whistle_id> engine::lying_in(const area_code& where, const actor& by,
                                         whistle_id after) const {
  const area_tree& areas = current_->areas;
  // A place nobody knows belongs to the city.
  auto counts = [&](const area_code& each) {
    return areas.holds(where, areas.find(each) ? each : areas.city().code);
  };
  std::vector<whistle_id> found;
  while (found.size() <= inbox_page_max) {
    auto next = open_.at(counts, after, inbox_page_max + 1);
    if (next.empty()) break;
    after = next.back();
    for (const whistle_id& each : next) {
      if (found.size() <= inbox_page_max && may_see(*find(each), by, *current_))
        found.push_back(each);
    }
  }
  return found;
}

inbox_item engine::inbox_item_of(const whistle& state, const inbox_key& whose, instant now) const {
  inbox_item item;
  item.whistle = state.id;
  item.version = state.version;
  item.stage = state.stage;
  item.matter = state.what.matter;
  item.area = state.what.area;
  item.question = question_for(whose, state);
  item.deadlines = deadlines(state, policy_of(state));
  item.overruns = clocks_still_late(state, policy_of(state));
  item.kind = state.what.kind;
  item.text = beginning_of(state.what.text, inbox_text_characters_max);
  item.raised_at = state.raised_at;
  const obligation* lead = state.lead();
  for (const department_code& each : called_on(state)) {
    if (lead && each == lead->department) {
      item.lead = each;
    } else {
      item.helpers.push_back(each);
    }
  }
  item.where = state.what.where;
  item.returns = state.returns;
  item.awaits = awaited_on(state);
  item.asked_desk = state.asked_desk;
  item.verifier = verifier_of(state, now);
  item.reporter = state.reporter;
  item.desk = state.desk;
  if (!state.desk.empty()) item.desk_reason = state.desk_reason;
  item.source_reference = state.what.source_reference;
  item.waits_since = waiting_since(state);
  if (const obligation* owed = obligation_for(whose, state)) {
    if (std::holds_alternative<department_code>(whose)) item.obligation = owed->stage;
    item.delivered_to = owed->called;
  }
  return item;
}

void engine::inbox(ticket from, const actor& by, const inbox_key& whose, const whistle_id& after,
                   instant now) {
  if (!may_open(whose, by)) {
    record_refusal({now, by.user, {}, {}, "inbox", text_of(whose), refusal_code::role_not_allowed});
    open_batch_.replies.push_back(
        {from, refused{{refusal_code::role_not_allowed, "inbox"}, 0, {}}});
    return;
  }
  inbox_page page;
  page.as_of = std::max(now, last_at_);
  const auto* ground = std::get_if<ground_code>(&whose);
  auto ids = ground ? lying_in(area_code(ground->text), by, after)
                    : open_.of(whose, after, inbox_page_max + 1);
  page.more = ids.size() > inbox_page_max;
  if (page.more) ids.pop_back();
  for (const whistle_id& id : ids)
    page.items.push_back(inbox_item_of(*find(id), whose, page.as_of));
  open_batch_.replies.push_back({from, std::move(page)});
}

}  // namespace gridwhistle
