// Single edits of the files of a pack, drawn from a seed: each is certified, and asking every
// question agrees, or refused with what is true of the pack: a counter-example, or the place of a
// cell that cannot be read. Nothing else comes of any edit.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/csv_cells.hpp"
#include "server/adapters/pack_cells.hpp"
#include "server/adapters/pack_check.hpp"
#include "tests/adapters/shipped_pack.hpp"
#include "tests/core/coverage_agreement.hpp"
#include "tests/core/plain_coverage.hpp"

namespace gridwhistle {
namespace {

using std::chrono::local_days;
using table = std::vector<std::vector<std::string>>;

table cells_of(std::string_view file, std::string_view text) {
  table rows;
  for (const csv_row& row : cut_csv(file, text).rows) {
    rows.emplace_back();
    for (const csv_cell& each : row.cells) rows.back().push_back(each.text);
  }
  return rows;
}

struct edit {
  pack_files files;
  std::string file;
  std::string what;
  std::set<std::string> touched;  // cells of the rows concerned, before and after
  std::set<int> lines;            // of these rows
};

class editor {
 public:
  editor(const pack_files& files, std::mt19937& chance) : chance_(chance) {
    made_.files = files;
    constexpr std::array others = {"departments.csv", "areas.csv",    "posts.csv", "shifts.csv",
                                   "matters.csv",     "calendar.csv", "hours.csv", "limits.csv"};
    do {
      made_.file = below(2) == 0 ? "duties.csv" : others[below(others.size())];
    } while (!files.contains(made_.file));
    rows_ = cells_of(made_.file, files.find(made_.file)->second);
  }

  edit made() {
    std::size_t row = 1 + below(rows_.size() - 1);
    std::size_t column = below(rows_[0].size());
    touch(row);
    made_.what = made_.file + ':' + std::to_string(row + 1) + ' ';
    switch (below(6)) {
      case 0:
        made_.what += "deleted";
        rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(row));
        break;
      case 1:
        swap(row, column);
        break;
      case 2:
        made_.what += rows_[0][column] + " widened";
        rows_[row][column] = made_.file == "duties.csv" && column < 4 ? "*" : "";
        break;
      case 3:
        shift_dates(row);
        break;
      case 4:
        misspell(row, column);
        break;
      case 5:
        made_.what += "doubled";
        rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(row), rows_[row]);
        break;
      default:
        break;
    }
    std::string text;
    for (const auto& each : rows_) text += csv_line(each);
    made_.files[made_.file] = std::move(text);
    return std::move(made_);
  }

 private:
  std::size_t below(std::size_t bound) { return chance_() % bound; }
  void touch(std::size_t row) {
    made_.touched.insert(rows_[row].begin(), rows_[row].end());
    made_.lines.insert(static_cast<int>(row) + 1);
  }

  void swap(std::size_t row, std::size_t column) {
    std::size_t other = 1 + below(rows_.size() - 1);
    touch(other);
    made_.what += rows_[0][column] + " swapped with line " + std::to_string(other + 1);
    std::swap(rows_[row][column], rows_[other][column]);
  }

  // By up to three months; the first cell that has a date.
  void shift_dates(std::size_t row) {
    made_.what += "dates shifted";
    std::chrono::days by(static_cast<int>(below(180)) - 90);
    auto text = [](local_days date) { return date_text(date); };
    for (std::string& each : rows_[row]) {
      if (auto range = parse_date_range(each)) {
        each = text(range->first + by) + ".." + text(range->last + by);
      } else if (auto date = parse_date(each)) {
        each = text(*date + by);
      } else {
        continue;
      }
      return touch(row);
    }
  }

  void misspell(std::size_t row, std::size_t column) {
    std::string& cell = rows_[row][column];
    made_.what += rows_[0][column] + " misspelt";
    constexpr std::string_view letters = "aeinx0159@:";
    char letter = letters[below(letters.size())];
    std::size_t at = cell.empty() ? 0 : below(cell.size());
    bool plain = cell.empty() || (cell[at] & 0x80) == 0;
    if (!plain || below(2) == 0) {
      cell += letter;
    } else if (at < cell.size()) {
      cell[at] = letter;
    }
    touch(row);
  }

  std::mt19937& chance_;
  edit made_;
  table rows_;
};

// Asking every question looks at half hours.
bool between_half_hours(const policy& rules) {
  return std::ranges::any_of(rules.roster.all(), [](const post& each) {
    return std::ranges::any_of(each.shifts, [](const shift& one) {
      return one.open_minute % 30 != 0 || one.close_minute % 30 != 0;
    });
  });
}

// What cannot be read is where it is said to be, and has to do with what was edited.
void expect_true_places(const edit& made, const std::vector<pack_error>& errors) {
  bool concerned = false;
  for (const pack_error& each : errors) {
    // Two rows that contradict each other: either may be the one that was edited.
    for (int line : made.lines) {
      bool named = each.message.find("line " + std::to_string(line)) != std::string::npos;
      concerned = concerned || (each.file == made.file && (each.line == line || named));
    }
    for (const std::string& cell : made.touched) {
      bool part = cell.size() > 1 && each.value.find(cell) != std::string::npos;
      bool whole = !each.value.empty() && cell.find(each.value) != std::string::npos;
      concerned = concerned || part || whole;
    }
    if (each.column == 0 || !each.file.ends_with(".csv")) continue;
    csv_rows rows = cut_csv(each.file, made.files.at(each.file));
    auto row = std::ranges::find(rows.rows, each.line, &csv_row::line);
    ASSERT_NE(row, rows.rows.end()) << made.what << ": " << to_text(each);
    const std::string& cell = row->cells.at(static_cast<std::size_t>(each.column) - 1).text;
    ASSERT_NE(cell.find(each.value), std::string::npos) << made.what << ": " << to_text(each);
  }
  ASSERT_TRUE(concerned) << made.what << ": " << text_of(errors);
}

struct outcome_counts {
  int certified = 0;
  int refused = 0;     // with a counter-example
  int unreadable = 0;  // with a place
};

// agree: whatever can be asked of the policy itself.
template <class Agree>
outcome_counts tried(const pack_files& files, int edits, std::mt19937& chance, Agree agree) {
  outcome_counts counts;
  while (counts.certified + counts.refused + counts.unreadable < edits) {
    edit made = editor(files, chance).made();
    check_report report = check_pack(made.files, std::nullopt, std::nullopt);
    if (!report.proof) {
      auto loaded = load_pack(made.files);
      const auto* errors = std::get_if<1>(&loaded);
      EXPECT_TRUE(errors && !errors->empty()) << made.what;
      if (errors) expect_true_places(made, *errors);
      ++counts.unreadable;
    } else if (between_half_hours(*report.rules)) {
      continue;
    } else {
      agree(*report.rules, *report.proof, made.what);
      EXPECT_EQ(report.covered(), report.proof->covered()) << made.what;
      ++(report.covered() ? counts.certified : counts.refused);
    }
    if (testing::Test::HasFailure()) break;
  }
  return counts;
}

pack_files harbour() {
  pack_files files = good_pack();
  std::string& settings = files["pack.toml"];
  settings.replace(settings.find("2026-01-01"), 10, "2026-06-22");
  settings.replace(settings.find("2026-12-31"), 10, "2026-07-19");
  files["duties.csv"] = R"(matter,area,when,kind,lead,helpers,limit_class,note
matter:06010,2101,*,*,urban_management@district,,stall,
matter:06010,2102,workday,*,urban_management@district,,,
matter:06010,2102,off,*,urban_management@district,,,
matter:06010,210101,workday,joint,urban_management@district,fire@city,stall,market
matter:06010,2101,2026-07-01..2026-07-09,key,fire@city,,,
component:*,*,*,routine,fire@city,,,
component:*,*,*,joint,fire@city,,,
component:01001,*,*,key,fire@city,urban_management@district,,
component:01001,*,2026-06-01..2026-07-05,emergency,fire@city,,,
component:01001,*,2026-07-06..2026-07-31,emergency,fire@city,,,
)";
  files["calendar.csv"] = "date,kind,name\n2026-07-03,off,Independence Day\n2026-07-05,work,\n";
  files["posts.csv"] = R"(post,person,seat,grid,phone,deputy
fire-day,anna,fire-21,,,fire-rest
fire-night,ben,fire-21,,,
fire-rest,carl,um-2102,,,
um-day,dora,um-2101,,,
um-all,emil,um-2102,,,
walk,fay,,210101,,
)";
  files["shifts.csv"] = R"(post,days,open,close
fire-day,daily,08:00,20:00
fire-night,daily,20:00,08:00
fire-rest,off,08:00,20:00
um-day,workday,08:00,18:00
um-all,daily,06:00,06:00
)";
  return files;
}

TEST(pack_edits, an_edit_of_a_small_pack_is_certified_or_refused_as_asking_every_question_says) {
  std::mt19937 chance(4);
  int edits = count_from("GW_SLIPS", 120);
  auto agree = [](const policy& rules, const coverage& proof, const std::string& about) {
    expect_agreement(rules, proof, about);
  };
  outcome_counts counts = tried(harbour(), edits, chance, agree);
  EXPECT_EQ(counts.certified + counts.refused + counts.unreadable, edits);
  EXPECT_GT(counts.certified, edits / 10);
  EXPECT_GT(counts.refused, edits / 20);
  EXPECT_GT(counts.unreadable, edits / 10);
}

// --- the pack that ships -----------------------------------------------------------------------

// Of one year: every question of twenty takes long.
pack_files one_year_of_shenyang() {
  auto read = read_pack_directory(std::filesystem::path(GW_SOURCE_DIR) / "deploy/packs/shenyang");
  pack_files files = normalised(std::get<pack_files>(std::move(read)));
  std::string& settings = files["pack.toml"];
  settings.replace(settings.find("2007-01-01"), 10, "2026-01-01");
  std::string kept;
  for (const auto& row : cells_of("calendar.csv", files["calendar.csv"])) {
    if (row[0] == "date" || row[0] >= "2025-06-01") kept += csv_line(row);
  }
  files["calendar.csv"] = kept;
  return files;
}

// What the proof says of drawn questions, and of each finding's example.
void expect_sampled_agreement(const policy& rules, const coverage& proof, const std::string& about,
                              std::mt19937& chance) {
  for (const coverage_finding& each : proof.findings) {
    ASSERT_TRUE(example_is_true(rules, each)) << about;
  }
  if (!proof.covered()) return;
  constexpr int questions = 60;
  constexpr int staffed = 2;  // laying out every shift takes longer
  instant first = rules.days.where().to_utc(
      std::chrono::local_time<span>(rules.days.days().first + std::chrono::days(1)));
  for (int i = 0; i < questions; ++i) {
    const matter& what = rules.matters.all()[chance() % rules.matters.all().size()];
    const area& where = rules.areas.all()[chance() % rules.areas.all().size()];
    bool leaf = std::ranges::none_of(rules.areas.all(),
                                     [&](const area& each) { return each.parent == where.code; });
    if (what.admitted == admission::not_admitted || !leaf) continue;
    instant at = first + std::chrono::minutes(30) * (chance() % (360 * 48));
    plain_answer plain =
        plain_match(rules, {what.key, where.code, at, whistle_kinds[chance() % 4]});
    ASSERT_TRUE(plain.covered()) << about << ' ' << to_text(at);
    if (i >= staffed) continue;
    for (const department_code& each : plain.called) {
      ASSERT_TRUE(plainly_staffed(rules, each, at)) << about << ' ' << each.text;
    }
  }
}

TEST(pack_edits, an_edit_of_the_pack_of_shenyang_is_certified_or_refused_with_a_true_example) {
  std::mt19937 chance(24);
  int edits = count_from("GW_SLIPS", 40);
  pack_files files = one_year_of_shenyang();
  auto agree = [&](const policy& rules, const coverage& proof, const std::string& about) {
    expect_sampled_agreement(rules, proof, about, chance);
  };
  outcome_counts counts = tried(files, edits, chance, agree);
  EXPECT_EQ(counts.certified + counts.refused + counts.unreadable, edits);
  EXPECT_GT(counts.certified, edits / 10);
  EXPECT_GT(counts.unreadable, edits / 10);
}

}  // namespace
}  // namespace gridwhistle
