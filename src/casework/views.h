// Views: what is shown of casework, as JSON, and to whom how much.
#pragma once

#include <string>

#include "casework/casework.h"

namespace mizan::casework {

// Who looks.
struct Viewer {
    std::string who;
    bool leads = false;      // and sees who flagged
    bool sensitive = false;  // sees cases of which nobody else is to know
    bool holds = false;      // sees what is under a legal hold
    bool reviews = false;    // may be given a case to look at again, and does not lead
};

// A case without contents: for lists and queues. A recheck does not show what was decided before, nor a golden case that it is one, before it is
// decided.
[[nodiscard]] std::string case_summary_json(const cases::Case& c, const Viewer& viewer);
// What is held against an author, and what they are: {"actor":"...","is":"official","office":"...","strikes_in_force":1,"points_in_force":2,
// "strikes":[...]}
[[nodiscard]] std::string standing_json(const cases::ActorStanding& standing, std::uint64_t now);
// What is kept of the post that a case is about: {"record":7,"input":{...}} as it was decided last in what is for them, or what the first flag says
// of it, {"text":"..."}; empty: nothing.
[[nodiscard]] Result<std::string> post_of(Casework& casework, const std::string& platform,
                                          const cases::Case& c, const Viewer& viewer);
// A case with what flags say, what was done so far, and the post as it was decided. That somebody looked is on record before it is shown. Errors:
// kRecordMissing, also for a sensitive case that is not for them; kAccessForbidden for what they look again at.
struct ShownCase {
    std::string json;
    std::uint64_t version = 0;  // of the case in it
};
[[nodiscard]] Result<ShownCase> show_case(Casework& casework, const std::string& platform,
                                          std::uint64_t case_no, const Viewer& viewer);

// A file that a flag of the case names. That somebody looked at it is on record before it is shown. Errors: kRecordMissing, as above, and for what no
// flag of this case names.
struct ShownAttachment {
    std::string type;
    std::string bytes;
};
[[nodiscard]] Result<ShownAttachment> show_attachment(Casework& casework,
                                                      const std::string& platform,
                                                      std::uint64_t case_no,
                                                      const std::string& sha256,
                                                      const Viewer& viewer);

}  // namespace mizan::casework
