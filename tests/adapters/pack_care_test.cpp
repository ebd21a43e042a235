// care.csv: every slip is named with its place, and a pack without the file keeps its hash.
#include <gtest/gtest.h>

#include "server/core/care_schedule.hpp"
#include "tests/adapters/small_pack.hpp"

namespace gridwhistle {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;

pack_files with_care(const std::string& rows) {
  pack_files files = good_pack();
  files["care.csv"] = "resident,area,matter,every,from,to,note\n" + rows;
  return files;
}

TEST(pack_care, its_rows_are_read_and_their_ids_differ_by_resident_and_matter) {
  policy_ptr city =
      loaded(with_care("R-1,210101,matter:06010,month,2026-01-01,,on the third floor\n"
                       "R-2,2102,matter:06010,quarter,2026-02-01,2026-06-30,\n"
                       "R-2,2102,component:01001,week,2026-02-01,,\n"));
  ASSERT_TRUE(city);
  ASSERT_EQ(city->care.size(), 3u);
  EXPECT_EQ(city->care[0].resident, "R-1");
  EXPECT_EQ(city->care[0].area, area_code("210101"));
  EXPECT_EQ(city->care[0].every, care_rhythm::month);
  EXPECT_EQ(city->care[0].from, local_days(2026y / 1 / 1));
  EXPECT_EQ(city->care[0].to, std::nullopt);
  EXPECT_EQ(city->care[1].to, local_days(2026y / 6 / 30));
  EXPECT_NE(city->care[0].root, city->care[1].root);
  EXPECT_NE(city->care[1].root, city->care[2].root);
  // SHA-256 of "care/R-1/matter:06010" begins so: what is in journals for ever.
  EXPECT_EQ(hex_text(city->care[0].root), "25ce2c79ef5daee7b1c1");
}

TEST(pack_care, a_pack_without_the_file_has_no_visits_and_keeps_its_hash) {
  policy_ptr without = loaded(good_pack());
  ASSERT_TRUE(without);
  EXPECT_TRUE(without->care.empty());
  EXPECT_EQ(canonical_bytes(good_pack()).find("care.csv"), std::string::npos);
  policy_ptr with = loaded(with_care("R-1,210101,matter:06010,month,2026-01-01,,\n"));
  ASSERT_TRUE(with);
  EXPECT_NE(with->hash, without->hash);
}

TEST(pack_care, every_slip_is_named_with_its_place) {
  struct slip {
    const char* row;
    const char* error;
  };
  const slip slips[] = {
      {"Mr Smith,210101,matter:06010,month,2026-01-01,,",
       "care.csv:2:1: \"Mr Smith\": a reference code is 1 to 64 bytes without blanks and @ # | / "
       "*: never a name"},
      {"R-1,9,matter:06010,month,2026-01-01,,", "care.csv:2:2: \"9\": no area has this code"},
      {"R-1,2101,matter:06010,month,2026-01-01,,",
       "care.csv:2:2: \"2101\": this area has others below it: name the one where the resident "
       "lives"},
      {"R-1,210101,06010,month,2026-01-01,,",
       "care.csv:2:3: \"06010\": a matter is written matter:06010"},
      {"R-1,210101,matter:06099,month,2026-01-01,,",
       "care.csv:2:3: \"matter:06099\": no matter has this kind and code"},
      {"R-1,210101,matter:06011,month,2026-01-01,,",
       "care.csv:2:3: \"matter:06011\": this matter is not on the admission list"},
      {"R-1,210101,matter:06010,daily,2026-01-01,,",
       "care.csv:2:4: \"daily\": this is week, month or quarter"},
      {"R-1,210101,matter:06010,month,2026-02-30,,",
       "care.csv:2:5: \"2026-02-30\": a date is written 2026-01-31"},
      {"R-1,210101,matter:06010,month,,,", "care.csv:2:5: \"\": a date is written 2026-01-31"},
      {"R-1,210101,matter:06010,month,2026-02-01,2026-01-31,",
       "care.csv:2:6: \"2026-01-31\": this day is before from"},
      {"R-1,210101,matter:06010,month,2026-01-01,2026-03-31,\n"
       "R-1,2102,matter:06010,week,2026-03-31,,",
       "care.csv:3:1: \"R-1\": line 2 has this resident and matter on the same days already"},
  };
  for (const slip& each : slips)
    EXPECT_EQ(errors_of(with_care(std::string(each.row) + "\n")), each.error) << each.row;
  EXPECT_EQ(errors_of(with_care("R-1,210101,matter:06010,month,2026-01-01,2026-03-31,\n"
                                "R-1,2102,matter:06010,week,2026-04-01,,\n")),
            "")
      << "who moves has two rows";
}

}  // namespace
}  // namespace gridwhistle
