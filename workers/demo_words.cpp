#include "workers/demo_words.hpp"

#include <array>
#include <span>
#include <string_view>

namespace gridwhistle {
namespace {

// What can be said alike of all its matters.
enum class sort { facility, greenery, place, notice, site, street, hazard, incident, visit, other };

constexpr std::string_view fault_suffix = "异常";

std::string bare_name(const demo_matter& matter) {
  bool of_a_thing = matter.name.size() > fault_suffix.size() && matter.name.ends_with(fault_suffix);
  return of_a_thing ? matter.name.substr(0, matter.name.size() - fault_suffix.size()) : matter.name;
}

sort sort_of(const demo_matter& matter) {
  if (!matter.tags.empty()) return sort::incident;
  if (matter.name == "关爱走访") return sort::visit;
  bool of_a_thing =
      matter.key.kind() == v1::MATTER_KIND_COMPONENT || matter.name.ends_with(fault_suffix);
  if (of_a_thing) return matter.big_name == "园林绿化设施" ? sort::greenery : sort::facility;
  if (matter.big_name == "市容环境") return sort::place;
  if (matter.big_name == "宣传广告") return sort::notice;
  if (matter.big_name == "施工管理") return sort::site;
  if (matter.big_name == "街面秩序") return sort::street;
  if (matter.big_name == "其他事项") return sort::hazard;
  return sort::other;
}

using sentences = std::span<const std::string_view>;

// {} is the matter's name, [] somewhere on a walk.
constexpr std::array<std::string_view, 6> somewhere = {"小区北门外", "路口东侧",     "公交站旁",
                                                       "学校门前",   "沿街商铺门前", "社区广场边"};
constexpr std::array<std::string_view, 3> facility_faults = {
    "[]的{}有损坏，请尽快维修。", "巡查发现[]的{}破损，存在安全隐患。",
    "居民反映[]的{}不能正常使用，请派人查看。"};
constexpr std::array<std::string_view, 2> greenery_faults = {"[]的{}需要养护修复。",
                                                             "巡查发现[]的{}受损，请派人处理。"};
constexpr std::array<std::string_view, 2> place_faults = {"[]存在{}问题，影响市容环境，请处理。",
                                                          "居民反映[]有{}问题，已持续多日。"};
constexpr std::array<std::string_view, 2> notice_faults = {"[]存在{}问题，请处理。",
                                                           "巡查发现[]有{}问题。"};
constexpr std::array<std::string_view, 2> site_faults = {"[]的工地存在{}问题，影响周边居民。",
                                                         "巡查发现[]的工地有{}问题，请责令整改。"};
constexpr std::array<std::string_view, 2> street_faults = {"[]存在{}问题，请到场处理。",
                                                           "居民反映[]有{}问题，劝说无效。"};
constexpr std::array<std::string_view, 1> hazard_faults = {
    "[]有{}情况，存在安全隐患，请尽快处置。"};
constexpr std::array<std::string_view, 1> incident_faults = {
    "辖区内有一起{}，请有关部门到场处置。"};
constexpr std::array<std::string_view, 1> other_faults = {"[]存在{}问题，请处理。"};

sentences faults_of(sort which) {
  switch (which) {
    case sort::facility:
      return facility_faults;
    case sort::greenery:
      return greenery_faults;
    case sort::place:
      return place_faults;
    case sort::notice:
      return notice_faults;
    case sort::site:
      return site_faults;
    case sort::street:
      return street_faults;
    case sort::hazard:
      return hazard_faults;
    case sort::incident:
      return incident_faults;
    case sort::visit:
    case sort::other:
      return other_faults;
  }
  return other_faults;
}

struct outcome_words {
  std::string_view handled;
  std::string_view solved;
  std::string_view not_solved;
};

outcome_words outcomes_of(sort which) {
  switch (which) {
    case sort::facility:
      return {"已派人维修，{}恢复正常。", "现场已核实，{}已修复。", "现场查看，{}仍未修复。"};
    case sort::greenery:
      return {"{}已完成养护修复。", "现场已核实，{}已养护到位。", "现场查看，{}仍未处理。"};
    case sort::incident:
      return {"已到场处置，情况已按规定登记。", "已向当事人核实，处置完毕。",
              "当事人反映尚未处置。"};
    case sort::visit:
      return {"已上门走访，老人情况平稳，需求已记录。", "已核实，走访完成。",
              "居民反映尚未上门走访。"};
    case sort::place:
    case sort::notice:
    case sort::site:
    case sort::street:
    case sort::hazard:
    case sort::other:
      return {"已到场处理，{}问题已整改。", "现场已核实，{}问题已解决。",
              "现场查看，{}问题仍然存在。"};
  }
  return {};
}

// Not "…问题问题" where the name ends with it already.
std::string filled(std::string_view sentence, std::string_view name, std::mt19937_64& chance) {
  std::string made(sentence);
  auto put = [&made](std::string_view mark, std::string_view what) {
    auto at = made.find(mark);
    if (at != std::string::npos) made.replace(at, mark.size(), what);
  };
  constexpr std::string_view doubled = "{}问题";
  if (name.ends_with("问题")) put(doubled, "{}");
  put("{}", name);
  put("[]", somewhere[chance() % somewhere.size()]);
  return made;
}

struct showing {
  std::string_view word;
  std::string_view scene;
};
// The first word that is in the name decides.
constexpr std::array<showing, 16> shown = {{{"井盖", "cover"},
                                            {"箅子", "cover"},
                                            {"施工", "street"},
                                            {"排污水", "puddle"},
                                            {"排放口", "puddle"},
                                            {"排水泵站", "puddle"},
                                            {"垃圾", "rubbish"},
                                            {"不洁", "rubbish"},
                                            {"遗撒", "rubbish"},
                                            {"乱堆杂物", "rubbish"},
                                            {"店外经营", "stall"},
                                            {"占道", "stall"},
                                            {"游商", "stall"},
                                            {"早（夜）市", "stall"},
                                            {"街头座椅", "bench"},
                                            {"休息亭", "bench"}}};

std::string_view name_in(const demo_city& city, const std::string& department) {
  auto found = city.departments.find(department);
  return found == city.departments.end() ? std::string_view(department) : found->second;
}

void say_opinion(v1::Opinion& said) {
  if (said.solved() == v1::VERDICT_NO) said.set_text("问题还没有解决。");
  if (said.satisfied() == v1::VERDICT_NO && said.solved() != v1::VERDICT_NO)
    said.set_text("问题解决了，等的时间有点长。");
  if (said.satisfied() == v1::VERDICT_YES) said.set_text("处理及时，谢谢。");
}

void say_decision(std::string& reason, v1::Decision decided, std::string_view granted,
                  std::string_view refused) {
  reason = decided == v1::DECISION_GRANTED ? granted : refused;
}

void say_return(v1::Return& said, const demo_city& city) {
  std::string owner(name_in(city, said.proposed()));
  said.set_reason("经现场查看，该处由" + owner + "负责，不属我单位职责。");
  said.set_evidence("现场管护责任牌与移交清单均载明责任单位为" + owner + "。");
}

}  // namespace

std::string scene_of(const demo_matter& matter) {
  sort which = sort_of(matter);
  if (which == sort::incident || which == sort::visit) return {};
  for (const showing& each : shown) {
    if (matter.name.find(each.word) != std::string::npos) return std::string(each.scene);
  }
  return plain_scene;
}

std::size_t weight_of(const demo_matter& matter) {
  switch (sort_of(matter)) {
    case sort::facility:
    case sort::greenery:
    case sort::other:
      return 1;
    case sort::site:
      return 2;
    case sort::notice:
      return 3;
    case sort::hazard:
    case sort::incident:
      return 4;
    case sort::place:
      return 6;
    case sort::street:
      return 8;
    case sort::visit:
      return 0;
  }
  return 1;
}

std::string report_words(const demo_matter& matter, std::mt19937_64& chance) {
  sentences all = faults_of(sort_of(matter));
  std::string_view one = all[chance() % all.size()];
  return filled(one, bare_name(matter), chance);
}

std::string called_in(std::string text) {
  constexpr std::string_view calls = "市民来电反映";
  for (std::string_view walker_says : {"巡查发现", "居民反映"}) {
    if (text.starts_with(walker_says)) return text.replace(0, walker_says.size(), calls);
  }
  return std::string(calls).append(text);
}

void put_into_words(v1::Command& ask, const demo_city& city, const demo_matter* of,
                    std::mt19937_64& chance) {
  std::string name = of ? bare_name(*of) : "所报";
  outcome_words outcomes = outcomes_of(of ? sort_of(*of) : sort::other);
  if (ask.has_handle()) ask.mutable_handle()->set_result(filled(outcomes.handled, name, chance));
  if (ask.has_verify()) {
    auto& said = *ask.mutable_verify();
    said.set_text(filled(said.solved() ? outcomes.solved : outcomes.not_solved, name, chance));
  }
  if (ask.has_return_()) say_return(*ask.mutable_return_(), city);
  if (ask.has_rule()) {
    bool upheld = ask.rule().ruling() == v1::RULING_UPHELD;
    ask.mutable_rule()->set_reason(upheld ? "情况属实，同意改派。"
                                          : "按责任清单属你单位职责，请继续办理。");
  }
  if (ask.has_request_extension())
    ask.mutable_request_extension()->set_reason("处置涉及多方协调，原时限内难以完成。");
  if (ask.has_decide_extension()) {
    auto& said = *ask.mutable_decide_extension();
    say_decision(*said.mutable_reason(), said.decision(), "情况属实，同意延期。",
                 "请在原时限内办结。");
  }
  if (ask.has_request_shelving())
    ask.mutable_request_shelving()->set_reason("需列入近期计划统一实施，申请挂账。");
  if (ask.has_decide_shelving()) {
    auto& said = *ask.mutable_decide_shelving();
    say_decision(*said.mutable_reason(), said.decision(), "同意挂账，到期继续办理。",
                 "不符合挂账条件，请继续办理。");
  }
  if (ask.has_supervise()) ask.mutable_supervise()->set_text("已超时限，请立即处置并报告进展。");
  if (ask.has_appeal()) ask.mutable_appeal()->set_reason("现场不具备作业条件，超时非我单位原因。");
  if (ask.has_decide_appeal()) {
    auto& said = *ask.mutable_decide_appeal();
    say_decision(*said.mutable_reason(), said.decision(), "理由成立，统计时予以剔除。",
                 "理由不成立，维持原记录。");
  }
  if (ask.has_reopen()) ask.mutable_reopen()->set_reason(filled(outcomes.not_solved, name, chance));
  if (ask.has_return_visit()) say_opinion(*ask.mutable_return_visit()->mutable_opinion());
}

}  // namespace gridwhistle
