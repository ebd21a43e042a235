#include "server/adapters/check_words.hpp"

#include <algorithm>
#include <cstdio>

#include "server/core/duty_text.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t listed_max = 5;

std::string minute_text(int minute) {
  char text[8];
  std::snprintf(text, sizeof text, "%02d:%02d", minute / 60 % 100, minute % 60);
  return text;
}

// As shifts.csv writes it, of a post that the reader chooses.
std::string to_csv(const shift& row) {
  std::string_view days = "daily";
  if (row.days == shift_dates(shift_days::workday)) days = "workday";
  if (row.days == shift_dates(shift_days::off)) days = "off";
  return "POST," + std::string(days) + ',' + minute_text(row.open_minute) + ',' +
         minute_text(row.close_minute);
}

}  // namespace

std::string check_words::choose(std::string_view zh, std::string_view en) const {
  return std::string(language_ == pack_language::zh ? zh : en);
}

std::string check_words::of(whistle_kind kind) const {
  return std::string(words_of(kind, language_));
}

std::string check_words::of(instant at) const { return wall_text(rules_, at); }

std::string check_words::of(const duty_question& asked) const {
  const matter* what = rules_.matters.find(asked.matter);
  const area* where = rules_.areas.find(asked.area);
  std::string text = to_text(asked.matter) + ' ' + (what ? what->name : "");
  text += choose("，", ", ") + asked.area.text + ' ' + (where ? where->name : "");
  return text + choose("，", ", ") + of(asked.at) + choose("，", ", ") + of(asked.kind);
}

std::string check_words::listed(const std::vector<std::string>& items) const {
  std::string text;
  for (std::size_t i = 0; i < items.size() && i < listed_max; ++i) {
    text += (i == 0 ? "" : choose("、", ", ")) + items[i];
  }
  if (items.size() <= listed_max) return text;
  std::string count = std::to_string(items.size());
  return text + choose("等" + count + "项", " (" + count + " in all)");
}

std::string check_words::lines(const std::vector<const duty*>& rows) const {
  std::vector<std::string> numbers;
  numbers.reserve(rows.size());
  for (const duty* each : rows) numbers.push_back(std::to_string(each->row));
  return choose("第" + listed(numbers) + "行",
                (rows.size() == 1 ? "line " : "lines ") + listed(numbers));
}

std::string check_words::of_scope(const coverage_scope& scope) const {
  std::vector<std::string> matters, areas, kinds;
  for (const matter_key& each : scope.matters) matters.push_back(to_text(each));
  for (const area_code& each : scope.areas) areas.push_back(each.text);
  for (whistle_kind each : scope.kinds) kinds.push_back(of(each));
  return listed(matters) + choose("；区域 ", " in ") + listed(areas) + choose("；", " for ") +
         listed(kinds);
}

std::string check_words::example(const coverage_finding& finding) const {
  std::string cells = std::to_string(finding.cells);
  return choose("。例如：" + of(finding.example) + "。共" + cells + "格。",
                ". For example: " + of(finding.example) + ". " + cells + " cells. ");
}

std::string check_words::tie(const coverage_finding& finding) const {
  std::string leads =
      to_text(finding.rows[0]->lead) + choose("与", " and ") + to_text(finding.rows[1]->lead);
  return choose(lines(finding.rows) + "同样具体，却指定不同主办：" + leads,
                lines(finding.rows) + " are equally specific and name two leads, " + leads) +
         example(finding) +
         choose("请让其中一行更具体，或统一主办。",
                "Make one of them more specific, or give them one lead.");
}

std::string check_words::no_department(const coverage_finding& finding) const {
  std::vector<std::string> areas;
  for (const area_code& each : finding.scope.areas) areas.push_back(each.text);
  std::string wanted = to_text(*finding.wanted);
  std::string said = choose(
      lines(finding.rows) + "要求 " + wanted + "，但区域 " + listed(areas) + " 没有这样的部门",
      lines(finding.rows) + " of duties.csv call " + wanted + ", and no such department serves " +
          listed(areas));
  said += example(finding);
  if (!row_to_add(finding).empty()) {
    return said + choose("请在 departments.csv 增加：", "Add to departments.csv: ") +
           row_to_add(finding);
  }
  std::string level(name_of(finding.wanted->level));
  return said + choose("该区域不在任何 " + level + " 之内，请改用其他层级。",
                       "No " + level + " holds that area: call another level.");
}

std::string check_words::unmanned(const coverage_finding& finding) const {
  std::vector<std::string> seats;
  for (const department_code& each : finding.seats) seats.push_back(each.text);
  std::string last = finding.last.text;
  std::string from = of(finding.gap->from);
  std::string to = of(finding.gap->to);
  return choose(lines(finding.rows) + "调用 " + listed(seats) + "，其席位及后备（最后是 " + last +
                    "）在 " + from + " 至 " + to + " 无人在岗",
                lines(finding.rows) + " of duties.csv call " + listed(seats) +
                    ": nobody is on duty there, nor at any backup, the last of them " + last +
                    ", from " + from + " to " + to) +
         example(finding) +
         choose("请在 shifts.csv 为 " + last + " 的一个岗位增加：",
                "Add to shifts.csv, for a post of " + last + ": ") +
         row_to_add(finding);
}

std::string check_words::row_to_add(const coverage_finding& finding) const {
  if (finding.mend) return to_csv(*finding.mend);
  if (finding.missing) return to_csv(*finding.missing);
  if (!finding.wanted) return "";
  const area* served = rules_.areas.at_level(finding.example.area, finding.wanted->level);
  if (!served) return "";
  return "CODE,NAME," + finding.wanted->function + ',' +
         std::string(name_of(finding.wanted->level)) + ',' + served->code.text + ",,";
}

std::string check_words::of(const coverage_finding& finding) const {
  switch (finding.fault) {
    case coverage_fault::hole:
      return choose("没有责任部门：", "no duty covers ") + of_scope(finding.scope) +
             example(finding) +
             choose("请在 duties.csv 增加一行并选定主办，例如：",
                    "Add a row to duties.csv with the lead you choose, such as: ") +
             row_to_add(finding);
    case coverage_fault::tie:
      return tie(finding);
    case coverage_fault::no_department:
      return no_department(finding);
    case coverage_fault::unmanned:
      return unmanned(finding);
    case coverage_fault::no_limit:
      return choose(lines(finding.rows) +
                        "没有处置时限：请给出 limit_class，或在 pack.toml 的 "
                        "defaults 中写明。",
                    lines(finding.rows) +
                        " have no handling limit: name a limit_class, or give "
                        "their kinds a default in pack.toml.");
    case coverage_fault::no_ladder:
      return choose(of(finding.scope.kinds.front()) +
                        "没有督办阶梯：请在 ladders.csv 为它或 * "
                        "写明。",
                    of(finding.scope.kinds.front()) +
                        " has no escalation ladder: give it, or *, rows in ladders.csv.");
    case coverage_fault::short_calendar:
      return choose("日历太短：从第一天起就有时限算不出来。请延长 [calendar] 的 to。",
                    "the calendar is too short: not even from its first day on can every limit "
                    "be computed. Publish it further and move [calendar] to.");
  }
  return "?";
}

std::string check_words::of(const idle_duty& idle) const {
  std::string line = lines({idle.row});
  switch (idle.because) {
    case idle_reason::no_admitted_matter:
      return choose(line + "从不生效：它所指的事项都不在准入清单上。",
                    line + " never wins: no admitted matter is of its kind.");
    case idle_reason::never_holds:
      return choose(line + "从不生效：它的日期不在日历之内。",
                    line + " never wins: its days are not in the calendar.");
    case idle_reason::outranked:
      return choose(line + "从不生效：它所及之处总有更具体的行，例如" + lines(idle.by) + "。",
                    line + " never wins: wherever it speaks others are more specific, such as " +
                        lines(idle.by) + ".");
  }
  return "?";
}

std::string check_words::of(const expected_call& call) const {
  constexpr std::string_view nobody = "-";
  std::string said = call.lead == nobody ? choose("指挥中心", "a desk") : call.lead;
  if (!call.helpers) return said;
  if (*call.helpers == nobody) return said + choose("，无协办", " without helpers");
  return said + choose("，协办 ", " with ") + *call.helpers;
}

std::string check_words::of(const missed_expectation& missed) const {
  return of(missed.asked) + choose("：应为 ", ": expected ") + of(missed.wanted) +
         choose("；实为 ", ", it is ") + of(missed.found);
}

std::string check_words::of(const pack_remark& remark) const {
  std::string codes = listed(remark.codes);
  switch (remark.reason) {
    case remark_reason::unused_limit_class:
      return choose("没有责任清单行使用这些时限类别：", "no duty names these limit classes: ") +
             codes;
    case remark_reason::uncalled_department:
      return choose("没有责任清单行调用这些部门：", "no duty calls these departments: ") + codes;
    case remark_reason::unwalked_area:
      return choose("这些区域及其上级没有网格员的岗位：",
                    "no grid worker has a post in these areas, nor above them: ") +
             codes;
    case remark_reason::seat_without_post:
      return choose("责任清单调用这些部门，而 posts.csv 没有其岗位，视为始终有人：",
                    "duties call these departments and posts.csv has no post for them; they count "
                    "as always staffed: ") +
             codes;
    case remark_reason::same_name:
      return choose("名称相同（" + remark.name + "）：",
                    "the same name, \"" + remark.name + "\": ") +
             codes;
    case remark_reason::near_name:
      return choose("名称几乎相同（" + remark.name + "）：",
                    "almost the same name, \"" + remark.name + "\": ") +
             codes;
  }
  return "?";
}

}  // namespace gridwhistle
