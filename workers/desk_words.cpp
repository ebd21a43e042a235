#include "workers/desk_words.hpp"

#include <array>

#include "workers/enum_words.hpp"

namespace gridwhistle {
namespace {

struct reason_words {
  v1::DeskReason reason;
  const char* words;
};

constexpr std::array reason_sentences = {
    reason_words{
        v1::DESK_REASON_MATTER_UNKNOWN,
        "没有这个事项编码，由指挥中心补正。 No matter has this code; the desk will repair it."},
    reason_words{
        v1::DESK_REASON_MATTER_NOT_ADMITTED,
        "该事项不在准入清单，由指挥中心决定。 The matter is not on the admission list; the "
        "desk will decide."},
    reason_words{v1::DESK_REASON_AREA_UNKNOWN,
                 "地点无法确定，由指挥中心补正。 The place is not known; the desk will repair it."},
    reason_words{
        v1::DESK_REASON_NO_DUTY,
        "责任清单没有主办部门，由指挥中心指定。 The duty list names no lead; the desk will "
        "name one."},
    reason_words{v1::DESK_REASON_DUTY_AMBIGUOUS,
                 "责任清单有多个主办部门，由指挥中心裁定。 The duty list names more than one lead; "
                 "the desk will decide."},
    reason_words{
        v1::DESK_REASON_NO_DEPARTMENT,
        "当地没有责任清单所指的部门，由指挥中心指定。 The department of the duty list does "
        "not exist there; the desk will name one."},
    reason_words{
        v1::DESK_REASON_LIMIT_UNKNOWN,
        "时限无法计算，由指挥中心决定。 The limit cannot be computed; the desk will decide."},
    reason_words{v1::DESK_REASON_KIND_UNKNOWN,
                 "哨的种类不明，由指挥中心补正。 The kind of whistle is not known; the desk will "
                 "repair it."},
    reason_words{
        v1::DESK_REASON_KIND_NOT_ALLOWED,
        "您的岗位不能吹此类哨，由指挥中心决定。 Your role may not blow this kind; the desk "
        "will decide."},
    reason_words{
        v1::DESK_REASON_PLACE_AMBIGUOUS,
        "地点可能属于几个网格，由指挥中心确认。 The place may lie in more than one grid; the "
        "desk will say in which."}};

}  // namespace

std::string sentence_of(v1::DeskReason reason) {
  if (reason == v1::DESK_REASON_UNSPECIFIED) return {};
  std::string code = "[" + word(reason) + "]";
  for (const reason_words& each : reason_sentences) {
    if (each.reason == reason) return std::string(each.words) + " " + code;
  }
  // A reason that a newer server has.
  return code;
}

}  // namespace gridwhistle
