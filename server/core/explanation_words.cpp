#include "server/core/explanation_words.hpp"

#include <array>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;

struct unit_words {
  std::string_view zh;
  std::string_view one;
  std::string_view many;
};

std::string counted_in(const unit_words& unit, std::int64_t amount, language in) {
  std::string made = std::to_string(amount) + ' ';
  if (in == language::zh) return made.append(unit.zh);
  return made.append(amount == 1 ? unit.one : unit.many);
}

constexpr unit_words urgent_minutes = {"紧急工作分钟", "urgent minute", "urgent minutes"};
constexpr unit_words urgent_hours = {"紧急工作时", "urgent hour", "urgent hours"};
constexpr unit_words work_hours = {"工作时", "work hour", "work hours"};
constexpr unit_words work_days = {"工作日", "work day", "work days"};
constexpr unit_words natural_days = {"自然日", "natural day", "natural days"};

std::string_view words_of(rung_action action, language in) {
  bool zh = in == language::zh;
  switch (action) {
    case rung_action::urge:
      return zh ? "催办" : "urge";
    case rung_action::yellow_card:
      return zh ? "黄牌" : "yellow card";
    case rung_action::red_card:
      return zh ? "红牌" : "red card";
    case rung_action::supervise:
      return zh ? "督办" : "supervise";
  }
  check_failed("an action of a rung", __FILE__, __LINE__);
}

std::string_view words_of(rung_recipient to, language in) {
  bool zh = in == language::zh;
  switch (to) {
    case rung_recipient::department:
      return zh ? "部门" : "department";
    case rung_recipient::department_head:
      return zh ? "部门负责人" : "head of department";
    case rung_recipient::street:
      return zh ? "街道" : "street";
    case rung_recipient::district:
      return zh ? "区" : "district";
    case rung_recipient::city:
      return zh ? "市" : "city";
  }
  check_failed("a recipient of a rung", __FILE__, __LINE__);
}

}  // namespace

std::string span_text(span length) {
  std::string made;
  auto add = [&](std::int64_t amount, std::string_view unit) {
    if (amount == 0) return;
    made += (made.empty() ? "" : " ") + std::to_string(amount) + ' ';
    made += unit;
  };
  add(length / 1h, "h");
  add(length % 1h / 1min, "min");
  add(length % 1min / 1s, "s");
  add(length % 1s / 1ms, "ms");
  return made.empty() ? "0 h" : made;
}

std::string limit_text(const budget& limit, const work_clock& hours, language in) {
  std::string exact =
      std::string(in == language::zh ? "连续 " : "continuous ") + span_text(limit.amount);
  switch (limit.unit) {
    case time_unit::urgent_hour:
      if (limit.amount % 1h == 0h) return counted_in(urgent_hours, limit.amount / 1h, in);
      if (limit.amount % 1min == 0min) return counted_in(urgent_minutes, limit.amount / 1min, in);
      return exact;
    case time_unit::natural_day:
      if (limit.amount % one_day == 0h) return counted_in(natural_days, limit.amount / one_day, in);
      return exact;
    case time_unit::work_hour:
      if (limit.amount % 1h == 0h) return counted_in(work_hours, limit.amount / 1h, in);
      break;
    case time_unit::work_day: {
      span day = hours.office_day();
      if (day > 0h && limit.amount % day == 0h)
        return counted_in(work_days, limit.amount / day, in);
      break;
    }
  }
  return std::string(in == language::zh ? "办公时间 " : "office time ") + span_text(limit.amount);
}

std::string_view words_of(row_fate fate, language in) {
  bool zh = in == language::zh;
  switch (fate) {
    case row_fate::won:
      return zh ? "胜出" : "wins";
    case row_fate::tied:
      return zh ? "与另一行同样具体而主办不同" : "ties: as specific as another lead's";
    case row_fate::other_matter:
      return zh ? "事项不符" : "fails: matter";
    case row_fate::other_area:
      return zh ? "区域不符" : "fails: area";
    case row_fate::other_time:
      return zh ? "时间不符" : "fails: time";
    case row_fate::other_kind:
      return zh ? "哨类不符" : "fails: kind";
    case row_fate::time_unknown:
      return zh ? "时间未知：超出已公布日历" : "time unknown: beyond the calendar";
    case row_fate::undecided:
      return zh ? "成立，但未能定夺" : "holds, and is not decided";
    case row_fate::less_specific_matter:
      return zh ? "较笼统：事项" : "less specific: matter";
    case row_fate::less_specific_area:
      return zh ? "较笼统：区域" : "less specific: area";
    case row_fate::less_specific_time:
      return zh ? "较笼统：时间" : "less specific: time";
    case row_fate::less_specific_kind:
      return zh ? "较笼统：哨类" : "less specific: kind";
    case row_fate::repeats:
      return zh ? "同样具体，主办相同，位于其后" : "as specific, the same lead, further down";
  }
  check_failed("a fate of a row", __FILE__, __LINE__);
}

std::string_view words_of(day_sort sort, language in) {
  bool zh = in == language::zh;
  switch (sort) {
    case day_sort::workday:
      return zh ? "工作日" : "workday";
    case day_sort::weekend:
      return zh ? "周末" : "weekend";
    case day_sort::holiday:
      return zh ? "节假日" : "holiday";
    case day_sort::make_up:
      return zh ? "调休上班日" : "make-up day";
  }
  check_failed("a sort of day", __FILE__, __LINE__);
}

std::string_view weekday_text(std::chrono::local_days date, language in) {
  constexpr std::array<std::string_view, 7> zh = {"周一", "周二", "周三", "周四",
                                                  "周五", "周六", "周日"};
  constexpr std::array<std::string_view, 7> en = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  std::size_t place = std::chrono::weekday(date).iso_encoding() - 1;
  return in == language::zh ? zh.at(place) : en.at(place);
}

std::string rung_text(const rung_time& when, const budget& limit, const work_clock& hours,
                      const policy& rules, language in) {
  bool zh = in == language::zh;
  std::string made = when.at ? wall_text(rules, *when.at)
                             : std::string(zh ? "超出已公布日历" : "beyond the calendar");
  made.append(" ").append(words_of(when.what.action, in));
  made.append(zh ? "，致" : ", to the ").append(words_of(when.what.to, in));
  int before = when.what.work_days_before;
  bool by_days =
      limit.unit == time_unit::work_day && before > 0 && limit.amount > before * hours.office_day();
  std::string share = std::to_string(when.what.percent) + " %";
  if (by_days) {
    share = zh ? "到期前 " + std::to_string(before) + " 个工作日"
               : counted_in(work_days, before, in) + " before";
  }
  return made + (zh ? "（" + share + "）" : " (" + share + ")");
}

}  // namespace gridwhistle
