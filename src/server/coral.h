// Coral: what the commenting platform of that name sends in its external moderation phase, and what it waits to hear. Pure.
//
// Source: its documentation, docs/docs/external-moderation-phases.md of coralproject/talk.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan::server {

// A comment that somebody writes or changes, as one JSON object of a feed: {"text":...,"surface":"comment","author":...,"reply_to":...},
// its HTML as text. Errors: kJsonMalformed, kFieldType, kTextMissing, with the field as their place.
[[nodiscard]] Result<std::string> post_of_coral(std::string_view body);

// What Coral is to do after a decision, in its JSON form; empty: nothing (204), and the phases before decide.
//
//   violation, the platform acts   {"actions":[FLAG toxic],"status":"REJECTED"}
//   violation, a person looks      {"actions":[FLAG toxic],"status":"SYSTEM_WITHHELD"}   as Coral's own toxic phase does
//   else, a person looks           {"actions":[FLAG toxic]}: it appears and is reported
//   else                           nothing; so too where no clause could see it, of which some are drawn for a person here
//
// Tags are never set: FEATURED and STAFF are the newsroom's. `decision` is a decision's JSON form. Errors: kInternal if it is none.
[[nodiscard]] Result<std::string> coral_answer(std::string_view decision);

}  // namespace mizan::server
