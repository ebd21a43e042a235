// A pack's tables as a workbook: what we write comes back byte by byte, what others write is read
// as it was meant, and what cannot be is named by sheet, row and column.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "server/adapters/pack_directory.hpp"
#include "server/adapters/workbook_export.hpp"
#include "server/adapters/workbook_import.hpp"
#include "server/adapters/workbook_text.hpp"
#include "server/adapters/zip_parts.hpp"
#include "tests/adapters/shipped_pack.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string bytes_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

class workbooks : public testing::Test {
 protected:
  workbooks() {
    std::string name = (fs::temp_directory_path() / "gw-workbook-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    folder = name;
  }
  ~workbooks() override { fs::remove_all(folder); }

  // What the workbook of these files gives back.
  imported_pack there_and_back(const pack_files& files) {
    fs::path book = folder / "pack.xlsx";
    std::vector<pack_error> errors = write_pack_workbook(book, files);
    EXPECT_EQ(text_of(errors), "");
    return or_throw(read_pack_workbook("pack.xlsx", bytes_of(book)), "pack.xlsx");
  }

  void make_foreign() {
    replace_pack_files(folder / "pack", good_pack());
    std::string command = "/usr/bin/python3 -B " GW_SOURCE_DIR
                          "/tests/adapters/foreign_workbooks.py " +
                          (folder / "pack").string() + " " + folder.string();
    ASSERT_EQ(std::system(command.c_str()), 0);
  }

  // As import-xlsx tells them; "" when the pack loads.
  std::string errors_in(const std::string& name) const {
    auto read = read_pack_workbook(name, bytes_of(folder / name));
    if (auto* errors = std::get_if<1>(&read)) return text_of(*errors);
    const imported_pack& made = std::get<0>(read);
    auto loaded = load_pack(made.files);
    auto* errors = std::get_if<1>(&loaded);
    if (!errors) return "";
    for (pack_error& each : *errors) each = at_its_cell(std::move(each), made);
    return text_of(*errors);
  }

  fs::path folder;
};

std::string hash_of(const pack_files& files) {
  return hash_of_canonical(canonical_bytes(files)).hex();
}

TEST_F(workbooks, the_shipped_packs_come_back_byte_by_byte) {
  for (std::string_view name : {"shenyang", "boston"}) {
    fs::path directory = fs::path(GW_SOURCE_DIR) / "deploy/packs" / name;
    pack_files files = normalised(std::get<0>(read_pack_directory(directory)));
    imported_pack back = there_and_back(files);
    std::string map = files.at("grids.geojson");
    EXPECT_EQ(back.elsewhere.at("grids.geojson"), hash_of_canonical(map).hex());
    back.files.emplace("grids.geojson", map);
    EXPECT_EQ(hash_of(back.files), hash_of(files)) << name;
  }
}

TEST_F(workbooks, what_a_spreadsheet_would_change_comes_back_as_it_was) {
  pack_files files = good_pack();
  files["matters.csv"] =
      "kind,code,name,big_name,aliases,admitted,verification,tags\n"
      "matter,06010,=1+1,\" +86, @x\",00123456789012345678|-5,yes,yes,\n"
      "matter,06011,\"two\nlines, and \"\"quotes\"\"\",_x0041_ and _x000D_,,no,no,\n"
      "component,01001, blanks around ,\t2026-03-01,1e5|0x1F,yes,yes,\n";
  files["expect.csv"] =
      "matter,area,at,kind,lead,helpers,note\n"
      "matter:06010,2101,2026-07-02T12:00,routine,um-2101,,\n";
  imported_pack back = there_and_back(files);
  EXPECT_EQ(back.files, files);
}

TEST_F(workbooks, a_file_that_was_written_oddly_keeps_its_bytes_until_a_cell_changes) {
  pack_files files = good_pack();
  files["calendar.csv"] = "date,kind,\"name\"\n\n2026-07-03,off,\"Day\"\n,,\n\n2026-10-10,work,x";
  files["pack.toml"] = "\n" + good_settings + "\n# the end";
  imported_pack back = there_and_back(files);
  EXPECT_EQ(back.files.at("calendar.csv"), files.at("calendar.csv"));
  EXPECT_EQ(back.files.at("pack.toml"), files.at("pack.toml"));
  EXPECT_EQ(hash_of(back.files), hash_of(files));
}

TEST_F(workbooks, a_cell_too_long_for_a_spreadsheet_is_named_and_nothing_is_written) {
  pack_files files = good_pack();
  files["areas.csv"] = "code,level,name,parent\n21,city," + std::string(40000, 'x') + ",\n";
  std::vector<pack_error> errors = write_pack_workbook(folder / "pack.xlsx", files);
  EXPECT_THAT(text_of(errors), HasSubstr("areas.csv:2:3: "));
  EXPECT_TRUE(fs::is_empty(folder));
}

TEST_F(workbooks, what_other_programs_save_is_read_as_it_was_meant) {
  make_foreign();
  for (const char* name :
       {"typed.xlsx", "typed_1904.xlsx", "inline.xlsx", "runs.xlsx", "prefixed.xlsx"}) {
    auto read = read_pack_workbook(name, bytes_of(folder / name));
    ASSERT_TRUE(std::holds_alternative<imported_pack>(read)) << text_of(std::get<1>(read));
    EXPECT_EQ(std::get<0>(read).files, good_pack()) << name;
  }
}

TEST_F(workbooks, what_cannot_be_read_is_named_by_sheet_row_and_column) {
  make_foreign();
  struct {
    const char* book;
    const char* said;
  } table[] = {
      {"unknown_column.xlsx",
       R"(sheet areas.csv, row 1, column E: "population": unknown column; this file has code,)"},
      {"column_twice.xlsx",
       R"(sheet areas.csv, row 1, column D: "code": this column is there twice)"},
      {"no_column.xlsx", R"("parent": this column is missing)"},
      {"beside_the_table.xlsx",
       R"(sheet areas.csv, row 3, column F: "a remark": no column's name stands above this)"},
      {"long_number.xlsx",
       "sheet areas.csv, row 5, column A: \"2.10101e+18\": the "
       "spreadsheet has made a number of this"},
      {"half_a_code.xlsx", R"(sheet areas.csv, row 5, column A: "2101.5": the spreadsheet has)"},
      {"became_a_date.xlsx",
       "sheet departments.csv, row 3, column F: \"46082\": the spreadsheet "
       "has made a date of this (2026-03-01T00:00)"},
      {"lost_zero.xlsx",
       "sheet departments.csv, row 4, column F: \"24200\": the spreadsheet has "
       "made a number of this code, and others of this column begin with 0"},
      {"failed_formula.xlsx", R"(row 3, column B: "#REF!": the formula of this cell has failed)"},
      {"never_reckoned.xlsx", "row 3, column B: this formula was never reckoned"},
      {"date_with_time.xlsx", "sheet calendar.csv, row 2, column A: \"46206.35416"},
      {"number_for_date.xlsx", R"(sheet calendar.csv, row 2, column A: "46206": this is a number)"},
      {"unknown_area.xlsx", R"(sheet departments.csv, row 3, column E: "2199": no area has this)"},
      {"settings_beside.xlsx", R"(sheet pack.toml, row 2, column B: "x": a line of pack.toml)"},
      {"settings_wrong.xlsx", R"(sheet pack.toml, row 4, column A: "moon": )"},
      {"merged.xlsx", R"(sheet areas.csv: "D3:D4": merged cells)"},
      {"no_duties.xlsx", "sheet duties.csv: this sheet is missing"},
      {"strange_sheet.xlsx", "sheet extra: no table of a pack has this name"},
      {"text.xlsx", "text.xlsx: this is no .xlsx workbook, which is a zip archive"},
      {"old.xlsx", "old.xlsx: this is an .xls workbook or one with a password"},
      {"empty.xlsx", "empty.xlsx: this file is empty"},
      {"other_zip.xlsx", "other_zip.xlsx: "},
      {"bomb.xlsx", "bomb.xlsx: xl/worksheets/sheet2.xml: unpacked this is larger"},
      {"no_xml.xlsx", "no_xml.xlsx: xl/worksheets/sheet2.xml: this part is no XML"},
      {"no_part.xlsx", "xl/worksheets/sheet2.xml: this part of the workbook is missing"},
      {"cut.xlsx", "cut.xlsx: this is no .xlsx workbook"},
  };
  for (const auto& each : table) EXPECT_THAT(errors_in(each.book), HasSubstr(each.said));
}

TEST_F(workbooks, a_sheet_that_was_exported_and_then_removed_is_missed) {
  pack_files files = good_pack();
  files["ladders.csv"] = "kind,clock,percent,work_days_before,action,to\n*,handle,50,,urge,city\n";
  imported_pack back = there_and_back(files);
  EXPECT_TRUE(back.files.contains("ladders.csv"));
  EXPECT_FALSE(there_and_back(good_pack()).files.contains("ladders.csv"));
}

TEST_F(workbooks, the_directory_keeps_what_the_tables_do_not_name_and_changes_at_once) {
  fs::path pack = folder / "pack";
  replace_pack_files(pack, good_pack());
  std::ofstream(pack / "README.md") << "ours";
  pack_files changed = good_pack();
  changed["areas.csv"] += "2103,district,East,21\n";
  replace_pack_files(pack, changed);
  EXPECT_EQ(std::get<0>(read_pack_directory(pack)), changed);
  EXPECT_EQ(bytes_of(pack / "README.md"), "ours");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
}

TEST_F(workbooks, an_import_takes_all_or_leaves_the_directory_as_it_was) {
  make_foreign();
  fs::path pack = folder / "pack";
  std::ofstream(pack / "grids.geojson") << R"({"type":"FeatureCollection","features":[]})";
  auto import = [&](const std::string& book, const std::string& more = "") {
    std::string command = GW_BINARY_DIR "/bin/gridwhistled pack import-xlsx " +
                          (folder / book).string() + " " + pack.string() + more + " >" +
                          (folder / "said").string() + " 2>&1";
    return std::system(command.c_str()) == 0;
  };
  auto said = [&] { return bytes_of(folder / "said"); };
  EXPECT_FALSE(import("unknown_area.xlsx"));
  EXPECT_THAT(said(), HasSubstr("sheet departments.csv, row 3, column E"));
  EXPECT_EQ(std::get<0>(read_pack_directory(pack)).at("departments.csv"),
            good_pack().at("departments.csv"));
  EXPECT_FALSE(import("unknown_area.xlsx", " --lang zh"));
  EXPECT_THAT(said(), HasSubstr("工作表 departments.csv 第3行 E列："));
  EXPECT_THAT(said(), HasSubstr("没有这个编码的区域"));
  fs::remove(pack / "grids.geojson");
  std::ofstream(pack / "areas.csv") << "code,level,name,parent\n";
  std::ofstream(pack / "care.csv") << "resident,area,matter,every,from,to,note\n";
  EXPECT_FALSE(import("typed.xlsx"));
  EXPECT_THAT(said(), HasSubstr("care.csv is there, and the workbook has no sheet care.csv"));
  fs::remove(pack / "care.csv");
  EXPECT_TRUE(import("typed.xlsx")) << said();
  EXPECT_EQ(said(), hash_of(good_pack()) + "\n");
  EXPECT_EQ(std::get<0>(read_pack_directory(pack)), good_pack());
}

TEST_F(workbooks, a_pack_with_a_map_is_imported_only_with_its_map) {
  fs::path shipped = fs::path(GW_SOURCE_DIR) / "deploy/packs/boston";
  pack_files files = normalised(std::get<0>(read_pack_directory(shipped)));
  EXPECT_EQ(text_of(write_pack_workbook(folder / "boston.xlsx", files)), "");
  std::string import = GW_BINARY_DIR "/bin/gridwhistled pack import-xlsx " +
                       (folder / "boston.xlsx").string() + " " + (folder / "new").string();
  std::string quietly = " >" + (folder / "said").string() + " 2>&1";
  EXPECT_NE(std::system((import + quietly).c_str()), 0);
  EXPECT_THAT(bytes_of(folder / "said"), HasSubstr("or name it with --map"));
  EXPECT_FALSE(fs::exists(folder / "new"));
  import += " --map " + (shipped / "grids.geojson").string();
  EXPECT_EQ(std::system((import + quietly).c_str()), 0) << bytes_of(folder / "said");
  EXPECT_EQ(bytes_of(folder / "said"), hash_of(files) + "\n");
}

TEST(workbook_cells, numbers_become_what_was_typed_or_are_refused) {
  using enum cell_kind;
  using type = workbook_cell_type;
  constexpr auto in_1900 = workbook_epoch::in_1900;
  struct {
    workbook_cell_type holds;
    const char* stored;
    cell_kind kind;
    const char* text;  // null: refused
    workbook_epoch epoch = in_1900;
  } table[] = {
      {type::number, "6010", matter_digits, "06010"},
      {type::number, "210102001002", code, "210102001002"},
      {type::number, "2.10102001002E11", code, "210102001002"},
      {type::number, "999999999999999", code, "999999999999999"},
      {type::number, "1000000000000000", code, nullptr},
      {type::number, "-5", code, nullptr},
      {type::number, "0.30000000000000004", text, "0.3"},
      {type::number, "50", text, "50"},
      {type::number, "nan", text, nullptr},
      {type::number, "1e999", text, nullptr},
      {type::dated_number, "1", date, "1900-01-01"},
      {type::dated_number, "59", date, "1900-02-28"},
      {type::dated_number, "60", date, nullptr},
      {type::dated_number, "61", date, "1900-03-01"},
      {type::dated_number, "46206", date, "2026-07-03"},
      {type::dated_number, "44744", date, "2026-07-03", workbook_epoch::in_1904},
      {type::dated_number, "46206.5", date, nullptr},
      {type::dated_number, "46206.999999999", local_time, "2026-07-04T00:00"},
      {type::dated_number, "46206.520833333336", local_time, "2026-07-03T12:30"},
      {type::dated_number, "46206.0001", local_time, nullptr},
      {type::dated_number, "0.35416666666666669", clock, "08:30"},
      {type::dated_number, "0", clock, "00:00"},
      {type::dated_number, "1", clock, "24:00"},
      {type::dated_number, "1.5", clock, nullptr},
      {type::dated_number, "-1", date, nullptr},
      {type::dated_number, "3000000", date, nullptr},
      {type::dated_number, "46206", code, nullptr},
      {type::iso_date, "2026-07-03T12:30:00", local_time, "2026-07-03T12:30"},
      {type::iso_date, "2026-07-03T00:00:00.000", date, "2026-07-03"},
      {type::iso_date, "2026-07-03", date, "2026-07-03"},
      {type::iso_date, "2026-07-03T12:30:07", local_time, nullptr},
      {type::boolean, "1", yes_no, "yes"},
      {type::boolean, "0", yes_no, "no"},
      {type::boolean, "1", text, "TRUE"},
      {type::no_value, "", text, nullptr},
  };
  for (const auto& each : table) {
    cell_reading read = read_workbook_cell({1, 1, each.holds, each.stored}, each.kind, each.epoch);
    EXPECT_EQ(read.fault.empty(), each.text != nullptr) << each.stored << ": " << read.fault;
    EXPECT_EQ(read.text, each.text ? each.text : "") << each.stored;
  }
}

TEST(archive, gives_back_every_file_and_the_same_bytes_for_the_same_pack) {
  pack_files files = {
      {"pack.toml", "name = \"城\"\n"}, {"areas.csv", ""}, {"big.csv", std::string(70'000, 'a')}};
  std::string made = zip_of(files);
  EXPECT_EQ(made, zip_of(files));
  EXPECT_LT(made.size(), 70'000u);
  zip_parts read(made);
  for (const auto& [name, bytes] : files) EXPECT_EQ(read.read(name), bytes);
}

}  // namespace
}  // namespace gridwhistle
