// Book: all of a platform's casework in memory, as its events make it. What casework/ keeps on disk is the same; a test holds both equal.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "cases/apply.h"
#include "cases/exposure.h"
#include "cases/figures.h"
#include "cases/flagger.h"
#include "cases/standing.h"

namespace mizan::cases {

struct Book {
    std::map<std::uint64_t, Case> cases;
    std::map<std::uint64_t, Flag> flags;
    std::map<std::uint64_t, Partner> partners;
    std::map<std::string, FlaggerRecord, std::less<>>
        flaggers;                                              // of whose flags some were reviewed
    std::map<std::string, ActorStanding, std::less<>> actors;  // of whom something is known
    std::map<std::string, Exposure, std::less<>> exposures;    // of those who decide cases

    std::map<std::pair<std::string, std::uint64_t>, Guidance> guidances;  // by clause and version
    std::map<std::uint64_t, Golden> goldens;
    std::set<std::pair<std::string, std::uint64_t>> dealt;  // to whom, which golden case
    std::map<std::string, ClauseRecord, std::less<>> clauses;
    std::map<std::pair<std::string, std::string>, GoldenScore> scores;     // by person and clause
    std::map<Tally, std::uint64_t> tallies;                                // how often
    std::map<std::pair<std::uint64_t, std::uint64_t>, Answered> answered;  // by case and ruling

    // Errors: kStateConflict for an event that may not come; the book is as before then.
    [[nodiscard]] Result<void> apply(const Events& events);
    [[nodiscard]] const Case* find_case(std::uint64_t id) const;
    [[nodiscard]] const Flag* find_flag(std::uint64_t id) const;
    [[nodiscard]] const Partner* find_partner(std::uint64_t id) const;
    [[nodiscard]] FlaggerRecord find_flagger(std::string_view who) const;
    [[nodiscard]] const ActorStanding* find_standing(std::string_view actor) const;
    // The case about this subject that goes on, and that a flag would join; null: none.
    [[nodiscard]] const Case* open_about(const Subject& subject) const;

    bool operator==(const Book&) const = default;

private:
    [[nodiscard]] Result<void> apply_one(const Event& event);
    [[nodiscard]] Result<void> apply_to_case(const Event& event);
    void apply_to_exposure(const Event& event, const Case& before, const Case& after);
    void apply_to_flaggers(const FlagReview& review);
    void forget(const Case& before, const Event& event);
    void apply_to_figures(const Event& event, const Case& before, const Case& after);
    void apply_to_quality(const Event& event);
    void apply_to_actor(std::string_view actor, const Event& event);
};

// Whether a flag about a case's subject may join it.
[[nodiscard]] bool takes_flags(const Case& c);

}  // namespace mizan::cases
