#include "server/adapters/pack_error_words.hpp"

#include <array>
#include <vector>

namespace gridwhistle {
namespace {

// {} stands for any text; {1}, {2} … are what the first, second … was.
struct phrase {
  std::string_view en;
  std::string_view zh;
};

constexpr std::array tables = {
    // Of every table.
    phrase{"this is not UTF-8", "这里不是 UTF-8 文字"},
    phrase{"a control character is not allowed here", "这里不得有控制字符"},
    phrase{"a bidirectional character is not allowed here", "这里不得有改变书写方向的字符"},
    phrase{"a cell with a quote must be quoted, and its quotes doubled",
           "含有引号的单元格要用引号括起，其中的引号写两次"},
    phrase{"this quote is never closed", "这个引号没有结束"},
    phrase{"after the closing quote a comma or the line's end must follow",
           "结束引号之后只能是逗号或行尾"},
    phrase{"unknown column; this file has {} and may have {}",
           "没有这样的列；本表的列是 {1}，另可有 {2}"},
    phrase{"unknown column; this file has {}", "没有这样的列；本表的列是 {1}"},
    phrase{"this column is there twice", "这一列出现了两次"},
    phrase{"this column is missing", "缺少这一列"},
    phrase{"this row has {} cells, the header {}", "这一行有 {1} 个单元格，表头有 {2} 个"},
    phrase{"a table may have at most {} bytes", "一张表最多 {1} 字节"},
    phrase{"this file is empty; it must begin with {}", "文件是空的；第一行应为 {1}"},
    phrase{"the cells of this file are parted by semicolons; save it as CSV with commas",
           "这个文件用分号分隔单元格；请另存为以逗号分隔的 CSV"},
    phrase{"the cells of this file are parted by tabs; save it as CSV with commas",
           "这个文件用制表符分隔单元格；请另存为以逗号分隔的 CSV"},
    phrase{"this file is UTF-16; save it as CSV in UTF-8",
           "这个文件是 UTF-16；请另存为 UTF-8 的 CSV"},
    phrase{"byte {} of this file is not UTF-8, although its byte order mark says so",
           "文件以 UTF-8 的字节序标记开头，但第 {1} 个字节不是 UTF-8"},
    phrase{"byte {} of this file is not UTF-8, as the rest of it is",
           "文件其余部分是 UTF-8，但第 {1} 个字节不是"},
    phrase{"byte {} of this file is not UTF-8, and not GB18030 either",
           "第 {1} 个字节既不是 UTF-8，也不是 GB18030"},
    phrase{"this file is too large", "文件太大"},
    phrase{"this file cannot be read", "文件无法读取"},
    phrase{"this file is missing", "缺少这个文件"},
    phrase{"this must not be empty", "这里不能为空"},
    phrase{"a date is written 2026-01-31", "日期写作 2026-01-31"},
    phrase{"a time is written 2026-01-31T08:30, without a zone",
           "时间写作 2026-01-31T08:30，不带时区"},
    phrase{"a code is 1 to 64 bytes without blanks and @ # | / *",
           "编码为 1 至 64 字节，不含空格和 @ # | / *"},
    phrase{"line {} has this code already", "第{1}行已有这个编码"},
    phrase{"no area has this code", "没有这个编码的区域"},
    phrase{"no department has this code", "没有这个编码的部门"},
    phrase{"no matter has this kind and code", "没有这个类别和编码的事项"},
    phrase{"a matter is written matter:06010", "事项写作 matter:06010"},
    phrase{"a level is city, district, street, community or grid",
           "层级为 city（市）、district（区）、street（街道）、community（社区）或 grid（网格）"},
    phrase{"a kind is routine, joint, key or emergency",
           "哨种为 routine（常规）、joint（综合执法）、key（重点工作）或 emergency（应急处置）"},
    phrase{"a kind is *, routine, joint, key or emergency",
           "哨种为 *、routine（常规）、joint（综合执法）、key（重点工作）或 emergency（应急处置）"},
    phrase{"a kind is routine, joint, key, emergency or *",
           "哨种为 routine（常规）、joint（综合执法）、key（重点工作）、emergency（应急处置）或 *"},
    phrase{"a limit is a positive whole number and a unit (urgent_minute, urgent_hour, work_hour, "
           "work_day or natural_day), at most ten years",
           "时限是一个正整数加单位：urgent_minute（紧急工作分钟）、"
           "urgent_hour（紧急工作时）、work_hour（工作时）、"
           "work_day（工作日）或 natural_day（自然日），最长十年"},
};

constexpr std::array areas_and_departments = {
    phrase{"line {} is the city already", "第{1}行已是市"},
    phrase{"no area is the city; begin with a row such as {}",
           "没有市一级区域；请先写一行，例如：{1}"},
    phrase{"the city has no parent", "市没有上级"},
    phrase{"only the city has no parent", "只有市没有上级"},
    phrase{"this area is a {} and cannot hold a {}", "该区域的层级是 {1}，不能包含 {2}"},
    phrase{"this code must begin with the parent's code, {}", "编码必须以上级编码 {1} 开头"},
    phrase{"line {} has this function in this area already", "第{1}行在该区域已有同一职能的部门"},
    phrase{"a department is not its own backup", "部门不能做自己的后备"},
    phrase{"these backups lead back to this department", "这些后备绕回了该部门自己"},
    phrase{"the city has no desk; it owns what no department owns: add a row such as {}",
           "市里没有指挥中心（没有部门负责的事由它负责）；请增加一行，例如：{1}"},
    phrase{"area {} is a {}", "区域 {1} 的层级是 {2}"},
};

constexpr std::array matters_and_duties = {
    phrase{"a kind is component or matter", "类别为 component（部件）或 matter（事件）"},
    phrase{"a matter's code has five digits", "事项编码为五位数字"},
    phrase{"line {} has this kind and code already", "第{1}行已有这个类别和编码"},
    phrase{"an alias between two | is empty", "两个 | 之间的别名是空的"},
    phrase{"this must be yes or no", "这里填 yes（是）或 no（否）"},
    phrase{"a tag is petition, accident, case or epidemic",
           "标签为 petition（信访）、accident（事故）、case（案件）或 epidemic（疫情）"},
    phrase{"a tag is named twice", "同一标签写了两次"},
    phrase{"a time is *, workday, off, night or 2026-07-01..2026-09-30",
           "时间为 *、workday（工作日）、off（休息日）、night（夜间）或 2026-07-01..2026-09-30"},
    phrase{"limits.csv has no such class", "limits.csv 没有这个时限类别"},
    phrase{"a matter is matter:06010, matter:06, component:*, matter:* or *",
           "事项写作 matter:06010、matter:06、component:*、matter:* 或 *"},
    phrase{"no matter is of this big class", "没有属于这个大类的事项"},
    phrase{"the lead cannot be its own helper", "主办不能同时是协办"},
    phrase{"this helper is named twice", "同一协办写了两次"},
    phrase{"this must be function@level, like urban_management@district",
           "这里写 职能@层级，例如 urban_management@district"},
    phrase{"no department has this function at this level", "这一层级没有这个职能的部门"},
    phrase{"no department has this function", "没有这个职能的部门"},
    phrase{"line {} has the same matter, area, time and kind already",
           "第{1}行的事项、区域、时间和哨种与此相同"},
    phrase{"line {} names another lead, {}, for the same matter, area, time and kind",
           "第{1}行对相同的事项、区域、时间和哨种指定了另一主办 {2}"},
    phrase{"a rule is one, dated or none", "规律为 one、dated 或 none"},
    phrase{"a condition is a positive whole number or *", "条件为正整数或 *"},
    phrase{"this must be later than from, {}", "这里必须晚于 from（{1}）"},
    phrase{"line {} has this class and condition already and is in force at the same time",
           "第{1}行已有这个类别和条件，且生效时间重叠"},
    phrase{"line {} has this class and condition already", "第{1}行已有这个类别和条件"},
};

constexpr std::array times_and_people = {
    phrase{"a kind is off or work", "类型为 off（休息）或 work（上班）"},
    phrase{"line {} has this date already", "第{1}行已有这个日期"},
    phrase{"an instant is written 2015-01-05T05:02:47Z", "时刻写作 2015-01-05T05:02:47Z"},
    phrase{"a condition is a whole number", "条件为整数"},
    phrase{"a row needs the instant of its call", "每行都要写明派遣的时刻"},
    phrase{"a matter is written matter:06010, or nothing", "事项写作 matter:06010，或不写"},
    phrase{"this date is more than a year outside the calendar of pack.toml",
           "这个日期超出 pack.toml 的日历一年以上"},
    phrase{"no row gives the hours of departments that have none of their own; add rows such as {} "
           "and {}",
           "没有写明一般部门的办公时间；请增加行，例如：{1} 和 {2}"},
    phrase{"an opening time is 00:00 to 23:59", "开始时间为 00:00 至 23:59"},
    phrase{"a closing time is 00:01 to 24:00", "结束时间为 00:01 至 24:00"},
    phrase{"closing must be later than opening, {}", "结束时间必须晚于开始时间 {1}"},
    phrase{"these hours overlap those of line {}", "这段时间与第{1}行重叠"},
    phrase{"a clock is report_in or handle", "时钟为 report_in（报到）或 handle（处置）"},
    phrase{"a share of the limit is 1 to 1000 percent", "时限的百分比为 1 至 1000"},
    phrase{"this is a number of work days up to 100, or empty", "这里是工作日数，最多 100，或为空"},
    phrase{"an action is urge, yellow_card, red_card or supervise",
           "动作为 urge（催办）、yellow_card（黄牌）、red_card（红牌）或 supervise（督办）"},
    phrase{"a recipient is department, department_head, street, district or city",
           "对象为 "
           "department（部门）、department_head（部门负责人）、street（街道）、district（区）或 "
           "city（市）"},
    phrase{"this rung stands in the file already", "这一级阶梯已经写过"},
    phrase{"a ladder has at most 16 rungs", "一种哨最多 16 级阶梯"},
    phrase{"without posts.csv nobody is on these shifts", "没有 posts.csv，这些班次没有人"},
    phrase{"a person is a user as enrolled", "人员写登记时的用户名"},
    phrase{"a post is at a seat or on a grid, and never at both",
           "岗位在部门席位或在网格，二者只居其一"},
    phrase{"line {} has this post already", "第{1}行已有这个岗位"},
    phrase{"a post is not its own deputy", "岗位不能做自己的替岗"},
    phrase{"no post has this code", "没有这个编码的岗位"},
    phrase{"at seats deputies are at seats, on grids on grids",
           "席位的替岗也在席位，网格的替岗也在网格"},
    phrase{"these deputies lead back to this post", "这些替岗绕回了该岗位自己"},
    phrase{"days are daily, workday, off or 2026-02-16..2026-02-22",
           "日子为 daily（每日）、workday（工作日）、off（休息日）或 2026-02-16..2026-02-22"},
    phrase{"a shift begins at 00:00 to 23:59", "班次开始于 00:00 至 23:59"},
    phrase{"a shift ends at 00:00 to 24:00", "班次结束于 00:00 至 24:00"},
    phrase{"line {} says this already", "第{1}行已写过"},
    phrase{"line {} has this person at another place", "第{1}行把此人安排在另一处"},
    phrase{"a reference code is 1 to 64 bytes without blanks and @ # | / *: never a name",
           "对象编号为 1 至 64 字节，不含空格和 @ # | / *；不得写姓名"},
    phrase{"this is week, month or quarter", "这里填 week（周）、month（月）或 quarter（季）"},
    phrase{"this day is before from", "这一天早于 from"},
    phrase{"this area has others below it: name the one where the resident lives",
           "该区域之下还有区域：请写对象居住的那一个"},
    phrase{"this matter is not on the admission list", "该事项不在准入清单上"},
    phrase{"line {} has this resident and matter on the same days already",
           "第{1}行在相同日期已有该对象和事项"},
    phrase{"no matter has this in its name or in an alias", "没有名称或别名含有它的事项"},
    phrase{"no text can be compared with this: write words", "这样的内容无法比对：请写词语"},
    phrase{"line {} has these words already", "第{1}行已有这个说法"},
    phrase{"no department has this code, and it is not function@level",
           "没有这个编码的部门，也不是 职能@层级"},
};

constexpr std::array settings = {
    phrase{"this character is not allowed, or not UTF-8", "这个字符不允许使用，或不是 UTF-8"},
    phrase{"true or false is wanted here", "这里填 true（是）或 false（否）"},
    phrase{"the calendar must not end before it begins", "日历不能在开始之前结束"},
    phrase{"a calendar has at most {} years", "日历最多 {1} 年"},
    phrase{"the tz database has no such zone", "时区数据库没有这个时区"},
    phrase{"the desk's clock runs day and night: urgent_minute, urgent_hour or natural_day",
           "指挥中心昼夜计时：单位用 urgent_minute、urgent_hour 或 natural_day"},
    phrase{"a limit used up at closing time is due at closing or next_opening",
           "恰在下班时用完的时限，到期于 closing（下班时）或 next_opening（下次上班时）"},
    phrase{"the reporter is waited for day and night, at most \"24 urgent_hour\"",
           "等待报告人昼夜计时，最多 \"24 urgent_hour\""},
    phrase{"a photo at verification is required or optional",
           "核实照片为 required（必须）或 optional（可选）"},
    phrase{"no figure has this name", "没有这个名称的指标"},
    phrase{"a weight is a number above 0, up to 1", "权重大于 0，不超过 1"},
    phrase{"the weights must sum to 1", "权重之和必须为 1"},
    phrase{"this key is not known", "没有这个设置项"},
    phrase{"this key is missing", "缺少这个设置项"},
    phrase{"a table is wanted here", "这里应是一节，如 [rules]"},
    phrase{"text in quotes is wanted here", "这里要填带引号的文字"},
    phrase{"this text is empty", "文字是空的，请填写"},
    phrase{"this text holds a forbidden character", "文字中有不允许的字符"},
    phrase{"this must be one of {}", "这里只能是 {1} 之一"},
    phrase{"a date without quotes is wanted here, like 2026-01-31",
           "这里填不带引号的日期，例如 2026-01-31"},
    phrase{"Error while parsing {}", "无法解析这一行：{1}"},
    phrase{"a fallback needs a map, and there is no grids.geojson",
           "兜底区域需要地图，而没有 grids.geojson"},
};

constexpr std::array maps = {
    phrase{"this looks like latitude before longitude; GeoJSON has them the other way round",
           "看来纬度写在了经度之前；GeoJSON 先经度后纬度"},
    phrase{"this is not JSON: {}", "这不是 JSON：{1}"},
    phrase{"a FeatureCollection is wanted here", "这里应为 FeatureCollection"},
    phrase{"the datum stands in pack.toml, and not here", "坐标系写在 pack.toml，不写在这里"},
    phrase{"a list is wanted here", "这里应为列表"},
    phrase{"a map has one feature at least", "地图至少有一个要素"},
    phrase{"a map has at most {} features", "地图最多 {1} 个要素"},
    phrase{"a Feature is wanted here", "这里应为 Feature"},
    phrase{"the property area is missing", "缺少属性 area"},
    phrase{"the property area must be a text, not {}", "属性 area 应为文字，而不是 {1}"},
    phrase{"this area has areas below it; only a leaf is a grid",
           "该区域之下还有区域；只有末级区域是网格"},
    phrase{"feature {} has this area already", "第{1}个要素已是这个区域"},
    phrase{"the geometry is missing", "缺少几何图形"},
    phrase{"a Polygon or MultiPolygon is wanted, not {}",
           "应为 Polygon 或 MultiPolygon，而不是 {1}"},
    phrase{"the coordinates are missing", "缺少坐标"},
    phrase{"a polygon is a list of rings, not {}", "多边形是环的列表，而不是 {1}"},
    phrase{"a ring is a list of points, not {}", "环是点的列表，而不是 {1}"},
    phrase{"a ring has four points at least, the first again at the end",
           "环至少四个点，末点与首点相同"},
    phrase{"this ring is not closed: its last point is {}, and must be its first again",
           "环没有闭合：末点是 {1}，应与首点相同"},
    phrase{"this ring is more than 20 degrees wide", "环的宽度超过 20 度"},
    phrase{"a feature has at most {} points", "一个要素最多 {1} 个点"},
    phrase{"a point is [longitude, latitude], without a height; this has {} numbers",
           "点是 [经度, 纬度]，不带高程；这里有 {1} 个数"},
    phrase{"a point is [longitude, latitude], not {}", "点是 [经度, 纬度]，而不是 {1}"},
    phrase{"a coordinate is a number, not {}", "坐标是数字，而不是 {1}"},
    phrase{"this is not on the earth", "这不在地球上"},
    phrase{"no city lies so near to a pole", "没有城市离极点这么近"},
    phrase{"this is not in China, where datum {} is used", "这不在中国境内，而 {1} 是中国的坐标系"},
    phrase{"this lies more than 5 degrees from the middle of the features",
           "这里离其余要素的中心超过 5 度"},
    phrase{"a ring needs three different points at least", "环至少要有三个不同的点"},
    phrase{"two points in a row are the same", "相邻两个点相同"},
    phrase{"the ring runs back over itself here", "环在这里原路折返"},
    phrase{"the ring crosses or touches itself here", "环在这里与自身相交或相接"},
    phrase{"two rings of this polygon cross here", "该多边形的两个环在这里相交"},
    phrase{"a hole lies outside of its polygon, or in another hole",
           "洞在多边形之外，或在另一个洞之内"},
    phrase{"two parts of this grid overlap here", "该网格的两部分在这里重叠"},
    phrase{"this grid overlaps another here", "该网格在这里与另一网格重叠"},
    phrase{"the gap beside this border is a sliver, narrower than 1 m: let the neighbours share "
           "the border's points",
           "边界旁有不足 1 米的狭缝：请让相邻网格共用边界点"},
};

constexpr std::array workbooks = {
    phrase{"this sheet is there twice", "这个工作表出现了两次"},
    phrase{"no table of a pack has this name; it would be areas.csv or so",
           "策略包没有这个名称的表；名称应如 areas.csv"},
    phrase{"this sheet is missing: the workbook was made with it", "缺少这个工作表：导出时有它"},
    phrase{"this sheet is missing", "缺少这个工作表"},
    phrase{"merged cells: a table has a value in every cell; split them and fill each in",
           "合并的单元格：表中每格都要有值；请拆分后逐格填写"},
    phrase{"the names of the columns stand here", "这里应是各列的名称"},
    phrase{"no column's name stands above this", "这一格上方没有列名"},
    phrase{"a line of pack.toml stands in column A alone", "pack.toml 的一行只写在 A 列"},
    phrase{
        "the spreadsheet has made a number of this code, and others of this column begin with 0: "
        "format the column as text and write it again",
        "电子表格把这个编码变成了数字，而本列其他编码以 0 开头：请把该列设为文本格式后重新填写"},
    phrase{"the spreadsheet has made a number of this, and digits of it may be lost; format the "
           "column as text and write it again",
           "电子表格把它变成了数字，可能丢失了位数；请把该列设为文本格式后重新填写"},
    phrase{
        "the spreadsheet has made a date of this ({}); format the column as text and write again "
        "what stood here",
        "电子表格把它变成了日期（{1}）；请把该列设为文本格式后重新填写原来的内容"},
    phrase{
        "the spreadsheet has made a date of this; format the column as text and write again what "
        "stood here",
        "电子表格把它变成了日期；请把该列设为文本格式后重新填写原来的内容"},
    phrase{"the spreadsheet has made a date of this; format the column as text",
           "电子表格把它变成了日期；请把该列设为文本格式"},
    phrase{"no day has this number", "没有这个序号的日期"},
    phrase{"a time here has no seconds", "这里的时间不带秒"},
    phrase{"this must be a time of day, without a date", "这里只写时刻，不写日期"},
    phrase{"this must be a date, without a time of day", "这里只写日期，不写时刻"},
    phrase{"this is no number", "这不是数字"},
    phrase{"this is a number; format the cell as a date or a time, or write it as text",
           "这是一个数字；请把单元格设为日期或时间格式，或写成文本"},
    phrase{"the formula of this cell has failed", "这一格的公式出错了"},
    phrase{"this formula was never reckoned: open the workbook and save it again",
           "这个公式没有计算过：请打开工作簿重新保存"},
    phrase{"this cell cannot be read", "这一格无法读取"},
    phrase{"this is an .xls workbook or one with a password: save it as .xlsx without a password",
           "这是 .xls 工作簿，或设有密码：请另存为不带密码的 .xlsx"},
    phrase{"this file is empty", "文件是空的"},
    phrase{"a cell of a spreadsheet holds at most 32767 characters",
           "电子表格的一格最多 32767 个字符"},
    phrase{"this zip archive is no workbook", "这个 zip 压缩文件不是工作簿"},
    phrase{"{}: this workbook has no sheet", "{1}：这个工作簿没有工作表"},
    phrase{"{}: its part is not named", "{1}：没有写明它在哪一部分"},
    phrase{"{}: this part of the workbook is missing", "{1}：工作簿缺少这一部分"},
    phrase{"{}: this part is no XML: {}", "{1}：这一部分不是 XML（{2}）"},
    phrase{"{}: this part is damaged", "{1}：这一部分已损坏"},
    phrase{"{}: no cell is at {}", "{1}：没有 {2} 这样的单元格"},
    phrase{"{}: there is no shared text {}", "{1}：没有共享文字 {2}"},
    phrase{"{}: unpacked this is larger than a policy pack can be ({} MiB {})",
           "{1}：解压后超过策略包的大小限制（{2} MiB）"},
    phrase{"this is no .xlsx workbook, which is a zip archive: {}",
           "这不是 .xlsx 工作簿（它是 zip 压缩文件）：{1}"},
};

// Where a reader of workbooks stands.
constexpr std::array cells = {
    phrase{"sheet {}, row {}, column {}", "工作表 {1} 第{2}行 {3}列"},
    phrase{"sheet {}, row {}", "工作表 {1} 第{2}行"},
    phrase{"sheet {}", "工作表 {1}"},
};

// Where map_loader puts a feature and a place before its message.
constexpr std::array places = {
    phrase{"feature {} (area {}) at {}", "第{1}个要素（区域 {2}）{3}"},
    phrase{"feature {} (area {})", "第{1}个要素（区域 {2}）"},
    phrase{"feature {} at {}", "第{1}个要素 {2}"},
    phrase{"feature {}", "第{1}个要素"},
};

constexpr std::string_view gap = "{}";

// What stands in the gaps; nothing: the text is not of this form.
std::optional<std::vector<std::string_view>> gaps_of(std::string_view form, std::string_view text) {
  std::vector<std::string_view> found;
  std::size_t at = form.find(gap);
  if (at == std::string_view::npos)
    return form == text ? std::optional(std::move(found)) : std::nullopt;
  if (!text.starts_with(form.substr(0, at))) return std::nullopt;
  text.remove_prefix(at);
  for (;;) {
    form.remove_prefix(at + gap.size());
    at = form.find(gap);
    std::string_view next = form.substr(0, at);
    bool last = at == std::string_view::npos;
    std::size_t ends = next.empty() ? text.size() : last ? text.rfind(next) : text.find(next);
    if (ends == std::string_view::npos || (last && ends + next.size() != text.size()))
      return std::nullopt;
    found.push_back(text.substr(0, ends));
    if (last) return found;
    text.remove_prefix(ends + next.size());
  }
}

std::string filled(std::string_view form, const std::vector<std::string_view>& gaps) {
  std::string made(form);
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    std::string mark = "{" + std::to_string(i + 1) + "}";
    std::size_t at = made.find(mark);
    if (at != std::string::npos) made.replace(at, mark.size(), gaps[i]);
  }
  return made;
}

template <std::size_t Count>
std::optional<std::string> said_by(const std::array<phrase, Count>& list, std::string_view text) {
  for (const phrase& each : list) {
    if (auto gaps = gaps_of(each.en, text)) return filled(each.zh, *gaps);
  }
  return std::nullopt;
}

// What two messages may end with.
std::optional<std::string> with_ending(std::string_view message) {
  constexpr std::array endings = {
      phrase{"{} (did you mean {}?)", "（是否应为 {2}？）"},
      phrase{"{}; the other is feature {} (area {})", "；另一个是第{2}个要素（区域 {3}）"},
  };
  for (const phrase& each : endings) {
    auto gaps = gaps_of(each.en, message);
    if (!gaps) continue;
    auto said = chinese_of(gaps->front());
    if (said) return *said + filled(each.zh, *gaps);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> chinese_of(std::string_view message) {
  if (auto said = with_ending(message)) return said;
  if (auto said = said_by(tables, message)) return said;
  if (auto said = said_by(areas_and_departments, message)) return said;
  if (auto said = said_by(matters_and_duties, message)) return said;
  if (auto said = said_by(times_and_people, message)) return said;
  if (auto said = said_by(settings, message)) return said;
  if (auto said = said_by(maps, message)) return said;
  return said_by(workbooks, message);
}

std::string value_in(const pack_error& error, language in) {
  bool on_a_map = in == language::zh && error.value.starts_with("feature ");
  return on_a_map ? said_by(places, error.value).value_or(error.value) : error.value;
}

std::string cell_in(const pack_error& error, language in) {
  return in == language::zh ? said_by(cells, error.file).value_or(error.file) : error.file;
}

std::string words_of(const pack_error& error, language in) {
  std::string message = error.message;
  if (in == language::zh) message = chinese_of(error.message).value_or(error.message);
  std::string value = value_in(error, in);
  if (value.empty() && error.column == 0) return message;
  // An empty cell is found by its place alone.
  std::string column = std::to_string(error.column);
  if (value.empty()) {
    return (in == language::zh ? "第" + column + "列：" : "column " + column + ": ") + message;
  }
  return '"' + value + (in == language::zh ? "\"：" : "\": ") + message;
}

}  // namespace gridwhistle
