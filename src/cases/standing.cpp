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

void forget_strikes(ActorStanding& standing, std::uint64_t case_no, std::uint64_t at) {
    std::erase_if(standing.strikes, [&](const Strike& strike) {
        return strike.case_no == case_no && strike.expires_at <= at;
    });
}

}  // namespace mizan::cases
