// Forgetting a case whose time is over: the event, and the erasures of what people said in it. Private to this room.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "casework/casework.h"

namespace mizan::casework {

// A case, and what is forgotten with it. Errors: kRecordMissing; of the tables.
[[nodiscard]] Result<std::vector<cases::Case>> family_in(Tables& tables, PlatformId p,
                                                         std::uint64_t case_no);

// Nothing happens if it is not time, if something of it is under a legal hold, or if it is being changed just now. `gone`: whether it is, and the hashes of the files that
// flags of it name are told. Errors: of the tables and the store.
struct Gone {
    bool is_gone = false;
    std::set<std::string> files;
};
[[nodiscard]] Result<void> forget_case(Casework& casework, Session& s, std::uint64_t case_no,
                                       Gone& gone);
// Likewise, but of a case that was handed off as suspected child sexual material: what was flagged goes, with what is on record of its posts, and who
// flagged it stays.
[[nodiscard]] Result<void> remove_material(Casework& casework, Session& s, std::uint64_t case_no,
                                           Gone& gone);

}  // namespace mizan::casework
