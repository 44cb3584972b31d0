// Flagger: how often those who flag were right, as second people found it.
//
// When an appeal or a recheck is decided, each flag of the case that it is about counts: as reviewed, and as one that held if the answer
// is that the policy is violated; of any answer but that and "allowed" nothing counts, for it says nothing of who flagged. Flags that
// were folded in a mass count for nobody; those that were folded for a poor record do, so that there is a way back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cases/events.h"

namespace mizan::cases {

// Of a user or a machine; a partner has its own.
struct FlaggerRecord {
    std::string flagger;
    std::uint64_t reviewed = 0;
    std::uint64_t held = 0;
    bool warned = false;

    static void fields(auto& self, auto&& visit) {
        visit("flagger", self.flagger);
        visit("reviewed", self.reviewed);
        visit("held", self.held);
        visit("warned", self.warned);
    }
    bool operator==(const FlaggerRecord&) const = default;
};

// What a decision about a decision says of the flags of the case `of`; nothing: it says nothing.
struct FlagReview {
    std::uint64_t of = 0;
    bool held = false;
    bool is_undone = false;  // it is taken back: the second person decides anew
    std::uint64_t at = 0;    // when it was said: what was flagged later was not reviewed by it
    bool blind = false;      // by somebody who did not see the first: else it counts for no partner
};
// `c`: the case of the event, after it.
[[nodiscard]] std::optional<FlagReview> review_in(const Event& event, const Case& c);
// Whether it says something of this flag of that case.
[[nodiscard]] bool concerns(const FlagReview& review, const Flag& flag);

void apply(FlaggerRecord& record, const FlagReview& review, std::uint64_t flags);
void apply(Partner& partner, const FlagReview& review, std::uint64_t flags);
void apply(Flag& flag, const FlagReview& review);
// A flag of theirs is forgotten, and counts no more.
void take_back(FlaggerRecord& record, const Flag& flag);
// Nothing is known of them.
[[nodiscard]] bool is_blank(const FlaggerRecord& record);
void apply(FlaggerRecord& record, const Event& event);

// Of so many reviewed flags too few held: their flags weigh nothing.
[[nodiscard]] bool is_poor(const FlagLimits& limits, std::uint64_t reviewed, std::uint64_t held);

}  // namespace mizan::cases
