#include "server/adapters/web_export.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <tuple>

#include "server/adapters/list_sheets.hpp"
#include "server/core/language.hpp"
#include "server/core/zero_board.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;

// Writing a workbook needs a file.
std::string workbook_of(const std::vector<sheet>& sheets) {
  std::string name = (fs::temp_directory_path() / "gridwhistle-report-XXXXXX").string();
  int made = ::mkstemp(name.data());
  if (made < 0) throw std::runtime_error("cannot make " + name);
  ::close(made);
  write_xlsx(sheets, name);
  std::ifstream in(name, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  in.close();
  fs::remove(name);
  return bytes;
}

// What is asked, as far as sheets and names of files depend on it.
struct scope {
  days_asked days;
  std::string what;  // of the name of the file
  std::string group;
  figure_filter only;
  bool lists = false;
};

// The part of a question that says of which days it is.
const days_asked& days_of(const days_asked& asked) { return asked; }

// Whose queue it is, as names of files have it.
struct code_of_queue {
  const std::string& operator()(const auto& code) const { return code.text; }
};

scope scope_of_queue(const export_work& of, const inbox_key& whose) {
  scope made;
  auto today =
      std::chrono::floor<std::chrono::days>(of.rules->days.where().to_local(of.answered_at));
  made.days.from = made.days.to = today;
  made.what = of.wish.awaits ? "awaiting" : of.wish.late ? "late" : "queue";
  made.lists = true;
  made.group = std::visit(code_of_queue(), whose);
  return made;
}

scope scope_of(const export_work& of) {
  if (const auto* queue = std::get_if<inbox_request>(&of.asked.body))
    return scope_of_queue(of, queue->whose);
  scope made;
  if (const auto* figures = std::get_if<figures_request>(&of.asked.body)) {
    made = {days_of(*figures), "figures", {}, figures->only, figures->behind.has_value()};
    if (!figures->behind) return made;
    made.group = figures->behind->group;
    made.what +=
        '-' + std::string(name_of(figures->behind->of)) + '-' + std::string(name_of(of.wish.part));
  } else if (const auto* care = std::get_if<care_request>(&of.asked.body)) {
    made = {days_of(*care), "care", {}, {}, care->behind.has_value()};
    if (!care->behind) return made;
    made.group = care->behind->group;
    made.what += '-' + std::string(care->behind->state ? name_of(*care->behind->state) : "listed");
  } else {
    const auto& board = std::get<zero_board_request>(of.asked.body);
    made = {days_of(board), "zero", {}, {}, board.behind.has_value()};
    if (!board.behind) return made;
    made.group = board.behind->group;
    made.what += '-' + std::string(name_of(board.behind->tag));
  }
  return made;
}

// The pack's name with the code behind it: names are not unique.
std::string with_code(const std::string& name, const std::string& code) {
  return name == code ? code : name + " (" + code + ")";
}

std::string name_of_row(grouping by, const std::string& group, const sheet_terms& terms,
                        const policy& rules) {
  if (level_of(by)) return area_path(area_code(group), rules);
  auto kind = by == grouping::kind ? parse_whistle_kind(group) : std::nullopt;
  return kind ? std::string(words_of(*kind, terms.in)) : name_of_group(by, group, rules);
}

std::string name_of_file(const export_work& of, const scope& asked) {
  const actor& by = of.wish.asked.by;
  std::string place = asked.only.area.text;
  if (place.empty()) place = of.wish.within.text;
  if (place.empty()) place = by.area.empty() ? by.department.text : by.area.text;
  file_title title{asked.what, {place}, asked.days.from, asked.days.to, {}};
  if (asked.lists && !asked.group.empty()) title.of = {asked.group};
  title.of.push_back(asked.only.department.text);
  title.of.push_back(of.wish.holder);
  if (asked.only.matter) title.of.push_back(to_text(*asked.only.matter));
  bool grouped = !asked.lists && asked.days.by != grouping::none;
  if (grouped) title.by = name_of(asked.days.by);
  return name_of(title);
}

template <class Table>
void keep_rows_within(Table& table, const area_code& within) {
  auto& rows = *table.mutable_rows();
  // Codes of areas begin with the code of the area they lie in.
  auto gone = std::remove_if(rows.begin(), rows.end(), [&](const auto& each) {
    return !each.group().starts_with(within.text);
  });
  rows.erase(gone, rows.end());
}

template <class Table>
void name_rows(const Table& table, grouping by, const policy& rules, sheet_terms& terms) {
  if (by == grouping::none) return;
  for (const auto& each : table.rows())
    terms.groups[each.group()] = name_of_row(by, each.group(), terms, rules);
}

// The list of one part of a figure, or of one tag.
std::string word_of_list(const export_work& of) {
  bool zh = of.wish.in == language::zh;
  if (const auto* figures = std::get_if<figures_request>(&of.asked.body)) {
    const figure_words& words = all_figures().at(static_cast<std::size_t>(figures->behind->of));
    std::string name(zh ? words.zh : words.en);
    switch (of.wish.part) {
      case figure_part::of:
        return name + (zh ? "：全部" : ": all");
      case figure_part::counted:
        return name + (zh ? "：计入" : ": counted");
      case figure_part::missing:
        return name + (zh ? "：未计入" : ": not counted");
    }
  }
  if (const auto* board = std::get_if<zero_board_request>(&of.asked.body)) {
    const tag_words& words = all_tags().at(static_cast<std::size_t>(board->behind->tag));
    return std::string(zh ? words.zh : words.en);
  }
  return zh ? "走访" : "care visits";
}

sheet list_sheet(const export_work& of, const scope& asked, const sheet_terms& terms) {
  bool zh = terms.in == language::zh;
  const policy& rules = *of.rules;
  const zone& where = rules.days.where();
  sheet made;
  made.name = zh ? "名单" : "list";
  std::string group = name_of_row(asked.days.by, asked.group, terms, rules);
  made.head = {{zh ? "名单" : "list", word_of_list(of)},
               {zh ? "分组" : "group", asked.group.empty() ? (zh ? "全部" : "all") : group}};
  auto days = days_told(where.to_utc(asked.days.from),
                        where.to_utc(asked.days.to + std::chrono::days(1)), of.answered_at, terms);
  made.head.insert(made.head.end(), days.begin(), days.end());
  made.head.insert(made.head.end(), {{zh ? "区域" : "area", terms.area},
                                     {zh ? "部门" : "department", terms.department},
                                     {zh ? "事项" : "matter", terms.matter}});
  made.notes = {{zh ? "时区" : "time zone", zone_text(terms.utc_offset)}};
  if (of.told.has_figure_list()) {
    made.header = whistle_columns(terms.in);
    made.rows = of.lines;
    return made;
  }
  made.header = visit_columns(terms.in);
  for (const v1::CareVisit& each : of.told.care().visits())
    made.rows.push_back(visit_line(each, rules, terms.in));
  return made;
}

// The most urgent first, whatever it is.
sheet queue_sheet(const export_work& of, const scope& asked, const sheet_terms& terms) {
  bool zh = terms.in == language::zh;
  const policy& rules = *of.rules;
  using placed = std::pair<instant, const inbox_item*>;
  std::vector<placed> order;
  for (const inbox_item& each : of.queue) {
    auto judged = judged_by(each);
    order.emplace_back(judged ? judged->due : instant::max(), &each);
  }
  std::ranges::sort(order, [](const placed& one, const placed& next) {
    return std::tie(one.first, one.second->whistle) < std::tie(next.first, next.second->whistle);
  });
  sheet made;
  if (of.wish.awaits)
    made.name = zh ? "待裁定审批" : "awaiting a decision";
  else if (of.wish.late)
    made.name = zh ? "超期" : "late";
  else
    made.name = zh ? "在办" : "queue";
  std::string holder =
      of.wish.holder.empty() ? std::string() : name_of_holder(of.wish.holder, rules, terms.in);
  bool of_area = std::holds_alternative<ground_code>(std::get<inbox_request>(of.asked.body).whose);
  std::string whose =
      of_area ? with_code(area_path(area_code(asked.group), rules), asked.group) : asked.group;
  made.head = {{zh ? "名单" : "list", made.name},
               {zh ? "范围" : "of", whose},
               {zh ? "只看" : "only of", holder},
               {zh ? "统计时刻" : "as of", wall_moment{of.answered_at, terms.utc_offset}}};
  made.notes = {{zh ? "时区" : "time zone", zone_text(terms.utc_offset)}};
  made.header = queue_columns(terms.in);
  for (const auto& [due, each] : order)
    made.rows.push_back(queue_line(*each, rules, of.answered_at, terms));
  return made;
}

// The table first: that is what a CSV has.
std::vector<sheet> sheets_of(const export_work& of, const scope& asked) {
  sheet_terms terms = terms_of(of);
  if (std::holds_alternative<inbox_request>(of.asked.body)) return {queue_sheet(of, asked, terms)};
  if (asked.lists) return {list_sheet(of, asked, terms)};
  if (of.told.has_figures()) {
    const v1::FigureTable& table = of.told.figures();
    name_rows(table, asked.days.by, *of.rules, terms);
    for (const v1::FigureRow& row : table.rows()) {
      for (const v1::FigureHolder& each : row.held())
        terms.holders[each.holder()] = name_of_holder(each.holder(), *of.rules, terms.in);
    }
    return {figures_sheet(table, terms), held_sheet(table, terms), definitions_sheet(table, terms)};
  }
  if (of.told.has_care()) {
    v1::CareSharesTable table = of.told.care();
    keep_rows_within(table, of.wish.within);
    name_rows(table, asked.days.by, *of.rules, terms);
    return {care_sheet(table, terms)};
  }
  v1::ZeroBoardTable table = of.told.zero_board();
  keep_rows_within(table, of.wish.within);
  name_rows(table, asked.days.by, *of.rules, terms);
  return {zero_sheet(table, terms)};
}

bool is_cut_off(const v1::Reply& told) {
  return told.figures().more() || told.figure_list().more() || told.care().more() ||
         told.zero_board().more() || told.inbox().more();
}

}  // namespace

bool is_wanted(const inbox_item& told, const export_work& of) {
  if (of.wish.awaits && told.awaits.empty()) return false;
  if (!of.wish.late && of.wish.holder.empty()) return true;
  auto judged = judged_by(told);
  if (!judged) return false;
  if (of.wish.late && judged->due >= of.answered_at) return false;
  return of.wish.holder.empty() || judged->holder == of.wish.holder;
}

sheet_terms terms_of(const export_work& of) {
  const policy& rules = *of.rules;
  auto local = rules.days.where().to_local(of.answered_at);
  sheet_terms terms;
  terms.in = of.wish.in;
  terms.utc_offset =
      std::chrono::floor<std::chrono::minutes>(instant(local.time_since_epoch()) - of.answered_at);
  figure_filter only = scope_of(of).only;
  if (only.area.empty()) only.area = of.wish.within;
  if (!only.area.empty()) terms.area = with_code(area_path(only.area, rules), only.area.text);
  if (!only.department.empty())
    terms.department = with_code(name_of_group(grouping::department, only.department.text, rules),
                                 only.department.text);
  if (only.matter) {
    std::string code = to_text(*only.matter);
    terms.matter = with_code(name_of_group(grouping::matter, code, rules), code);
  }
  return terms;
}

void ask_for_all(request& asked, figure_part part) {
  if (auto* figures = std::get_if<figures_request>(&asked.body)) {
    figures->told = portion::whole;
    if (figures->behind) figures->behind->part = part;
  }
  if (auto* care = std::get_if<care_request>(&asked.body)) care->told = portion::whole;
  if (auto* board = std::get_if<zero_board_request>(&asked.body)) board->told = portion::whole;
}

web_response exported(const export_work& of) {
  if (is_cut_off(of.told)) return problem("export_too_long");
  bool csv = of.wish.as == web_export::format::csv;
  scope asked = scope_of(of);
  std::string name = name_of_file(of, asked);
  web_response made;
  made.type = csv ? "text/csv; charset=utf-8"
                  : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  made.fields = {
      {"Cache-Control", "no-store"},
      {"Content-Disposition", "attachment; filename=\"" + name + (csv ? ".csv\"" : ".xlsx\"")}};
  try {
    std::vector<sheet> sheets = sheets_of(of, asked);
    made.body = csv ? csv_of(sheets.front()) : workbook_of(sheets);
  } catch (const std::runtime_error& failed) {
    return problem("storage_full", failed.what());
  }
  return made;
}

}  // namespace gridwhistle
