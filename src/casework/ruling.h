// Use case: people decide a case, and what follows for the posts that it is about: a decision on public record, which the platform is asked to
// carry out, and which stands in the place of earlier ones.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "casework/casework.h"
#include "casework/facts.h"

namespace mizan::casework {

// The person's ruling of a case. `seen` is the case as they saw it: another's work in between refuses it. Errors: cases::rule()'s;
// kRecordMissing; check_version()'s.
[[nodiscard]] Result<Done> rule(Casework& casework, const std::string& platform,
                                std::shared_ptr<const service::Engine> engine,
                                std::uint64_t case_no, const SeenVersion& seen, cases::By by,
                                cases::RulingOrder order);
[[nodiscard]] Result<Done> agree(Casework& casework, const std::string& platform,
                                 std::shared_ptr<const service::Engine> engine,
                                 std::uint64_t case_no, const SeenVersion& seen, cases::By by);
[[nodiscard]] Result<Done> undo(Casework& casework, const std::string& platform,
                                std::shared_ptr<const service::Engine> engine,
                                std::uint64_t case_no, const SeenVersion& seen, cases::By by,
                                std::string reason);

// Of many cases at once, each of which stands or falls by itself. `preview`: nothing is done. Of a sensitive one who may not see it learns no more
// than of one that is not there.
struct BulkDecider {
    cases::By by;
    bool sensitive = false;  // sees cases of which nobody else is to know
};
struct BulkOne {
    std::uint64_t case_no = 0;
    Result<Done> done;
};
[[nodiscard]] Result<std::vector<BulkOne>> rule_in_bulk(
    Casework& casework, const std::string& platform, std::shared_ptr<const service::Engine> engine,
    const std::vector<std::uint64_t>& cases, const BulkDecider& decider,
    const cases::RulingOrder& order, bool preview);

// What the author is told, in plain words; empty: nothing, for nothing was done.
[[nodiscard]] std::string statement_of_reasons(const cases::Case& c, const cases::Ruling& ruling);
// What it changes for who decides that its author took it away; empty: they did not, or it is forgotten.
[[nodiscard]] std::string author_deleted_text(const cases::Case& c,
                                              const cases::Retention& retention);
// What whoever flagged is told.
[[nodiscard]] std::string outcome_text(const cases::Case& c, const cases::Ruling& ruling);

}  // namespace mizan::casework
