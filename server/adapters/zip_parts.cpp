#include "server/adapters/zip_parts.hpp"

#include <zip.h>

#include <array>
#include <stdexcept>

namespace gridwhistle {
namespace {

// Old workbooks, and those with a password, are compound files of this mark.
constexpr std::string_view compound_file = "\xd0\xcf\x11\xe0";

struct part_closer {
  void operator()(zip_file_t* part) const { zip_fclose(part); }
};

struct source_freer {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct archive_discarder {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

}  // namespace

zip_parts::zip_parts(std::string_view bytes) {
  if (bytes.starts_with(compound_file)) {
    throw std::runtime_error(
        "this is an .xls workbook or one with a password: save it as .xlsx without a password");
  }
  // Nothing at all would be an archive of no parts.
  if (bytes.empty()) throw std::runtime_error("this file is empty");
  zip_error_t why;
  zip_error_init(&why);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &why);
  if (source) opened_ = zip_open_from_source(source, ZIP_RDONLY, &why);
  if (opened_) return;
  std::string message = zip_error_strerror(&why);
  zip_error_fini(&why);
  if (source) zip_source_free(source);
  throw std::runtime_error("this is no .xlsx workbook, which is a zip archive: " + message);
}

zip_parts::~zip_parts() { zip_discard(opened_); }

std::optional<std::string> zip_parts::read(const std::string& name) {
  zip_int64_t at = zip_name_locate(opened_, name.c_str(), ZIP_FL_NOCASE);
  if (at < 0) return std::nullopt;
  auto number = static_cast<zip_uint64_t>(at);
  std::unique_ptr<zip_file_t, part_closer> part(zip_fopen_index(opened_, number, 0));
  if (!part) throw std::runtime_error(name + ": " + zip_strerror(opened_));
  std::string text;
  std::array<char, 65536> piece{};
  for (;;) {
    zip_int64_t got = zip_fread(part.get(), piece.data(), piece.size());
    if (got < 0) throw std::runtime_error(name + ": this part is damaged");
    if (got == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(got));
    read_bytes_ += static_cast<std::size_t>(got);
    if (text.size() > zip_part_bytes_max || read_bytes_ > zip_bytes_max) {
      throw std::runtime_error(name + ": unpacked this is larger than a policy pack can be (" +
                               std::to_string(zip_part_bytes_max >> 20) + " MiB a part)");
    }
  }
}

std::string zip_of(const pack_files& files) {
  // Nobody asks when it was packed, and the same pack shall be the same archive.
  constexpr zip_uint16_t no_time = 0, first_of_1980 = (1 << 5) | 1;
  auto need = [](bool done) {
    if (!done) throw std::runtime_error("an archive cannot be written");
  };
  std::unique_ptr<zip_source_t, source_freer> made(
      zip_source_buffer_create(nullptr, 0, 0, nullptr));
  need(made != nullptr);
  zip_t* archive = zip_open_from_source(made.get(), ZIP_TRUNCATE, nullptr);
  need(archive != nullptr);
  zip_source_keep(made.get());  // closing the archive takes one hold of it away
  std::unique_ptr<zip_t, archive_discarder> open(archive);
  for (const auto& [name, bytes] : files) {
    zip_source_t* part = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    need(part != nullptr);
    zip_int64_t at = zip_file_add(archive, name.c_str(), part, ZIP_FL_ENC_UTF_8);
    if (at < 0) zip_source_free(part);
    need(at >= 0);
    zip_file_set_dostime(archive, static_cast<zip_uint64_t>(at), no_time, first_of_1980, 0);
  }
  need(zip_close(archive) == 0);
  static_cast<void>(open.release());
  zip_stat_t about;
  need(zip_source_stat(made.get(), &about) == 0 && zip_source_open(made.get()) == 0);
  std::string text(about.size, '\0');
  zip_int64_t read = zip_source_read(made.get(), text.data(), text.size());
  zip_source_close(made.get());
  need(read == static_cast<zip_int64_t>(text.size()));
  return text;
}

}  // namespace gridwhistle
