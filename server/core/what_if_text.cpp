#include "server/core/what_if_text.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace gridwhistle {
namespace {

std::uint64_t sum(const week& hours) {
  return std::accumulate(hours.begin(), hours.end(), std::uint64_t{0});
}

std::size_t busiest_hour(const week& hours) {
  return static_cast<std::size_t>(std::ranges::max_element(hours) - hours.begin());
}

std::string number(std::uint64_t value) { return std::to_string(value); }

std::string difference(std::uint64_t before, std::uint64_t after) {
  if (after >= before) return after == before ? "0" : "+" + number(after - before);
  return "-" + number(before - after);
}

// Tenths of an hour, rounded to the nearest: 26.5 h.
std::string hours_text(span length) {
  constexpr span tenth = std::chrono::minutes(6);
  auto tenths = (length + tenth / 2) / tenth;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " h";
}

// A cell of a table is one line without bars.
std::string cell(std::string_view text) {
  std::string made;
  for (char c : text) made += c == '|' || c == '\n' ? ' ' : c;
  return made;
}

struct markdown {
  const what_if& found;
  const policy& before;
  const policy& after;
  language in;
  std::string text;

  std::string_view say(std::string_view zh, std::string_view en) const {
    return in == language::zh ? zh : en;
  }
  void line(std::string_view words) { text.append(words).append("\n"); }
  void heading(std::string_view zh, std::string_view en) {
    text.append("\n## ").append(say(zh, en)).append("\n\n");
  }
  void row(std::initializer_list<std::string> cells) {
    for (const std::string& each : cells) text.append("| ").append(cell(each)).append(" ");
    text += "|\n";
  }
  void rule(std::size_t columns) {
    for (std::size_t i = 0; i < columns; ++i) text += "|---";
    text += "|\n";
  }
  void fact(std::string_view zh, std::string_view en, const std::string& value) {
    text.append("- ").append(say(zh, en)).append(say("：", ": ")).append(value).append("\n");
  }
  void nothing() { line(say("无变化。", "Nothing changes.")); }

  // As the new pack calls it, else the old one.
  std::string name_of_department(const department_code& code) const {
    const department* known = after.departments.find(code);
    if (!known) known = before.departments.find(code);
    if (!known || known->name.empty() || known->name == code.text) return code.text;
    return known->name + " (" + code.text + ")";
  }
  std::string name_of_holder(const holder& who) const {
    if (!who.why) return name_of_department(who.lead);
    std::string made(say("指挥中心 ", "desk "));
    return made.append(who.desk.text).append(say("：", ": ")).append(words_of(*who.why, in));
  }

  void head() {
    line(say("# 推演：旧策略包 → 新策略包", "# What if: the old pack → the new pack"));
    line("");
    fact("旧", "Old", before.name + " `" + before.hash.hex() + "`");
    fact("新", "New", after.name + " `" + after.hash.hex() + "`");
    std::string range = number(found.whistles);
    if (found.first) {
      range.append(say("，", ", ")).append(wall_text(before, *found.first));
      range.append(" – ").append(wall_text(before, *found.last));
    }
    fact("记录的哨", "Recorded whistles", range);
    fact("有变化", "Of them change", number(found.changed));
    fact("换主办", "Another lead or desk", number(found.holders_changed));
    fact("换协办", "Other helpers", number(found.helpers_changed));
    fact("换期限", "Other limits of the lead", number(found.limits_changed));
    line("");
    line(say("期限自派遣时起算，不重演停钟与延期；未办结的按记录末尾时刻判断。",
             "Deadlines are reckoned from the recorded call, without pauses and extensions; what "
             "is not handled when the record ends is judged as of then."));
  }

  void leads() {
    heading("主办变化（旧 → 新）", "Leads, old → new");
    if (found.holders_changed == 0) return nothing();
    row({std::string(say("旧", "Old")), std::string(say("新", "New")),
         std::string(say("哨数", "Whistles"))});
    rule(3);
    for (const auto& [pair, count] : found.holders) {
      if (pair.first == pair.second) continue;
      row({name_of_holder(pair.first), name_of_holder(pair.second), number(count)});
    }
  }

  void deadlines() {
    heading("期限变化", "Deadlines");
    if (found.moved.empty() && found.handle_limits_gained + found.handle_limits_lost == 0)
      return nothing();
    row({std::string(say("时钟", "Clock")), std::string(say("单位（旧 → 新）", "Unit, old → new")),
         std::string(say("提前", "Earlier")), std::string(say("共提前", "by, in all")),
         std::string(say("推后", "Later")), std::string(say("共推后", "by, in all"))});
    rule(6);
    for (const auto& [which, sums] : found.moved) {
      std::string units(name_of(which.before));
      if (which.before != which.after) units.append(" → ").append(name_of(which.after));
      row({std::string(words_of(which.clock, in)), units, number(sums.earlier),
           hours_text(sums.earlier_by), number(sums.later), hours_text(sums.later_by)});
    }
    line("");
    fact("新增处置期限", "A handling limit where there was none",
         number(found.handle_limits_gained));
    fact("取消处置期限", "No handling limit any more", number(found.handle_limits_lost));
  }

  void overrun_row(clock_name clock, const overruns& count) {
    row({std::string(words_of(clock, in)), number(count.before), number(count.after),
         number(count.fresh), number(count.avoided)});
  }

  void late() {
    heading("超期", "Overruns");
    row({std::string(say("时钟", "Clock")), std::string(say("旧", "Old")),
         std::string(say("新", "New")), std::string(say("新增", "New overruns")),
         std::string(say("避免", "Avoided"))});
    rule(5);
    overrun_row(clock_name::report_in, found.report_in);
    overrun_row(clock_name::handle, found.handle);
  }

  std::string busiest(const week& hours) const {
    if (sum(hours) == 0) return "-";
    return hour_text(busiest_hour(hours)) + " (" + number(hours[busiest_hour(hours)]) + ")";
  }
  std::string_view day_text(std::size_t day) const {
    constexpr std::array<std::string_view, 7> zh = {"周一", "周二", "周三", "周四",
                                                    "周五", "周六", "周日"};
    constexpr std::array<std::string_view, 7> en = {"Mon", "Tue", "Wed", "Thu",
                                                    "Fri", "Sat", "Sun"};
    return say(zh.at(day), en.at(day));
  }
  std::string hour_text(std::size_t hour) const {
    std::string of_day = number(hour % 24);
    return std::string(day_text(hour / 24)) + (of_day.size() < 2 ? " 0" : " ") + of_day;
  }

  // Those whose load changes most first.
  std::vector<const std::pair<const department_code, department_load>*> changed_loads() const {
    std::vector<const std::pair<const department_code, department_load>*> changed;
    for (const auto& each : found.load) {
      if (each.second.before != each.second.after) changed.push_back(&each);
    }
    auto change = [](const auto* each) {
      std::uint64_t of = 0;
      for (std::size_t i = 0; i < hours_of_week; ++i) {
        auto [least, most] = std::minmax(each->second.before[i], each->second.after[i]);
        of += most - least;
      }
      return of;
    };
    std::ranges::stable_sort(changed, std::ranges::greater(), change);
    return changed;
  }

  void load() {
    heading("各部门负荷（主办与协办）", "Load of departments, as lead and helper");
    row({std::string(say("部门", "Department")), std::string(say("旧", "Old")),
         std::string(say("新", "New")), std::string(say("差", "Difference")),
         std::string(say("最忙时段（旧）", "Busiest hour, old")),
         std::string(say("最忙时段（新）", "Busiest hour, new"))});
    rule(6);
    for (const auto& [code, of] : found.load) {
      row({name_of_department(code), number(sum(of.before)), number(sum(of.after)),
           difference(sum(of.before), sum(of.after)), busiest(of.before), busiest(of.after)});
    }
    auto changed = changed_loads();
    for (std::size_t i = 0; i < std::min(changed.size(), load_shown_max); ++i)
      hours_of(changed[i]->first, changed[i]->second);
    if (changed.size() <= load_shown_max) return;
    line("");
    fact("未逐一列出的部门", "Departments without a table here",
         number(changed.size() - load_shown_max));
  }

  void hours_of(const department_code& code, const department_load& of) {
    text.append("\n### ").append(name_of_department(code)).append(say("：", ": "));
    line(say("按周内时刻的变化", "change by hour of the week"));
    line("");
    text.append("| ").append(say("时", "h")).append(" ");
    for (std::size_t hour = 0; hour < 24; ++hour)
      text.append("| ").append(number(hour)).append(" ");
    text += "|\n";
    rule(25);
    for (std::size_t day = 0; day < 7; ++day) {
      text.append("| ").append(day_text(day)).append(" ");
      for (std::size_t at = day * 24; at < (day + 1) * 24; ++at) {
        bool same = of.before[at] == of.after[at];
        text.append("| ").append(same ? "" : difference(of.before[at], of.after[at])).append(" ");
      }
      text += "|\n";
    }
  }

  void open() {
    heading("会变化的未结哨", "Open whistles that would change");
    if (found.open_changed.empty()) return nothing();
    row({std::string(say("哨", "Whistle")), std::string(say("旧", "Old")),
         std::string(say("新", "New"))});
    rule(3);
    std::size_t shown = std::min(found.open_changed.size(), open_shown_max);
    for (std::size_t i = 0; i < shown; ++i) {
      const changed_whistle& each = found.open_changed[i];
      row({each.name, name_of_holder(each.before), name_of_holder(each.after)});
    }
    if (shown == found.open_changed.size()) return;
    line("");
    fact("未列出", "Not listed", number(found.open_changed.size() - shown));
  }
};

}  // namespace

std::string to_markdown(const what_if& found, const policy& before, const policy& after,
                        language in) {
  markdown page{found, before, after, in, {}};
  page.head();
  page.leads();
  page.deadlines();
  page.late();
  page.load();
  page.open();
  return std::move(page.text);
}

}  // namespace gridwhistle
