#include "workers/city_verbs.hpp"

namespace gridwhistle {
namespace {

std::function<void(const double&)> seconds_into(span& to) {
  return [&to](const double& seconds) { to = span(static_cast<std::int64_t>(seconds * 1000)); };
}

}  // namespace

void add_swarm_options(CLI::App& to, swarm_settings& wishes) {
  to.add_option("--home", wishes.home)->required();
  to.add_option("--pack", wishes.pack)->required();
  to.add_option("--seed", wishes.seed)->capture_default_str();
  to.add_option("--devices", wishes.devices)->capture_default_str();
  to.add_option("--clerks", wishes.clerks, "whistles worked off at the same time")
      ->capture_default_str();
  to.add_option("--whistles", wishes.whistles, "0: until interrupted")->capture_default_str();
  to.add_option("--rate", wishes.rate, "whistles a second; 0: as fast as receipts come");
  to.add_option("--live", wishes.live_percent, "percent driven to verified closure")
      ->capture_default_str();
  to.add_option("--deficient", wishes.deficient_percent, "percent without a matter")
      ->capture_default_str();
  to.add_option_function<double>("--think", seconds_into(wishes.think),
                                 "mean pause of a person, seconds");
  to.add_flag("--lifelike", wishes.lifelike,
              "some are returned, extended or slow, and what is left open is taken up");
  to.add_option_function<double>("--give-up", seconds_into(wishes.give_up),
                                 "seconds without an answer")
      ->default_str(std::to_string(wishes.give_up / std::chrono::seconds(1)));
  to.add_option("--photos", wishes.photos, "table of what deploy/demo-photos has sent");
  to.add_option("--visitors", wishes.visitors,
                "HOME/taken-seats: seats that people have taken are left to them");
  to.add_option("--receipts", wishes.receipts, "append a line for each receipt");
}

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
