#include "server/photo_verb.hpp"

namespace gridwhistle {

CLI::App& add_photo_verb(CLI::App& app, photo_box& box) {
  CLI::App& cleaning = *app.add_subcommand(
      "photo-clean", "what the server has done to a photo: standard input to standard output");
  CLI::Range side(1, photo_kept_side);
  cleaning.add_option("width", box.width, "of what comes out, at most")->required()->check(side);
  cleaning.add_option("height", box.height, "of what comes out, at most")->required()->check(side);
  return cleaning;
}

}  // namespace gridwhistle
