// Holds the documents to the code: the tables and worked bytes in docs/ are what the program says
// and writes.
#include <gtest/gtest.h>

#include <cctype>
#include <map>
#include <regex>

#include "common/refusal.hpp"
#include "server/adapters/codec_parts.hpp"
#include "server/adapters/door.hpp"
#include "server/adapters/journal.hpp"
#include "server/adapters/journal_codec.hpp"
#include "server/adapters/pack_reply.hpp"
#include "server/adapters/reply_codec.hpp"
#include "server/adapters/shard.hpp"
#include "server/adapters/web_api.hpp"
#include "tests/tidy/project_tree.hpp"

namespace gridwhistle {
namespace {

const tidy::project_tree& tree() {
  static const tidy::project_tree read = tidy::read_tree(GW_SOURCE_DIR);
  return read;
}

std::string_view document(std::string_view path) {
  const tidy::source_file* found = tree().find(path);
  EXPECT_NE(found, nullptr) << path;
  return found ? std::string_view(found->text) : std::string_view();
}

// --- worked bytes ------------------------------------------------------------------------------

std::string hex_of(std::string_view bytes) {
  return hex_text({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

// The hex digits in the block after "<!-- bytes: name -->": of each line what stands before two
// blanks.
std::string documented_bytes(std::string_view text, std::string_view name) {
  std::size_t mark = text.find("<!-- bytes: " + std::string(name) + " -->");
  if (mark == std::string_view::npos) return "no block " + std::string(name);
  std::size_t begin = text.find("```", mark);
  begin = text.find('\n', begin) + 1;
  std::string digits;
  for (std::string_view line :
       tidy::lines_of(text.substr(begin, text.find("```", begin) - begin))) {
    while (line.starts_with(' ')) line.remove_prefix(1);
    for (char c : line.substr(0, line.find("  "))) {
      if (c != ' ') digits.push_back(c);
    }
  }
  return digits;
}

template <class Id>
Id id_of(std::string_view text) {
  auto parsed = Id::parse(text);
  EXPECT_TRUE(parsed.has_value()) << text;
  return *parsed;
}

// 2026-11-24T08:30:00.000Z
constexpr instant example_time = from_ms(1'795'509'000'000);

dataset_id example_dataset() { return id_of<dataset_id>("5d1f0a3c-77be-4c19-9a42-08c6e1d2b390"); }

seal_key example_key() {
  seal_key key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(i);
  return key;
}

v1::Request example_request(std::string_view id) {
  v1::Request request;
  request.set_wire_version(1);
  request.set_request_id(std::string(id_of<command_id>(id).raw()));
  return request;
}

std::string ping_bytes() {
  v1::Request request = example_request("01a20cac-f0a0-7f3b-8c44-5e2a90d1b7f6");
  request.mutable_ping();
  return request.SerializeAsString();
}

std::string report_in_bytes() {
  v1::Request request = example_request("01a20cad-16be-7a06-b1d8-3f77c2e04a15");
  auto* told = request.mutable_command();
  told->set_whistle_id(
      std::string(id_of<whistle_id>("01a20c9e-2708-7d9e-a3f5-61b08e4c2d77").raw()));
  told->set_seen_version(4);
  told->mutable_report_in();
  return request.SerializeAsString();
}

// The entry that the example request becomes.
entry example_entry() {
  auto read = read_request(report_in_bytes());
  const command& told = std::get<command_request>(std::get<request>(read).body).command;
  return entry{{1, 2},
               told.whistle,
               5,
               example_time,
               told.id,
               told.digest,
               user_id("clerk-um-hp"),
               reported_in{department_code("um-hp")}};
}

struct example_journal {
  std::string fence_bytes;
  std::string opening_bytes;
  std::string batch_bytes;
  std::string refusal_bytes;
  mac chain_after_fence{};
};

example_journal write_example() {
  journal_chain chain(example_key());
  example_journal made;
  made.fence_bytes = chain.seal_fence({1, 0}, example_time, fence{example_dataset(), "hp1:812:7"});
  auto fence_read = read_batch(example_key(), {1, 0}, made.fence_bytes);
  EXPECT_TRUE(chain.follow(std::get<stored_batch>(fence_read)));
  made.chain_after_fence = chain.value();
  made.opening_bytes = chain.seal({1, 1}, example_time, {});
  std::vector<entry> entries = {example_entry()};
  made.batch_bytes = chain.seal({1, 2}, example_time, entries);
  std::vector<refusal_record> refusals = {
      {example_time, user_id("clerk-ps-hp"), entries[0].whistle,
       id_of<command_id>("01a20cad-4f11-7c52-8d30-5be19a7703f4"), "handle", std::string(),
       refusal_code::department_not_called}};
  made.refusal_bytes = chain.seal({1, 3}, example_time, {}, refusals);
  return made;
}

TEST(journal_md, its_worked_batches_are_what_the_journal_writes) {
  std::string_view text = document("docs/journal.md");
  example_journal made = write_example();
  EXPECT_EQ(documented_bytes(text, "fence 1-0"), hex_of(made.fence_bytes));
  EXPECT_EQ(documented_bytes(text, "chain after 1-0"), hex_text(made.chain_after_fence));
  EXPECT_EQ(documented_bytes(text, "batch 1-1"), hex_of(made.opening_bytes));
  EXPECT_EQ(documented_bytes(text, "batch 1-2"), hex_of(made.batch_bytes));
  EXPECT_EQ(documented_bytes(text, "batch 1-3"), hex_of(made.refusal_bytes));
}

TEST(wire_md, its_worked_requests_are_read_as_it_says) {
  std::string_view text = document("docs/wire.md");
  EXPECT_EQ(documented_bytes(text, "ping"), hex_of(ping_bytes()));
  EXPECT_EQ(documented_bytes(text, "report_in"), hex_of(report_in_bytes()));
  auto read = read_request(ping_bytes());
  ASSERT_TRUE(std::holds_alternative<request>(read));
  EXPECT_TRUE(std::holds_alternative<ping_request>(std::get<request>(read).body));
}

TEST(wire_md, its_worked_pong_is_what_the_server_answers) {
  v1::Reply reply;
  auto* pong = reply.mutable_pong();
  codec::write(position{1, 2}, *pong->mutable_position());
  pong->set_dataset(std::string(example_dataset().raw()));
  pong->set_policy(std::string(32, '\xab'));
  pong->set_now_ms(to_ms(example_time));
  auto id = id_of<command_id>("01a20cac-f0a0-7f3b-8c44-5e2a90d1b7f6");
  EXPECT_EQ(documented_bytes(document("docs/wire.md"), "pong"),
            hex_of(encode_reply(id.raw(), reply)));
}

// --- tables ------------------------------------------------------------------------------------

// The rows of the table after "<!-- table: name -->" without its head, cells trimmed and without
// backquotes.
std::vector<std::vector<std::string>> documented_table(std::string_view text,
                                                       std::string_view name) {
  std::vector<std::vector<std::string>> rows;
  std::size_t mark = text.find("<!-- table: " + std::string(name) + " -->");
  if (mark == std::string_view::npos) return rows;
  bool begun = false;
  for (std::string_view line : tidy::lines_of(text.substr(mark))) {
    if (!line.starts_with('|')) {
      if (begun) break;
      continue;
    }
    begun = true;
    std::vector<std::string> cells;
    std::string cell;
    for (char c : line.substr(1)) {
      if (c != '|') {
        if (c != '`') cell.push_back(c);
        continue;
      }
      std::size_t first = cell.find_first_not_of(' ');
      cells.push_back(first == std::string::npos
                          ? ""
                          : cell.substr(first, cell.find_last_not_of(' ') - first + 1));
      cell.clear();
    }
    rows.push_back(std::move(cells));
  }
  if (rows.size() >= 2) rows.erase(rows.begin(), rows.begin() + 2);
  return rows;
}

TEST(wire_md, its_refusals_are_all_refusals_with_both_sentences) {
  auto rows = documented_table(document("docs/wire.md"), "refusals");
  std::vector<std::vector<std::string>> expected;
  for (const refusal_words& each : all_refusals()) {
    expected.push_back({std::string(each.name), std::string(each.zh), std::string(each.en)});
  }
  for (auto& row : rows) row.resize(3);
  EXPECT_EQ(rows, expected);
}

TEST(wire_md, its_limits_are_the_programs_constants) {
  std::map<std::string, std::string> limits;
  for (const auto& row : documented_table(document("docs/wire.md"), "limits"))
    limits[row.at(0)] = row.at(1);
  const std::map<std::string, std::uint64_t> constants = {
      {"request_bytes_max", request_bytes_max},
      {"text_bytes_max", text_bytes_max},
      {"code_bytes_max", code_bytes_max},
      {"reference_bytes_max", reference_bytes_max},
      {"photos_max", photos_max},
      {"members_max", members_max},
      {"suggestions_max", suggestions_max},
      {"reason_grams_max", reason_grams_max},
      {"corrections_per_matter_max", corrections_per_matter_max},
      {"correction_bytes_max", correction_bytes_max},
      {"similar_max", similar_max},
      {"similar_in_receipt_max", similar_in_receipt_max},
      {"similar_looked_at_max", similar_looked_at_max},
      {"helpers_max", helpers_max},
      {"budget_days_max", budget_days_max},
      {"nesting_max", nesting_max},
      {"messages_per_turn_max", messages_per_turn_max},
      {"batch_entries_max", batch_entries_max},
      {"answers_waiting_max", answers_waiting_max},
      {"inbox_page_max", inbox_page_max},
      {"inbox_text_characters_max", inbox_text_characters_max},
      {"refusals_in_full_max", refusals_in_full_max},
      {"refusals_of_one_max", refusals_of_one_max},
      {"account_changes_in_full_max", account_changes_in_full_max},
      {"overruns_per_turn_max", overruns_per_turn_max},
      {"feed_reads_max", feed_reads_max},
      {"history_page_max", history_page_max},
      {"history_page_bytes", history_page_bytes},
      {"tally_departments_max", tally_departments_max},
      {"surveys_max", surveys_max},
      {"surveys_waiting_max", surveys_waiting_max},
      {"figure_rows_max", figure_rows_max},
      {"figure_list_max", figure_list_max},
      {"figure_days_max", figure_days_max},
      {"figure_day_rows_max", figure_day_rows_max},
      {"flow_hours_max", flow_hours_max},
      {"flows_kept_max", flows_kept_max},
      {"flow_waiters_max", flow_waiters_max},
      {"done_page_max", done_page_max},
      {"ended_page_max", ended_page_max},
      {"survey_slice_max", survey_slice_max},
      {"zero_rows_max", zero_rows_max},
      {"care_days_max", care_days_max},
      {"visits_per_turn_max", visits_per_turn_max},
      {"batches_per_read", batches_per_read},
      {"pack_bytes_max", pack_bytes_max},
      {"uploads_max", uploads_max},
      {"moves_max", moves_max},
      {"packs_ahead_max", packs_ahead_max},
      {"findings_max", findings_max},
      {"holder_moves_max", holder_moves_max},
      {"checked_packs_max", checked_packs_max},
      {"pack_page_max", pack_page_max},
      {"change_page_max", change_page_max},
      {"change_slice_max", change_slice_max},
      {"projection_chunk_max", projection_chunk_max},
  };
  for (const auto& [name, value] : constants)
    EXPECT_EQ(limits[name], std::to_string(value)) << name;
  EXPECT_EQ(limits.size(), constants.size());
}

bool says(const std::string& code, std::string_view name) {
  std::string wanted = "refusal_code::" + std::string(name);
  for (std::size_t at = code.find(wanted); at != std::string::npos;
       at = code.find(wanted, at + 1)) {
    char after = at + wanted.size() < code.size() ? code[at + wanted.size()] : ' ';
    if (std::isalnum(static_cast<unsigned char>(after)) == 0 && after != '_') return true;
  }
  return false;
}

// "GET /api/v1/inbox" for each operation, in the order of the file.
std::vector<std::string> documented_routes(std::string_view text) {
  std::vector<std::string> made;
  std::string path;
  std::string all(text.substr(text.find("\npaths:"), text.find("\ncomponents:")));
  const std::regex line("\n  (/[^:\n]*):|\n    (get|post|put|delete):");
  for (std::sregex_iterator at(all.begin(), all.end(), line), end; at != end; ++at) {
    if ((*at)[1].matched) {
      path = (*at)[1];
      continue;
    }
    std::string method = (*at)[2];
    for (char& each : method) each = static_cast<char>(std::toupper(each));
    made.push_back(method + ' ' + path);
  }
  return made;
}

TEST(openapi, its_paths_are_the_servers_routes) {
  std::vector<std::string> routes;
  for (const web_route& each : web_routes()) {
    routes.push_back(std::string(each.method) + ' ' + std::string(each.pattern));
  }
  EXPECT_EQ(documented_routes(document("docs/openapi.yaml")), routes);
}

TEST(refusals, none_is_never_said) {
  std::string code;
  for (const tidy::source_file& file : tree().cpp) {
    if (file.path.starts_with("server/") && !file.is_header()) code += file.code;
  }
  for (const refusal_words& each : all_refusals()) EXPECT_TRUE(says(code, each.name)) << each.name;
}

// --- warnings ----------------------------------------------------------------------------------

// The first words of every log::warn and log::error in the server.
std::map<std::string, std::string> warnings_of_the_server() {
  static const std::regex call(R"re(log::(warn|error)\(\s*"([^"]+)")re");
  std::map<std::string, std::string> found;
  for (const tidy::source_file& file : tree().cpp) {
    if (!file.path.starts_with("server/")) continue;
    for (std::sregex_iterator at(file.text.begin(), file.text.end(), call), end; at != end; ++at) {
      found[(*at)[2].str()] = file.path;
    }
  }
  return found;
}

TEST(operations_md, it_says_what_to_do_at_every_warning_of_the_server) {
  std::map<std::string, std::string> documented;
  for (const auto& row : documented_table(document("docs/operations.md"), "warnings"))
    documented[row.at(0)] = row.at(1);
  auto warnings = warnings_of_the_server();
  EXPECT_GT(warnings.size(), 5u);
  for (const auto& [what, path] : warnings)
    EXPECT_TRUE(documented.contains(what)) << path << ": \"" << what << "\"";
  for (const auto& [what, meaning] : documented)
    EXPECT_TRUE(warnings.contains(what)) << "nobody says: " << what;
}

// --- paths -------------------------------------------------------------------------------------

// What a text names in backquotes or links to, below the project's folders.
std::vector<std::string> paths_in(const std::string& text) {
  static const std::regex path(R"([`(]((common|server|workers|proto|deploy|tests|bench|docs)/)"
                               R"([A-Za-z0-9_./-]+)[`)])");
  std::vector<std::string> named;
  for (std::sregex_iterator at(text.begin(), text.end(), path), end; at != end; ++at) {
    named.push_back((*at)[1].str());
  }
  return named;
}

TEST(documents, every_path_they_name_is_there) {
  std::size_t named = 0;
  for (const tidy::source_file& file : tree().other) {
    bool document = file.path.starts_with("docs/") || file.path.starts_with("README");
    if (!document || !file.path.ends_with(".md")) continue;
    for (const std::string& path : paths_in(file.text)) {
      ++named;
      EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(GW_SOURCE_DIR) / path))
          << file.path << ": " << path;
    }
  }
  EXPECT_GT(named, 40u);
}

}  // namespace
}  // namespace gridwhistle
