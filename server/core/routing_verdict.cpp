#include "server/core/routing_verdict.hpp"

#include "common/check.hpp"
#include "server/core/explanation_text.hpp"
#include "server/core/json_line.hpp"

namespace gridwhistle {
namespace {

routing again(const policy& rules, const routing& recorded) {
  return routed(rules, question_of(recorded));
}

std::string_view words_of(routing_verdict verdict, language in) {
  bool zh = in == language::zh;
  switch (verdict) {
    case routing_verdict::equal:
      return zh ? "按当时的策略包重算：与服务器所做一致。"
                : "Decided again under its pack: equal to what the server did.";
    case routing_verdict::differs:
      return zh ? "按当时的策略包重算：与服务器所做不一致！应为："
                : "Decided again under its pack: NOT what the server did. It should be:";
    case routing_verdict::by_hand:
      return zh ? "由指挥中心指定部门；责任清单会给出："
                : "The desk named the departments; the duty list would give:";
  }
  check_failed("a verdict on a routing", __FILE__, __LINE__);
}

}  // namespace

std::string_view name_of(routing_verdict verdict) {
  switch (verdict) {
    case routing_verdict::equal:
      return "equal";
    case routing_verdict::differs:
      return "differs";
    case routing_verdict::by_hand:
      return "by_hand";
  }
  check_failed("a verdict on a routing", __FILE__, __LINE__);
}

routing_verdict judge(const policy& before, const routing& recorded) {
  if (recorded.by_hand()) return routing_verdict::by_hand;
  routing recomputed = again(before, recorded);
  bool equal = recomputed == recorded && decision_text(recomputed, before, language::en) ==
                                             decision_text(recorded, before, language::en);
  return equal ? routing_verdict::equal : routing_verdict::differs;
}

std::string verdict_text(const policy& before, const policy& today, const routing& recorded,
                         language in) {
  routing_verdict verdict = judge(before, recorded);
  std::string text = to_text(explain(before, recorded), before, in);
  text.append(words_of(verdict, in)).append("\n");
  if (verdict != routing_verdict::equal) text += decision_text(again(before, recorded), before, in);
  bool zh = in == language::zh;
  text += (zh ? "对照策略包 " : "Compared with pack ") + today.hash.hex() + (zh ? "：" : ": ");
  routing now = again(today, recorded);
  if (same_routing(now, again(before, recorded))) {
    return text + (zh ? "结果相同。\n" : "the same.\n");
  }
  return text + (zh ? "结果不同：\n" : "it would differ:\n") + decision_text(now, today, in);
}

std::string verdict_json(const policy& before, const policy& today, const routing& recorded) {
  routing recomputed = again(before, recorded);
  routing now = again(today, recorded);
  json_line made;
  made.begin().put("recorded", to_json(explain(before, recorded), before));
  made.say("verdict", name_of(judge(before, recorded)));
  made.put("recomputed", to_json(explain(before, recomputed), before));
  made.put("today", to_json(explain(today, now), today));
  bool same = same_routing(now, recomputed);
  return made.put("differs_today", std::string(same ? "false" : "true")).end().text;
}

}  // namespace gridwhistle
