#include "server/core/explanation_text.hpp"

#include <algorithm>
#include <string_view>

#include "server/core/duty_text.hpp"
#include "server/core/explanation_words.hpp"

namespace gridwhistle {
namespace {

// 09:00
std::string clock_text(const policy& rules, instant at) {
  constexpr std::size_t date_letters = 11;
  return wall_text(rules, at).substr(date_letters);
}

std::string number(std::size_t value) { return std::to_string(value); }

struct page {
  const policy& rules;
  language in;
  std::string text;

  std::string say(std::string_view zh, std::string_view en) const {
    return std::string(in == language::zh ? zh : en);
  }
  void line(const std::string& words) { text.append(words).append("\n"); }
  void entry(std::string_view zh, std::string_view en, const std::string& words) {
    line("  " + say(zh, en) + "  " + words);
  }

  std::string name_of(const department_code& code) const {
    const department* known = rules.departments.find(code);
    bool named = known && !known->name.empty() && known->name != code.text;
    return named ? code.text + ' ' + known->name : code.text;
  }
  std::string name_of(const area_code& code) const {
    std::string made = code.text;
    for (const area* each = rules.areas.find(code); each; each = rules.areas.parent_of(*each)) {
      if (each->code != code) made += " < " + each->code.text;
      if (!each->name.empty()) made += ' ' + each->name;
    }
    return made;
  }

  // --- the question ----------------------------------------------------------------------------

  std::string matter_text(const report& what) const {
    if (!what.matter) return say("事项未填", "no matter");
    const matter* known = rules.matters.find(*what.matter);
    std::string made = to_text(*what.matter);
    return known && !known->name.empty() ? made + ' ' + known->name : made;
  }

  void question(const routing& made) {
    const report& what = made.what;
    line(say("问题", "question"));
    entry("事项", "matter ", matter_text(what));
    entry("区域", "area   ", what.area.empty() ? say("未填", "none") : name_of(what.area));
    entry("时间", "at     ", wall_text(rules, made.at));
    entry("哨类", "kind   ",
          what.kind ? std::string(words_of(*what.kind, in)) : say("未填", "none"));
    if (what.condition != 0) entry("条件", "condition", std::to_string(what.condition));
    entry("策略包", "pack   ", rules.name + (rules.name.empty() ? "" : " ") + made.policy.hex());
  }

  // --- the decision ----------------------------------------------------------------------------

  std::string limit(clock_name clock, const budget& of, const department_code& who,
                    instant at) const {
    const work_clock& hours = rules.days.clock_of(who);
    auto due = after(hours, at, of);
    std::string by = due ? wall_text(rules, *due) : say("超出已公布日历", "beyond the calendar");
    std::string within = limit_text(of, hours, in);
    std::string name(words_of(clock, in));
    return say(name + "限 " + within + "，至 " + by, name + " within " + within + ", by " + by);
  }

  std::string seat_text(const routed_seat& seat, instant at) const {
    std::string made = name_of(seat.department) + say("：", ": ");
    made += words_of(seat.called.staffing, in);
    if (!seat.called.seat.empty()) made += ' ' + seat.called.seat.text;
    if (!seat.called.person.empty()) made += ' ' + seat.called.person.text;
    made +=
        say("；", "; ") + limit(clock_name::report_in, seat.owed.report_in, seat.department, at);
    if (!seat.owed.handle) return made + say("；无处置时限", "; no handling limit");
    return made + say("；", "; ") +
           limit(clock_name::handle, *seat.owed.handle, seat.department, at);
  }

  void decision(const routing& made) {
    line(say("决定", "decision"));
    if (const auto* desk = std::get_if<routed_to_desk>(&made.whither)) {
      entry("指挥中心", "desk  ",
            name_of(desk->desk) + say("：", ": ") + std::string(words_of(desk->why, in)) +
                say("；", "; ") + limit(clock_name::desk, desk->limit, {}, made.at));
      return;
    }
    const routed_to_departments& called = *made.called();
    entry("主办", "lead  ", seat_text(called.lead, made.at));
    for (const routed_seat& each : called.helpers) {
      entry("协办", "helper", seat_text(each, made.at));
    }
    entry("依据", "row   ",
          made.by_hand() ? say("由指挥中心指定", "named by the desk")
                         : "duties.csv:" + std::to_string(called.duty_row));
  }

  // --- rows ------------------------------------------------------------------------------------

  void rows(const std::vector<duty_outcome>& all) {
    line(say("责任清单", "rows"));
    if (all.empty()) return line("  " + say("未查询责任清单。", "The duty list was not asked."));
    std::size_t other_matters = 0;
    for (const duty_outcome& each : all) {
      if (each.fate == row_fate::other_matter) {
        ++other_matters;
        continue;
      }
      line("  duties.csv:" + std::to_string(each.row->row) + "  " + to_csv(*each.row) + "  " +
           std::string(words_of(each.fate, in)));
    }
    if (other_matters == 0) return;
    std::string count = number(other_matters);
    line("  " + say("另有 " + count + " 行事项不符。", count + " other rows fail: matter"));
  }

  // --- deadlines -------------------------------------------------------------------------------

  std::string origin_text(const clock_account& clock, const explanation& told) const {
    switch (clock.origin) {
      case limit_origin::ordered:
        return say("来源指定", "ordered by its source");
      case limit_origin::limit_class:
        return say("时限类别 ", "limit class ") + told.limit_class +
               " (limits.csv:" + std::to_string(clock.limit_row) + ")";
      case limit_origin::kind_default:
        break;
    }
    return say("哨类默认 (pack.toml)", "default of the kind (pack.toml)");
  }

  void day(const day_account& each) {
    std::string made = "    " + date_text(each.date) + ' ';
    made.append(weekday_text(each.date, in)).append(" ").append(words_of(each.sort, in));
    if (each.counted.empty()) return line(made + say("：不计", ": does not count"));
    span sum{};
    for (const time_stretch& open : each.counted) {
      made += ' ' + clock_text(rules, open.from) + '-' + clock_text(rules, open.to);
      sum += open.to - open.from;
    }
    line(made + " = " + span_text(sum));
  }

  void days(const std::vector<day_account>& all) {
    if (all.empty()) return line("    " + say("连续计时。", "Every second counts."));
    std::size_t head = all.size() > account_days_max ? account_days_max / 2 : all.size();
    std::size_t tail = std::max(head, all.size() - std::min(all.size(), account_days_max / 2));
    for (std::size_t i = 0; i < head; ++i) day(all[i]);
    if (tail > head) {
      span sum{};
      for (std::size_t i = head; i < tail; ++i) {
        for (const time_stretch& open : all[i].counted) sum += open.to - open.from;
      }
      std::string count = number(tail - head);
      line("    " + say("其间 " + count + " 天 = ", count + " days between = ") + span_text(sum));
    }
    for (std::size_t i = tail; i < all.size(); ++i) day(all[i]);
  }

  void clock(const clock_account& each, const explanation& told) {
    std::string made = "  " + std::string(words_of(each.clock, in)) + say("：", ": ");
    for (std::size_t i = 0; i < each.departments.size(); ++i) {
      made += (i == 0 ? "" : say("、", ", ")) + each.departments[i].text;
    }
    const work_clock& hours = rules.days.clock_of(each.departments.front());
    made += say("；", "; ") + limit_text(each.limit, hours, in) + say("，", ", ") +
            origin_text(each, told);
    line(made + say("；", "; ") + wall_text(rules, told.made.at) + " -> " +
         wall_text(rules, each.account.due));
    days(each.account.days);
    for (const rung_time& rung : each.rungs) {
      line("    " + say("阶梯 ", "rung ") + rung_text(rung, each.limit, hours, rules, in));
    }
  }

  void deadlines(const explanation& told) {
    if (told.clocks.empty()) return;
    line(say("时限", "deadlines"));
    for (const clock_account& each : told.clocks) clock(each, told);
  }
};

}  // namespace

std::string decision_text(const routing& made, const policy& rules, language in) {
  page written{rules, in, {}};
  written.decision(made);
  return std::move(written.text);
}

std::string to_text(const explanation& told, const policy& rules, language in) {
  page written{rules, in, {}};
  written.question(told.made);
  written.decision(told.made);
  written.rows(told.rows);
  written.deadlines(told);
  return std::move(written.text);
}

}  // namespace gridwhistle
