// Retention: how long what was said in a case is kept once the case is over, and what of its events stays when it goes.
//
// A case is forgotten together with what hangs on it: the cases that were merged into it, and the appeals and rechecks about it (its family). All are
// over then, and the longest time of all that is in them has passed since the last one was.
#pragma once

#include <cstdint>
#include <span>

#include "cases/events.h"

namespace mizan::cases {

// Case::kept_for: of what is in a case.
[[nodiscard]] constexpr std::uint32_t kept_for(FlaggerKind kind) {
    return std::uint32_t{1} << static_cast<unsigned>(kind);
}
inline constexpr std::uint32_t kKeptForEngine = std::uint32_t{1} << std::size(kFlaggerKinds);
inline constexpr std::uint32_t kKeptShort = kKeptForEngine << 1;  // its author took it away
inline constexpr std::uint32_t kKeptForAll = (kKeptShort << 1) - 1;
// Besides, what is above all others: it was handed off as suspected child sexual material, and is to be removed.
inline constexpr std::uint32_t kKeptNever = kKeptShort << 1;

// The longest that one of these is kept, but no longer than Retention::author_deleted_days with kKeptShort; 0: for good.
[[nodiscard]] std::uint32_t keep_days(const Retention& retention, std::uint32_t kept_for);
// Since when what is in a case is kept for a time only; 0: it is not, or it goes with another case. Its time ends keep_days() later, or after that
// if its author took it away when it was over.
[[nodiscard]] std::uint64_t kept_since(const Case& c);
// Whether its own time is over.
[[nodiscard]] bool is_past(const Retention& retention, const Case& c, std::uint64_t now);

// That its author took away what the case is about, once. A case that goes on does so.
[[nodiscard]] Events author_deleted(const Case& c, std::uint64_t at);

// Forgotten, one for each case of the family that was not yet; none: it is not time. `family`: the case that is not merged and not about another
// first.
[[nodiscard]] Events forget(const Rules& rules, std::span<const Case> family, std::uint64_t at);

// MaterialRemoved, one for each case of the family; none: there is nothing to remove, or a legal hold keeps it, which shows it to nobody.
[[nodiscard]] Events remove_material(std::span<const Case> family, std::uint64_t at);
// Whether nothing of the case's material may be shown.
[[nodiscard]] constexpr bool hides_material(const Case& c) {
    return (c.kept_for & kKeptNever) != 0;
}

// Decisions that were recorded by then are past their time, in unix seconds; 0: none is.
[[nodiscard]] std::uint64_t decisions_past(const Retention& retention, std::uint64_t now);
// Whether a case that is about a post, or cites it, keeps what was decided of that. A golden case does not by itself: the one that it was made from
// stays as long as it is in use.
[[nodiscard]] bool keeps_decisions(const Case& c);

// The same event without what people said and who flagged: what it means for cases, flags and figures is the same.
[[nodiscard]] Event without_contents(Event event);
// The same without the material but its id, nor what was said of it. Who flagged it stays: they have an answer.
[[nodiscard]] Event without_material(Event event);
// What an event says of records that were erased; null: it is of another kind.
[[nodiscard]] const std::vector<Rest>* rests_in(const Event& event);
[[nodiscard]] std::vector<Rest>* rests_in(Event& event);
[[nodiscard]] bool has_decision(const Events& events);
// Whether the record of these events goes where what stays of them is `without`(event): it says more, and holds no decision.
[[nodiscard]] bool is_to_go(const Events& events, Event (*without)(Event) = without_contents);

}  // namespace mizan::cases
