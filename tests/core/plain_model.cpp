#include "tests/core/plain_model.hpp"

#include <algorithm>

#include "tests/core/plain_words.hpp"

namespace gridwhistle::plain {
namespace {

using namespace std::chrono_literals;
using enum refusal_code;

bool may_blow_kind(whistle_kind kind, role who) {
  switch (kind) {
    case whistle_kind::emergency:
      return true;
    case whistle_kind::routine:
      return who != role::clerk;
    case whistle_kind::joint:
    case whistle_kind::key:
      return who != role::clerk && who != role::grid_worker;
  }
  return false;
}

bool holds(const std::vector<std::string>& list, const std::string& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

}  // namespace

bool known_department(const std::string& code) {
  constexpr const char* all[] = {"desk-city", "desk-2101", "um", "pw", "ps", "env"};
  return std::find(std::begin(all), std::end(all), code) != std::end(all);
}

bool known_area(const std::string& code) {
  constexpr const char* all[] = {"21",       "2101",     "2102",       "210101",     "210201",
                                 "21010101", "21020101", "2101010101", "2101010102", "2102010101"};
  return std::find(std::begin(all), std::end(all), code) != std::end(all);
}

// The only district with a desk is 2101.
std::string desk_of(const std::string& area) {
  return known_area(area) && area.starts_with("2101") ? "2101" : "21";
}

budget in_office_time(budget written) {
  if (written.unit == time_unit::work_day) written.amount /= 3;
  return written;
}

bool model::called::still_to_do() const {
  return stage == obligation_stage::owed || stage == obligation_stage::reported_in ||
         stage == obligation_stage::on_site || waits_for_ruling;
}

bool model::called::gone() const {
  return stage == obligation_stage::released ||
         (stage == obligation_stage::returned && !waits_for_ruling);
}

obligation_stage model::called::reached() const {
  if (was_on_site) return obligation_stage::on_site;
  return was_reported ? obligation_stage::reported_in : obligation_stage::owed;
}

void model::called::hold(instant at) {
  report_in.hold(at);
  handle.hold(at);
  ruling.hold(at);
}

bool model::ended() const {
  return stage_ == stage::closed || stage_ == stage::declined || stage_ == stage::withdrawn ||
         stage_ == stage::joined;
}

bool model::at_the_desk() const { return stage_ == stage::raised || stage_ == stage::filed; }

model::called* model::lead() {
  for (called& each : called_) {
    if (each.leads) return &each;
  }
  return nullptr;
}

const model::called* model::lead() const { return const_cast<model*>(this)->lead(); }

// Of a department called twice the open one, else the one called last.
model::called* model::of(const std::string& department) {
  called* found = nullptr;
  for (called& each : called_) {
    if (each.department != department) continue;
    if (each.still_to_do()) return &each;
    if (!found || found->number < each.number) found = &each;
  }
  return found;
}

const model::called* model::of(const std::string& department) const {
  return const_cast<model*>(this)->of(department);
}

bool model::is_called(const std::string& department) const {
  const called* owed = of(department);
  return owed && !owed->gone();
}

bool model::is_open(const std::string& department) const {
  const called* owed = of(department);
  return owed && owed->still_to_do();
}

bool model::in_area_of(const actor& by) const {
  // What a desk holds is its own and the higher desks' affair.
  if (by.role == role::desk_officer && !desk_.starts_with(desk_.empty() ? "" : by.area.text)) {
    return false;
  }
  if (!known_area(what_.area.text)) return by.area.text == "21";
  return !by.area.empty() && what_.area.text.starts_with(by.area.text);
}

bool model::changed_since(std::uint64_t version) const {
  return std::any_of(history_.begin(), history_.end(),
                     [&](const told& each) { return each.version > version && !each.by.empty(); });
}

model::no model::forbidden(const gridwhistle::ask& asked, const actor& by) const {
  bool own_report = by.user.text == reporter_;
  // It is his matter too, but not his report.
  bool his_matter = own_report || reported_a_duplicate(by.user.text);
  bool own_area = in_area_of(by);
  bool desk = by.role == role::desk_officer;
  bool desk_or_supervisor = desk || by.role == role::supervisor;
  auto area_of = [&](bool roles) -> no {
    if (!roles) return role_not_allowed;
    return own_area ? no() : no(not_your_whistle);
  };
  auto yours = [](bool is) { return is ? no() : no(not_your_whistle); };
  std::string_view name = name_of(asked);
  auto one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (name == "blow") return {};
  if (one_of({"amend", "withdraw", "rate"})) return yours(own_report);
  if (one_of({"check", "file", "decline", "dispatch", "redispatch", "rule", "release", "close",
              "return_visit", "join", "part"})) {
    return area_of(desk);
  }
  if (one_of({"decide_extension", "decide_shelving", "decide_appeal", "urge"})) {
    return area_of(desk_or_supervisor);
  }
  if (name == "supervise") return area_of(by.role == role::supervisor);
  if (name == "reopen") return yours(his_matter || (by.role == role::supervisor && own_area));
  if (name == "verify") {
    return yours(his_matter || ((by.role == role::grid_worker || desk) && own_area));
  }
  if (name == "note") {
    bool clerk = by.role == role::clerk && of(by.department.text);
    return yours(his_matter || clerk || (desk_or_supervisor && own_area));
  }
  if (by.role != role::clerk) return role_not_allowed;
  return of(by.department.text) ? no() : no(department_not_called);
}

answer model::ask(const command& asked, instant now, const model* umbrella) {
  now_ = now;
  asked_umbrella_ = umbrella;
  bool blows = std::holds_alternative<blow>(asked.ask);
  if (version_ == 0 && !blows) return refused(whistle_unknown);
  for (const told& each : history_) {
    if (each.command != asked.id || each.by.empty()) continue;
    bool same = each.digest == asked.digest && each.by == asked.by.user.text;
    return same ? answer() : refused(id_reused);
  }
  if (version_ > 0) {
    if (blows) return refused(whistle_exists);
    if (no why = forbidden(asked.ask, asked.by)) return refused(*why);
    if (asked.seen_version > version_ || changed_since(asked.seen_version)) {
      return refused(version_conflict);
    }
    bool still_its_own = std::holds_alternative<part_off>(asked.ask) ||
                         std::holds_alternative<appeal>(asked.ask) ||
                         std::holds_alternative<decide_appeal>(asked.ask);
    if (stage_ == stage::joined && !still_its_own) return refused(joined_to_another);
  }
  answer so = std::visit([&](const auto& said) { return take(said, asked); }, asked.ask);
  for (std::size_t i = 0; i < so.happened.size(); ++i) {
    history_.push_back({++version_, asked.id, asked.digest, asked.by.user.text});
  }
  return so;
}

answer model::tick(instant now) {
  now_ = now;
  answer so;
  if (version_ == 0 || ended()) return so;
  std::vector<std::tuple<instant, std::string, stopwatch*>> over;
  auto look = [&](stopwatch& clock, const std::string& name) {
    auto due = clock.due();
    if (due && *due < now && !clock.late) over.emplace_back(*due, name, &clock);
  };
  look(desk_clock_, "desk");
  for (called& each : called_) {
    look(each.report_in, "report_in:" + each.department);
    look(each.handle, "handle:" + each.department);
    look(each.ruling, "ruling:" + each.department);
  }
  if (const called* leads = lead()) look(supervision_, "supervision:" + leads->department);
  std::sort(over.begin(), over.end());
  for (auto& [at, name, clock] : over) {
    so.happened.push_back("overran(" + name + ")@" + std::to_string(to_ms(at)));
    clock->late = true;
  }
  end_what_was_to_end_before(now, so);
  for (std::size_t i = 0; i < so.happened.size(); ++i) history_.push_back({++version_, {}, 0, {}});
  return so;
}

// The shelving and every wait, each at its own date, the earlier first.
void model::end_what_was_to_end_before(instant now, answer& so) {
  for (;;) {
    called* first = nullptr;
    for (called& each : called_) {
      if (!each.waits_until || *each.waits_until >= now) continue;
      if (!first || *each.waits_until < *first->waits_until) first = &each;
    }
    bool shelving_ends = shelved_until_ && *shelved_until_ < now;
    if (shelving_ends && (!first || *shelved_until_ <= *first->waits_until)) {
      so.happened.push_back("resumed");
      resume(*shelved_until_);
    } else if (first) {
      so.happened.push_back(with("resumed", first->department));
      wait_no_longer(*first, *first->waits_until);
    } else {
      return;
    }
  }
}

view model::seen() const {
  view made;
  made.stage = stage_;
  made.umbrella = umbrella_;
  made.duplicates = duplicates_;
  if (ended()) {
    made.owner = "nobody";
  } else {
    made.owner = desk_.empty() ? "dept/" + lead()->department : "desk/" + desk_;
  }
  auto look = [&](const stopwatch& clock, clock_name name, const std::string& department) {
    auto due = clock.due();
    if (due && !clock.late) made.due.emplace_back(*due, name, department);
  };
  look(desk_clock_, clock_name::desk, "");
  for (const called& each : called_) {
    made.obligations.emplace_back(each.department, each.stage);
    if (each.waits_until) made.wait_for_reporter.push_back(each.department);
    look(each.report_in, clock_name::report_in, each.department);
    look(each.handle, clock_name::handle, each.department);
    look(each.ruling, clock_name::ruling, each.department);
  }
  if (const called* leads = lead()) {
    look(supervision_, clock_name::supervision, leads->department);
  }
  std::sort(made.due.begin(), made.due.end());
  return made;
}

const model::matter_row* model::row_of(const std::optional<matter_key>& matter) const {
  constexpr budget two_days = {time_unit::work_day, 16h};
  constexpr budget years = {time_unit::work_day, 8000h};
  constexpr budget two_hours = {time_unit::urgent_hour, 2h};
  static const std::map<std::string, matter_row> rows = {
      {"01001", {true, true, "um", {}, two_days}},  {"01002", {true, false, "um", {}, two_days}},
      {"01003", {false, true, "um", {}, two_days}}, {"02001", {true, true, "?", {}, {}}},
      {"02002", {true, true, "", {}, {}}},          {"03001", {true, true, "um", {"ps", "pw"}, {}}},
      {"04001", {true, true, "env", {}, years}},    {"05001", {true, true, "um", {}, two_hours}},
  };
  if (!matter || matter->kind != matter_kind::matter) return nullptr;
  if (hole_dropped_ && matter->code == "02002") return nullptr;
  auto found = rows.find(matter->code);
  return found == rows.end() ? nullptr : &found->second;
}

std::optional<desk_reason> model::unsound(const report& what, role who) const {
  if (!known_area(what.area.text)) return desk_reason::area_unknown;
  if (!what.kind) return desk_reason::kind_unknown;
  const matter_row* row = row_of(what.matter);
  if (!row) return desk_reason::matter_unknown;
  if (!row->admitted) return desk_reason::matter_not_admitted;
  if (!may_blow_kind(*what.kind, who)) return desk_reason::kind_not_allowed;
  return std::nullopt;
}

// um and pw serve 2101 only; ps and env the whole city.
model::way model::way_of(const report& what, instant now) const {
  const matter_row& row = *row_of(what.matter);
  auto serves = [&](const std::string& department) {
    bool of_the_city = department == "ps" || department == "env";
    return of_the_city || what.area.text.starts_with("2101");
  };
  if (row.lead.empty()) return {desk_reason::no_duty, {}, {}};
  if (row.lead == "?") return {desk_reason::duty_ambiguous, {}, {}};
  bool all = serves(row.lead) && std::all_of(row.helpers.begin(), row.helpers.end(), serves);
  if (!all) return {desk_reason::no_department, {}, {}};
  if (beyond_calendar(now)) return {desk_reason::limit_unknown, {}, {}};
  return {std::nullopt, row.lead, row.helpers};
}

// what_ is sound.
void model::file_and_dispatch(answer& so, instant now) {
  so.happened.push_back("filed");
  stage_ = stage::filed;
  way found = way_of(what_, now);
  if (found.desk_because) {
    desk_takes(so, desk_of(what_.area.text), *found.desk_because, now);
  } else {
    call(so, found.lead, found.helpers, now);
  }
}

// The same desk gains no time by it.
void model::desk_takes(answer& so, const std::string& desk, desk_reason why, instant now) {
  so.happened.push_back("desk_took(" + desk + ":" + std::string(name_of(why)) + ")");
  if (desk_ != desk) desk_clock_.start(budget{time_unit::urgent_hour, 15min}, now);
  desk_ = desk;
}

std::optional<budget> model::report_in_limit() const {
  switch (*what_.kind) {
    case whistle_kind::routine:
      return budget{time_unit::work_hour, 4h};
    case whistle_kind::joint:
      return budget{time_unit::urgent_hour, 1h};
    case whistle_kind::key:
      return budget{time_unit::urgent_hour, 24h};
    case whistle_kind::emergency:
      return budget{time_unit::urgent_hour, 30min};
  }
  return std::nullopt;
}

std::optional<budget> model::handle_limit(instant now) const {
  if (what_.ordered_limit) {
    if (!what_.ordered_limit->due_at) return std::nullopt;
    return budget{time_unit::urgent_hour, *what_.ordered_limit->due_at - now};
  }
  const matter_row* row = row_of(what_.matter);
  if (row && row->handle) return row->handle;
  switch (*what_.kind) {
    case whistle_kind::routine:
      return budget{time_unit::natural_day, 7 * 24h};
    case whistle_kind::joint:
      return budget{time_unit::work_day, 40h};
    case whistle_kind::key:
      return budget{time_unit::natural_day, 360h};
    case whistle_kind::emergency:
      return budget{time_unit::urgent_hour, 2h};
  }
  return std::nullopt;
}

bool model::beyond_calendar(instant now) const {
  auto unknown = [&](const std::optional<budget>& limit) {
    return limit && !counted_up(limit->unit, now, limit->amount);
  };
  return unknown(report_in_limit()) || unknown(handle_limit(now));
}

model::no model::names_wrong(const std::string& lead,
                             const std::vector<std::string>& helpers) const {
  if (!known_department(lead)) return department_unknown;
  for (std::size_t i = 0; i < helpers.size(); ++i) {
    if (!known_department(helpers[i])) return department_unknown;
    bool twice = std::find(helpers.begin(), helpers.begin() + static_cast<std::ptrdiff_t>(i),
                           helpers[i]) != helpers.begin() + static_cast<std::ptrdiff_t>(i);
    if (twice || helpers[i] == lead) return helper_named_twice;
  }
  return {};
}

model::called model::newly_called(const std::string& department, bool leads, instant now) {
  called made;
  made.number = ++calls_;
  made.department = department;
  made.leads = made.once_led = leads;
  made.report_in.start(report_in_limit(), now);
  made.handle.start(handle_limit(now), now);
  made.handle_given = made.handle.limit();
  return made;
}

std::vector<std::string> model::helpers_going_on() const {
  std::vector<std::string> made;
  for (const called& each : called_) {
    if (!each.leads && each.still_to_do()) made.push_back(each.department);
  }
  return made;
}

// Helpers that are named again go on as they were; everybody else is released.
void model::call(answer& so, const std::string& lead, const std::vector<std::string>& helpers,
                 instant now) {
  std::string names = lead;
  std::vector<std::string> fresh = {lead};
  for (const std::string& each : helpers) names += "+" + each;
  for (called& each : called_) {
    bool goes_on = !each.leads && each.still_to_do() && holds(helpers, each.department);
    each.leads = false;
    if (goes_on || !each.still_to_do()) continue;
    each.hold(now);
    each.waits_until.reset();
    // A return that nobody ruled upon stays one.
    if (!each.waits_for_ruling) each.stage = obligation_stage::released;
    each.waits_for_ruling = false;
  }
  // Who leads no more stands last, as if called when it ceased to lead.
  if (!called_.empty()) std::rotate(called_.begin(), called_.begin() + 1, called_.end());
  called_.insert(called_.begin(), newly_called(lead, true, now));
  for (const std::string& each : helpers) {
    if (is_open(each)) continue;
    called_.push_back(newly_called(each, false, now));
    fresh.push_back(each);
  }
  so.happened.push_back(with("dispatched", names));
  for (const std::string& each : fresh) so.happened.push_back(with("delivered", each));
  stage_ = stage::dispatched;
  desk_.clear();
  desk_clock_.hold(now);
  if (const matter_row* row = row_of(what_.matter)) must_verify_ = row->verify;
}

void model::hold_all(instant now) {
  desk_clock_.hold(now);
  supervision_.hold(now);
  for (called& each : called_) {
    each.hold(now);
    each.waits_until.reset();
  }
}

void model::end(gridwhistle::stage how, instant now) {
  hold_all(now);
  supervision_ = {};
  stage_ = how;
  desk_.clear();
  ended_at_ = now;
  shelved_until_.reset();
  shelving_asked_.reset();
}

}  // namespace gridwhistle::plain
