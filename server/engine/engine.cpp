#include "server/engine/engine.hpp"

#include <algorithm>
#include <utility>

#include "server/core/decider.hpp"
#include "server/core/permission.hpp"

namespace gridwhistle {
namespace {

// Most buckets stay empty, so that looking for an id that is new waits for no other whistle's
// memory.
constexpr float whistles_per_bucket_max = 0.25F;

}  // namespace

std::vector<department_code> called_on(const whistle& state) {
  std::vector<department_code> called;
  for (const obligation& owed : state.obligations) {
    if (state.stage == stage::joined) break;  // its umbrella's departments are at it
    bool former_lead = owed.part == part::lead && &owed != state.lead();
    bool at_it = owed.open() || owed.stage == obligation_stage::done;
    if (at_it && !former_lead) called.push_back(owed.department);
  }
  return called;
}

engine::engine(policy_ptr first)
    : current_(std::move(first)), care_(current_), corrections_(*current_) {
  know(current_);
  whistles_.max_load_factor(whistles_per_bucket_max);
}

void engine::know(policy_ptr pack) { policies_.emplace(pack->hash, std::move(pack)); }

const policy& engine::policy_of(const whistle& state) const {
  // Before its dispatch a whistle is under no pack: the desk's clock is continuous and any will do.
  auto frozen = policies_.find(state.policy);
  return frozen == policies_.end() ? *current_ : *frozen->second;
}

engine::record& engine::record_of(const whistle_id& id) { return whistles_[id]; }

const whistle* engine::find(const whistle_id& id) const {
  auto found = whistles_.find(id);
  return found == whistles_.end() ? nullptr : &found->second.state;
}

std::vector<const whistle*> engine::all() const {
  std::vector<const whistle*> found;
  found.reserve(whistles_.size());
  for (const auto& [id, kept] : whistles_) found.push_back(&kept.state);
  return found;
}

std::vector<const whistle*> engine::in_order() const {
  auto found = all();
  std::sort(found.begin(), found.end(),
            [](const whistle* a, const whistle* b) { return a->id < b->id; });
  return found;
}

std::vector<due> engine::settle_indexes(record& kept) {
  auto pending = deadlines(kept.state, policy_of(kept.state));
  open_.update(kept.where, kept.state,
               clock_acts_after(kept.state, pending, policy_of(kept.state)));
  similar_.update(kept.compared, kept.state);
  corrections_.update(kept.taught, kept.state);
  return pending;
}

// --- building the state -------------------------------------------------------------------------

void engine::restore(whistle state) {
  record& kept = record_of(state.id);
  kept.durable_version = state.version;
  kept.state = std::move(state);
}

bool engine::fold(const entry& happened) {
  record& kept = record_of(happened.whistle);
  if (happened.version <= kept.state.version) return true;
  if (happened.version != kept.state.version + 1) return false;
  apply(kept.state, happened);
  is_durable(kept, kept.state.version, happened.batch);
  return true;
}

void engine::is_durable(record& kept, std::uint64_t version, position at) {
  kept.durable_version = version;
  if (std::exchange(kept.waits_for_projection, true)) return;
  changed_.push_back({at, &kept});
}

void engine::start_at(position head, instant last_at) {
  head_ = head;
  last_at_ = last_at;
  // In order: the indexes are cheap to append to.
  for (const whistle* each : in_order()) {
    settle_indexes(record_of(each->id));
    if (auto done = done_by(*each)) tally_.add(*done);
  }
  packs_change_at_ = last_at;
  follow_packs(last_at);
  care_.start(last_at, [this](const whistle_id& id) { return whistles_.contains(id); });
}

// --- one turn ---------------------------------------------------------------------------------

position engine::next_position() const {
  bool appending = in_flight_ && in_flight_->appends();
  position last = appending ? in_flight_->at : head_;
  return {last.epoch, last.sequence + 1};
}

bool engine::room() const {
  return open_batch_.entries.size() + entries_of_a_command_max <= batch_entries_max &&
         open_batch_.replies.size() < answers_waiting_max;
}

std::vector<due> engine::take(record& kept, std::vector<event> follow, const command* asked,
                              instant now) {
  position at = next_position();
  if (kept.state.history.empty()) kept.state.history.reserve(follow.size());
  auto was_done = done_by(kept.state);
  for (event& each : follow) {
    entry& told = open_batch_.entries.emplace_back(at, kept.state.id, kept.state.version + 1, now,
                                                   command_id(), std::uint64_t{0}, user_id(),
                                                   std::move(each));
    if (asked) {
      if (told.version == 1) told.whistle = asked->whistle;
      told.command = asked->id;
      told.digest = asked->digest;
      told.by = asked->by.user;
    }
    apply(kept.state, told);
    const auto* rung = std::get_if<escalated>(&told.happened);
    if (rung && now - rung->due_at > rung_grace) ++late_rungs_;
  }
  auto is_done = done_by(kept.state);
  if (was_done != is_done) {
    if (was_done) tally_.take_back(*was_done);
    if (is_done) tally_.add(*is_done);
  }
  touched_.push_back({&kept, kept.state.version});
  if (!kept.state.owned_once()) ++owner_violations_;
  return settle_indexes(kept);
}

bool engine::record_passed(record& kept, instant now) {
  if (!kept.where.overdue(now)) return false;
  // A wait that has ended may bring out a limit that has passed since.
  for (;;) {
    auto late = decide_clock(kept.state, now, policy_of(kept.state));
    if (late.empty()) return true;
    take(kept, std::move(late), nullptr, now);
  }
}

std::optional<std::vector<due>> engine::record_rungs(record& kept, instant now) {
  auto rungs = decide_rungs(kept.state, now, policy_of(kept.state));
  if (rungs.empty()) return std::nullopt;
  return take(kept, std::move(rungs), nullptr, now);
}

receipt engine::receipt_for(const whistle& state, const command& asked, const step& last,
                            std::vector<due> pending, repeat which) const {
  receipt made;
  made.whistle = state.id;
  made.version = last.version;
  made.at = last.batch;
  made.stage = state.stage;
  made.called = called_on(state);
  made.desk = state.desk;
  if (!state.desk.empty()) made.desk_reason = state.desk_reason;
  made.deadlines = std::move(pending);
  made.repeat = which;
  if (std::holds_alternative<blow>(asked.ask)) {
    for (const similar_whistle& each : similar_to(state, asked.by, similar_in_receipt_max)) {
      made.similar.push_back(each.whistle);
    }
  }
  return made;
}

refused engine::refusal_for(const whistle* state, refusal no, std::uint64_t seen_version) const {
  refused made{std::move(no), state ? state->version : 0, {}};
  if (!state || made.no.code != refusal_code::version_conflict) return made;
  for (const step& each : state->history) {
    if (each.version > seen_version) made.meanwhile.push_back(each);
  }
  return made;
}

void engine::ask(ticket from, const command& asked, instant now) {
  now = std::max(now, last_at_);
  last_at_ = now;
  follow_packs(now);
  auto found = whistles_.find(asked.whistle);
  const whistle* state = found == whistles_.end() ? nullptr : &found->second.state;
  if (const refusal* known = refused_commands_.of(asked)) {
    return tell(from, refusal_for(state, *known, asked.seen_version));
  }
  bool was_overdue = state && record_passed(found->second, now);
  const whistle_id* umbrella = umbrella_named(asked.ask);
  auto decided =
      decide(question{or_nothing_yet(state), asked, now, *current_,
                      umbrella ? find(*umbrella) : nullptr, state ? policy_of(*state) : *current_});
  if (!decided) {
    refusal_code why = decided.refused().code;
    bool by_the_table = why == refusal_code::umbrella_not_yours ||
                        (state && forbidden(*state, asked.ask, asked.by, *current_) == why);
    if (by_the_table) {
      record_refusal(
          {now, asked.by.user, asked.whistle, asked.id, std::string(name_of(asked.ask)), {}, why});
    }
    refused_commands_.keep(asked, decided.refused());
    return tell(from, refusal_for(state, decided.refused(), asked.seen_version));
  }
  if (decided->empty()) {
    const step* known = state->step_of(asked.id);
    auto pending = deadlines(*state, policy_of(*state));
    open_batch_.replies.push_back(
        {from, receipt_for(*state, asked, *known, std::move(pending), repeat::again)});
    return;
  }
  auto echoes = state ? echoes_of(*state, *decided) : std::vector<echo>();
  record& kept = state ? found->second : record_of(asked.whistle);
  auto pending = take(kept, *std::move(decided), &asked, now);
  step last = kept.state.history.back();
  // In the same batch, so that the journal holds both halves of a join or none.
  for (echo& each : echoes) take(record_of(each.whistle), {std::move(each.happened)}, &asked, now);
  // After the command, so that what it has just ended is not warned about. Overdue only now: it has
  // charged a pause back.
  if (was_overdue || kept.where.overdue(now)) {
    if (auto after = record_rungs(kept, now)) pending = *std::move(after);
  }
  open_batch_.replies.push_back(
      {from, receipt_for(kept.state, asked, last, std::move(pending), repeat::first)});
}

void engine::record_refusal(refusal_record told) {
  last_at_ = told.at = std::max(told.at, last_at_);
  open_batch_.refusals.add(std::move(told));
}

void engine::keep(account_change told, instant now) {
  last_at_ = told.at = std::max(now, last_at_);
  open_batch_.accounts.add(std::move(told));
}

user_id engine::verifier_of(const whistle& state, instant now) const {
  if (state.stage != stage::handled) return {};
  const post* walker =
      current_->roster.walker_of(state.what.area, now, current_->areas, current_->days);
  return walker ? walker->person : user_id();
}

result<const whistle*> engine::look(const actor& by, const whistle_id& id, std::string_view asked,
                                    instant now) {
  const whistle* state = find(id);
  if (!state) return refusal{refusal_code::whistle_unknown, id.text()};
  if (may_see(*state, by, *current_)) return state;
  record_refusal({now, by.user, id, {}, std::string(asked), {}, refusal_code::not_your_whistle});
  return refusal_code::not_your_whistle;
}

std::optional<tally> engine::done_before(const whistle& state, const actor& by) const {
  bool looks_for_a_lead =
      !state.desk.empty() && (by.role == role::desk_officer || by.role == role::supervisor);
  // Whoever may return it says whose it is.
  const obligation* own = by.role == role::clerk ? state.obligation_at(by.department) : nullptr;
  bool may_return = own && own->open() && state.open();
  if ((!looks_for_a_lead && !may_return) || !state.what.matter) return std::nullopt;
  return tally_.around(*state.what.matter, state.what.area, current_->areas);
}

void engine::show(ticket from, const actor& by, const whistle_id& id, instant now) {
  auto seen = look(by, id, "show", now);
  if (!seen) return tell(from, refused{seen.refused(), 0, {}});
  const whistle& state = **seen;
  const policy& rules = policy_of(state);
  open_batch_.replies.push_back(
      {from, shown{std::make_shared<whistle>(state), deadlines(state, rules),
                   verifier_of(state, now), suggestions_for(state), late_clocks(state, rules),
                   done_before(state, by), std::max(now, last_at_)}});
}

std::vector<matter_suggestion> engine::suggestions_for(const whistle& state) const {
  bool nobody_knows = !state.desk.empty() && state.stage == stage::raised &&
                      state.desk_reason == desk_reason::matter_unknown;
  if (!nobody_knows) return {};
  return corrections_.search().suggest(state.what.text, suggestions_max);
}

void engine::suggest(ticket from, std::string_view text) {
  open_batch_.replies.push_back(
      {from, suggestion_page{corrections_.search().suggest(text, suggestions_max)}});
}

std::vector<similar_whistle> engine::similar_to(const whistle& state, const actor& by,
                                                std::size_t most) const {
  auto compared = similar_key_of(state);
  if (!compared) return {};
  std::vector<similar_whistle> offered;
  // Whoever is near enough to be offered is asked about, and nobody behind.
  for (const similar_whistle& each : similar_.like(*compared)) {
    if (offered.size() == most) break;
    if (each.state != &state && may_see(*each.state, by, *current_)) offered.push_back(each);
  }
  return offered;
}

void engine::similar(ticket from, const actor& by, const whistle_id& id, instant now) {
  auto seen = look(by, id, "similar", now);
  if (!seen) return tell(from, refused{seen.refused(), 0, {}});
  similar_page page;
  for (const similar_whistle& each : similar_to(**seen, by, similar_max)) {
    const whistle& other = *each.state;
    page.items.push_back({other.id, other.version, other.stage, other.raised_at, each.metres});
  }
  open_batch_.replies.push_back({from, std::move(page)});
}

void engine::deny(const actor& by, std::string_view asked, std::string_view about,
                  refusal_code code, instant now) {
  record_refusal({now, by.user, {}, {}, std::string(asked), std::string(about), code});
}

gridwhistle::span engine::oldest_due_age(instant now) const {
  auto next = wake_at();
  return next && *next < now ? now - *next : gridwhistle::span(0);
}

void engine::tell(ticket to, gridwhistle::answer told) {
  open_batch_.replies.push_back({to, std::move(told)});
}

std::optional<instant> engine::wake_at() const {
  auto first = open_.earliest();
  // A limit is kept up to its own instant; a visit opens and a pack comes into force at it.
  for (std::optional<instant> at : {care_.earliest(), packs_change_at_}) {
    if (at && (!first || *at - gridwhistle::span(1) < *first)) first = *at - gridwhistle::span(1);
  }
  return first;
}

void engine::tick(instant now) {
  now = std::max(now, last_at_);
  follow_packs(now);
  record_overdue(now);
  open_visits(now);
}

// The normal path of a blow, by nobody. What is known already was opened before a restart.
void engine::open_visits(instant now) {
  for (std::size_t opened = 0; opened < visits_per_turn_max && room(); ++opened) {
    const care_row* row = care_.take(now);
    if (!row) return;
    auto visit = visit_at(*row, now, current_->days.where());
    if (!visit || whistles_.contains(visit->whistle)) continue;
    last_at_ = now;
    record& kept = record_of(visit->whistle);
    kept.state.id = visit->whistle;
    take(kept, open_visit(*row, *visit, now, *current_), nullptr, now);
  }
}

void engine::record_overdue(instant now) {
  for (std::size_t recorded = 0; recorded < overruns_per_turn_max && room(); ++recorded) {
    auto late = open_.overdue(now);
    if (!late) return;
    last_at_ = now;
    record& kept = record_of(*late);
    std::uint64_t before = kept.state.version;
    record_passed(kept, now);
    record_rungs(kept, now);
    // Else the index and the ledger disagree, and we would spin.
    GW_CHECK(kept.state.version > before);
  }
}

const batch* engine::next_batch() {
  if (in_flight_ || (!open_batch_.appends() && open_batch_.replies.empty())) return nullptr;
  open_batch_.at = open_batch_.appends() ? next_position() : head_;
  open_batch_.when = last_at_;
  in_flight_ = std::exchange(open_batch_, {});
  touched_in_flight_.clear();
  std::swap(touched_, touched_in_flight_);
  // Under load the next batch is about as large, and growing moves every entry.
  open_batch_.entries.reserve(in_flight_->entries.size());
  open_batch_.replies.reserve(in_flight_->replies.size());
  return &*in_flight_;
}

batch engine::durable() {
  GW_CHECK(in_flight_.has_value());
  batch done = *std::exchange(in_flight_, std::nullopt);
  if (!done.appends()) return done;
  head_ = done.at;
  if (!done.publications.empty() && !packs_changed_) packs_changed_ = done.at;
  for (const touch& each : touched_in_flight_) is_durable(*each.of, each.version, done.at);
  return done;
}

engine::projected engine::take_changed(std::size_t limit) {
  projected handed;
  while (!changed_.empty() && handed.states.size() < limit) {
    record& kept = *changed_.front().of;
    // The open batch has moved it on and may yet fail; its turn comes when that is durable.
    if (kept.durable_version != kept.state.version) break;
    kept.waits_for_projection = false;
    handed.states.push_back(&kept.state);
    changed_.pop_front();
  }
  handed.reflects_before =
      changed_.empty() ? position{head_.epoch, head_.sequence + 1} : changed_.front().since;
  // As for whistles: what is not durable yet is not handed out.
  bool open =
      !open_batch_.publications.empty() || (in_flight_ && !in_flight_->publications.empty());
  if (packs_changed_ && open) {
    handed.reflects_before = std::min(handed.reflects_before, *packs_changed_);
  } else if (packs_changed_) {
    handed.packs = &packs_;
    packs_changed_.reset();
  }
  return handed;
}

}  // namespace gridwhistle
