// What a check of a pack says to the people who keep it, in Chinese or in English: what is wrong,
// an example, and what to add.
#pragma once

#include <string>
#include <vector>

#include "server/adapters/expectations.hpp"
#include "server/core/coverage.hpp"
#include "server/core/language.hpp"
#include "server/core/pack_remarks.hpp"

namespace gridwhistle {

using pack_language = language;

class check_words {
 public:
  // Borrows the policy.
  check_words(const policy& rules, pack_language language) : rules_(rules), language_(language) {}

  std::string of(const coverage_finding& finding) const;
  std::string of(const idle_duty& idle) const;
  std::string of(const pack_remark& remark) const;
  std::string of(const missed_expectation& missed) const;
  // "matter:06010 无照经营, 2101 和平区, 2026-07-01 12:00, 常规哨"
  std::string of(const duty_question& asked) const;
  // On the wall clock of the pack's zone.
  std::string of(instant at) const;
  std::string of(whistle_kind kind) const;
  std::string choose(std::string_view zh, std::string_view en) const;

  // A row for a table that would mend it, with what the reader must choose in capitals; or "".
  std::string row_to_add(const coverage_finding& finding) const;

 private:
  std::string tie(const coverage_finding& finding) const;
  std::string no_department(const coverage_finding& finding) const;
  std::string unmanned(const coverage_finding& finding) const;
  std::string of_scope(const coverage_scope& scope) const;
  std::string lines(const std::vector<const duty*>& rows) const;
  std::string listed(const std::vector<std::string>& items) const;
  std::string example(const coverage_finding& finding) const;
  std::string of(const expected_call& call) const;

  const policy& rules_;
  pack_language language_;
};

}  // namespace gridwhistle
