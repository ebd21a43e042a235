// What the server says, in lines for a terminal.
#pragma once

#include <string>

#include "proto/whistle.pb.h"

namespace gridwhistle {

std::string uuid_of(const std::string& raw);
// "report_in", "handle", "desk", "ruling", "supervision"
std::string word_of(v1::ClockName clock);
std::string word_of(v1::Stage stage);

std::string text_of(const v1::Receipt& receipt);
std::string text_of(const v1::Refused& refused);
std::string text_of(const v1::WhistleView& view);
std::string text_of(const v1::InboxPage& page);
std::string text_of(const v1::SimilarPage& page);
std::string text_of(const v1::SuggestionPage& page);
// One line an event: 2026-11-24T08:30:00.000Z 3-17 <whistle> v4 reported_in dept/… by …
std::string text_of(const v1::JournalEntry& entry, const v1::Position& at);

}  // namespace gridwhistle
