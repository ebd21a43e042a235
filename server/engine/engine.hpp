// The turn, without I/O: takes commands, decides them on the write-side state, collects one batch
// while the last one is in flight, and releases answers only when what they rest on is durable.
// Laws: nothing leaves before it is durable; at most one append in flight; state is a fold of the
// journal.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "server/core/care_shares.hpp"
#include "server/core/figures.hpp"
#include "server/core/flow.hpp"
#include "server/core/late_clocks.hpp"
#include "server/core/open_whistle_moves.hpp"
#include "server/core/owner_tally.hpp"
#include "server/core/policy_history.hpp"
#include "server/core/whistle.hpp"
#include "server/engine/account_log.hpp"
#include "server/engine/care_queue.hpp"
#include "server/engine/desk_corrections.hpp"
#include "server/engine/open_whistles.hpp"
#include "server/engine/refusal_log.hpp"
#include "server/engine/refused_commands.hpp"
#include "server/engine/similar_whistles.hpp"

namespace gridwhistle {

// Entries one batch may hold. Where a command more could pass it room() is false, and the rim stops
// reading from the network.
constexpr std::size_t batch_entries_max = 4096;
// A command that calls a lead and every helper it may name, after all their clocks have overrun and
// all rungs of their ladders have come; with an end, members_max duplicates end too.
constexpr std::size_t entries_of_a_command_max = 768;
// Answers that may wait for durability. At the limit room() is false as well.
constexpr std::size_t answers_waiting_max = 8192;
// Whistles on one inbox page; the asker pages on.
constexpr std::size_t inbox_page_max = 100;
// Of a report's text on it.
constexpr std::size_t inbox_text_characters_max = 120;
// Whistles on which the clock acts in one turn; the rest follow in the next, so that commands are
// not starved.
constexpr std::size_t overruns_per_turn_max = 256;

// Care visits opened in one turn; the rest of a month's first minute follow in the next ones.
constexpr std::size_t visits_per_turn_max = 256;

enum class pack_right { publish, look };

// Publications on one page; the asker pages on.
constexpr std::size_t pack_page_max = 100;

// The rim's name for somebody who waits for an answer.
struct ticket {
  std::uint64_t number = 0;
};

enum class repeat { first, again };

// The command is in the journal. For a repeated command version and position are those of the first
// answer.
struct receipt {
  whistle_id whistle;
  std::uint64_t version = 0;
  position at;
  gridwhistle::stage stage = gridwhistle::stage::raised;
  std::vector<department_code> called;  // the lead first; empty while a desk owns it
  area_code desk;
  std::optional<gridwhistle::desk_reason> desk_reason;  // why that desk owns it
  std::vector<due> deadlines;
  gridwhistle::repeat repeat = gridwhistle::repeat::first;
  std::vector<whistle_id> similar;  // of a blow: open ones that may be the same, the nearest first
};

struct refused {
  refusal no;
  std::uint64_t version = 0;    // of the whistle now; 0 where there is none
  std::vector<step> meanwhile;  // with version_conflict: what happened since the version seen
  std::vector<publication> packs_meanwhile = {};  // with packs_changed, likewise
};

// Whom a whistle calls: the lead first; nobody where its umbrella has them.
std::vector<department_code> called_on(const whistle& state);

struct shown {
  std::shared_ptr<const whistle> state;  // as it was when asked; never null
  std::vector<due> deadlines;
  user_id verifier;  // the grid worker on duty there, while it waits for verification
  // What its text may be about, while a desk has it because nobody knows its matter.
  std::vector<matter_suggestion> suggestions;
  std::vector<late_clock> overruns;
  std::optional<tally> before;  // to a desk that has to find it a lead: who did the matter before
  instant as_of;
};

// Matters that a text may be about, the best first.
struct suggestion_page {
  std::vector<matter_suggestion> items;
};

// What a desk has to decide.
enum class awaited_decision { ruling, extension, shelving, appeal };

struct inbox_item {
  whistle_id whistle;
  std::uint64_t version = 0;
  gridwhistle::stage stage = gridwhistle::stage::raised;
  std::optional<matter_key> matter;
  area_code area;
  std::optional<obligation_stage> obligation;  // that the department asked for acts on
  std::string question;              // to the reporter, whose answer a department waits for
  std::vector<late_clock> overruns;  // still to be done
  std::vector<due> deadlines;        // of all running clocks, the earliest first
  std::optional<whistle_kind> kind;
  std::string text;  // its beginning
  instant raised_at;
  department_code
      lead;  // also while its return waits for a ruling; else empty while a desk owns it
  std::vector<department_code> helpers;
  std::optional<place> where;
  seat_call delivered_to;  // of the obligation asked about; else of the lead's
  int returns = 0;
  std::vector<awaited_decision> awaits;
  area_code asked_desk;  // which has to decide what was asked for
  user_id verifier;      // the grid worker on duty there, while it waits for verification
  user_id reporter;
  area_code desk;  // that owns it
  std::optional<gridwhistle::desk_reason> desk_reason;
  std::string source_reference;
  std::optional<instant> waits_since;  // for the desk, or to be verified
};

struct inbox_page {
  std::vector<inbox_item> items;
  bool more = false;
  instant as_of;
};

// Open whistles that may be the same as one that was asked about, the nearest first.
struct similar_page {
  struct item {
    whistle_id whistle;
    std::uint64_t version = 0;
    gridwhistle::stage stage = gridwhistle::stage::raised;
    instant raised_at;
    double metres = 0;
  };
  std::vector<item> items;
};

struct figure_count {
  std::size_t counted = 0;
  std::size_t of = 0;
};

// Figures of a period, a page of their rows.
struct figure_table {
  struct row {
    std::string group;
    std::string name;
    std::vector<figure_count> shares;  // in the order of all_figures()
    std::map<std::string, gridwhistle::span> held;
    std::optional<double> composite;
    std::vector<std::vector<figure_count>> days;  // shares of each, where they were asked for
  };
  std::vector<row> rows;
  bool more = false;
  period when;
  instant as_of;
};

// Care visits by group, a page of the rows; or a page of the visits behind a number.
struct care_table {
  struct row {
    std::string group;
    std::string name;
    std::array<std::size_t, care_states_count> counts{};  // in the order of care_state
  };
  std::vector<row> rows;
  std::vector<listed_visit> visits;  // sorted
  std::size_t count = 0;             // of the visits of all pages
  std::size_t open_of_earlier = 0;   // in no row: their period began before the asked days
  bool more = false;
  period when;
  instant as_of;
};

// The 四零 board of a period, a page of its rows.
struct zero_table {
  struct row {
    std::string group;
    std::string name;
    std::vector<std::size_t> counts;  // in the order of all_tags()
  };
  std::vector<row> rows;
  bool more = false;
  period when;
  instant as_of;
};

// What came in and went out.
struct flow_table {
  flow_counts counts;
  instant from;  // the day began
  instant as_of;
};

// What a department has done or given away, a page of it, the latest first.
struct done_page {
  struct item {
    inbox_item row;
    instant done_at;
    bool was_late = false;
  };
  std::vector<item> items;
  bool more = false;
  std::size_t count = 0;  // of all pages
  instant as_of;
};

// One's own reports that have ended, a page of them, the latest end first.
struct ended_page {
  struct item {
    whistle_id whistle;
    std::uint64_t version = 0;
    gridwhistle::stage stage = stage::closed;
    instant ended_at;
  };
  std::vector<item> items;
  bool more = false;
  std::size_t count = 0;  // of all pages
  instant as_of;
};

// The whistles behind one number, a page of them, sorted.
struct figure_list {
  std::vector<whistle_id> whistles;
  bool more = false;
  std::size_t count = 0;  // of all pages
};

// A pack is published. left: of the whistles to be moved those that stay as they are.
struct published {
  publication told;
  std::vector<whistle_id> left;
  gridwhistle::repeat repeat = gridwhistle::repeat::first;
};

// Publications in their order.
struct pack_page {
  struct row {
    publication told;
    pack_standing standing = pack_standing::past;
  };
  std::vector<row> rows;
  bool more = false;
};

// Open whistles that would have another holder or other limits under a pack, in the order of ids;
// and how many of all that lie behind where the page begins go from whom to whom.
struct change_page {
  std::vector<open_change> items;
  bool more = false;
  std::uint64_t looked_at = 0;
  std::uint64_t changed = 0;
  std::map<std::pair<holder, holder>, std::uint64_t> moves;
};

// It is in the journal: all there is to say.
struct recorded {};

using answer = std::variant<receipt, refused, shown, inbox_page, figure_table, figure_list,
                            similar_page, zero_table, care_table, flow_table, done_page, ended_page,
                            suggestion_page, published, pack_page, change_page, recorded>;

struct reply {
  ticket to;
  gridwhistle::answer answer;
};

// What goes to the journal in one append. Nothing to append: the answers rest on what is there
// already, and the rim confirms against the journal that nobody else has written since.
struct batch {
  position at;  // of what is appended; where nothing is, the head that the answers rest on
  instant when;
  std::vector<publication> publications;  // before the entries, which were decided under them
  std::vector<entry> entries;
  refusal_log refusals;
  account_log accounts;
  std::vector<reply> replies;

  bool appends() const {
    return !publications.empty() || !entries.empty() || !refusals.empty() || !accounts.empty();
  }
};

class engine {
 public:
  // Decides under `first` until a publication says otherwise; deadlines of a whistle follow the
  // pack it was dispatched under.
  explicit engine(policy_ptr first);

  // --- building the state before serving -------------------------------------------------------
  // A pack that whistles were dispatched under, or that is or will be in force.
  void know(policy_ptr pack);
  bool knows(const policy_hash& hash) const { return policies_.contains(hash); }
  policy_ptr known(const policy_hash& hash) const;  // null: it is not
  void restore(whistle state);
  // Skips what the restored state already reflects. False: a version is missing, the journal is
  // broken.
  [[nodiscard]] bool fold(const entry& happened);
  void restore(policy_history published) { packs_ = std::move(published); }
  // Likewise. at: its batch.
  [[nodiscard]] bool fold(const publication& told, position at);
  // Everything up to here is in the state; the next batch follows it. The packs that are in force
  // then or later are known.
  void start_at(position head, instant last_at);

  // --- one turn --------------------------------------------------------------------------------
  // Journal time never runs backwards, whatever the wall clock does.
  void ask(ticket from, const command& asked, instant now);
  // Refused as not_your_whistle to whom it does not concern (core: may_see).
  void show(ticket from, const actor& by, const whistle_id& id, instant now);
  // The whistle, where somebody may look at it; asked: for what, as the journal keeps a refusal.
  // Refusals: whistle_unknown, not_your_whistle; the latter leaves when it is durable.
  result<const whistle*> look(const actor& by, const whistle_id& id, std::string_view asked,
                              instant now);
  // What may be the same, of what the speaker may see; refused like show.
  void similar(ticket from, const actor& by, const whistle_id& id, instant now);
  // Which matters a text may be about; anybody may ask.
  void suggest(ticket from, std::string_view text);
  // One's own: a clerk's department and what was delivered to its seat for others, a desk officer's
  // area and below, one's own reports; and all that lies in an area of which one sees everything.
  void inbox(ticket from, const actor& by, const inbox_key& whose, const whistle_id& after,
             instant now);
  // A row of an inbox, and of what was in one.
  inbox_item inbox_item_of(const whistle& state, const inbox_key& whose, instant now) const;
  // Somebody wanted what is about no whistle ("follow" a topic, "accounts" of somebody) and may
  // not: recorded, answered by the rim.
  void deny(const actor& by, std::string_view asked, std::string_view about, refusal_code code,
            instant now);
  // Somebody's account was changed: recorded at `now`.
  void keep(account_change told, instant now);
  // What was computed from the state beside the turn leaves when the state is durable.
  void tell(ticket to, gridwhistle::answer told);
  void tick(instant now);

  // --- packs: server/engine/publishing.cpp -----------------------------------------------------
  // Neither refused by what is known already nor a repeat: worth a proof.
  bool awaits_proof(const publish_ask& asked, instant now) const;
  // The pack is proved, stored and known, or the answer is no without looking at it. In force at
  // once or at its instant; the whistles to be moved are dispatched anew in the same batch.
  void publish(ticket from, const publish_ask& asked, instant now);
  void packs(ticket from, const actor& by, std::uint64_t after_version, instant now);
  // Nothing: has that right. Else the refusal is recorded. id: of a command, or empty.
  std::optional<refused> deny(const actor& by, pack_right wanted, const command_id& id,
                              instant now);
  const policy_history& published_packs() const { return packs_; }

  // False: take no more input until durable() was called.
  bool room() const;
  // Nothing while a batch is in flight or nothing waits.
  const batch* next_batch();
  // The batch in flight is durable: its answers may leave and its entries be published.
  batch durable();

  // After it the clock has something to do: a limit passes, a rung comes, a shelving ends, or a
  // care visit opens.
  std::optional<instant> wake_at() const;

  // --- the projection, written behind the journal ----------------------------------------------
  struct projected {
    std::vector<const whistle*> states;     // valid until the next call of any other member
    const policy_history* packs = nullptr;  // null: as handed out before; valid likewise
    position reflects_before;  // all entries of batches before this are in what was handed out
  };
  // Up to limit whistles that changed durably since they were last handed out.
  projected take_changed(std::size_t limit);
  bool has_changed() const { return !changed_.empty() || packs_changed_; }

  const whistle* find(const whistle_id& id) const;
  // Every whistle, in any order; they stay where they are as long as the engine lives.
  std::vector<const whistle*> all() const;
  // For the state hash: in the order of ids.
  std::vector<const whistle*> in_order() const;
  // The pack a whistle was dispatched under; before that the current one.
  const policy& policy_of(const whistle& state) const;
  position head() const { return head_; }
  std::size_t open_count() const { return open_.count(); }
  std::size_t whistle_count() const { return whistles_.size(); }
  // Must be 0: commands after which an open whistle had no owner, or two.
  std::uint64_t owner_violations() const { return owner_violations_; }
  // Rungs recorded more than rung_grace after their time since the start, moot ones among them.
  std::uint64_t late_rungs() const { return late_rungs_; }
  // How long the clock's oldest work has been waiting: 0 where nothing is due.
  gridwhistle::span oldest_due_age(instant now) const;
  // The pack in force at the last turn.
  const policy& rules() const { return *current_; }
  const policy_ptr& current() const { return current_; }

 private:
  struct record {
    whistle state;
    placing where;
    std::optional<similar_key> compared;
    std::unique_ptr<const desk_correction> taught;
    std::uint64_t durable_version = 0;
    bool waits_for_projection = false;
  };
  struct change {
    position since;
    record* of = nullptr;
  };
  // What one command made of a whistle.
  struct touch {
    record* of = nullptr;
    std::uint64_t version = 0;
  };

  std::vector<matter_suggestion> suggestions_for(const whistle& state) const;
  user_id verifier_of(const whistle& state, instant now) const;
  // --- inboxes: server/engine/inbox.cpp ---
  bool may_open(const inbox_key& whose, const actor& by) const;
  std::vector<whistle_id> lying_in(const area_code& where, const actor& by, whistle_id after) const;
  std::optional<tally> done_before(const whistle& state, const actor& by) const;
  std::vector<similar_whistle> similar_to(const whistle& state, const actor& by,
                                          std::size_t most) const;
  // What the permission table says no to is kept in the journal beside the events.
  void record_refusal(refusal_record told);
  record& record_of(const whistle_id& id);
  void is_durable(record& kept, std::uint64_t version, position at);
  // All give the deadlines that run now: whoever answers needs them again.
  std::vector<due> take(record& kept, std::vector<event> follow, const command* asked, instant now);
  std::vector<due> settle_indexes(record& kept);
  // What has passed is recorded before anybody's act can stop its clock. False: nothing had.
  bool record_passed(record& kept, instant now);
  // Those that have come; nothing: none has.
  std::optional<std::vector<due>> record_rungs(record& kept, instant now);
  void record_overdue(instant now);
  void open_visits(instant now);
  receipt receipt_for(const whistle& state, const command& asked, const step& last,
                      std::vector<due> pending, repeat which) const;
  refused refusal_for(const whistle* state, refusal no, std::uint64_t seen_version) const;
  position next_position() const;
  // What the journal and the turn's instant say is in force from here on.
  void follow_packs(instant now);
  std::optional<refused> refuse_publication(const publish_ask& asked, instant now) const;
  std::optional<refused> refuse_pack(const publish_ask& asked, instant now) const;
  void add_publication(publication told);
  struct move {
    record* of = nullptr;
    std::vector<event> follow;
  };
  std::vector<move> moves_of(const publish_ask& asked, instant now);
  void make_move(move made, const publish_ask& asked, instant now);

  policy_ptr current_;
  std::map<policy_hash, policy_ptr> policies_;
  std::unordered_map<whistle_id, record> whistles_;  // records stay where they are
  open_whistles open_;
  care_queue care_;
  similar_whistles similar_;
  desk_corrections corrections_;
  refused_commands refused_commands_;
  owner_tally tally_;
  std::deque<change> changed_;
  policy_history packs_;
  std::optional<instant> packs_change_at_;  // the next publication's instant
  std::optional<position> packs_changed_;   // durably since they were last handed out
  position head_;
  instant last_at_{};
  batch open_batch_;
  std::vector<touch> touched_;  // by the open batch
  std::optional<batch> in_flight_;
  std::vector<touch> touched_in_flight_;
  std::uint64_t owner_violations_ = 0;
  std::uint64_t late_rungs_ = 0;
};

}  // namespace gridwhistle
