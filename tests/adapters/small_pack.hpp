// The smallest pack with one of everything, for tests to break.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "common/pack_files.hpp"
#include "server/adapters/pack_error_words.hpp"
#include "server/adapters/pack_loader.hpp"

namespace gridwhistle {

inline const std::string good_settings =
    R"(name = "Harbour"
language = "en"
time_zone = "America/New_York"
datum = "wgs84"
official = false

[calendar]
from = 2026-01-01
to = 2026-12-31

[defaults.routine]
report_in = "4 work_hour"
handle = "7 natural_day"

[defaults.joint]
report_in = "1 urgent_hour"
handle = "5 work_day"

[defaults.key]
report_in = "24 urgent_hour"
handle = "15 natural_day"

[defaults.emergency]
report_in = "30 urgent_minute"
handle = "2 urgent_hour"

[rules]
desk_clock = "15 urgent_minute"
)";

inline pack_files good_pack() {
  return {
      {"pack.toml", good_settings},
      {"areas.csv", R"(code,level,name,parent
21,city,Harbour,
2101,district,North,21
2102,district,South,21
210101,street,Pier,2101
)"},
      {"departments.csv", R"(code,name,function,level,area,phone,backup
desk-21,City desk,desk,city,21,,
um-2101,Streets North,urban_management,district,2101,100,um-2102
um-2102,Streets South,urban_management,district,2102,,
fire-21,Fire,fire,city,21,,
)"},
      {"matters.csv", R"(kind,code,name,big_name,aliases,admitted,verification
matter,06010,Illegal stall,Street order,10101|10102,yes,yes
matter,06011,Noise,Street order,,no,no
component,01001,Manhole cover,Utilities,,yes,yes
)"},
      {"duties.csv", R"(matter,area,when,kind,lead,helpers,limit_class,note
matter:06010,*,*,*,urban_management@district,,stall,
matter:06010,2101,workday,joint,urban_management@district,fire@city|desk@city,stall,market
matter:06,*,2026-07-01..2026-09-30,*,urban_management@district,,,
component:*,*,night,*,fire@city,,,
*,*,*,emergency,fire@city,,,
)"},
      {"limits.csv", R"(class,condition,report_in,handle,source
stall,1,30 urgent_minute,2 urgent_hour,a rule
stall,*,,4 work_hour,a rule
)"},
      {"calendar.csv", R"(date,kind,name
2026-07-03,off,Independence Day
2026-10-10,work,Make-up day
2027-01-01,off,New Year
)"},
      {"hours.csv", R"(department,open,close
*,08:00,12:00
*,14:00,18:00
fire-21,00:00,24:00
)"},
  };
}

// Whatever is said about a pack is said in Chinese too.
inline std::string text_of(const std::vector<pack_error>& errors) {
  std::string text;
  for (const pack_error& error : errors) {
    EXPECT_TRUE(chinese_of(error.message)) << error.message;
    text += (text.empty() ? "" : "\n") + to_text(error);
  }
  return text;
}

// Null, and the test has failed, where it does not load.
inline policy_ptr loaded(const pack_files& files) {
  auto read = load_pack(files);
  if (const auto* errors = std::get_if<std::vector<pack_error>>(&read)) {
    ADD_FAILURE() << text_of(*errors);
    return nullptr;
  }
  return std::get<policy_ptr>(read);
}

// "" when the pack loads.
inline std::string errors_of(const pack_files& files) {
  auto read = load_pack(files);
  auto* errors = std::get_if<std::vector<pack_error>>(&read);
  return errors ? text_of(*errors) : "";
}

}  // namespace gridwhistle
