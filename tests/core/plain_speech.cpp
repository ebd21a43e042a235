// What the model and the core said, as text that can be compared: one line for each event or
// refusal.
#include <sstream>

#include "tests/core/plain_life.hpp"
#include "tests/core/plain_words.hpp"

namespace gridwhistle::plain {
namespace {

std::string list(const std::vector<department_code>& codes) {
  std::string text;
  for (const department_code& each : codes) text += (text.empty() ? "" : ",") + each.text;
  return text;
}

std::string until(instant at) {
  std::string text = small_city::wall_text(at);
  text[text.find(' ')] = '-';
  return text;
}

std::string given(const char* name, const std::string& value) {
  return value.empty() ? std::string() : std::string(" ") + name + "=" + value;
}

std::string quoted(const std::string& text) { return " \"" + text + "\""; }

std::string matter_of(const std::optional<matter_key>& matter) {
  return matter ? matter->code : std::string();
}
std::string kind_of(const std::optional<whistle_kind>& kind) {
  return kind ? std::string(name_of(*kind)) : std::string();
}
const char* word(decision what) { return what == decision::granted ? " granted" : " refused"; }
const char* word(verdict what) {
  if (what == verdict::not_said) return " # not_said";
  return what == verdict::yes ? " yes" : " no";
}
std::string word(const opinion& told) {
  return std::string(word(told.solved)) + quoted(told.text) + " # satisfied" + word(told.satisfied);
}
std::string of_clock(clock_name clock) { return given("clock", std::string(name_of(clock))); }

struct speech {
  std::string operator()(const blow& said) const {
    std::string text = " " + (said.what.matter ? said.what.matter->code : "-") +
                       " area=" + said.what.area.text +
                       " kind=" + (said.what.kind ? kind_of(said.what.kind) : "-");
    if (!said.what.ordered_limit) return text;
    const auto& due = said.what.ordered_limit->due_at;
    return text + " due=" + (due ? until(*due) : "none");
  }
  std::string operator()(const amend& said) const {
    return given("matter", matter_of(said.change.matter)) + given("area", said.change.area.text) +
           given("kind", kind_of(said.change.kind)) + quoted(said.change.text) +
           (said.change.where ? " # where" : "") + (said.change.photos.empty() ? "" : " # photos");
  }
  std::string operator()(const check& said) const { return quoted(said.text); }
  std::string operator()(const file& said) const {
    return given("matter", matter_of(said.matter)) + given("area", said.area.text) +
           given("kind", kind_of(said.kind));
  }
  std::string operator()(const dispatch& said) const {
    return given("lead", said.lead.text) + given("helpers", list(said.helpers));
  }
  std::string operator()(const redispatch& said) const {
    return given("lead", said.lead.text) + given("helpers", list(said.helpers)) +
           quoted(said.reason);
  }
  std::string operator()(const report_in&) const { return {}; }
  std::string operator()(const unreport& said) const { return quoted(said.reason); }
  std::string operator()(const arrive&) const { return {}; }
  std::string operator()(const note& said) const {
    return (said.to == addressed_to::reporter ? " to=reporter" : "") + quoted(said.text);
  }
  std::string operator()(const return_to_desk& said) const {
    return given("to", said.proposed.text) + (said.evidence == "a map" ? "" : " evidence=") +
           quoted(said.reason);
  }
  std::string operator()(const rule& said) const {
    return (said.what == ruling::upheld ? " upheld" : " rejected") +
           given("of", said.department.text) + given("instead", said.instead.text) +
           given("helpers", list(said.helpers)) + quoted(said.reason);
  }
  std::string operator()(const release& said) const {
    return given("of", said.department.text) + quoted(said.reason);
  }
  std::string operator()(const handle& said) const { return quoted(said.result); }
  std::string operator()(const verify& said) const {
    return (said.what == found::solved ? " solved" : " not_solved") +
           given("photo", said.photos.empty() ? "none" : "") + quoted(said.text);
  }
  std::string operator()(const close& said) const {
    if (!said.outcome) return quoted(said.reason);
    return (*said.outcome == outcome::solved ? " solved" : " unsolved_recorded") +
           quoted(said.reason);
  }
  std::string operator()(const decline& said) const { return quoted(said.reason); }
  std::string operator()(const withdraw& said) const { return quoted(said.reason); }
  std::string operator()(const request_extension& said) const {
    auto hours = std::chrono::duration_cast<std::chrono::hours>(said.more.amount).count();
    return given("more", std::to_string(hours)) +
           given("unit", std::string(name_of(said.more.unit))) + quoted(said.reason);
  }
  std::string operator()(const decide_extension& said) const {
    return word(said.what) + given("of", said.department.text) + quoted(said.reason);
  }
  std::string operator()(const request_shelving& said) const {
    return given("until", until(said.until)) + quoted(said.reason);
  }
  std::string operator()(const decide_shelving& said) const {
    return word(said.what) + quoted(said.reason);
  }
  std::string operator()(const urge& said) const { return quoted(said.text); }
  std::string operator()(const supervise& said) const {
    return given("until", until(said.due_at)) + quoted(said.text);
  }
  std::string operator()(const reopen& said) const { return quoted(said.reason); }
  std::string operator()(const appeal& said) const {
    return of_clock(said.clock) + quoted(said.reason);
  }
  std::string operator()(const decide_appeal& said) const {
    return word(said.what) + given("of", said.department.text) + of_clock(said.clock) +
           quoted(said.reason);
  }
  std::string operator()(const return_visit& said) const {
    return word(said.opinion) + (said.contact == contact::reached ? "" : " # not_reached");
  }
  std::string operator()(const rate& said) const { return word(said.opinion); }
  std::string operator()(const join& said) const {
    return given("to", number(said.umbrella)) + quoted(said.reason);
  }
  std::string operator()(const part_off& said) const { return quoted(said.reason); }
};

}  // namespace

std::string spoken(const command& asked) {
  std::ostringstream line;
  line << number(asked.whistle) << ": " << asked.by.user.text << ' ' << name_of(asked.ask)
       << std::visit(speech{}, asked.ask) << " seen=" << asked.seen_version << " # id "
       << static_cast<int>(asked.id.bytes[15]) << " digest " << asked.digest;
  return line.str();
}

}  // namespace gridwhistle::plain
