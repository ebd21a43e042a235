#include "server/adapters/pack_care.hpp"

#include <sodium.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "server/core/care_schedule.hpp"

namespace gridwhistle {
namespace {

using std::chrono::local_days;

// What makes the ids of this resident's visits: no two residents and matters have one in common,
// and no other pack or server makes others of them.
care_root root_of(const std::string& resident, const matter_key& matter) {
  std::string text = "care/" + resident + "/" + to_text(matter);
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  care_root root{};
  std::copy_n(hash.begin(), root.size(), root.begin());
  return root;
}

struct care_reader {
  const std::vector<area>* areas;
  const std::vector<matter>* matters;
  std::set<std::string> known, with_areas_below;
  std::map<std::string, admission> admitted;
  std::vector<care_row> made;
  std::map<std::pair<std::string, matter_key>, std::vector<std::size_t>> of_resident;
  std::vector<pack_row> lines;  // of made
  std::vector<file_error> errors;

  void learn() {
    for (const area& each : areas ? *areas : std::vector<area>()) {
      known.insert(each.code.text);
      with_areas_below.insert(each.parent.text);
    }
    for (const matter& each : matters ? *matters : std::vector<matter>())
      admitted.emplace(to_text(each.key), each.admitted);
  }

  void read(const pack_row& row) {
    std::size_t before = errors.size();
    if (!is_code(row["resident"]))
      blame(row, "resident",
            "a reference code is 1 to 64 bytes without blanks and @ # | / *: never a name");
    check_area(row);
    std::optional<matter_key> matter = matter_of(row);
    std::optional<care_rhythm> every = parse_care_rhythm(row["every"]);
    if (!every) blame(row, "every", "this is week, month or quarter");
    std::optional<local_days> from = day_of(row, "from"), to;
    if (!row["to"].empty()) to = day_of(row, "to");
    if (from && to && *to < *from) blame(row, "to", "this day is before from");
    if (errors.size() > before) return;
    of_resident[{row["resident"], *matter}].push_back(made.size());
    lines.push_back(row);
    made.push_back({row["resident"], area_code(row["area"]), *matter, *every, *from, to,
                    root_of(row["resident"], *matter)});
  }

  void check_area(const pack_row& row) {
    if (!areas) return;
    if (!known.contains(row["area"])) return blame(row, "area", "no area has this code");
    if (with_areas_below.contains(row["area"]))
      blame(row, "area", "this area has others below it: name the one where the resident lives");
  }

  std::optional<matter_key> matter_of(const pack_row& row) {
    std::optional<matter_key> key = parse_matter_key(row["matter"]);
    if (!key) {
      blame(row, "matter", "a matter is written matter:06010");
    } else if (matters && !admitted.contains(row["matter"])) {
      blame(row, "matter", "no matter has this kind and code");
    } else if (matters && admitted.at(row["matter"]) == admission::not_admitted) {
      blame(row, "matter", "this matter is not on the admission list");
    }
    return key;
  }

  std::optional<local_days> day_of(const pack_row& row, std::string_view column) {
    std::optional<local_days> day = parse_date(row[column]);
    if (!day) blame(row, column, "a date is written 2026-01-31");
    return day;
  }

  void find_overlaps(std::vector<std::size_t>& same) {
    std::ranges::stable_sort(same, {}, [this](std::size_t at) { return made[at].from; });
    for (std::size_t i = 1; i < same.size(); ++i) {
      const care_row& earlier = made[same[i - 1]];
      if (earlier.to && *earlier.to < made[same[i]].from) continue;
      std::size_t first = std::min(same[i - 1], same[i]), second = std::max(same[i - 1], same[i]);
      blame(lines[second], "resident",
            "line " + std::to_string(lines[first].line()) +
                " has this resident and matter on the same days already");
    }
  }

  void blame(const pack_row& row, std::string_view column, std::string_view message) {
    errors.push_back(row.error(column, message));
  }
};

}  // namespace

std::variant<std::vector<care_row>, std::vector<file_error>> read_care(
    const std::vector<pack_row>& rows, const std::vector<area>* areas,
    const std::vector<matter>* matters) {
  care_reader all{areas, matters, {}, {}, {}, {}, {}, {}, {}};
  all.learn();
  for (const pack_row& row : rows) all.read(row);
  for (auto& [resident, same] : all.of_resident) all.find_overlaps(same);
  if (!all.errors.empty()) return std::move(all.errors);
  return std::move(all.made);
}

}  // namespace gridwhistle
