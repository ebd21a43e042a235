#include "workers/whistle_verbs.hpp"

#include <CLI/CLI.hpp>
#include <cmath>
#include <stdexcept>

#include "common/hex.hpp"
#include "common/ids.hpp"
#include "workers/terminal_words.hpp"

namespace gridwhistle {
namespace {

constexpr const char* instant_form = "2026-12-24T18:00+08:00";

template <class Message>
void put_photos(const typed_words& typed, Message& into) {
  for (const std::string& photo : typed.photos) into.add_photos(photo);
}

template <class Message>
void put_place(const typed_words& typed, Message& into) {
  if (!typed.longitude || !typed.latitude) return;
  auto* place = into.mutable_place();
  place->set_longitude_e7(static_cast<std::int32_t>(std::lround(*typed.longitude * 1e7)));
  place->set_latitude_e7(static_cast<std::int32_t>(std::lround(*typed.latitude * 1e7)));
  place->set_accuracy_m(typed.accuracy_m);
  if (!typed.crs.empty()) place->set_crs(datum_words().at(typed.crs));
}

void put_opinion(const typed_words& typed, v1::Opinion& into) {
  if (!typed.solved_word.empty()) into.set_solved(verdict_words().at(typed.solved_word));
  if (!typed.satisfied_word.empty()) into.set_satisfied(verdict_words().at(typed.satisfied_word));
  into.set_text(typed.text);
}

// "nan" is a number to the parser, and lies in every range.
std::string not_a_degree(const std::string& text) {
  bool finite = text.find_first_not_of("+-.0123456789eE") == std::string::npos;
  return finite ? std::string() : "\"" + text + "\" is not a number of degrees";
}

void add_place_options(CLI::App& to, typed_words& typed) {
  auto* longitude = to.add_option("--longitude", typed.longitude, "degrees, east is positive")
                        ->check(not_a_degree)
                        ->check(CLI::Range(-180.0, 180.0));
  auto* latitude = to.add_option("--latitude", typed.latitude, "degrees, north is positive")
                       ->check(not_a_degree)
                       ->check(CLI::Range(-90.0, 90.0));
  longitude->needs(latitude);
  latitude->needs(longitude);
  to.add_option("--accuracy", typed.accuracy_m, "metres")->needs(longitude);
  to.add_option("--crs", typed.crs, "datum of the place; the pack's own where it is not said")
      ->check(CLI::IsMember(datum_words()))
      ->needs(longitude);
}

std::string not_a_hash(const std::string& text) {
  constexpr std::size_t hash_bytes = 32;
  auto raw = bytes_of_hex(text);
  if (raw && raw->size() == hash_bytes) return {};
  return "\"" + text + "\" is not the SHA-256 of a photo: 64 digits of lower-case hex";
}

void add_reason(CLI::App& to, typed_words& typed) {
  to.add_option("--reason", typed.text)->required();
}

void add_photo_option(CLI::App& to, typed_words& typed) {
  to.add_option("--photo", typed.photos, "SHA-256 of a photo, hex; repeatable")->check(not_a_hash);
}

void add_department_option(CLI::App& to, typed_words& typed, const std::string& whose) {
  to.add_option("--department", typed.department, whose)->required();
}

void add_decision_option(CLI::App& to, typed_words& typed) {
  to.add_option("--decision", typed.decision)->check(CLI::IsMember(decision_words()))->required();
}

void add_reason_of_refusal(CLI::App& to, typed_words& typed) {
  to.add_option("--reason", typed.text, "needed where it is refused");
}

void add_clock_option(CLI::App& to, typed_words& typed) {
  to.add_option("--clock", typed.clock, "the clock that overran")
      ->check(CLI::IsMember(own_clock_words()))
      ->required();
}

void add_opinion_options(CLI::App& to, typed_words& typed) {
  to.add_option("--solved", typed.solved_word)->check(CLI::IsMember(verdict_words()));
  to.add_option("--satisfied", typed.satisfied_word)->check(CLI::IsMember(verdict_words()));
  to.add_option("--text", typed.text, "in the reporter's words");
}

// --- the reporter --------------------------------------------------------------------------------

void add_amend(const add_verb& add, typed_words& typed) {
  CLI::App& amend =
      add("amend", "correct your own report; what you leave out stays", [&typed](v1::Command& ask) {
        auto* change = ask.mutable_amend()->mutable_change();
        if (!typed.matter.empty()) *change->mutable_matter() = parse_matter(typed.matter);
        change->set_area(typed.area);
        if (!typed.kind.empty()) change->set_kind(kind_words().at(typed.kind));
        change->set_text(typed.text);
        put_place(typed, *change);
        put_photos(typed, *change);
      });
  amend.add_option("--matter", typed.matter, "matter:<code> or component:<code>");
  amend.add_option("--area", typed.area, "area code");
  amend.add_option("--kind", typed.kind)->check(CLI::IsMember(kind_words()));
  amend.add_option("--text", typed.text);
  add_place_options(amend, typed);
  add_photo_option(amend, typed);
}

void add_verify(const add_verb& add, typed_words& typed) {
  CLI::App& verify = add("verify", "say what you found on site", [&typed](v1::Command& ask) {
    ask.mutable_verify()->set_solved(!typed.unsolved);
    ask.mutable_verify()->set_text(typed.text);
    put_photos(typed, *ask.mutable_verify());
  });
  verify.add_flag("--not-solved", typed.unsolved,
                  "it is not solved: the whistle goes back to its lead");
  verify.add_option("--text", typed.text);
  add_photo_option(verify, typed);
}

// --- the called departments ----------------------------------------------------------------------

void add_return(const add_verb& add, typed_words& typed) {
  CLI::App& back = add("return", "not ours: the desk rules on it", [&typed](v1::Command& ask) {
    ask.mutable_return_()->set_reason(typed.text);
    ask.mutable_return_()->set_evidence(typed.evidence);
    ask.mutable_return_()->set_proposed(typed.instead);
  });
  add_reason(back, typed);
  back.add_option("--evidence", typed.evidence, "what shows it")->required();
  back.add_option("--proposed", typed.instead, "department that should own it")->required();
}

void add_clerk_requests(const add_verb& add, typed_words& typed) {
  CLI::App& extension =
      add("request-extension", "ask for more time before the deadline", [&typed](v1::Command& ask) {
        *ask.mutable_request_extension()->mutable_more() = parse_budget(typed.more);
        ask.mutable_request_extension()->set_reason(typed.text);
      });
  extension.add_option("--more", typed.more, "\"2 work_day\": number and unit")->required();
  add_reason(extension, typed);

  CLI::App& shelving =
      add("request-shelving", "ask to stop the clocks until a date", [&typed](v1::Command& ask) {
        ask.mutable_request_shelving()->set_until_ms(to_ms(parse_instant(typed.at)));
        ask.mutable_request_shelving()->set_reason(typed.text);
      });
  shelving.add_option("--until", typed.at, instant_form)->required();
  add_reason(shelving, typed);

  CLI::App& appeal =
      add("appeal", "against an overrun of your own clock", [&typed](v1::Command& ask) {
        ask.mutable_appeal()->set_clock(own_clock_words().at(typed.clock));
        ask.mutable_appeal()->set_reason(typed.text);
      });
  add_clock_option(appeal, typed);
  add_reason(appeal, typed);
}

// --- the desk ------------------------------------------------------------------------------------

void add_filing(const add_verb& add, typed_words& typed) {
  CLI::App& file = add("file", "repair what a report lacks", [&typed](v1::Command& ask) {
    if (!typed.matter.empty()) *ask.mutable_file()->mutable_matter() = parse_matter(typed.matter);
    ask.mutable_file()->set_area(typed.area);
    if (!typed.kind.empty()) ask.mutable_file()->set_kind(kind_words().at(typed.kind));
    ask.mutable_file()->set_condition(typed.condition);
  });
  file.add_option("--matter", typed.matter);
  file.add_option("--area", typed.area);
  file.add_option("--kind", typed.kind)->check(CLI::IsMember(kind_words()));
  file.add_option("--condition", typed.condition);

  CLI::App& check = add("check", "say what a look before filing found", [&typed](v1::Command& ask) {
    ask.mutable_check()->set_finding(finding_words().at(typed.finding));
    ask.mutable_check()->set_text(typed.text);
    put_photos(typed, *ask.mutable_check());
  });
  check.add_option("--finding", typed.finding)->check(CLI::IsMember(finding_words()))->required();
  check.add_option("--text", typed.text, "what was seen")->required();
  add_photo_option(check, typed);

  CLI::App& decline = add("decline", "not for a whistle", [&typed](v1::Command& ask) {
    ask.mutable_decline()->set_reason(typed.text);
  });
  add_reason(decline, typed);
}

void add_calling(const add_verb& add, typed_words& typed) {
  CLI::App& dispatch =
      add("dispatch", "name the departments where no duty does", [&typed](v1::Command& ask) {
        ask.mutable_dispatch()->set_lead(typed.lead);
        for (const std::string& helper : typed.helpers) ask.mutable_dispatch()->add_helpers(helper);
      });
  dispatch.add_option("--lead", typed.lead)->required();
  dispatch.add_option("--helper", typed.helpers);

  CLI::App& redispatch =
      add("redispatch", "give it to another lead; the helpers stay", [&typed](v1::Command& ask) {
        ask.mutable_redispatch()->set_lead(typed.lead);
        for (const std::string& helper : typed.helpers)
          ask.mutable_redispatch()->add_helpers(helper);
        ask.mutable_redispatch()->set_reason(typed.text);
      });
  redispatch.add_option("--lead", typed.lead)->required();
  redispatch.add_option("--helper", typed.helpers, "one more; repeatable");
  add_reason(redispatch, typed);

  CLI::App& rule = add("rule", "decide on a return", [&typed](v1::Command& ask) {
    ask.mutable_rule()->set_department(typed.department);
    ask.mutable_rule()->set_ruling(ruling_words().at(typed.ruling));
    ask.mutable_rule()->set_reason(typed.text);
    ask.mutable_rule()->set_instead(typed.instead);
    for (const std::string& helper : typed.helpers) ask.mutable_rule()->add_helpers(helper);
  });
  add_department_option(rule, typed, "whose return");
  rule.add_option("--ruling", typed.ruling)->check(CLI::IsMember(ruling_words()))->required();
  add_reason(rule, typed);
  rule.add_option("--instead", typed.instead,
                  "upheld: who takes its place; without it the proposed owner");
  rule.add_option("--helper", typed.helpers, "one more; repeatable");

  CLI::App& release = add("release", "a helper is needed no longer", [&typed](v1::Command& ask) {
    ask.mutable_release()->set_department(typed.department);
    ask.mutable_release()->set_reason(typed.text);
  });
  add_department_option(release, typed, "the helper");
  add_reason(release, typed);
}

// Thrown while the command line is filled in: nothing has been said yet.
std::string raw_id(const std::string& text) {
  auto id = whistle_id::parse(text);
  if (!id) throw std::runtime_error("\"" + text + "\" is not a whistle id (UUID)");
  return std::string(id->raw());
}

void add_joining(const add_verb& add, typed_words& typed) {
  CLI::App& join =
      add("join", "a duplicate: it follows the umbrella from now on", [&typed](v1::Command& ask) {
        ask.mutable_join()->set_umbrella_id(raw_id(typed.umbrella));
        ask.mutable_join()->set_reason(typed.text);
      });
  join.add_option("--umbrella", typed.umbrella, "id of the other whistle")->required();
  add_reason(join, typed);
  CLI::App& part = add("part", "no duplicate after all: it goes on where it was",
                       [&typed](v1::Command& ask) { ask.mutable_part()->set_reason(typed.text); });
  add_reason(part, typed);
}

void add_ending(const add_verb& add, typed_words& typed) {
  CLI::App& close = add("close", "close what was handled", [&typed](v1::Command& ask) {
    ask.mutable_close()->set_outcome(typed.unsolved ? v1::OUTCOME_UNSOLVED_RECORDED
                                                    : v1::OUTCOME_SOLVED);
    ask.mutable_close()->set_reason(typed.text);
  });
  close.add_flag("--unsolved", typed.unsolved, "record it as not solved");
  add_reason(close, typed);

  CLI::App& visit =
      add("return-visit", "what the reporter said when you asked", [&typed](v1::Command& ask) {
        ask.mutable_return_visit()->set_contact(typed.not_reached ? v1::CONTACT_NOT_REACHED
                                                                  : v1::CONTACT_REACHED);
        put_opinion(typed, *ask.mutable_return_visit()->mutable_opinion());
      });
  visit.add_flag("--not-reached", typed.not_reached, "nobody could be asked");
  add_opinion_options(visit, typed);
}

}  // namespace

void add_report_options(CLI::App& to, typed_words& typed) {
  to.add_option("--matter", typed.matter, "matter:<code> or component:<code>");
  to.add_option("--condition", typed.condition, "number of the filing condition");
  to.add_option("--area", typed.area, "area code");
  to.add_option("--kind", typed.kind, "routine where it is not said")
      ->check(CLI::IsMember(kind_words()));
  to.add_option("--text", typed.text);
  add_place_options(to, typed);
  add_photo_option(to, typed);
}

v1::Report report_of(const typed_words& typed) {
  v1::Report report;
  report.set_kind(kind_words().at(typed.kind.empty() ? "routine" : typed.kind));
  if (!typed.matter.empty()) *report.mutable_matter() = parse_matter(typed.matter);
  report.set_condition(typed.condition);
  report.set_area(typed.area);
  report.set_text(typed.text);
  put_photos(typed, report);
  report.set_source(v1::SOURCE_HANDHELD);
  put_place(typed, report);
  return report;
}

void add_reporter_verbs(const add_verb& add, typed_words& typed) {
  add_amend(add, typed);
  add_verify(add, typed);
  CLI::App& withdraw = add("withdraw", "take your own whistle back", [&typed](v1::Command& ask) {
    ask.mutable_withdraw()->set_reason(typed.text);
  });
  add_reason(withdraw, typed);
  CLI::App& rate = add("rate", "say whether it was solved, and well", [&typed](v1::Command& ask) {
    put_opinion(typed, *ask.mutable_rate()->mutable_opinion());
  });
  add_opinion_options(rate, typed);
}

void add_clerk_verbs(const add_verb& add, typed_words& typed) {
  add("report-in", "we are on it", [](v1::Command& ask) { ask.mutable_report_in(); });
  CLI::App& unreport = add("unreport", "the report-in was a mistake", [&typed](v1::Command& ask) {
    ask.mutable_unreport()->set_reason(typed.text);
  });
  add_reason(unreport, typed);
  add("arrive", "we are on site", [](v1::Command& ask) { ask.mutable_arrive(); });
  CLI::App& note = add("note", "write something down", [&typed](v1::Command& ask) {
    ask.mutable_note()->set_text(typed.text);
    ask.mutable_note()->set_asks_reporter(typed.ask_reporter);
  });
  note.add_option("--text", typed.text)->required();
  note.add_flag("--ask-reporter", typed.ask_reporter,
                "a question: your clocks stand until the reporter answers, a day at most");
  add_return(add, typed);
  CLI::App& handle = add("handle", "done, with this result", [&typed](v1::Command& ask) {
    ask.mutable_handle()->set_result(typed.text);
    put_photos(typed, *ask.mutable_handle());
  });
  handle.add_option("--result", typed.text)->required();
  add_photo_option(handle, typed);
  add_clerk_requests(add, typed);
}

void add_desk_verbs(const add_verb& add, typed_words& typed) {
  add_filing(add, typed);
  add_calling(add, typed);
  add_joining(add, typed);
  add_ending(add, typed);
}

void add_supervisor_verbs(const add_verb& add, typed_words& typed) {
  CLI::App& extension =
      add("decide-extension", "decide on more time for a department", [&typed](v1::Command& ask) {
        ask.mutable_decide_extension()->set_department(typed.department);
        ask.mutable_decide_extension()->set_decision(decision_words().at(typed.decision));
        ask.mutable_decide_extension()->set_reason(typed.text);
      });
  add_department_option(extension, typed, "who asked");
  add_decision_option(extension, typed);
  add_reason_of_refusal(extension, typed);
  CLI::App& shelving =
      add("decide-shelving", "decide on a shelving; refused while it is shelved: it ends now",
          [&typed](v1::Command& ask) {
            auto* into = ask.mutable_decide_shelving();
            into->set_decision(decision_words().at(typed.decision));
            into->set_reason(typed.text);
          });
  add_decision_option(shelving, typed);
  add_reason_of_refusal(shelving, typed);
  CLI::App& appeal =
      add("decide-appeal", "decide on an appeal against an overrun", [&typed](v1::Command& ask) {
        ask.mutable_decide_appeal()->set_department(typed.department);
        ask.mutable_decide_appeal()->set_clock(own_clock_words().at(typed.clock));
        ask.mutable_decide_appeal()->set_decision(decision_words().at(typed.decision));
        ask.mutable_decide_appeal()->set_reason(typed.text);
      });
  add_department_option(appeal, typed, "who appealed");
  add_clock_option(appeal, typed);
  add_decision_option(appeal, typed);
  add_reason(appeal, typed);
  CLI::App& urge = add("urge", "remind them",
                       [&typed](v1::Command& ask) { ask.mutable_urge()->set_text(typed.text); });
  urge.add_option("--text", typed.text)->required();
  CLI::App& supervise = add("supervise", "order it done by an instant", [&typed](v1::Command& ask) {
    ask.mutable_supervise()->set_text(typed.text);
    ask.mutable_supervise()->set_due_at_ms(to_ms(parse_instant(typed.at)));
  });
  supervise.add_option("--text", typed.text)->required();
  supervise.add_option("--due", typed.at, instant_form)->required();
  CLI::App& reopen = add("reopen", "within 15 days of its end", [&typed](v1::Command& ask) {
    ask.mutable_reopen()->set_reason(typed.text);
  });
  add_reason(reopen, typed);
}

}  // namespace gridwhistle
