#include "cases/machine.h"

#include <array>

namespace mizan::cases {

namespace {

template <class State> constexpr std::uint32_t bit(State s) {
    return std::uint32_t{1} << static_cast<unsigned>(s);
}
template <class... State> constexpr std::uint32_t in(State... states) {
    return (bit(states) | ...);
}
template <class State> constexpr std::optional<std::uint8_t> to(State s) {
    return static_cast<std::uint8_t>(s);
}
constexpr std::optional<std::uint8_t> kStays;

using enum CaseState;
constexpr auto kGoesOn = in(kOpen, kClaimed, kWaiting, kProposed);
constexpr auto kOver = in(kDecided, CaseState::kHandedOff, kMerged, kClosed);
constexpr auto kEvery = kGoesOn | kOver;

constexpr Move kCaseMoves[] = {
    {"flagged", 0, to(kOpen)},
    {"engine-found", 0, to(kOpen)},
    {"appealed", 0, to(kOpen)},
    {"recheck-opened", 0, to(kOpen)},
    {"golden-dealt", 0, to(kOpen)},
    {"flagged", kGoesOn, kStays},
    {"engine-found", kGoesOn, kStays},
    {"flag-added", kEvery, kStays},
    {"flag-withdrawn", kEvery, kStays},
    {"content-given", kGoesOn, kStays},
    {"claimed", in(kOpen), to(kClaimed)},
    {"released", in(kClaimed), to(kOpen)},
    {"recused", in(kClaimed), to(kOpen)},
    {"assigned", in(kOpen, kClaimed), to(kOpen)},
    {"routed", in(kOpen, kClaimed), to(kOpen)},
    {"opinion-given", in(kOpen, kClaimed, kProposed), kStays},
    {"flagger-asked", in(kClaimed), to(kWaiting)},
    {"flagger-replied", in(kWaiting), to(kOpen)},
    {"wait-ended", in(kWaiting), to(kOpen)},
    {"severity-asked", kGoesOn, kStays},
    {"severity-set", kGoesOn, kStays},
    {"threat-cleared", in(kClaimed), kStays},
    {"danger-raised", kGoesOn, kStays},
    {"duty-decided", kGoesOn | in(kDecided, CaseState::kHandedOff), kStays},
    {"target-offered", kGoesOn | in(kDecided, CaseState::kHandedOff), kStays},
    {"proposed", in(kClaimed), to(kProposed)},
    {"declined", in(kProposed), to(kOpen)},
    {"ruled", in(kOpen, kClaimed, kProposed), to(kDecided)},
    {"golden-answered", in(kClaimed), to(kDecided)},
    {"struck", in(kDecided), kStays},
    {"strike-undone", in(kDecided), kStays},
    {"handed-off", in(kOpen, kClaimed), to(CaseState::kHandedOff)},
    {"hand-off-taken", in(CaseState::kHandedOff), kStays},
    {"merged", in(kOpen, kClaimed), to(kMerged)},
    {"warned", kGoesOn | in(CaseState::kHandedOff), kStays},
    {"breached", kGoesOn | in(CaseState::kHandedOff), kStays},
    {"escalated", kGoesOn | in(CaseState::kHandedOff), kStays},
    {"noted", kEvery, kStays},
    {"viewed", kEvery, kStays},
    {"author-deleted", kEvery, kStays},
    {"hold-begun", kEvery, kStays},
    {"hold-ended", kEvery, kStays},
    {"notice-sent", in(kDecided), kStays},
    {"notice-dropped", in(kDecided), kStays},
    {"undone", in(kDecided), kStays},
    {"reopened", in(kDecided, CaseState::kHandedOff), to(kOpen)},
    {"all-withdrawn", kGoesOn, kStays},
    {"withdrawn", in(kOpen), to(kClosed)},
    {"recheck-closed", in(kOpen, kClaimed), to(kClosed)},
    {"forgotten", kOver, kStays},
    {"material-removed", kOver, kStays},
};

// What happens to a case happens to its flags.
constexpr Move kFlagMoves[] = {
    {"flagged", 0, to(FlagState::kOpen)},
    {"flag-added", in(FlagState::kOpen, FlagState::kAnswered, FlagState::kHandedOff), kStays},
    {"flag-withdrawn", in(FlagState::kOpen), to(FlagState::kWithdrawn)},
    {"ruled", in(FlagState::kOpen), to(FlagState::kAnswered)},
    {"handed-off", in(FlagState::kOpen), to(FlagState::kHandedOff)},
    {"breached", in(FlagState::kOpen), kStays},
    {"undone", in(FlagState::kAnswered), kStays},
    {"reopened", in(FlagState::kAnswered, FlagState::kHandedOff), to(FlagState::kOpen)},
    {"forgotten", in(FlagState::kAnswered, FlagState::kWithdrawn, FlagState::kHandedOff), kStays},
};

constexpr Move kPartnerMoves[] = {
    {"partner-added", 0, to(PartnerState::kActive)},
    {"partner-amended", in(PartnerState::kActive, PartnerState::kSuspended), kStays},
    {"member-set", in(PartnerState::kActive, PartnerState::kSuspended), kStays},
    {"partner-moved", in(PartnerState::kActive), to(PartnerState::kSuspended)},
    {"partner-moved", in(PartnerState::kSuspended), to(PartnerState::kActive)},
    {"partner-moved", in(PartnerState::kActive, PartnerState::kSuspended),
     to(PartnerState::kEnded)},
    {"flagger-warned", in(PartnerState::kActive, PartnerState::kSuspended, PartnerState::kEnded),
     kStays},
};

template <class State>
std::optional<State> after_in(std::span<const Move> moves, State state, std::string_view event) {
    for (const auto& move : moves)
        if (move.event == event && (move.from & bit(state)) != 0)
            return move.to ? static_cast<State>(*move.to) : state;
    return std::nullopt;
}

std::string names_in(std::uint32_t from, std::span<const std::string_view> names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if ((from >> i & 1) == 0) continue;
        if (!out.empty()) out.append(", ");
        out.append(names[i]);
    }
    return out;
}

void append_table(std::string& out, std::string_view title, std::span<const Move> moves,
                  std::span<const std::string_view> names) {
    out.append("| ").append(title).append(" in the state | when | is then |\n|---|---|---|\n");
    for (const auto& move : moves) {
        const auto from = move.from == 0 ? std::string("(new)") : names_in(move.from, names);
        out.append("| ").append(from).append(" | `").append(move.event).append("` | ");
        out.append(move.to ? names[*move.to] : "as before").append(" |\n");
    }
}

}  // namespace

std::span<const Move> case_moves() { return kCaseMoves; }
std::span<const Move> flag_moves() { return kFlagMoves; }
std::span<const Move> partner_moves() { return kPartnerMoves; }

std::optional<CaseState> after(CaseState state, std::string_view event) {
    return after_in(case_moves(), state, event);
}
std::optional<FlagState> after(FlagState state, std::string_view event) {
    return after_in(flag_moves(), state, event);
}
std::optional<PartnerState> after(PartnerState state, PartnerState wanted) {
    for (const auto& move : kPartnerMoves)
        if (move.event == PartnerMoved::kName && (move.from & bit(state)) != 0 &&
            move.to == to(wanted))
            return wanted;
    return std::nullopt;
}

Result<void> may(const Case& c, std::string_view event) {
    if (after(c.state, event)) return {};
    std::uint32_t from = 0;
    for (const auto& move : kCaseMoves)
        if (move.event == event) from |= move.from;
    std::string message = "this case is ";
    message.append(fields::word(c.state));
    message.append("; for this it would have to be ").append(names_in(from, kCaseStates));
    return fail({Code::kStateConflict, message, "case " + std::to_string(c.id)});
}

std::string machine_markdown() {
    std::string out;
    append_table(out, "A case", kCaseMoves, kCaseStates);
    append_table(out.append("\n"), "A flag", kFlagMoves, kFlagStates);
    append_table(out.append("\n"), "A partner", kPartnerMoves, kPartnerStates);
    return out;
}

}  // namespace mizan::cases
