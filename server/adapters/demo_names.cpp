#include "server/adapters/demo_names.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace gridwhistle {
namespace {

constexpr std::array<std::string_view, 48> family_names = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
    "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛"};
constexpr std::array<std::string_view, 64> given_names = {
    "伟",   "芳",   "敏",   "静",   "磊",   "洋",   "勇",   "艳",   "杰",   "娟",   "涛",
    "超",   "明",   "霞",   "平",   "刚",   "桂英", "玉兰", "志强", "建国", "秀梅", "海燕",
    "晓东", "丽华", "文博", "雪梅", "俊杰", "春生", "国庆", "玉梅", "永强", "淑珍", "建华",
    "红梅", "志明", "小红", "振华", "立新", "宝林", "凤英", "浩然", "子涵", "欣怡", "雨桐",
    "思远", "佳宁", "宇轩", "梓萱", "一鸣", "嘉怡", "天宇", "诗涵", "大勇", "长江", "向阳",
    "卫东", "亚楠", "晨曦", "晓明", "金凤", "德胜", "少华", "丹丹", "兴旺"};

// FNV-1a: spreads users that differ in one digit.
std::uint64_t spread(std::string_view text) {
  std::uint64_t held = 14695981039346656037u;
  for (char each : text) {
    held = (held ^ static_cast<unsigned char>(each)) * 1099511628211u;
  }
  return held ^ (held >> 29);
}

}  // namespace

std::string demo_name(const actor& who) {
  if (who.role == role::importer) return "12345 热线接入";  // nobody sits there
  std::uint64_t chance = spread(who.user.text);
  std::string name(family_names[chance % family_names.size()]);
  return name.append(given_names[chance / family_names.size() % given_names.size()]);
}

}  // namespace gridwhistle
