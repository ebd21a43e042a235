#include "server/core/duty_text.hpp"

#include "common/check.hpp"
#include "server/core/language.hpp"

namespace gridwhistle {
namespace {

std::string when_text(const duty_time& when) {
  if (std::holds_alternative<std::monostate>(when)) return "*";
  if (const auto* range = std::get_if<date_range>(&when)) {
    return date_text(range->first) + ".." + date_text(range->last);
  }
  switch (*std::get_if<day_class>(&when)) {
    case day_class::workday:
      return "workday";
    case day_class::off:
      return "off";
    case day_class::night:
      return "night";
  }
  check_failed("a day class", __FILE__, __LINE__);
}

std::string selector_text(const matter_selector& selector) {
  if (!selector.kind) return "*";
  std::string text(name_of(*selector.kind));
  return text + ':' + (selector.class_prefix.empty() ? "*" : selector.class_prefix);
}

}  // namespace

std::string to_csv(const duty& row) {
  std::string lead = row.lead.function.empty() ? "FUNCTION@LEVEL" : to_text(row.lead);
  std::string helpers;
  for (const function_at_level& each : row.helpers) {
    helpers += (helpers.empty() ? "" : "|") + to_text(each);
  }
  return selector_text(row.matter) + ',' + (row.area.empty() ? "*" : row.area.text) + ',' +
         when_text(row.when) + ',' + (row.kind ? std::string(name_of(*row.kind)) : "*") + ',' +
         lead + ',' + helpers + ',' + row.limit_class + ',';
}

}  // namespace gridwhistle
