// What the server says, in lines for a terminal.
#pragma once

#include <string>

#include "common/time.hpp"
#include "proto/whistle.pb.h"

namespace gridwhistle {

std::string uuid_of(const std::string& raw);
// "report_in", "handle", "desk", "ruling", "supervision"
std::string word_of(v1::ClockName clock);
std::string word_of(v1::Stage stage);

// What somebody said, where a line is one fact.
std::string one_line(std::string text);
// "16 h office time", "1 h 30 min"
std::string length_text(const v1::Budget& budget);

// now: how far its deadlines are.
std::string text_of(const v1::Receipt& receipt, instant now);
std::string text_of(const v1::Refused& refused);
std::string text_of(const v1::WhistleView& view);
std::string text_of(const v1::InboxPage& page);
std::string text_of(const v1::SimilarPage& page);
std::string text_of(const v1::SuggestionPage& page);
// "RING 2026-11-24T16:30:00+08:00 <whistle> v1 raised matter:… in … calls …"
std::string text_of(const v1::Ring& ring);
// One line an event: 2026-11-24T16:30:00+08:00 3-17 <whistle> v4 reported_in dept/… by …
std::string text_of(const v1::JournalEntry& entry, const v1::Position& at);

}  // namespace gridwhistle
