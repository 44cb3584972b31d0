// Sight: what of casework is not for who looks. Of a sensitive case nobody is told but who may see such; who looks again at a decision is not to see
// it before. Every way to a case, to what was decided in one and to what came of that asks here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "casework/blind.h"
#include "casework/casework.h"
#include "casework/views.h"
#include "store/store.h"

namespace mizan::casework {

// Errors: what hides a case, kRecordMissing as if it were not there, or kAccessForbidden; of the tables, as of all that follows.
[[nodiscard]] Result<void> check_sight(Tables& tables, PlatformId p, const cases::Case& c,
                                       const Viewer& viewer);
[[nodiscard]] Result<bool> is_hidden(Tables& tables, PlatformId p, const cases::Case& c,
                                     const Viewer& viewer);
// Whether what was decided in a case, or in an appeal or a recheck about it, is not for them.
[[nodiscard]] Result<bool> is_ruling_hidden(Tables& tables, PlatformId p, std::uint64_t case_no,
                                            const Viewer& viewer);
// Of a record: a decision by people. The engine's are for all.
[[nodiscard]] Result<bool> is_decision_hidden(Casework& casework, const store::Entry& entry,
                                              const Viewer& viewer);
// A record of casework itself, by what its events say: also of a golden case from who is not to know that it is one, and of a legal hold. Errors: of
// the store.
[[nodiscard]] Result<bool> is_deed_hidden(Casework& casework, const store::Entry& entry,
                                          const Viewer& viewer);

// An author, with those strikes that are for them: one tells of the decision that it came of.
[[nodiscard]] Result<cases::ActorStanding> standing_for(Tables& tables, PlatformId p,
                                                        std::string_view actor,
                                                        const Viewer& viewer);

// The last decision about a post that is for them.
struct SeenDecision {
    record::RecordId record = 0;  // 0: there is none
    bool post_alone = false;  // of what they look again at: how the post was, not what was decided
};
// Errors: of the store.
[[nodiscard]] Result<SeenDecision> decision_for(Casework& casework, const std::string& platform,
                                                const cases::Subject& subject,
                                                const Viewer& viewer);

// Those that are for them of what `fetch(behind, most)` gives; where there are more, one more than `limit`. So what comes next follows from what is
// shown.
template <class Fetch>
Result<std::vector<cases::Case>> cases_for(Tables& tables, PlatformId p, const Viewer& viewer,
                                           std::uint64_t behind, std::size_t limit, Fetch fetch) {
    std::vector<cases::Case> out;
    while (true) {
        MZ_TRY(auto some, fetch(behind, limit + 1));
        const bool is_last = some.size() <= limit;
        for (auto& c : some) {
            behind = c.id;
            MZ_TRY(const bool hidden, is_hidden(tables, p, c, viewer));
            if (!hidden) out.push_back(std::move(c));
            if (out.size() > limit) return out;
        }
        if (is_last) return out;
    }
}

}  // namespace mizan::casework
