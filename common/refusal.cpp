#include "common/refusal.hpp"

#include <array>

#include "common/check.hpp"

namespace gridwhistle {
namespace {

using enum refusal_code;

// In the order of the enumeration: words_of() looks up by place and checks it.
constexpr std::array table = {
    refusal_words{malformed, "malformed", "消息无法解读。", "The message cannot be read."},
    refusal_words{frame_too_large, "frame_too_large", "消息超过 64 KiB。",
                  "The message is larger than 64 KiB."},
    refusal_words{not_one_frame, "not_one_frame", "一次请求只能有一个消息帧。",
                  "A request is exactly one frame."},
    refusal_words{wire_version_unknown, "wire_version_unknown", "协议版本不受支持，请升级客户端。",
                  "This wire version is not spoken here; please update the client."},
    refusal_words{unknown_field, "unknown_field", "消息含有本服务器不认识的字段，未作处理。",
                  "The message has a field this server does not know; nothing was done."},
    refusal_words{forbidden_character, "forbidden_character", "文字中含有控制字符或双向排版字符。",
                  "The text has a control or bidirectional formatting character."},
    refusal_words{text_too_long, "text_too_long", "文字过长。", "The text is too long."},
    refusal_words{list_too_long, "list_too_long", "列表条目过多。", "The list has too many items."},
    refusal_words{id_invalid, "id_invalid", "编号不是 16 字节的 UUID。",
                  "The id is not a UUID of 16 bytes."},
    refusal_words{key_not_enrolled, "key_not_enrolled", "此密钥未登记或已吊销。",
                  "This key is not enrolled or was revoked."},
    refusal_words{replay_not_served, "replay_not_served", "本服务器不接受回放时间。",
                  "This server was not started for replay."},
    refusal_words{overloaded, "overloaded", "服务器繁忙，请稍后用同一编号重发。",
                  "The server is busy; send again later with the same id."},
    refusal_words{not_serving, "not_serving", "服务器暂不出具回执，请稍后用同一编号重发。",
                  "The server gives no receipts at the moment; send again later with the same id."},
    refusal_words{whistle_unknown, "whistle_unknown", "没有这个哨件。",
                  "There is no such whistle."},
    refusal_words{whistle_exists, "whistle_exists", "这个哨件编号已被使用。",
                  "This whistle id is taken."},
    refusal_words{id_reused, "id_reused", "同一编号曾用于不同内容，未作处理。",
                  "This id was used before with other content; nothing was done."},
    refusal_words{version_conflict, "version_conflict",
                  "您看到之后，哨件已有变化，请查看后再操作。",
                  "The whistle has changed since you saw it; look again before you act."},
    refusal_words{already_ended, "already_ended", "哨件已经了结。", "The whistle has ended."},
    refusal_words{wrong_stage, "wrong_stage", "哨件当前所处环节不能这样操作。",
                  "This cannot be done at the whistle's present stage."},
    refusal_words{not_your_whistle, "not_your_whistle", "这不是您的哨件。",
                  "This is not your whistle."},
    refusal_words{role_not_allowed, "role_not_allowed", "您的岗位无权这样操作。",
                  "Your role may not do this."},
    refusal_words{department_not_called, "department_not_called", "此哨未吹您的部门。",
                  "Your department was not called."},
    refusal_words{already_reported_in, "already_reported_in", "贵部门已经报到。",
                  "Your department has already reported in."},
    refusal_words{not_reported_in, "not_reported_in", "请先报到。", "Report in first."},
    refusal_words{already_on_site, "already_on_site", "贵部门已经到场。",
                  "Your department is already on site."},
    refusal_words{obligation_done, "obligation_done", "贵部门的任务已经完成。",
                  "Your department's obligation is done."},
    refusal_words{helper_still_open, "helper_still_open",
                  "协办部门的任务尚未完成，不能反馈处置完毕。",
                  "A helper's obligation is still open, so the whistle cannot be handled."},
    refusal_words{handler_must_not_verify, "handler_must_not_verify",
                  "处置人不得核实自己的处置结果。",
                  "Whoever handled a whistle must not verify it."},
    refusal_words{reason_missing, "reason_missing", "请填写理由。", "Give a reason."},
    refusal_words{result_missing, "result_missing", "请填写处置结果。", "Give the result."},
    refusal_words{matter_unknown, "matter_unknown", "没有这个事项编码。",
                  "There is no such matter code."},
    refusal_words{matter_not_admitted, "matter_not_admitted", "该事项不在准入清单。",
                  "This matter is not on the admission list."},
    refusal_words{area_unknown, "area_unknown", "没有这个区域编码。",
                  "There is no such area code."},
    refusal_words{department_unknown, "department_unknown", "没有这个部门。",
                  "There is no such department."},
    refusal_words{helper_named_twice, "helper_named_twice", "同一部门被点名两次。",
                  "The same department is named twice."},
    refusal_words{kind_missing, "kind_missing", "请选择哨的种类。",
                  "Say which kind of whistle it is."},
    refusal_words{ordered_limit_not_allowed, "ordered_limit_not_allowed",
                  "只有热线或导入来源可以自带时限。",
                  "Only a hotline or an import may carry its own limit."},
    refusal_words{calendar_horizon, "calendar_horizon", "时限超出已公布的工作日历，无法计算。",
                  "The limit lies beyond the published calendar and cannot be computed."},
    refusal_words{topic_unknown, "topic_unknown", "没有这个推送主题。", "There is no such topic."},
    refusal_words{page_unknown, "page_unknown", "翻页位置无效。",
                  "The page position is not valid."},
};

}  // namespace

const refusal_words& words_of(refusal_code code) {
  auto place = static_cast<std::size_t>(code);
  GW_CHECK(place < table.size() && table[place].code == code);
  return table[place];
}

std::span<const refusal_words> all_refusals() { return table; }

}  // namespace gridwhistle
