#include "workers/trace_out.hpp"

#include <fstream>
#include <stdexcept>
#include <string>

#include "workers/replay_rows.hpp"

namespace gridwhistle {
namespace {

std::string matter_text(const v1::MatterKey& key) {
  bool component = key.kind() == v1::MATTER_KIND_COMPONENT;
  return (component ? "component:" : "matter:") + key.code();
}

}  // namespace

std::uint64_t write_trace(const std::filesystem::path& file, const std::filesystem::path& pack,
                          const std::filesystem::path& out) {
  replay_file known = read_replay_file(file, pack);
  std::ofstream to(out, std::ios::binary);
  to << "at,matter,area,kind,condition,handled_at,reference\n";
  for (const replay_row& row : known.rows) {
    to << to_text(row.opened) << ',' << (row.matter ? matter_text(*row.matter) : "") << ','
       << row.area << ",routine," << row.condition << ','
       << (row.closed ? to_text(*row.closed) : "") << ',' << row.case_id << '\n';
  }
  if (!to.flush()) throw std::runtime_error("cannot write " + out.string());
  return known.rows.size();
}

}  // namespace gridwhistle
