// Every stage by every command, and every command by every speaker: no cell is left to chance.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

// How a whistle comes to each stage.
const std::map<std::string, std::string>& ways() {
  static const std::map<std::string, std::string> made = [] {
    std::string dispatched = "walker blow 01001 -> raised filed dispatched(um) delivered(um)\n";
    std::string handling = dispatched + "clerk-um report_in -> reported_in(um)\n";
    std::string handled = handling + "clerk-um handle \"swept\" -> handled(um)\n";
    std::string raised = "walker blow 01003 -> raised desk_took(2101:matter_not_admitted)\n";
    return std::map<std::string, std::string>{
        {"nothing", ""},
        {"raised", raised},
        {"filed", "walker blow 02002 -> raised filed desk_took(2101:no_duty)\n"},
        {"dispatched", dispatched},
        {"handling", handling},
        {"on_site", handling + "clerk-um arrive -> arrived(um)\n"},
        {"handled", handled},
        {"closed", handled + "mate verify solved -> verified closed(solved)\n"},
        {"declined", raised + "desk decline \"no\" -> declined\n"},
        {"withdrawn", dispatched + "walker withdraw \"gone\" -> withdrawn\n"},
    };
  }();
  return made;
}

// Each command as somebody who may give it would.
const std::map<std::string, std::string>& commands() {
  static const std::map<std::string, std::string> made = {
      {"blow", "walker blow 01001"},
      {"file", "desk file matter=01001"},
      {"dispatch", "desk dispatch lead=ps"},
      {"report_in", "clerk-um report_in"},
      {"arrive", "clerk-um arrive"},
      {"note", "walker note \"so\""},
      {"handle", "clerk-um handle \"swept\""},
      {"verify", "mate verify solved"},
      {"close", "desk close solved \"seen\""},
      {"decline", "desk decline \"no\""},
      {"withdraw", "walker withdraw \"gone\""},
  };
  return made;
}

constexpr const char* stages_by_commands = R"(
nothing blow raised filed dispatched(um) delivered(um)
nothing file refused whistle_unknown
nothing dispatch refused whistle_unknown
nothing report_in refused whistle_unknown
nothing arrive refused whistle_unknown
nothing note refused whistle_unknown
nothing handle refused whistle_unknown
nothing verify refused whistle_unknown
nothing close refused whistle_unknown
nothing decline refused whistle_unknown
nothing withdraw refused whistle_unknown

raised blow refused whistle_exists
raised file filed dispatched(um) delivered(um)
raised dispatch refused wrong_stage
raised report_in refused department_not_called
raised arrive refused department_not_called
raised note noted
raised handle refused department_not_called
raised verify refused wrong_stage
raised close refused wrong_stage
raised decline declined
raised withdraw withdrawn

filed blow refused whistle_exists
filed file filed dispatched(um) delivered(um)
filed dispatch dispatched(ps) delivered(ps)
filed report_in refused department_not_called
filed arrive refused department_not_called
filed note noted
filed handle refused department_not_called
filed verify refused wrong_stage
filed close refused wrong_stage
filed decline declined
filed withdraw withdrawn

dispatched blow refused whistle_exists
dispatched file refused wrong_stage
dispatched dispatch refused wrong_stage
dispatched report_in reported_in(um)
dispatched arrive refused not_reported_in
dispatched note noted
dispatched handle refused not_reported_in
dispatched verify refused wrong_stage
dispatched close refused wrong_stage
dispatched decline refused wrong_stage
dispatched withdraw withdrawn

handling blow refused whistle_exists
handling file refused wrong_stage
handling dispatch refused wrong_stage
handling report_in refused already_reported_in
handling arrive arrived(um)
handling note noted
handling handle handled(um)
handling verify refused wrong_stage
handling close refused wrong_stage
handling decline refused wrong_stage
handling withdraw withdrawn

on_site blow refused whistle_exists
on_site file refused wrong_stage
on_site dispatch refused wrong_stage
on_site report_in refused already_reported_in
on_site arrive refused already_on_site
on_site note noted
on_site handle handled(um)
on_site verify refused wrong_stage
on_site close refused wrong_stage
on_site decline refused wrong_stage
on_site withdraw withdrawn

handled blow refused whistle_exists
handled file refused wrong_stage
handled dispatch refused wrong_stage
handled report_in refused obligation_done
handled arrive refused obligation_done
handled note noted
handled handle refused obligation_done
handled verify verified closed(solved)
handled close closed(solved)
handled decline refused wrong_stage
handled withdraw refused wrong_stage

closed blow refused whistle_exists
closed file refused already_ended
closed dispatch refused already_ended
closed report_in refused already_ended
closed arrive refused already_ended
closed note refused already_ended
closed handle refused already_ended
closed verify refused already_ended
closed close refused already_ended
closed decline refused already_ended
closed withdraw refused already_ended

declined blow refused whistle_exists
declined file refused already_ended
declined dispatch refused already_ended
declined report_in refused department_not_called
declined arrive refused department_not_called
declined note refused already_ended
declined handle refused department_not_called
declined verify refused already_ended
declined close refused already_ended
declined decline refused already_ended
declined withdraw refused already_ended

withdrawn blow refused whistle_exists
withdrawn file refused already_ended
withdrawn dispatch refused already_ended
withdrawn report_in refused already_ended
withdrawn arrive refused already_ended
withdrawn note refused already_ended
withdrawn handle refused already_ended
withdrawn verify refused already_ended
withdrawn close refused already_ended
withdrawn decline refused already_ended
withdrawn withdraw refused already_ended
)";

TEST(whistle_matrix, at_every_stage_every_command_has_its_events_or_its_refusal) {
  std::set<std::pair<std::string, std::string>> covered;
  std::istringstream lines(stages_by_commands);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream cell(line);
    std::string stage_name, command_name, wanted;
    if (!(cell >> stage_name >> command_name)) continue;
    std::getline(cell >> std::ws, wanted);
    whistle_script life;
    life.run(ways().at(stage_name));
    EXPECT_EQ(life.outcome_of(commands().at(command_name)), wanted) << line;
    EXPECT_TRUE(covered.emplace(stage_name, command_name).second) << line;
  }
  EXPECT_EQ(commands().size(), std::variant_size_v<ask>);
  EXPECT_EQ(covered.size(), ways().size() * commands().size());
}

// Where each command can be given, so that only the speaker can be what is wrong.
const std::map<std::string, std::string>& places() {
  static const std::map<std::string, std::string> made = {
      {"blow", "nothing"},         {"file", "filed"},         {"dispatch", "filed"},
      {"report_in", "dispatched"}, {"arrive", "handling"},    {"note", "dispatched"},
      {"handle", "handling"},      {"verify", "handled"},     {"close", "handled"},
      {"decline", "filed"},        {"withdraw", "dispatched"}};
  return made;
}

// role: role_not_allowed, yours: not_your_whistle, called: department_not_called.
constexpr const char* commands_by_speakers = R"(
speaker       blow file dispatch report_in arrive note  handle verify close decline withdraw
walker        yes  role role     role      role   yes   role   yes    role  role    yes
mate          yes  role role     role      role   yours role   yes    role  role    yours
stranger      yes  role role     role      role   yours role   yours  role  role    yours
clerk-um      role role role     yes       yes    yes   yes    yours  role  role    yours
clerk-um2     role role role     yes       yes    yes   yes    yours  role  role    yours
clerk-ps      role role role     called    called yours called yours  role  role    yours
clerk-pw      role role role     called    called yours called yours  role  role    yours
clerk-env     role role role     called    called yours called yours  role  role    yours
desk          yes  yes  yes      role      role   yes   role   yes    yes   yes     yours
desk-city     yes  yes  yes      role      role   yes   role   yes    yes   yes     yours
officer-2102  yes  role role     role      role   yours role   yours  role  role    yours
hotline       yes  role role     role      role   yours role   yours  role  role    yours
)";

TEST(whistle_matrix, every_command_is_for_its_speakers_only) {
  const std::map<std::string, std::string> refused_as = {
      {"role", "refused role_not_allowed"},
      {"yours", "refused not_your_whistle"},
      {"called", "refused department_not_called"}};
  std::istringstream lines(commands_by_speakers);
  std::string line, cell;
  std::vector<std::string> verbs;
  std::size_t cells = 0;
  while (std::getline(lines, line)) {
    std::istringstream row(line);
    std::string who;
    if (!(row >> who)) continue;
    if (who == "speaker") {
      while (row >> cell) verbs.push_back(cell);
      continue;
    }
    for (const std::string& verb : verbs) {
      ASSERT_TRUE(row >> cell) << who << ' ' << verb;
      ++cells;
      whistle_script life;
      life.run(ways().at(places().at(verb)));
      const std::string& asked = commands().at(verb);
      std::string outcome = life.outcome_of(who + asked.substr(asked.find(' ')));
      if (cell == "yes") {
        EXPECT_NE(outcome.substr(0, 7), "refused") << who << ' ' << verb << ": " << outcome;
      } else {
        EXPECT_EQ(outcome, refused_as.at(cell)) << who << ' ' << verb;
      }
    }
  }
  EXPECT_EQ(cells, small_city::speaker_names().size() * std::variant_size_v<ask>);
}

TEST(whistle_matrix, a_whistle_is_seen_by_those_it_concerns) {
  struct row {
    const char* stage;
    const char* seers;
  };
  constexpr row table[] = {
      {"dispatched", "walker mate clerk-um clerk-um2 desk desk-city"},
      {"filed", "walker mate desk desk-city"},
      {"closed", "walker mate clerk-um clerk-um2 desk desk-city"},
  };
  for (const row& each : table) {
    whistle_script life;
    life.run(ways().at(each.stage));
    std::string seers;
    for (const std::string& name : small_city::speaker_names()) {
      if (!may_see(life.state(), small_city::speaker(name), life.rules())) continue;
      seers += (seers.empty() ? "" : " ") + name;
    }
    EXPECT_EQ(seers, each.seers) << each.stage;
  }
}

TEST(whistle_matrix, a_whistle_at_a_place_nobody_knows_concerns_the_citys_desk_only) {
  whistle_script life;
  life.run(R"(
    walker blow 01001 area=99 -> raised desk_took(21:area_unknown)
    desk file area=2101010101 -> refused role_not_allowed
    officer-2102 decline "no" -> refused role_not_allowed
  )");
  EXPECT_FALSE(may_see(life.state(), small_city::speaker("desk"), life.rules()));
  EXPECT_TRUE(may_see(life.state(), small_city::speaker("desk-city"), life.rules()));
}

}  // namespace
}  // namespace gridwhistle
