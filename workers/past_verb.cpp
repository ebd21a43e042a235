#include "workers/past_verb.hpp"

namespace gridwhistle {

void add_past_options(CLI::App& to, past_wishes& wishes) {
  past_settings& plan = wishes.plan;
  to.add_option("--home", wishes.home)->required();
  to.add_option("--pack", wishes.pack)->required();
  to.add_option("--seed", plan.seed)->capture_default_str();
  to.add_option("--days", plan.days, "whole ones before today")
      ->check(CLI::Range(1, 60))
      ->capture_default_str();
  to.add_option("--whistles", plan.whistles, "of a working day, about")
      ->check(CLI::Range(1, 5000))
      ->capture_default_str();
  to.add_option("--photos", wishes.photos, "table of what deploy/demo-photos has sent");
}

}  // namespace gridwhistle
