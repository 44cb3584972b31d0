// Machine: from which states each event leads where. The tables are the rule itself: apply() asks them, docs/casework.md shows them, and a
// test holds both equal.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cases/events.h"

namespace mizan::cases {

// A row: an event, the states in which it may come (bits by their number), and the state after it; nothing: the one before.
struct Move {
    std::string_view event;
    std::uint32_t from = 0;  // 0: nothing was there before
    std::optional<std::uint8_t> to;
};

[[nodiscard]] std::span<const Move> case_moves();
[[nodiscard]] std::span<const Move> flag_moves();
[[nodiscard]] std::span<const Move> partner_moves();

// The state after an event; nothing if it may not come then.
[[nodiscard]] std::optional<CaseState> after(CaseState state, std::string_view event);
[[nodiscard]] std::optional<FlagState> after(FlagState state, std::string_view event);
[[nodiscard]] std::optional<PartnerState> after(PartnerState state, PartnerState to);

// Errors: kStateConflict, which says in which state the case is and what would have to be.
[[nodiscard]] Result<void> may(const Case& c, std::string_view event);

// The tables in Markdown.
[[nodiscard]] std::string machine_markdown();

}  // namespace mizan::cases
