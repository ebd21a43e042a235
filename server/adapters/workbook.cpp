#include "server/adapters/workbook.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "server/adapters/zip_parts.hpp"

namespace gridwhistle {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& what) {
  throw std::runtime_error(where + ": " + what);
}

// Writers choose prefixes of their own: x:row is a row.
std::string_view local_name(std::string_view name) {
  std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_named(const pugi::xml_node& node, std::string_view name) {
  return local_name(node.name()) == name;
}

pugi::xml_node child(const pugi::xml_node& of, std::string_view name) {
  return of.find_child([&](const pugi::xml_node& each) { return is_named(each, name); });
}

std::string_view attribute(const pugi::xml_node& of, std::string_view name) {
  for (const pugi::xml_attribute& each : of.attributes()) {
    if (local_name(each.name()) == name) return each.value();
  }
  return {};
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number value{};
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool whole = fault == std::errc() && end == text.data() + text.size() && !text.empty();
  return whole ? std::optional(value) : std::nullopt;
}

void append_utf8(std::string& to, std::uint32_t unit) {
  if (unit < 0x80) {
    to += static_cast<char>(unit);
  } else if (unit < 0x800) {
    to += static_cast<char>(0xc0 | unit >> 6);
    to += static_cast<char>(0x80 | (unit & 0x3f));
  } else {
    to += static_cast<char>(0xe0 | unit >> 12);
    to += static_cast<char>(0x80 | (unit >> 6 & 0x3f));
    to += static_cast<char>(0x80 | (unit & 0x3f));
  }
}

// _x000D_ stands for what XML cannot hold, and _x005F_ for an underscore that would begin such.
std::string unescaped(std::string_view text) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    constexpr std::size_t length = 7;
    std::string_view rest = text.substr(at, length);
    std::uint32_t unit = 0;
    bool escape = rest.size() == length && rest.starts_with("_x") && rest.back() == '_';
    if (escape) {
      auto [end, fault] = std::from_chars(rest.data() + 2, rest.data() + 6, unit, 16);
      escape = fault == std::errc() && end == rest.data() + 6;
    }
    if (escape) {
      append_utf8(made, unit);
      at += length;
    } else {
      made += text[at++];
    }
  }
  // Line ends as everywhere in a pack.
  std::string::size_type begin = 0;
  while ((begin = made.find("\r\n", begin)) != std::string::npos) made.erase(begin, 1);
  std::ranges::replace(made, '\r', '\n');
  return made;
}

std::string characters_of(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& each : node.children()) {
    bool characters = each.type() == pugi::node_pcdata || each.type() == pugi::node_cdata;
    if (characters) text += each.value();
  }
  return text;
}

// Of a string item: its text, or those of its runs; phonetic hints are left out.
std::string string_of(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& each : item.children()) {
    if (is_named(each, "t")) text += characters_of(each);
    if (is_named(each, "r")) text += characters_of(child(each, "t"));
  }
  return unescaped(text);
}

struct reference {
  int row = 0;
  int column = 0;
};

std::optional<reference> parse_reference(std::string_view text) {
  reference found;
  std::size_t at = 0;
  for (; at < text.size() && text[at] >= 'A' && text[at] <= 'Z'; ++at) {
    found.column = found.column * 26 + (text[at] - 'A' + 1);
    if (found.column > workbook_columns_max) return std::nullopt;
  }
  auto row = number_in<int>(text.substr(at));
  if (at == 0 || !row || *row < 1 || *row > workbook_rows_max) return std::nullopt;
  found.row = *row;
  return found;
}

// Formats of the standard's table, with those that it keeps for Chinese and Japanese dates.
bool is_date_format(unsigned id) {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
         (id >= 50 && id <= 58);
}

bool is_date_format(std::string_view code) {
  for (std::size_t at = 0; at < code.size(); ++at) {
    char c = code[at];
    if (c == '"' || c == '[') {
      bool elapsed = c == '[' && at + 1 < code.size() &&
                     std::string_view("hHmMsS").find(code[at + 1]) != std::string_view::npos;
      if (elapsed) return true;
      std::size_t end = code.find(c == '"' ? '"' : ']', at + 1);
      if (end == std::string_view::npos) return false;
      at = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (std::string_view("yYmMdDhHsS").find(c) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

class workbook_reader {
 public:
  explicit workbook_reader(std::string_view bytes) : parts_(bytes) {}

  workbook read() {
    std::string main = main_part();
    pugi::xml_document book = parse(main);
    std::map<std::string, std::string> targets = relations_of(main);
    for (const auto& [type, target] : by_type_) {
      if (type == "sharedStrings") read_shared(target);
      if (type == "styles") read_styles(target);
    }
    workbook made;
    pugi::xml_node root = child(book, "workbook");
    std::string_view epoch = attribute(child(root, "workbookPr"), "date1904");
    if (epoch == "1" || epoch == "true") made.epoch = workbook_epoch::in_1904;
    for (const pugi::xml_node& each : child(root, "sheets").children()) {
      std::string name(attribute(each, "name"));
      auto target = targets.find(relation_id(each));
      if (target == targets.end()) fail("sheet " + name, "its part is not named");
      // Charts have sheets of their own, without cells.
      if (!worksheets_.contains(target->second)) continue;
      made.sheets.push_back(read_sheet(name, target->second));
    }
    if (made.sheets.empty()) fail(main, "this workbook has no sheet");
    return made;
  }

 private:
  // r:id, whatever its prefix; sheetId is another attribute.
  static std::string relation_id(const pugi::xml_node& sheet) {
    return std::string(attribute(sheet, "id"));
  }

  pugi::xml_document parse(const std::string& part) {
    std::optional<std::string> text = parts_.read(part);
    if (!text) fail(part, "this part of the workbook is missing");
    pugi::xml_document made;
    pugi::xml_parse_result end =
        made.load_buffer(text->data(), text->size(), pugi::parse_default | pugi::parse_ws_pcdata);
    if (!end) fail(part, std::string("this part is no XML: ") + end.description());
    return made;
  }

  std::string main_part() {
    relations_of("");
    for (const auto& [type, target] : by_type_) {
      if (type == "officeDocument") return target;
    }
    throw std::runtime_error("this zip archive is no workbook");
  }

  // Id -> part, for the relations of that part; "" is the whole archive.
  std::map<std::string, std::string> relations_of(const std::string& part) {
    std::size_t slash = part.rfind('/') + 1;  // npos + 1 is the beginning
    std::string folder = part.substr(0, slash);
    std::map<std::string, std::string> found;
    by_type_.clear();
    pugi::xml_document listed = parse(folder + "_rels/" + part.substr(slash) + ".rels");
    for (const pugi::xml_node& each : child(listed, "Relationships").children()) {
      if (attribute(each, "TargetMode") == "External") continue;
      std::string target(attribute(each, "Target"));
      std::string whole = target.starts_with('/') ? target.substr(1) : folder + target;
      std::string_view type = attribute(each, "Type");
      std::string kind(type.substr(type.rfind('/') + 1));
      if (kind == "worksheet") worksheets_.insert(whole);
      by_type_.emplace_back(kind, whole);
      found.emplace(attribute(each, "Id"), whole);
    }
    return found;
  }

  void read_shared(const std::string& part) {
    pugi::xml_document listed = parse(part);
    for (const pugi::xml_node& each : child(listed, "sst").children()) {
      if (is_named(each, "si")) shared_.push_back(string_of(each));
    }
  }

  void read_styles(const std::string& part) {
    pugi::xml_document listed = parse(part);
    pugi::xml_node root = child(listed, "styleSheet");
    std::map<unsigned, bool> own;
    for (const pugi::xml_node& each : child(root, "numFmts").children()) {
      auto id = number_in<unsigned>(attribute(each, "numFmtId"));
      if (id) own[*id] = is_date_format(attribute(each, "formatCode"));
    }
    for (const pugi::xml_node& each : child(root, "cellXfs").children()) {
      if (!is_named(each, "xf")) continue;
      unsigned id = number_in<unsigned>(attribute(each, "numFmtId")).value_or(0);
      auto known = own.find(id);
      dated_.push_back(known == own.end() ? is_date_format(id) : known->second);
    }
  }

  workbook_sheet read_sheet(const std::string& name, const std::string& part) {
    workbook_sheet made;
    made.name = name;
    pugi::xml_document document = parse(part);
    pugi::xml_node root = child(document, "worksheet");
    int row = 0;
    for (const pugi::xml_node& each : child(root, "sheetData").children()) {
      if (!is_named(each, "row")) continue;
      row = number_in<int>(attribute(each, "r")).value_or(row + 1);
      int column = 0;
      for (const pugi::xml_node& cell : each.children()) {
        if (!is_named(cell, "c")) continue;
        reference at{row, ++column};
        std::string_view written = attribute(cell, "r");
        if (auto told = parse_reference(written)) {
          at = *told;
        } else if (!written.empty() || row < 1 || row > workbook_rows_max) {
          fail("sheet " + name, "no cell is at \"" + std::string(written) + "\"");
        }
        column = at.column;
        add_cell(made, cell, at);
      }
    }
    for (const pugi::xml_node& each : child(root, "mergeCells").children()) {
      if (is_named(each, "mergeCell")) made.merged.emplace_back(attribute(each, "ref"));
    }
    std::ranges::stable_sort(made.cells, {}, [](const workbook_cell& each) {
      return std::tuple(each.row, each.column);
    });
    return made;
  }

  void add_cell(workbook_sheet& to, const pugi::xml_node& cell, reference at) {
    workbook_cell made{at.row, at.column, workbook_cell_type::text, {}};
    std::string_view type = attribute(cell, "t");
    std::string stored = characters_of(child(cell, "v"));
    if (type == "s") {
      auto index = number_in<std::size_t>(stored);
      if (!index || *index >= shared_.size())
        fail("sheet " + to.name, column_letters(at.column) + std::to_string(at.row) +
                                     ": there is no shared text " + stored);
      made.text = shared_[*index];
    } else if (type == "inlineStr") {
      made.text = string_of(child(cell, "is"));
    } else if (type == "str") {
      made.text = unescaped(stored);
    } else {
      made.text = stored;
      made.type = type == "b"      ? workbook_cell_type::boolean
                  : type == "e"    ? workbook_cell_type::error
                  : type == "d"    ? workbook_cell_type::iso_date
                  : is_dated(cell) ? workbook_cell_type::dated_number
                                   : workbook_cell_type::number;
    }
    bool formula = static_cast<bool>(child(cell, "f"));
    if (formula && stored.empty() && type != "str") made.type = workbook_cell_type::no_value;
    if (!made.text.empty() || made.type == workbook_cell_type::no_value)
      to.cells.push_back(std::move(made));
  }

  bool is_dated(const pugi::xml_node& cell) const {
    auto style = number_in<std::size_t>(attribute(cell, "s"));
    return style && *style < dated_.size() && dated_[*style];
  }

  zip_parts parts_;
  std::vector<std::pair<std::string, std::string>> by_type_;  // of what relations_of read last
  std::set<std::string> worksheets_;
  std::vector<std::string> shared_;
  std::vector<bool> dated_;  // by style
};

}  // namespace

const workbook_sheet* workbook::find(std::string_view name) const {
  auto found = std::ranges::find(sheets, name, &workbook_sheet::name);
  return found == sheets.end() ? nullptr : &*found;
}

workbook read_workbook(std::string_view bytes) { return workbook_reader(bytes).read(); }

std::string column_letters(int column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters;
}

}  // namespace gridwhistle
