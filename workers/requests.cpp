#include "workers/requests.hpp"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>
#include <sodium.h>

#include <array>

#include "common/check.hpp"
#include "common/refusal.hpp"

namespace gridwhistle {
namespace {

uuid_bytes new_uuid(instant now) {
  GW_CHECK(sodium_init() >= 0);
  std::array<std::uint8_t, 10> chance{};
  randombytes_buf(chance.data(), chance.size());
  return make_uuid_v7(now, chance);
}

// The name of what is said in a message's only choice; empty where nothing is said.
std::string_view choice_in(const google::protobuf::Message& message) {
  const auto* choice = message.GetDescriptor()->oneof_decl(0);
  const auto* said = message.GetReflection()->GetOneofFieldDescriptor(message, choice);
  return said ? std::string_view(said->name()) : std::string_view();
}

bool asks_to_come_again(const v1::Refused& refused) {
  return refused.code() == words_of(refusal_code::overloaded).name ||
         refused.code() == words_of(refusal_code::not_serving).name;
}

}  // namespace

command_id new_command_id(instant now) { return command_id{new_uuid(now)}; }
whistle_id new_whistle_id(instant now) { return whistle_id{new_uuid(now)}; }

v1::Request new_request(const command_id& id) {
  GW_CHECK(!id.empty());
  v1::Request request;
  request.set_wire_version(wire_version);
  request.set_request_id(std::string(id.raw()));
  return request;
}

v1::Request new_command(const command_id& id, const whistle_id& whistle,
                        std::uint64_t seen_version) {
  GW_CHECK(!whistle.empty());
  v1::Request request = new_request(id);
  request.mutable_command()->set_whistle_id(std::string(whistle.raw()));
  request.mutable_command()->set_seen_version(seen_version);
  return request;
}

std::string canonical_bytes(const v1::Request& request) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    GW_CHECK(request.SerializeToCodedStream(&coded));
  }
  return bytes;
}

std::string_view kind_of(const v1::Request& request) {
  return choice_in(request.has_command()
                       ? static_cast<const google::protobuf::Message&>(request.command())
                       : request);
}

outbox_item outbox_item_of(const v1::Request& request, instant now) {
  auto id = command_id::from_bytes(request.request_id());
  auto whistle = whistle_id::from_bytes(request.command().whistle_id());
  GW_CHECK(request.has_command() && id && whistle);
  GW_CHECK(request.command().ask_case() != v1::Command::ASK_NOT_SET);
  return {.request = *id,
          .whistle = *whistle,
          .kind = std::string(kind_of(request)),
          .bytes = canonical_bytes(request),
          .created_at = now};
}

std::optional<settlement> settlement_in(const v1::Reply& reply) {
  if (reply.has_refused()) {
    const v1::Refused& no = reply.refused();
    if (asks_to_come_again(no)) return std::nullopt;
    return item_refused{no.code(), no.sentence_zh(), no.sentence_en(), no.detail()};
  }
  if (!reply.has_receipt()) return std::nullopt;
  auto dataset = dataset_id::from_bytes(reply.receipt().dataset());
  // A receipt that does not say where it holds is none.
  if (!dataset) return std::nullopt;
  return item_receipted{reply.receipt().SerializeAsString(), *dataset};
}

position position_in(const v1::Position& wire) { return {wire.epoch(), wire.sequence()}; }

v1::Position wire_position(position at) {
  v1::Position wire;
  wire.set_epoch(at.epoch);
  wire.set_sequence(at.sequence);
  return wire;
}

}  // namespace gridwhistle
