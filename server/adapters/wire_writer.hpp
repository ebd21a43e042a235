// A protobuf message written field by field, straight into its bytes: a tree of message objects is
// allocated, copied, measured, checked for UTF-8 and freed again, which costs several times as
// much. Law: fields come in the order of their numbers and what is empty is left out, so that the
// bytes are those of protobuf; tests/wire compares them for whatever is stored.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace gridwhistle {

class wire_writer {
 public:
  // Appends to these bytes, which are whole when the writer is gone.
  explicit wire_writer(std::string& to) : to_(to), size_(to.size()) {}
  ~wire_writer() { to_.resize(size_); }
  wire_writer(const wire_writer&) = delete;
  wire_writer& operator=(const wire_writer&) = delete;

  // uint32, uint64, int64, bool, enum.
  template <class Number>
  void number(int field, Number value) {
    if (value == Number{}) return;
    put_tag(field, varint);
    put(static_cast<std::uint64_t>(value));
  }
  // sint32, sint64.
  void signed_number(int field, std::int64_t value) {
    auto bits = static_cast<std::uint64_t>(value);
    number(field, bits << 1 ^ (value < 0 ? ~std::uint64_t{0} : 0));
  }
  // fixed64.
  void fixed(int field, std::uint64_t value) {
    static_assert(std::endian::native == std::endian::little);
    if (value == 0) return;
    put_tag(field, eight_bytes);
    put({reinterpret_cast<const char*>(&value), sizeof value});
  }
  // string, bytes.
  void text(int field, std::string_view value) {
    if (!value.empty()) item(field, value);
  }
  // One of a repeated string or bytes: an empty one counts.
  void item(int field, std::string_view value) {
    put_tag(field, length_delimited);
    put(value.size());
    put(value);
  }
  // A message, also an empty one; write() writes its fields here. Gives its bytes, good until more
  // is written.
  template <class Write>
  std::string_view part(int field, Write write) {
    put_tag(field, length_delimited);
    // Most are shorter than what one byte of length can say.
    std::size_t begin = ++size_;
    write();
    std::size_t length = size_ - begin;
    std::size_t more = bytes_of(length) - 1;
    if (more > 0) {
      char* from = room(more) - length;
      std::memmove(from + more, from, length);
    }
    size_ = begin - 1;
    put(length);
    size_ += length;
    return {to_.data() + begin + more, length};
  }

 private:
  enum wire_type : std::uint32_t { varint = 0, eight_bytes = 1, length_delimited = 2 };
  static constexpr std::size_t varint_bytes_max = 10;
  static constexpr std::size_t room_first = 256;

  static std::size_t bytes_of(std::uint64_t value) {
    return (static_cast<std::size_t>(std::bit_width(value | 1)) + 6) / 7;
  }
  // Where the next byte stands, with place for so many and a length behind them.
  char* room(std::size_t bytes) {
    std::size_t wanted = size_ + bytes + varint_bytes_max;
    if (wanted > to_.size()) to_.resize(std::max({wanted, 2 * to_.size(), room_first}));
    return to_.data() + size_;
  }
  void put_tag(int field, wire_type type) { put(static_cast<std::uint32_t>(field) << 3 | type); }
  void put(std::uint64_t value) {
    char* at = room(varint_bytes_max);
    for (; value > 0x7f; value >>= 7, ++size_) *at++ = static_cast<char>(value | 0x80);
    *at = static_cast<char>(value);
    ++size_;
  }
  void put(std::string_view bytes) {
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
    size_ += bytes.size();
  }

  std::string& to_;
  std::size_t size_;  // of what is written; beyond it to_ holds room
};

// The bytes of one message.
template <class Write>
std::string wire_bytes(Write write) {
  std::string bytes;
  {
    wire_writer to(bytes);
    write(to);
  }
  return bytes;
}

}  // namespace gridwhistle
