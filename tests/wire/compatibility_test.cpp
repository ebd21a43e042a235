// What is on disk and on handhelds stays readable: no field number, type, label, name or enum
// number of the committed baseline changes or goes. After an intended addition write the baseline
// anew:
//   protoc --proto_path=. -otests/wire/baseline.binpb
//   proto/{report,journal,projection,survey,publication,command,whistle}.proto
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

namespace gridwhistle {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumDescriptorProto;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorSet;
using testing::ElementsAre;
using testing::IsEmpty;

using breaks = std::vector<std::string>;

FileDescriptorSet read_set(const std::string& file) {
  FileDescriptorSet made;
  std::ifstream bytes(file, std::ios::binary);
  EXPECT_TRUE(bytes && made.ParseFromIstream(&bytes)) << file;
  return made;
}

FileDescriptorSet baseline() { return read_set(GW_SOURCE_DIR "/tests/wire/baseline.binpb"); }

std::string type_text(const FieldDescriptor& field) {
  std::string text = field.type_name();
  if (field.message_type()) text += ' ' + field.message_type()->full_name();
  if (field.enum_type()) text += ' ' + field.enum_type()->full_name();
  return text;
}

std::string oneof_text(const FieldDescriptor& field) {
  return field.real_containing_oneof() ? field.real_containing_oneof()->name() : "none";
}

class comparison {
 public:
  breaks found;

  void compare(const FileDescriptor& was, const DescriptorPool& now) {
    for (int i = 0; i < was.message_type_count(); ++i) compare(*was.message_type(i), now);
    for (int i = 0; i < was.enum_type_count(); ++i) compare(*was.enum_type(i), now);
  }

 private:
  void compare(const Descriptor& was, const DescriptorPool& now) {
    const Descriptor* is = now.FindMessageTypeByName(was.full_name());
    if (!is) return blame(was.full_name(), "is gone");
    for (int i = 0; i < was.field_count(); ++i) compare(*was.field(i), *is);
    for (int i = 0; i < was.nested_type_count(); ++i) compare(*was.nested_type(i), now);
    for (int i = 0; i < was.enum_type_count(); ++i) compare(*was.enum_type(i), now);
  }

  void compare(const FieldDescriptor& was, const Descriptor& in) {
    const FieldDescriptor* is = in.FindFieldByNumber(was.number());
    std::string where = was.full_name() + " = " + std::to_string(was.number());
    if (!is) return blame(where, "is gone");
    if (is->name() != was.name()) blame(where, "is called " + is->name());
    if (type_text(*is) != type_text(was)) blame(where, "is a " + type_text(*is));
    bool same_shape = is->label() == was.label() && is->is_packed() == was.is_packed() &&
                      is->has_presence() == was.has_presence();
    if (!same_shape) blame(where, "has another label");
    if (oneof_text(*is) != oneof_text(was)) blame(where, "is in oneof " + oneof_text(*is));
  }

  void compare(const EnumDescriptor& was, const DescriptorPool& now) {
    const EnumDescriptor* is = now.FindEnumTypeByName(was.full_name());
    if (!is) return blame(was.full_name(), "is gone");
    for (int i = 0; i < was.value_count(); ++i) {
      const auto* value = is->FindValueByNumber(was.value(i)->number());
      std::string where = was.value(i)->name() + " = " + std::to_string(was.value(i)->number());
      if (!value) {
        blame(where, "is gone");
      } else if (value->name() != was.value(i)->name()) {
        blame(where, "is called " + value->name());
      }
    }
  }

  void blame(const std::string& where, const std::string& what) {
    found.push_back(where + " " + what);
  }
};

void build(const FileDescriptorSet& set, DescriptorPool& into) {
  for (const auto& file : set.file()) ASSERT_NE(into.BuildFile(file), nullptr) << file.name();
}

breaks breaks_between(const FileDescriptorSet& before, const FileDescriptorSet& after) {
  DescriptorPool was, now;
  build(before, was);
  build(after, now);
  comparison made;
  for (const auto& file : before.file()) made.compare(*was.FindFileByName(file.name()), now);
  return made.found;
}

TEST(compatibility, todays_files_keep_every_number_type_label_and_name_of_the_baseline) {
  EXPECT_THAT(breaks_between(baseline(), read_set(GW_BINARY_DIR "/proto/current.binpb")),
              IsEmpty());
}

TEST(compatibility, the_baseline_has_every_message_and_event_of_today) {
  // An addition that is released becomes a promise: the baseline must be written anew.
  EXPECT_THAT(breaks_between(read_set(GW_BINARY_DIR "/proto/current.binpb"), baseline()),
              IsEmpty());
}

// --- that the comparison finds what it should ---------------------------------------------------

DescriptorProto& message_in(FileDescriptorSet& set, const std::string& name) {
  for (auto& file : *set.mutable_file()) {
    for (auto& each : *file.mutable_message_type()) {
      if (each.name() == name) return each;
    }
  }
  throw std::logic_error("no message " + name);
}

FieldDescriptorProto& field_in(FileDescriptorSet& set, const std::string& message,
                               const std::string& name) {
  for (auto& each : *message_in(set, message).mutable_field()) {
    if (each.name() == name) return each;
  }
  throw std::logic_error("no field " + name);
}

EnumDescriptorProto& enum_in(FileDescriptorSet& set, const std::string& name) {
  for (auto& file : *set.mutable_file()) {
    for (auto& each : *file.mutable_enum_type()) {
      if (each.name() == name) return each;
    }
  }
  throw std::logic_error("no enum " + name);
}

breaks breaks_after(const std::function<void(FileDescriptorSet&)>& change) {
  FileDescriptorSet changed = baseline();
  change(changed);
  return breaks_between(baseline(), changed);
}

TEST(compatibility, a_changed_type_is_found) {
  EXPECT_THAT(breaks_after([](auto& set) {
                field_in(set, "JournalEntry", "at_ms").set_type(FieldDescriptorProto::TYPE_SINT64);
              }),
              ElementsAre("gridwhistle.v1.JournalEntry.at_ms = 3 is a sint64"));
  EXPECT_THAT(breaks_after([](auto& set) {
                field_in(set, "Closed", "outcome").set_type_name(".gridwhistle.v1.Ruling");
              }),
              ElementsAre("gridwhistle.v1.Closed.outcome = 1 is a enum gridwhistle.v1.Ruling"));
}

TEST(compatibility, a_renumbered_field_is_found) {
  EXPECT_THAT(breaks_after([](auto& set) { field_in(set, "Noted", "text").set_number(99); }),
              ElementsAre("gridwhistle.v1.Noted.text = 1 is gone"));
}

TEST(compatibility, two_fields_that_changed_places_are_found) {
  EXPECT_THAT(breaks_after([](auto& set) {
                field_in(set, "Handled", "department").set_number(2);
                field_in(set, "Handled", "result").set_number(1);
              }),
              ElementsAre("gridwhistle.v1.Handled.department = 1 is called result",
                          "gridwhistle.v1.Handled.result = 2 is called department"));
}

TEST(compatibility, a_removed_enum_value_is_found) {
  EXPECT_THAT(breaks_after([](auto& set) { enum_in(set, "Stage").mutable_value()->RemoveLast(); }),
              ElementsAre("STAGE_JOINED = 9 is gone"));
}

TEST(compatibility, a_renamed_enum_value_is_found) {
  EXPECT_THAT(breaks_after([](auto& set) {
                enum_in(set, "Outcome").mutable_value(1)->set_name("OUTCOME_FIXED");
              }),
              ElementsAre("OUTCOME_SOLVED = 1 is called OUTCOME_FIXED"));
}

TEST(compatibility, a_changed_label_and_a_left_oneof_are_found) {
  EXPECT_THAT(
      breaks_after([](auto& set) {
        field_in(set, "Dispatched", "helpers").set_label(FieldDescriptorProto::LABEL_OPTIONAL);
      }),
      ElementsAre("gridwhistle.v1.Dispatched.helpers = 2 has another label"));
  EXPECT_THAT(breaks_after([](auto& set) { field_in(set, "Command", "part").clear_oneof_index(); }),
              ElementsAre("gridwhistle.v1.Command.part = 46 is in oneof none"));
}

TEST(compatibility, a_message_that_is_gone_is_found) {
  EXPECT_THAT(breaks_after([](auto& set) { message_in(set, "JournalBatch").set_name("Batch"); }),
              ElementsAre("gridwhistle.v1.JournalBatch is gone"));
}

TEST(compatibility, an_added_field_and_an_added_enum_value_break_nothing) {
  EXPECT_THAT(breaks_after([](auto& set) {
                auto* field = message_in(set, "Noted").add_field();
                field->set_name("photos");
                field->set_number(99);
                field->set_label(FieldDescriptorProto::LABEL_REPEATED);
                field->set_type(FieldDescriptorProto::TYPE_STRING);
                auto* value = enum_in(set, "Stage").add_value();
                value->set_name("STAGE_ARCHIVED");
                value->set_number(99);
              }),
              IsEmpty());
}

}  // namespace
}  // namespace gridwhistle
