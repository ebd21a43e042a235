// Every stage x every command x every speaker equals whistle_matrix.md, which is read by people.
// What the code does is written anew with GW_WRITE_MATRIX=1 and then reviewed as a diff, cell by
// cell.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "server/core/permission.hpp"
#include "tests/core/whistle_script.hpp"

namespace gridwhistle {
namespace {

struct way {
  const char* name;
  const char* meaning;
  std::string lines;
};

// How a whistle comes to each place of its life.
const std::vector<way>& ways() {
  static const std::vector<way> made = [] {
    std::string dispatched = "walker blow 01001 -> raised filed dispatched(um) delivered(um)\n";
    std::string handling = dispatched + "clerk-um report_in -> reported_in(um)\n";
    std::string handled = handling + "clerk-um handle \"swept\" -> handled(um)\n";
    std::string raised = "walker blow 01003 -> raised desk_took(2101:matter_not_admitted)\n";
    std::string joint =
        "walker blow 03001 -> raised filed dispatched(um+ps+pw) delivered(um) delivered(ps) "
        "delivered(pw)\n";
    std::string asked =
        handling +
        "clerk-um request_extension more=24 \"rain\" -> extension_requested(um)\n"
        "clerk-um request_shelving until=20-09:00 \"frost\" -> shelving_requested\n";
    std::string late = dispatched + "at 11 17:00\nclock -> overran(report_in:um)\n";
    std::string joined = handling + "desk join to=2 \"the same\" -> joined(2) 2:member_joined(1)\n";
    return std::vector<way>{
        {"nothing", "no such whistle yet", ""},
        {"raised", "the desk repairs it", raised},
        {"filed", "no duty covers it, the desk must name a lead",
         "walker blow 02002 -> raised filed desk_took(2101:no_duty)\n"},
        {"dispatched", "um is called and has not reported in", dispatched},
        {"handling", "um has reported in", handling},
        {"on_site", "um is on site", handling + "clerk-um arrive -> arrived(um)\n"},
        {"joint", "um leads; ps and pw must help", joint},
        {"asked_reporter", "um has reported in and waits for the reporter's answer",
         handling + "clerk-um note to=reporter \"which gate?\" -> noted(um?)\n"},
        {"supervised", "um has reported in, and the city's supervisor orders it done by the 18th",
         handling + "supervisor-city supervise until=18-09:00 \"now\" -> supervised\n"},
        {"late", "um's report-in has overrun", late},
        {"appealed", "um appeals against it",
         late + "clerk-um appeal clock=report_in \"flood\" -> appealed(report_in:um)\n"},
        {"returned", "um has returned it, the desk must rule",
         dispatched + "clerk-um return to=ps \"not ours\" -> returned(um>ps)\n"},
        {"helper_returned", "ps has returned its help",
         joint + "clerk-ps return to=env \"not ours\" -> returned(ps>env)\n"},
        {"asked", "um asks for an extension and a shelving", asked},
        {"shelved", "the clocks stand until the 20th",
         asked + "desk decide_shelving granted -> shelving_granted\n"},
        {"handled", "um says done", handled},
        {"own_work", "a clerk of um reported it, and a colleague says done",
         "clerk-um blow 05001 kind=emergency -> raised filed dispatched(um) delivered(um)\n"
         "clerk-um2 report_in -> reported_in(um)\nclerk-um2 handle \"swept\" -> handled(um)\n"},
        {"closed", "verified as solved",
         handled + "mate verify solved -> verified closed(solved)\n"},
        {"asked_after", "verified as solved, and its reporter was reached and has rated it",
         handled + "mate verify solved -> verified closed(solved)\n"
                   "desk return_visit yes -> return_visited\nwalker rate yes -> rated\n"},
        {"declined", "the desk has declined it", raised + "desk decline \"no\" -> declined\n"},
        {"withdrawn", "the reporter took it back",
         dispatched + "walker withdraw \"gone\" -> withdrawn\n"},
        {"joined", "a duplicate of another whistle, which um handles", joined},
        {"closed_with_umbrella", "that other whistle was verified as solved",
         joined + "2: clerk-um report_in -> reported_in(um)\n"
                  "2: clerk-um handle \"swept\" -> handled(um)\n"
                  "2: mate verify solved -> verified closed(solved) 1:closed(solved)\n"},
        {"umbrella", "um says done, and what the stranger reported is joined to it",
         handled + "3: stranger blow 01001 -> raised filed dispatched(um) delivered(um)\n"
                   "3: desk join to=1 \"the same\" -> joined(1) 1:member_joined(3)\n"},
        {"closed_umbrella", "verified as solved, with what the stranger reported",
         handled + "3: stranger blow 01001 -> raised filed dispatched(um) delivered(um)\n"
                   "3: desk join to=1 \"the same\" -> joined(1) 1:member_joined(3)\n"
                   "mate verify solved -> verified closed(solved) 3:closed(solved)\n"},
    };
  }();
  return made;
}

// Each command, sound in every other respect.
const std::vector<std::string>& commands() {
  static const std::vector<std::string> made = {
      "blow 01001",
      "amend \"by the gate\"",
      "check \"seen\"",
      "file matter=01001",
      "dispatch lead=ps",
      "redispatch lead=ps \"theirs\"",
      "report_in",
      "unreport \"mistake\"",
      "arrive",
      "note \"so\"",
      "return to=env \"not ours\"",
      "rule rejected of=um \"yours\"",
      "release of=ps \"enough\"",
      "handle \"swept\"",
      "verify solved",
      "close solved \"seen\"",
      "decline \"no\"",
      "withdraw \"gone\"",
      "request_extension more=24 \"rain\"",
      "decide_extension granted of=um",
      "request_shelving until=20-09:00 \"frost\"",
      "decide_shelving granted",
      "urge \"quick\"",
      "supervise until=20-09:00 \"now\"",
      "reopen \"again\"",
      "appeal clock=report_in \"flood\"",
      "decide_appeal granted of=um clock=report_in \"yes\"",
      "return_visit yes",
      "rate yes",
      "join to=2 \"the same\"",
      "part \"another\"",
  };
  return made;
}

struct seat {
  const char* who;
  const char* meaning;
};
constexpr seat seats[] = {
    {"walker", "the reporter, walks the grid"},
    {"mate", "walks the same grid"},
    {"stranger", "walks another grid"},
    {"clerk-um", "clerk of the lead (of a helper, where um helps)"},
    {"clerk-ps", "clerk of a helper in a joint whistle, else of a department that is not called"},
    {"desk", "desk of the district"},
    {"desk-city", "desk of the city"},
    {"officer-2102", "desk of another district"},
    {"supervisor", "watches over the district"},
    {"supervisor-city", "watches over the city"},
    {"hotline", "imports"},
};

std::string cell(const way& stage, const std::string& command, const seat& who) {
  whistle_script life;
  life.run("2: walker blow 01001 -> raised filed dispatched(um) delivered(um)");
  life.run(stage.lines);
  std::string outcome = life.outcome_of(std::string(who.who) + " " + command);
  constexpr std::string_view refused = "refused ";
  return outcome.starts_with(refused) ? "*" + outcome.substr(refused.size()) + "*" : outcome;
}

std::string matrix() {
  std::ostringstream text;
  text
      << "# Who may do what, and when\n\n"
         "Written by whistle_matrix_test.cpp from the code and reviewed against domain.md. A cell "
         "holds the events that follow, or the refusal in italics; what follows on another whistle "
         "has its number.\nThe walker has also reported whistle 2, which is with "
         "um.\nSpeakers:\n\n";
  for (const seat& who : seats) text << "- `" << who.who << "`: " << who.meaning << '\n';
  for (const way& stage : ways()) {
    text << "\n## " << stage.name << ": " << stage.meaning << "\n\n| command |";
    for (const seat& who : seats) text << ' ' << who.who << " |";
    text << "\n|---|";
    for (std::size_t i = 0; i < std::size(seats); ++i) text << "---|";
    text << '\n';
    for (const std::string& command : commands()) {
      text << "| " << command << " |";
      for (const seat& who : seats) text << ' ' << cell(stage, command, who) << " |";
      text << '\n';
    }
  }
  return text.str();
}

TEST(whistle_matrix, every_stage_by_every_command_by_every_speaker_is_as_the_table_says) {
  ASSERT_EQ(commands().size(), std::variant_size_v<ask>);
  for (std::size_t i = 0; i < commands().size(); ++i) {
    ASSERT_EQ(commands()[i].substr(0, commands()[i].find(' ')), ask_name_at(i));
  }
  std::string path = GW_SOURCE_DIR "/tests/core/whistle_matrix.md";
  std::string now = matrix();
  if (std::getenv("GW_WRITE_MATRIX")) std::ofstream(path) << now;
  std::ifstream file(path);
  std::istringstream wanted(std::string(std::istreambuf_iterator<char>(file), {})), had(now);
  std::string section, wanted_line, line;
  while (std::getline(had, line)) {
    if (line.starts_with("##")) section = line;
    ASSERT_TRUE(std::getline(wanted, wanted_line)) << section;
    EXPECT_EQ(line, wanted_line) << section;
  }
  EXPECT_FALSE(std::getline(wanted, wanted_line)) << wanted_line;
}

TEST(whistle_matrix, docs_permissions_is_the_table_that_the_code_obeys) {
  std::string path = GW_SOURCE_DIR "/docs/permissions.md";
  std::ifstream file(path);
  std::string text(std::istreambuf_iterator<char>(file), {});
  std::size_t table = text.find("| Command |");
  ASSERT_NE(table, std::string::npos);
  if (std::getenv("GW_WRITE_MATRIX"))
    std::ofstream(path) << text.substr(0, table) << permissions_text();
  EXPECT_EQ(text.substr(table), permissions_text());
}

TEST(whistle_matrix, a_whistle_is_seen_by_those_it_concerns) {
  struct row {
    const char* stage;
    const char* seers;
  };
  constexpr row table[] = {
      {"dispatched", "walker mate clerk-um clerk-um2 desk desk-city supervisor supervisor-city"},
      {"filed", "walker mate desk desk-city supervisor supervisor-city"},
      {"closed", "walker mate clerk-um clerk-um2 desk desk-city supervisor supervisor-city"},
      {"umbrella",
       "walker mate stranger clerk-um clerk-um2 desk desk-city supervisor supervisor-city"},
  };
  for (const row& each : table) {
    whistle_script life;
    for (const way& stage : ways()) {
      if (std::string_view(stage.name) == each.stage) life.run(stage.lines);
    }
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
    desk file area=2101010101 -> refused not_your_whistle
    officer-2102 decline "no" -> refused not_your_whistle
  )");
  EXPECT_FALSE(may_see(life.state(), small_city::speaker("desk"), life.rules()));
  EXPECT_TRUE(may_see(life.state(), small_city::speaker("desk-city"), life.rules()));
}

}  // namespace
}  // namespace gridwhistle
