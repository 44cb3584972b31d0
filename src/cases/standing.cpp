#include "cases/standing.h"

#include <algorithm>

namespace mizan::cases {

std::string_view actor_of(const Event& event) {
    if (const auto* e = std::get_if<Struck>(&event.what)) return e->actor;
    if (const auto* e = std::get_if<StrikeUndone>(&event.what)) return e->actor;
    if (const auto* e = std::get_if<ActorSet>(&event.what)) return e->actor;
    return {};
}

bool is_blank(const ActorStanding& standing) {
    return standing.strikes.empty() && standing.is == Standing::kOrdinary;
}

void apply(ActorStanding& standing, const Event& event) {
    if (const auto* e = std::get_if<ActorSet>(&event.what)) {
        standing.is = e->is;
        standing.office = e->office;
    }
    auto& strikes = standing.strikes;
    if (const auto* e = std::get_if<StrikeUndone>(&event.what))
        std::erase_if(strikes, [&](const Strike& s) { return s.decision == e->decision; });
    const auto* e = std::get_if<Struck>(&event.what);
    if (e == nullptr) return;
    if (strikes.size() >= kStrikesKept)
        strikes.erase(std::ranges::min_element(strikes, {}, &Strike::expires_at));
    strikes.push_back(e->strike);
}

namespace {

// When all that was told in one notice with it has expired.
std::uint64_t end_of_notice(const ActorStanding& standing, const Strike& strike) {
    auto end = strike.expires_at;
    if (strike.notice.empty()) return end;
    for (const auto& other : standing.strikes)
        if (other.notice == strike.notice) end = std::max(end, other.expires_at);
    return end;
}

}  // namespace

void forget_strikes(ActorStanding& standing, std::uint64_t case_no, std::uint64_t at) {
    for (auto& strike : standing.strikes)
        if (strike.case_no == case_no) strike.outlasts = true;
    lapse_strikes(standing, at);
}

void lapse_strikes(ActorStanding& standing, std::uint64_t now) {
    const auto all = standing;
    std::erase_if(standing.strikes, [&](const Strike& strike) {
        return strike.outlasts && end_of_notice(all, strike) <= now;
    });
}

std::uint64_t lapses_at(const ActorStanding& standing) {
    std::uint64_t first = 0;
    for (const auto& strike : standing.strikes) {
        if (!strike.outlasts) continue;
        const auto end = end_of_notice(standing, strike);
        first = first == 0 ? end : std::min(first, end);
    }
    return first;
}

}  // namespace mizan::cases
