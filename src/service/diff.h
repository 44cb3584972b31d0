// Use case: what a change of policy would change: every post of some inputs decided under the old and the new policy.
//
// Streaming: memory does not grow with the input, but for the names of clauses and groups and the examples kept.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "feeds/chunker.h"
#include "feeds/record_reader.h"
#include "model/decision.h"
#include "policy/policy.h"
#include "report/tally.h"
#include "service/decide.h"

namespace mizan::service {

inline constexpr std::size_t kOutcomes = 4;
inline constexpr std::size_t kDiffTextCodePoints = 200;  // of an example's text; the rest is cut
inline constexpr std::size_t kDiffRejectsShown = 5;      // errors kept; all are counted

// How many posts a clause (or claims about a group) concern under each policy. A post counts where the finding is
// violates or unclear; shadow clauses count as well, so that a change can be measured before it goes live.
struct DiffCounts {
    std::uint64_t before = 0;
    std::uint64_t after = 0;
    std::uint64_t gained = 0;   // posts only the new policy finds
    std::uint64_t dropped = 0;  // posts only the old policy finds
};

struct DiffSide {
    Outcome outcome = Outcome::kAllowed;
    std::string clause;
    std::string exception;
    Route route = Route::kNone;
    std::uint8_t severity = 0;
    std::vector<std::string> actions;  // "remove", "strike 1"
};

struct DiffExample {
    std::string id;
    std::string text;  // of all parts, on one line, at most kDiffTextCodePoints
    DiffSide before;
    DiffSide after;
};

struct DiffReport {
    std::uint64_t posts = 0;
    std::uint64_t rejected = 0;
    std::uint64_t unchanged = 0;  // the same in all that a DiffSide says
    std::array<std::array<std::uint64_t, kOutcomes>, kOutcomes> transitions{};  // [before][after]
    std::uint64_t new_decisions = 0;      // violation or review, where it was neither
    std::uint64_t dropped_decisions = 0;  // and the other way round
    std::uint64_t reviewer_before = 0;    // posts routed to a person
    std::uint64_t reviewer_after = 0;
    report::ByName<DiffCounts> clauses;
    report::ByName<DiffCounts> groups;
    std::vector<DiffExample> examples;  // up to so many for each pair of outcomes, in input order
    std::vector<Error> rejects;         // the first kDiffRejectsShown
};

// One JSON object.
[[nodiscard]] std::string to_json(const DiffReport& report, const policy::Policy& before,
                                  const policy::Policy& after);

class Diff {
public:
    // `examples` is how many are kept for each pair of outcomes.
    Diff(Decider before, Decider after, std::size_t examples);

    void add(const Post& post);
    // Adds every post of a source. Errors: those of the source; what came before them counts.
    [[nodiscard]] Result<void> add_all(feeds::ByteSource& source, feeds::Format format,
                                       const feeds::FieldMap& fields);
    [[nodiscard]] const DiffReport& report() const { return report_; }

private:
    void compare(const Post& post, const Decision& before, const Decision& after);
    void keep_example(const Post& post, const Decision& before, const Decision& after);

    Decider before_;
    Decider after_;
    std::size_t examples_;
    std::array<std::array<std::size_t, kOutcomes>, kOutcomes> kept_{};
    DiffReport report_;
};

}  // namespace mizan::service
