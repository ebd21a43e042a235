#include "server/adapters/web_problem.hpp"

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "common/check.hpp"
#include "common/refusal.hpp"

namespace gridwhistle {
namespace {

namespace json = boost::json;

// What only the web refuses; the core's codes come with their own sentences.
struct web_words {
  std::string_view code;
  unsigned status;
  std::string_view zh;
  std::string_view en;
};
constexpr std::array words = {
    web_words{"not_logged_in", 401, "请先登录", "Log in first"},
    web_words{"login_refused", 401, "用户名、口令或验证码不正确",
              "The user, the password or the code is not right"},
    web_words{"account_locked", 429, "尝试次数过多，请稍后再试", "Too many tries: try again later"},
    web_words{"password_owed", 403, "请先设置自己的口令", "Choose a password of your own first"},
    web_words{"second_factor_owed", 403, "请先绑定动态口令", "Enrol your second factor first"},
    web_words{"password_wrong", 403, "当前口令不正确", "The present password is not right"},
    web_words{"password_unfit", 422, "口令须为 8 至 256 个字节，且与现用口令不同",
              "A password has 8 to 256 bytes and is not the present one"},
    web_words{"second_factor_set", 409, "已绑定动态口令；更换手机请由管理员重置账号",
              "A second factor is set already; for another phone the account is reset"},
    web_words{"second_factor_not_offered", 409, "请先取得动态口令密钥",
              "Ask for the secret of the second factor first"},
    web_words{"code_wrong", 422, "验证码不正确，请核对手机时间后再试",
              "The code is not right: look at the phone's clock and try the next one"},
    web_words{"demo_seat", 403, "演示坐席没有自己的账号", "A demonstration seat has no account"},
    web_words{"user_unknown", 404, "没有这个用户", "There is no such user"},
    web_words{"walls_used_up", 409, "常开大屏的数量已达上限", "No more screens can be left on"},
    web_words{"wall_reads_only", 403, "大屏只能查看，请登录后操作",
              "This screen only shows: log in to do anything"},
    web_words{"too_many_requests", 429, "请求过于频繁，请稍后重试",
              "Too many requests: try again in a second"},
    web_words{"csrf_invalid", 403, "页面已过期，请刷新后重试",
              "The page is out of date: load it again"},
    web_words{"origin_refused", 403, "请求来自其他网站", "The request comes from another site"},
    web_words{"route_unknown", 404, "没有这个地址", "There is nothing at this address"},
    web_words{"method_not_allowed", 405, "该地址不支持此操作",
              "This address does not serve that method"},
    web_words{"body_unreadable", 400, "请求内容无法读取", "The body cannot be read"},
    web_words{"query_unreadable", 400, "查询参数无法读取", "The query cannot be read"},
    web_words{"idempotency_key_missing", 400, "缺少 Idempotency-Key（UUIDv7）",
              "Idempotency-Key is missing: a UUIDv7, the same for every try"},
    web_words{"if_match_missing", 428, "缺少 If-Match（所见版本）",
              "If-Match is missing: the version you saw"},
    web_words{"photo_kind", 415, "照片须为 JPEG、PNG 或 WebP 格式",
              "A photo is a JPEG, a PNG or a WebP"},
    web_words{"photo_unreadable", 422, "照片已损坏，无法读取", "The photo is broken"},
    web_words{"photo_too_large", 413, "照片过大", "The photo is too large"},
    web_words{"one_time_expired", 403, "一次性口令已过期，请管理员重新发放",
              "This one-time password has expired: ask for another"},
    web_words{"photo_unknown", 409, "照片尚未上传", "That photo has not been uploaded"},
    web_words{"photo_not_here", 404, "此哨没有这张照片", "The whistle has no such photo here"},
    web_words{"upload_unknown", 404, "没有这个上传，请重新开始",
              "There is no such upload: begin it anew"},
    web_words{"upload_gap", 409, "之前的部分尚未收到",
              "What comes before this part is not here yet"},
    web_words{"upload_differs", 409, "同一编号的上传大小不一致",
              "The upload of this id has another size"},
    web_words{"upload_quota", 429, "近三日上传的照片已达上限",
              "Too many photos of this user within three days"},
    web_words{"storage_full", 507, "服务器存储空间不足，请稍后重试",
              "The server has no room for it: try again later"},
    web_words{"export_too_long", 413, "内容超过一个表格能容纳的行数，请缩短时间或收窄范围",
              "More lines than a sheet is made for: ask for fewer days, or for a smaller area"},
    web_words{"map_missing", 404, "该策略包没有地图", "The pack has no map"},
    web_words{"no_answer", 503, "服务器暂未答复，请重试", "The server did not answer: try again"},
};

struct refusal_status {
  refusal_code code;
  unsigned status;
};
// All others are 409: right in itself, and not now.
constexpr std::array statuses = {
    refusal_status{refusal_code::malformed, 400},
    refusal_status{refusal_code::unknown_field, 400},
    refusal_status{refusal_code::forbidden_character, 400},
    refusal_status{refusal_code::id_invalid, 400},
    refusal_status{refusal_code::text_too_long, 413},
    refusal_status{refusal_code::list_too_long, 413},
    refusal_status{refusal_code::frame_too_large, 413},
    refusal_status{refusal_code::key_not_enrolled, 403},
    refusal_status{refusal_code::not_your_whistle, 403},
    refusal_status{refusal_code::role_not_allowed, 403},
    refusal_status{refusal_code::department_not_called, 403},
    refusal_status{refusal_code::umbrella_not_yours, 403},
    refusal_status{refusal_code::topic_not_allowed, 403},
    refusal_status{refusal_code::whistle_unknown, 404},
    refusal_status{refusal_code::topic_unknown, 404},
    refusal_status{refusal_code::page_unknown, 404},
    refusal_status{refusal_code::pack_unknown, 404},
    refusal_status{refusal_code::id_reused, 422},
    refusal_status{refusal_code::effective_beyond_calendar, 422},
    refusal_status{refusal_code::pack_locks_out, 422},
    refusal_status{refusal_code::packs_changed, 412},
    refusal_status{refusal_code::version_conflict, 412},
    refusal_status{refusal_code::overloaded, 503},
    refusal_status{refusal_code::not_serving, 503},
};

web_response problem_of(unsigned status, std::string_view code, std::string_view zh,
                        std::string_view en, std::string_view detail) {
  json::object body = {{"type", "/problems/" + std::string(code)},
                       {"title", en},
                       {"title_zh", zh},
                       {"status", status},
                       {"code", code},
                       {"detail", detail}};
  web_response made = with_json(body, status);
  made.type = "application/problem+json";
  bool soon = status == 503 || code == "too_many_requests";
  if (soon) made.fields.emplace_back("Retry-After", "1");
  return made;
}

}  // namespace

web_response with_json_text(std::string body) {
  web_response made;
  made.body = std::move(body);
  made.fields.emplace_back("Cache-Control", "no-store");
  return made;
}

web_response with_change(web_response made, account_change change) {
  made.changes.push_back(std::move(change));
  return made;
}

web_response with_json(const json::object& body, unsigned status) {
  web_response made = with_json_text(json::serialize(body));
  made.status = status;
  return made;
}

unsigned status_of(std::string_view refusal) {
  for (const web_words& each : words) {
    if (each.code == refusal) return each.status;
  }
  auto code = parse_refusal(refusal);
  for (const refusal_status& each : statuses) {
    if (code == each.code) return each.status;
  }
  return 409;
}

web_response problem(std::string_view code, std::string_view detail) {
  for (const web_words& each : words) {
    if (each.code == code) return problem_of(each.status, code, each.zh, each.en, detail);
  }
  auto known = parse_refusal(code);
  GW_CHECK(known.has_value());
  const refusal_words& told = words_of(*known);
  return problem_of(status_of(code), code, told.zh, told.en, detail);
}

}  // namespace gridwhistle
