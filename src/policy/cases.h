// Cases: the lines of cases/*.jsonl, each a post together with what a clause must find in it.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "policy/source.h"

namespace mizan::policy {

inline constexpr std::string_view kAnyClause = "*";

// What a line says besides its post. Its text is Source::text(loc).
struct Case {
    std::string clause;     // an id, or kAnyClause
    std::string expect;     // "violates", "allows", "review" (unclear), "excused", "nothing-found"
    std::string exception;  // for excused; may be empty: any
    std::string name;       // may be empty
    std::string where;      // "cases/name.jsonl:7"
    Loc loc;                // the whole line
};

struct CaseFault {
    Error error;  // with "cases/name.jsonl:7" as its place
    Loc loc;
};

struct Cases {
    std::vector<Case> all;          // in order of source
    std::vector<CaseFault> faults;  // one for each line that could not be read
};

// Reads every line of every case file; a bad one does not hide the next. Faults: kJsonMalformed, kFieldType. Pure.
[[nodiscard]] Cases read_cases(const Source& source);

}  // namespace mizan::policy
