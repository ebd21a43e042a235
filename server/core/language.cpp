#include "server/core/language.hpp"

#include "common/check.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t date_letters = 10;
constexpr std::size_t minute_letters = 5;

}  // namespace

std::string_view words_of(desk_reason why, language in) {
  bool zh = in == language::zh;
  switch (why) {
    case desk_reason::matter_unknown:
      return zh ? "事项不明" : "matter unknown";
    case desk_reason::matter_not_admitted:
      return zh ? "事项未准入" : "matter not admitted";
    case desk_reason::area_unknown:
      return zh ? "区域不明" : "area unknown";
    case desk_reason::no_duty:
      return zh ? "责任清单未覆盖" : "no duty covers it";
    case desk_reason::duty_ambiguous:
      return zh ? "责任清单有冲突" : "two duties tie";
    case desk_reason::no_department:
      return zh ? "该区域无此部门" : "no such department there";
    case desk_reason::limit_unknown:
      return zh ? "期限超出已公布日历" : "limit beyond the calendar";
    case desk_reason::kind_unknown:
      return zh ? "哨类不明" : "kind unknown";
    case desk_reason::kind_not_allowed:
      return zh ? "无权吹此类哨" : "kind not allowed";
    case desk_reason::place_ambiguous:
      return zh ? "位置跨网格" : "place may lie in several areas";
  }
  check_failed("a reason of a desk", __FILE__, __LINE__);
}

std::string_view words_of(clock_name clock, language in) {
  bool zh = in == language::zh;
  switch (clock) {
    case clock_name::report_in:
      return zh ? "报到" : "report in";
    case clock_name::handle:
      return zh ? "处置" : "handle";
    case clock_name::desk:
      return zh ? "指挥中心" : "desk";
    case clock_name::ruling:
      return zh ? "裁定" : "ruling";
    case clock_name::supervision:
      return zh ? "督办" : "supervision";
  }
  check_failed("a clock", __FILE__, __LINE__);
}

std::string_view words_of(whistle_kind kind, language in) {
  bool zh = in == language::zh;
  switch (kind) {
    case whistle_kind::routine:
      return zh ? "常规哨" : "routine";
    case whistle_kind::joint:
      return zh ? "综合执法哨" : "joint";
    case whistle_kind::key:
      return zh ? "重点工作哨" : "key";
    case whistle_kind::emergency:
      return zh ? "应急处置哨" : "emergency";
  }
  check_failed("a kind of whistle", __FILE__, __LINE__);
}

std::string_view words_of(staffing how, language in) {
  bool zh = in == language::zh;
  switch (how) {
    case staffing::no_roster:
      return zh ? "无排班，视为有人" : "no roster: always staffed";
    case staffing::on_duty:
      return zh ? "在岗" : "on duty";
    case staffing::deputy:
      return zh ? "由替岗" : "deputy";
    case staffing::backup:
      return zh ? "由后备部门" : "backup department";
    case staffing::nobody:
      return zh ? "无人在岗" : "nobody on duty";
  }
  check_failed("how a seat was staffed", __FILE__, __LINE__);
}

std::string date_text(std::chrono::local_days date) {
  return to_text(instant(date.time_since_epoch())).substr(0, date_letters);
}

std::string wall_text(const policy& rules, instant at) {
  auto local = rules.days.where().to_local(at);
  std::string utc = to_text(instant(local.time_since_epoch()));
  return utc.substr(0, date_letters) + " " + utc.substr(date_letters + 1, minute_letters);
}

}  // namespace gridwhistle
