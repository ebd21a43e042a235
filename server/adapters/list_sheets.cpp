#include "server/adapters/list_sheets.hpp"

#include "common/check.hpp"
#include "server/core/language.hpp"

namespace gridwhistle {
namespace {

constexpr std::string_view department_prefix = "dept/";
constexpr std::string_view desk_prefix = "desk/";

std::string name_of_department(const department_code& code, const policy& rules) {
  const department* known = rules.departments.find(code);
  return known ? known->name : code.text;
}

std::string_view words_of(stage at, language in) {
  bool zh = in == language::zh;
  switch (at) {
    case stage::raised:
      return zh ? "已上报" : "raised";
    case stage::filed:
      return zh ? "已立案" : "filed";
    case stage::dispatched:
      return zh ? "已派遣" : "dispatched";
    case stage::handling:
      return zh ? "处置中" : "handling";
    case stage::handled:
      return zh ? "待核实" : "to verify";
    case stage::closed:
      return zh ? "已结案" : "closed";
    case stage::declined:
      return zh ? "不予受理" : "declined";
    case stage::withdrawn:
      return zh ? "已撤回" : "withdrawn";
    case stage::joined:
      return zh ? "已并案" : "joined";
  }
  check_failed("a stage", __FILE__, __LINE__);
}

struct matter_names {
  std::string name, code;
};
matter_names names_of(const std::optional<matter_key>& of, const policy& rules) {
  if (!of) return {};
  std::string code = to_text(*of);
  const matter* known = rules.matters.find(*of);
  return {known ? known->name : code, code};
}

// Of a ruling it is the desk's, whoever has returned, and so is what was ordered of a lead that
// has.
std::string holder_of(const inbox_item& told, clock_name clock, const department_code& department) {
  bool of_desk = clock == clock_name::ruling ||
                 (clock == clock_name::supervision && !told.desk.empty()) || department.empty();
  if (!of_desk) return std::string(department_prefix) + department.text;
  return std::string(desk_prefix) + (told.desk.empty() ? told.asked_desk : told.desk).text;
}

double hours_of(span time) { return std::chrono::duration<double, std::ratio<3600>>(time).count(); }

cell moment_of(const std::optional<instant>& at, const sheet_terms& terms) {
  return at ? cell(wall_moment{*at, terms.utc_offset}) : cell();
}

std::string words_of(v1::CareState state, language in) {
  bool zh = in == language::zh;
  if (state == v1::CARE_STATE_VISITED) return zh ? "已走访" : "visited";
  if (state == v1::CARE_STATE_OPEN) return zh ? "未结" : "open";
  return zh ? "漏访" : "missed";
}

std::string_view words_of(awaited_decision each, language in) {
  bool zh = in == language::zh;
  switch (each) {
    case awaited_decision::ruling:
      return zh ? "退单裁定" : "ruling on a return";
    case awaited_decision::extension:
      return zh ? "延期审批" : "extension";
    case awaited_decision::shelving:
      return zh ? "挂账审批" : "shelving";
    case awaited_decision::appeal:
      return zh ? "申诉" : "appeal";
  }
  return {};
}

std::string awaited_words(const inbox_item& told, language in) {
  std::string_view comma = in == language::zh ? "、" : ", ";
  std::string words;
  for (awaited_decision each : told.awaits) {
    if (!words.empty()) words += comma;
    words += words_of(each, in);
  }
  return words;
}

// As pages show it and people say it: the random end of the id.
std::string short_number(const whistle_id& whistle) {
  std::string text = whistle.text();
  std::string end = text.substr(text.size() - 6);
  for (char& each : end)
    each = each >= 'a' && each <= 'f' ? static_cast<char>(each - 'a' + 'A') : each;
  return '#' + end;
}

}  // namespace

std::string area_path(const area_code& place, const policy& rules) {
  const area* first = rules.areas.find(place);
  if (!first) return place.text;
  std::string path = first->name;
  const area* above = rules.areas.parent_of(*first);
  for (; above && above->level != area_level::city; above = rules.areas.parent_of(*above))
    path = above->name + ' ' + path;
  return path;
}

std::string name_of_holder(const std::string& holder, const policy& rules, language in) {
  if (holder.starts_with(department_prefix))
    return name_of_department(department_code(holder.substr(department_prefix.size())), rules);
  if (!holder.starts_with(desk_prefix)) return holder;
  std::string place = area_path(area_code(holder.substr(desk_prefix.size())), rules);
  return in == language::zh ? place + " 指挥中心" : "desk of " + place;
}

std::vector<std::string> whistle_columns(language in) {
  if (in == language::zh)
    return {"哨编号",   "短号",     "事项",     "事项编码", "区域",     "区域编码", "哨型", "阶段",
            "主办部门", "主办编码", "上报时间", "办结期限", "办结时间", "历时小时", "超期"};
  return {"whistle",   "number", "matter",   "matter code", "area",
          "area code", "kind",   "stage",    "lead",        "lead code",
          "raised at", "due at", "ended at", "hours open",  "overdue"};
}

std::vector<cell> whistle_line(const whistle& told, const policy& dispatched_under,
                               const policy& in_force, instant now, const sheet_terms& terms) {
  auto [matter_name, matter_code] = names_of(told.what.matter, in_force);
  std::string kind;
  if (told.what.kind) kind = words_of(*told.what.kind, terms.in);
  const obligation* lead = told.lead();
  bool zh = terms.in == language::zh, late = lead && is_late(*lead, clock_name::handle);
  std::string overdue = late ? (zh ? "是" : "yes") : (zh ? "否" : "no");
  return {told.id.text(),
          short_number(told.id),
          matter_name,
          matter_code,
          area_path(told.what.area, in_force),
          told.what.area.text,
          kind,
          std::string(words_of(told.stage, terms.in)),
          lead ? name_of_department(lead->department, in_force) : std::string(),
          lead ? lead->department.text : std::string(),
          wall_moment{told.raised_at, terms.utc_offset},
          moment_of(due_to_close(told, dispatched_under), terms),
          moment_of(told.ended_at, terms),
          hours_of(told.ended_at.value_or(now) - told.raised_at),
          overdue};
}

std::optional<judging_clock> judged_by(const inbox_item& told) {
  const late_clock* late = told.overruns.empty() ? nullptr : &told.overruns.front();
  const due* next = told.deadlines.empty() ? nullptr : &told.deadlines.front();
  if (late && (!next || late->since <= next->at))
    return judging_clock{late->clock, holder_of(told, late->clock, late->department), late->since};
  if (!next) return std::nullopt;
  return judging_clock{next->clock, holder_of(told, next->clock, next->department), next->at};
}

std::vector<std::string> queue_columns(language in) {
  if (in == language::zh)
    return {"哨编号", "短号",     "事项",     "事项编码", "区域",     "区域编码",
            "哨型",   "阶段",     "主办部门", "主办编码", "上报时间", "时钟",
            "由谁",   "由谁编码", "期限",     "超期小时", "待决定"};
  return {"whistle", "number",     "matter", "matter code", "area",      "area code",
          "kind",    "stage",      "lead",   "lead code",   "raised at", "clock",
          "whose",   "whose code", "limit",  "hours late",  "awaits"};
}

std::vector<cell> queue_line(const inbox_item& told, const policy& in_force, instant now,
                             const sheet_terms& terms) {
  auto [matter_name, matter_code] = names_of(told.matter, in_force);
  std::vector<cell> line{told.whistle.text(),
                         short_number(told.whistle),
                         matter_name,
                         matter_code,
                         area_path(told.area, in_force),
                         told.area.text,
                         told.kind ? std::string(words_of(*told.kind, terms.in)) : std::string(),
                         std::string(words_of(told.stage, terms.in)),
                         name_of_department(told.lead, in_force),
                         told.lead.text,
                         wall_moment{told.raised_at, terms.utc_offset}};
  if (auto judged = judged_by(told)) {
    line.insert(line.end(), {std::string(words_of(judged->clock, terms.in)),
                             name_of_holder(judged->holder, in_force, terms.in), judged->holder,
                             wall_moment{judged->due, terms.utc_offset},
                             judged->due < now ? cell(hours_of(now - judged->due)) : cell()});
  }
  line.resize(queue_columns(terms.in).size());
  line.back() = awaited_words(told, terms.in);
  return line;
}

std::vector<std::string> visit_columns(language in) {
  if (in == language::zh) return {"走访对象编号", "周期", "区域", "区域编码", "状态", "哨编号"};
  return {"resident", "period", "area", "area code", "state", "whistle"};
}

std::vector<cell> visit_line(const v1::CareVisit& told, const policy& in_force, language in) {
  auto id = whistle_id::from_bytes(told.whistle_id());
  return {told.resident(),
          told.period(),
          area_path(area_code(told.area()), in_force),
          told.area(),
          words_of(told.state(), in),
          id ? id->text() : std::string()};
}

}  // namespace gridwhistle
