#include "workers/pack_publication.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include "common/hex.hpp"
#include "common/pack_files.hpp"
#include "common/text_encoding.hpp"
#include "common/whole_file.hpp"
#include "workers/conversation.hpp"
#include "workers/local_time.hpp"
#include "workers/terminal_text.hpp"
#include "workers/terminal_words.hpp"

namespace gridwhistle {
namespace {

// Of one frame; the rest is for what stands around it.
constexpr std::size_t part_bytes = 60'000;
// A large pack is proved in seconds; on a busy machine in more.
constexpr span proof_patience = std::chrono::seconds(120);

struct publication_draft {
  std::string canonical;     // empty: the server has it
  std::string expectations;  // likewise
  v1::PublishPack asked;
};

std::string hex_of(const std::string& raw) {
  return hex_text({reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size()});
}

std::string raw_hash(const std::string& hex) {
  auto raw = bytes_of_hex(hex);
  if (!raw || raw->size() != sizeof(policy_hash::bytes))
    throw std::runtime_error("\"" + hex + "\" is not the SHA-256 of a pack");
  return *std::move(raw);
}

std::vector<std::string> moves_in(const std::string& told) {
  std::error_code no_such_name;
  bool is_file = std::filesystem::is_regular_file(told, no_such_name);
  std::string words = is_file ? read_or_throw(told) : told;
  std::ranges::replace(words, ',', ' ');
  std::istringstream in(words);
  std::vector<std::string> ids;
  for (std::string word; in >> word;) {
    auto id = whistle_id::parse(word);
    if (!id)
      throw std::runtime_error("\"" + word + "\" is neither a whistle id nor a file of them");
    ids.emplace_back(id->raw());
  }
  return ids;
}

publication_draft draft_of(const publication_wishes& wishes) {
  publication_draft made;
  if (wishes.pack.empty() && wishes.hash.empty())
    throw std::runtime_error("which pack? a directory, or one by --hash");
  if (wishes.pack.empty()) {
    made.asked.set_pack(raw_hash(wishes.hash));
  } else {
    made.canonical =
        canonical_bytes(or_throw(read_pack_directory(wishes.pack), wishes.pack.string()));
    made.asked.set_pack(std::string(hash_of_canonical(made.canonical).raw()));
    auto expected = wishes.pack / expectations_file;
    if (std::filesystem::exists(expected)) {
      auto text = as_utf8(expectations_file, read_or_throw(expected));
      if (const auto* wrong = std::get_if<file_error>(&text))
        throw_pack_errors(wishes.pack.string(), {*wrong});
      made.expectations = std::get<std::string>(std::move(text));
      made.asked.set_expectations(std::string(hash_of_canonical(made.expectations).raw()));
    }
  }
  if (!wishes.effective.empty())
    made.asked.set_effective_at_ms(to_ms(parse_instant(wishes.effective)));
  made.asked.set_reason(wishes.reason);
  for (std::string& each : moves_in(wishes.moves)) made.asked.add_move_ids(std::move(each));
  return made;
}

// By the number; what a newer server says beyond is "?".
template <std::size_t Count>
std::string word_at(const std::array<const char*, Count>& words, int number) {
  auto place = static_cast<std::size_t>(number);
  return place < Count ? words[place] : words.front();
}
constexpr std::array standing_words = {"?", "past", "in force", "ahead", "replaced"};
constexpr std::array severity_words = {"?", "error", "warning", "note"};

std::string text_of(const v1::PackVersion& told) {
  std::string by = told.actor().empty() ? std::string("the first start") : told.actor();
  return "version " + std::to_string(told.version()) + " pack " + hex_of(told.pack()) + " from " +
         local_text(from_ms(told.effective_at_ms())) + ", published " +
         local_text(from_ms(told.at_ms())) + " by " + by + ": " + told.reason();
}

std::string text_of(const v1::Holder& holder) {
  return holder.desk().empty() ? "dept/" + holder.lead() : "desk/" + holder.desk();
}

// Line 0 is the file as a whole.
std::string text_of(const v1::FindingPlace& place) {
  return place.file() + (place.line() == 0 ? "" : ":" + std::to_string(place.line()));
}

void print(const v1::PackFindings& told) {
  std::cout << "not published: the pack is not covered\n";
  for (const v1::PackFinding& each : told.findings()) {
    // The first place is where an editor shows it.
    if (each.places_size() > 0) std::cout << text_of(each.places(0)) << ": ";
    std::cout << word_at(severity_words, each.severity()) << ": " << each.rule() << ": "
              << each.message() << "\n";
  }
  auto untold = told.count() - static_cast<std::uint64_t>(told.findings_size());
  if (untold > 0) std::cout << "and " << untold << " more: gridwhistled pack check\n";
}

void print(const v1::Published& told) {
  std::cout << "published: " << text_of(told.what()) << "\n";
  for (const std::string& each : told.what().moved_ids())
    std::cout << "moved " << uuid_of(each) << "\n";
  for (const std::string& each : told.left_ids()) std::cout << "left " << uuid_of(each) << "\n";
}

// The version of the last publication. Not said: the code to end with.
struct looked {
  std::uint64_t version = 0;
  int code = said;
};

enum class listing { silent, printed };

asio::awaitable<looked> look_at_packs(std::shared_ptr<server_link> link, listing how) {
  looked found;
  bool more = true;
  while (more) {
    v1::Request request = request_of_now();
    request.mutable_packs()->set_after_version(found.version);
    auto outcome = co_await link->exchange(std::move(request));
    const auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply || !reply->has_packs()) {
      found.code = print_outcome(outcome);
      co_return found;
    }
    for (const v1::PackVersion& each : reply->packs().versions()) {
      found.version = each.version();
      if (how == listing::printed)
        std::cout << word_at(standing_words, each.standing()) << " " << text_of(each) << "\n";
    }
    more = reply->packs().more();
  }
  co_return found;
}

// Part by part, each where the server says that it has got to.
asio::awaitable<int> send_whole(std::shared_ptr<server_link> link, std::string whole,
                                std::string hash) {
  std::uint64_t held = 0;
  while (held < whole.size()) {
    v1::Request request = request_of_now();
    auto* part = request.mutable_publish()->mutable_part();
    part->set_sha256(hash);
    part->set_size(whole.size());
    part->set_offset(held);
    part->set_bytes(whole.substr(held, part_bytes));
    auto outcome = co_await link->exchange(std::move(request));
    const auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply || !reply->publishing().has_held()) co_return print_outcome(outcome);
    held = reply->publishing().held().bytes();
  }
  co_return said;
}

asio::awaitable<int> list_changes(std::shared_ptr<server_link> link, std::uint64_t version) {
  v1::Packs asked;
  asked.set_changed_by(version);
  std::uint64_t count = 0;
  bool more = true;
  while (more) {
    v1::Request request = request_of_now();
    *request.mutable_packs() = asked;
    auto outcome = co_await link->exchange(std::move(request));
    const auto* reply = std::get_if<v1::Reply>(&outcome);
    if (!reply || !reply->has_packs()) co_return print_outcome(outcome);
    for (const v1::OpenChange& each : reply->packs().changes()) {
      asked.set_after_whistle_id(each.whistle_id());
      std::cout << "would change " << uuid_of(each.whistle_id()) << " " << text_of(each.before())
                << " -> " << text_of(each.after()) << "\n";
      ++count;
    }
    more = reply->packs().more();
  }
  std::cout << (count == 1 ? "1 open whistle would change; it keeps what it was"
                           : std::to_string(count) +
                                 " open whistles would change; they keep what they were")
            << " dispatched under\n";
  co_return said;
}

asio::awaitable<int> publish(std::shared_ptr<server_link> link, publication_draft draft,
                             std::optional<std::uint64_t> seen_version) {
  if (!seen_version) {
    looked seen = co_await look_at_packs(link, listing::silent);
    if (seen.code != said) co_return seen.code;
    seen_version = seen.version;
  }
  draft.asked.set_seen_version(*seen_version);
  int sent = co_await send_whole(link, draft.canonical, draft.asked.pack());
  if (sent == said && !draft.expectations.empty())
    sent = co_await send_whole(link, draft.expectations, draft.asked.expectations());
  if (sent != said) co_return sent;
  v1::Request request = request_of_now();
  *request.mutable_publish()->mutable_pack() = draft.asked;
  auto outcome = co_await link->exchange(std::move(request));
  const auto* reply = std::get_if<v1::Reply>(&outcome);
  if (reply && reply->publishing().has_not_covered()) {
    print(reply->publishing().not_covered());
    co_return refused_by_server;
  }
  if (!reply || !reply->publishing().has_published()) {
    if (!reply) std::cerr << "whether it was published: gridwhistle pack history\n";
    co_return print_outcome(outcome);
  }
  print(reply->publishing().published());
  std::uint64_t version = reply->publishing().published().what().version();
  co_return co_await list_changes(link, version);
}

asio::awaitable<int> show_history(std::shared_ptr<server_link> link) {
  looked seen = co_await look_at_packs(link, listing::printed);
  co_return seen.code;
}

}  // namespace

int publish_from_terminal(const terminal_settings& settings, const publication_wishes& wishes) {
  publication_draft draft = draft_of(wishes);
  terminal_settings patient = settings;
  patient.wait = std::max(settings.wait, proof_patience);
  conversation talk(patient);
  return talk.run(publish(talk.link, std::move(draft), wishes.seen_version));
}

int packs_from_terminal(const terminal_settings& settings) {
  conversation talk(settings);
  return talk.run(show_history(talk.link));
}

int changes_from_terminal(const terminal_settings& settings, std::uint64_t version) {
  conversation talk(settings);
  return talk.run(list_changes(talk.link, version));
}

}  // namespace gridwhistle
