#include "server/adapters/door_packs.hpp"

#include <algorithm>

#include "server/adapters/codec_parts.hpp"
#include "server/adapters/door_checks.hpp"

namespace gridwhistle::door {
namespace {

namespace pb = ::gridwhistle::v1;
using body = decltype(request::body);

refusal malformed(std::string detail) {
  return refusal{refusal_code::malformed, std::move(detail)};
}

result<body> read_part(const pb::PackPart& in) {
  if (auto wrong = check_known("publish.part", in)) return *std::move(wrong);
  auto whole = policy_hash::from_bytes(in.sha256());
  if (!whole) return malformed("publish.part.sha256: 32 bytes");
  if (in.size() > pack_bytes_max) {
    return refusal{refusal_code::list_too_long, "publish.part.size: " + std::to_string(in.size()) +
                                                    " > " + std::to_string(pack_bytes_max) +
                                                    " bytes"};
  }
  bool lies_within = in.offset() <= in.size() && in.bytes().size() <= in.size() - in.offset();
  if (!lies_within) return *out_of_range("publish.part.offset");
  return body(pack_part_request{*whole, in.size(), in.offset(), in.bytes()});
}

// Each once: naming a whistle twice moves it once.
result<std::vector<whistle_id>> read_moves(const pb::PublishPack& in) {
  if (static_cast<std::size_t>(in.move_ids_size()) > moves_max) {
    return refusal{refusal_code::list_too_long,
                   "publish.pack.move_ids: " + std::to_string(in.move_ids_size()) + " > " +
                       std::to_string(moves_max)};
  }
  std::vector<whistle_id> moves;
  for (const std::string& each : in.move_ids()) {
    auto id = whistle_id::from_bytes(each);
    if (!id) return refusal{refusal_code::id_invalid, "publish.pack.move_ids"};
    if (!std::ranges::count(moves, *id)) moves.push_back(*id);
  }
  return moves;
}

result<body> read_pack(const pb::Request& request, const pb::PublishPack& in) {
  auto wrong =
      first_of([&] { return check_known("publish.pack", in); },
               [&] { return check_text("publish.pack.reason", in.reason(), text_bytes_max); });
  if (wrong) return *std::move(wrong);
  auto pack = policy_hash::from_bytes(in.pack());
  if (!pack) return malformed("publish.pack.pack: 32 bytes");
  auto expectations = policy_hash::from_bytes(in.expectations());
  if (!expectations && !in.expectations().empty())
    return malformed("publish.pack.expectations: 32 bytes");
  if (!codec::is_instant(in.effective_at_ms()))
    return *out_of_range("publish.pack.effective_at_ms");
  auto moves = read_moves(in);
  if (!moves) return moves.refused();
  publish_ask asked;
  asked.id = *command_id::from_bytes(request.request_id());
  asked.digest = digest_of(in);
  asked.seen_version = in.seen_version();
  asked.pack = *pack;
  if (in.effective_at_ms() != 0) asked.effective_at = from_ms(in.effective_at_ms());
  asked.reason = in.reason();
  asked.moves = *std::move(moves);
  return body(publish_request{std::move(asked), expectations});
}

result<body> read_check(const pb::CheckPack& in) {
  if (auto wrong = check_known("publish.check", in)) return *std::move(wrong);
  auto pack = policy_hash::from_bytes(in.pack());
  if (!pack) return malformed("publish.check.pack: 32 bytes");
  auto expectations = policy_hash::from_bytes(in.expectations());
  if (!expectations && !in.expectations().empty())
    return malformed("publish.check.expectations: 32 bytes");
  return body(pack_check_request{*pack, expectations});
}

}  // namespace

result<body> read_publish(const pb::Request& in) {
  const pb::Publish& told = in.publish();
  if (auto wrong = check_known("publish", told)) return *std::move(wrong);
  switch (told.step_case()) {
    case pb::Publish::kPart:
      return read_part(told.part());
    case pb::Publish::kPack:
      return read_pack(in, told.pack());
    case pb::Publish::kCheck:
      return read_check(told.check());
    case pb::Publish::STEP_NOT_SET:
      break;
  }
  return malformed("publish: a part, a pack, or a check");
}

result<body> read_packs(const pb::Packs& in) {
  if (auto wrong = check_known("packs", in)) return *std::move(wrong);
  packs_request made{in.after_version(), {}, {}, {}};
  if (in.changed_by() != 0) made.changed_by = in.changed_by();
  made.changed_by_pack = policy_hash::from_bytes(in.changed_by_pack());
  if (!made.changed_by_pack && !in.changed_by_pack().empty())
    return malformed("packs.changed_by_pack: 32 bytes");
  if (!in.after_whistle_id().empty()) {
    auto after = whistle_id::from_bytes(in.after_whistle_id());
    if (!after) return refusal{refusal_code::page_unknown, "packs.after_whistle_id"};
    made.after = *after;
  }
  return body(made);
}

}  // namespace gridwhistle::door
