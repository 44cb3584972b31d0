// Summary: the figures of one run over many posts, and their text and JSON forms. html.h writes the page.
//
// Workers each fill a Partial per batch; the writer adds the partials in input order. Counters do not depend on that
// order, the actors' sketch does, so that any number of threads gives the same bytes.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/limits.h"
#include "model/decision.h"
#include "report/space_saving.h"
#include "report/tally.h"

namespace mizan::report {

// How often something was found, in posts.
struct FindingCounts {
    std::uint64_t violates = 0;
    std::uint64_t unclear = 0;
    std::uint64_t excused = 0;
    [[nodiscard]] std::uint64_t total() const { return violates + unclear + excused; }
    void add(Finding finding);
    void add(const FindingCounts& other);
    bool operator==(const FindingCounts&) const = default;
};

struct ClauseCounts {
    std::string title;
    std::string state;  // "live", "canary", "shadow"
    FindingCounts found;
    ByName<std::uint64_t> excused_by;  // exception -> posts
};

// Everything that can be added up in any order.
struct Counters {
    std::uint64_t posts = 0;      // decided; rejects are not among them
    std::uint64_t truncated = 0;  // decisions that reached a limit
    std::array<std::array<std::uint64_t, 3>, 4> outcome_coverage{};  // [Outcome][CoverageLevel]
    std::array<std::uint64_t, 4> findings{};                         // [Finding]
    std::array<std::uint64_t, 3> routes{};                           // [Route]
    std::array<std::uint64_t, 6> causes{};                           // [Cause]
    std::array<std::uint64_t, 6> severities{};                       // [0..5] of violates
    ByName<ClauseCounts> clauses;                                    // live and canary clauses
    ByName<ClauseCounts> shadow;       // clauses in shadow: recorded, no action
    ByName<FindingCounts> attributes;  // "religion": posts, the strongest finding of each
    ByName<FindingCounts> groups;      // "GROUP.religion.muslim"
    ByName<std::uint64_t> languages;   // identified language -> posts
    ByName<std::uint64_t>
        language_findings;          // identified language -> posts with finding "violates"
    ByName<std::uint64_t> rejects;  // error slug -> records

    void add(const Decision& decision);
    void add_reject(Code code);
    void add(const Counters& other);
};

// What one worker saw in one batch. Not thread-safe; clear() keeps memory where it can.
class Partial {
public:
    // `author` may be empty: not given.
    void add(const Decision& decision, std::string_view author);
    void add_reject(Code code) { counters_.add_reject(code); }
    void clear();

    [[nodiscard]] const Counters& counters() const { return counters_; }
    [[nodiscard]] const std::vector<std::string>& authors() const { return authors_; }

private:
    Counters counters_;
    std::vector<std::string> authors_;  // of posts with finding "violates", in input order
};

// A clause that protects a state, a party, an office, a doctrine or a company. Every report names it.
struct NonPersonClause {
    std::string id;
    std::string title;
    std::vector<std::string> protects;  // titles of what is no group of people
};

// What the caller knows about the run. Strings are shown as given.
struct RunInfo {
    std::vector<std::string> inputs;  // file names
    std::string made_at;              // a date and time to print; empty: none is printed
    std::string tool;                 // "mizan 1.0.0"
    std::string policy_name;          // the policy's title
    std::string policy_version;       // 64 hex digits
    std::string bundle_hash;          // 64 hex digits
    std::uint32_t semantics_level = 0;
    std::vector<NonPersonClause> non_person_clauses;  // in policy order
    std::uint64_t elapsed_us =
        0;  // wall time of the run in microseconds; 0: unknown, no rate is printed
};

class Summary {
public:
    Summary() : actors_(limits::kActors) {}

    void add(const Decision& decision, std::string_view author);
    void add_reject(Code code) { counters_.add_reject(code); }
    // Call in input order.
    void add(const Partial& partial);

    [[nodiscard]] const Counters& counters() const { return counters_; }
    // Authors by number of posts with finding "violates". The engine's findings, confirmed by nobody.
    [[nodiscard]] const SpaceSaving& actors() const { return actors_; }
    [[nodiscard]] std::uint64_t rejected() const;

    RunInfo info;

private:
    Counters counters_;
    SpaceSaving actors_;
};

struct TextOptions {
    bool colour = false;      // ANSI colours
    unsigned width = 80;      // columns, at least 60
    std::size_t actors = 10;  // how many to list
};

// A summary for a terminal, ended by a line end.
[[nodiscard]] std::string to_text(const Summary& summary, const TextOptions& options);

// The same figures as one JSON object, fixed order, integers only, without a line end.
[[nodiscard]] std::string to_json(const Summary& summary);

}  // namespace mizan::report
