#include "common/curve_keys.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zmq.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <list>
#include <optional>
#include <stdexcept>
#include <utility>

#include "common/check.hpp"
#include "common/ids.hpp"

namespace gridwhistle {
namespace {

constexpr std::size_t raw_bytes = 32;
constexpr std::size_t z85_characters = 40;
constexpr mode_t owner_only = S_IRUSR | S_IWUSR;
constexpr std::size_t key_file_bytes_max = 4096;

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  throw std::runtime_error(file.string() + ": " + what);
}

[[noreturn]] void fail_with_errno(const std::filesystem::path& file, const std::string& what) {
  fail(file, what + ": " + std::strerror(errno));
}

class descriptor {
 public:
  explicit descriptor(int number) : number_(number) {}
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

void write_all(const std::filesystem::path& file, int to, std::string_view text) {
  while (!text.empty()) {
    ssize_t written = ::write(to, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail_with_errno(file, "cannot write");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

enum class creation { made, was_there };
enum class storing { now, later_together };

// A file beside the one that is wanted; it goes unless it was put in place.
class fresh_file {
 public:
  fresh_file(std::filesystem::path wanted, std::string_view text, storing when)
      : wanted_(std::move(wanted)), beside_{wanted_.string() + ".new-XXXXXX"} {
    descriptor out(::mkostemp(beside_.name.data(), O_CLOEXEC));  // mode 0600
    if (out.number() < 0) fail_with_errno(wanted_, "cannot create a file beside it");
    write_all(wanted_, out.number(), text);
    if (::fchmod(out.number(), owner_only) != 0) fail_with_errno(wanted_, "cannot set mode 0600");
    if (when == storing::now && ::fsync(out.number()) != 0) {
      fail_with_errno(wanted_, "cannot store");
    }
  }

  // Never over a file that is there: a lost key cannot be made again.
  creation put_in_place() const {
    if (::renameat2(AT_FDCWD, beside_.name.c_str(), AT_FDCWD, wanted_.c_str(), RENAME_NOREPLACE) ==
        0) {
      return creation::made;
    }
    if (errno == EEXIST) return creation::was_there;
    fail_with_errno(wanted_, "cannot rename into place");
  }

 private:
  struct leftover {
    std::string name;
    explicit leftover(std::string made) : name(std::move(made)) {}
    ~leftover() { ::unlink(name.c_str()); }
    leftover(const leftover&) = delete;
    leftover& operator=(const leftover&) = delete;
  };

  std::filesystem::path wanted_;
  leftover beside_;
};

descriptor open_folder(const std::filesystem::path& folder) {
  return descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

// Whole or not at all.
creation create_secret_file(const std::filesystem::path& file, std::string_view text) {
  fresh_file fresh(file, text, storing::now);
  creation end = fresh.put_in_place();
  if (end == creation::was_there) return end;
  descriptor folder = open_folder(file.has_parent_path() ? file.parent_path() : ".");
  if (folder.number() < 0 || ::fsync(folder.number()) != 0) {
    fail_with_errno(file, "cannot store its directory entry");
  }
  return end;
}

std::string text_of(const curve_key_pair& keys) {
  return "public = " + keys.public_key + "\nsecret = " + keys.secret_key + "\n";
}

[[noreturn]] void fail_as_taken(const std::filesystem::path& file) {
  fail(file, "is there already; a key file is never overwritten: move it away first");
}

// Nothing when there is no such file.
std::optional<std::string> read_secret_file(const std::filesystem::path& file) {
  descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.number() < 0 && errno == ENOENT) return std::nullopt;
  if (in.number() < 0) fail_with_errno(file, "cannot open");
  struct stat about {};
  if (::fstat(in.number(), &about) != 0) fail_with_errno(file, "cannot look at");
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    std::array<char, 8> mode{};
    std::snprintf(mode.data(), mode.size(), "%04o", static_cast<unsigned>(about.st_mode & 07777));
    fail(file, std::string("mode is ") + mode.data() +
                   "; a secret is for its owner only: chmod 0600 it, and replace the key if others "
                   "may have read it");
  }
  std::string text(key_file_bytes_max, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    ssize_t got = ::read(in.number(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_with_errno(file, "cannot read");
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled == key_file_bytes_max) fail(file, "too long for a key file");
  text.resize(filled);
  return text;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  std::size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// The value of `name = value`; nothing when no line has the name.
std::optional<std::string> value_of(std::string_view text, std::string_view name) {
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    std::size_t equals = line.find('=');
    if (equals == std::string_view::npos || trimmed(line.substr(0, equals)) != name) continue;
    return std::string(trimmed(line.substr(equals + 1)));
  }
  return std::nullopt;
}

std::string key_line(const std::filesystem::path& file, std::string_view text,
                     std::string_view name) {
  std::optional<std::string> value = value_of(text, name);
  if (!value) fail(file, "no line `" + std::string(name) + " = ...`");
  if (!is_curve_key(*value)) {
    fail(file, "`" + std::string(name) + "` is not 40 characters of Z85");
  }
  return *value;
}

}  // namespace

curve_key_pair make_curve_key_pair() {
  std::array<char, z85_characters + 1> public_text{};
  std::array<char, z85_characters + 1> secret_text{};
  if (zmq_curve_keypair(public_text.data(), secret_text.data()) != 0) {
    throw std::runtime_error("libzmq was built without CURVE");
  }
  return {public_text.data(), secret_text.data()};
}

bool is_curve_key(std::string_view text) {
  if (text.size() != z85_characters || text.find('\0') != std::string_view::npos) return false;
  std::array<std::uint8_t, raw_bytes> raw{};
  return zmq_z85_decode(raw.data(), std::string(text).c_str()) != nullptr;
}

std::string curve_key_text(std::string_view raw) {
  GW_CHECK(raw.size() == raw_bytes);
  std::array<char, z85_characters + 1> text{};
  zmq_z85_encode(text.data(), reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size());
  return text.data();
}

void write_curve_keys(const std::filesystem::path& file, const curve_key_pair& keys) {
  if (create_secret_file(file, text_of(keys)) == creation::was_there) fail_as_taken(file);
}

void write_curve_keys(const std::filesystem::path& folder, std::span<const named_keys> all) {
  descriptor opened = open_folder(folder);
  if (opened.number() < 0) fail_with_errno(folder, "cannot open");
  std::list<fresh_file> fresh;
  for (const named_keys& each : all) {
    fresh.emplace_back(folder / each.file_name, text_of(each.keys), storing::later_together);
  }
  // A fsync of each waits for the disk as often; what else is unwritten here is written as well.
  if (::syncfs(opened.number()) != 0) fail_with_errno(folder, "cannot store");
  auto name = all.begin();
  for (const fresh_file& each : fresh) {
    if (each.put_in_place() == creation::was_there) fail_as_taken(folder / name->file_name);
    ++name;
  }
  if (::fsync(opened.number()) != 0) fail_with_errno(folder, "cannot store its entries");
}

curve_key_pair read_curve_keys(const std::filesystem::path& file) {
  std::optional<std::string> text = read_secret_file(file);
  if (!text) fail(file, "no such key file");
  curve_key_pair keys{key_line(file, *text, "public"), key_line(file, *text, "secret")};
  std::array<char, z85_characters + 1> derived{};
  if (zmq_curve_public(derived.data(), keys.secret_key.c_str()) != 0 ||
      keys.public_key != derived.data()) {
    fail(file, "the public key does not belong to the secret key");
  }
  return keys;
}

hmac_key read_or_make_hmac_key(const std::filesystem::path& file) {
  if (!read_secret_file(file)) {
    if (sodium_init() < 0) fail(file, "no source of chance for a new key");
    hmac_key made{};
    randombytes_buf(made.data(), made.size());
    create_secret_file(file, hex_text(made) + "\n");
    // Read back below: another process may have been first.
  }
  return read_hmac_key(file);
}

hmac_key read_hmac_key(const std::filesystem::path& file) {
  std::optional<std::string> text = read_secret_file(file);
  if (!text) fail(file, "no such key file");
  std::string_view digits = trimmed(*text);
  hmac_key key{};
  std::size_t length = 0;
  const char* end = nullptr;
  if (digits.size() != key.size() * 2 ||
      sodium_hex2bin(key.data(), key.size(), digits.data(), digits.size(), nullptr, &length,
                     &end) != 0 ||
      length != key.size() || end != digits.data() + digits.size()) {
    fail(file, "is not one line of 64 hexadecimal digits");
  }
  return key;
}

}  // namespace gridwhistle
