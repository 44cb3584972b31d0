// The one JSON form of the nouns. Fixed field order, integers only; schemas/decision.schema.json describes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/decision.h"

namespace mizan {

// Appends the decision as one JSON object without a newline. `id` and `outcome` stand first at its top level.
void append_json(std::string& out, const Decision& decision);

// Appends one decision after the other, the same bytes as append_json(). Most find nothing and differ in their id alone: what
// follows the id is then copied from the last such one. Not thread-safe.
class DecisionWriter {
public:
    void append(std::string& out, const Decision& decision);

private:
    // All that is written of a decision that found nothing, but for its id.
    struct Nothing {
        Outcome outcome = Outcome::kAllowed;
        Route route = Route::kNone;
        DecidedBy decided_by = DecidedBy::kEngine;
        Cause cause = Cause::kNone;
        CoverageLevel level = CoverageLevel::kFull;
        std::uint32_t semantics_level = 0;
        std::string platform;
        std::string lang;
        std::string reason;
        std::string coverage_reason;
        std::string policy_version;
        std::string bundle_hash;
        std::vector<std::string> context_seen;
    };
    [[nodiscard]] bool says_the_same(const Decision& decision) const;
    void keep(const Decision& decision, std::string_view rest);

    Nothing last_;
    std::string rest_;  // of last_, from behind the id to the end; empty: there is none
};

}  // namespace mizan
