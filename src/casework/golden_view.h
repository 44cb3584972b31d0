// How a golden case is shown: as the case that it was made from, or as one that somebody flagged, until it is answered. Private to this room.
#pragma once

#include <string>
#include <vector>

#include "cases/events.h"

namespace mizan::casework {

// Whether somebody may be shown that a case is a golden one: who answers it not before they have, nor anybody beside them who does not lead.
[[nodiscard]] bool knows_golden(const cases::Case& c, const std::string& who, bool leads);
// The flags that it was made from, as they were when they were open; or the one that was never sent.
[[nodiscard]] std::vector<cases::Flag> golden_flags(const cases::Golden& golden,
                                                    const std::vector<cases::Flag>& before,
                                                    const cases::Case& c);
// What was handed in, as if somebody had flagged it.
[[nodiscard]] cases::Event golden_flagged(const cases::Golden& golden, const cases::Case& c);
// Whether an event of the case that it was made from, or of itself, is part of what is shown; the first kind is made to look like one of it.
[[nodiscard]] bool looks_of_golden(cases::Event& event, const cases::Golden& golden,
                                   const cases::Case& c);
// An answer, to who may not know what it answers, is a ruling.
void hide_golden(cases::Event& event);
// {"answer":"violates","clause":"belittling","why":"...","right":true}
[[nodiscard]] std::string golden_answer_json(const cases::Golden& golden, bool right);

}  // namespace mizan::casework
