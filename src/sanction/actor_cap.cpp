#include "sanction/actor_cap.h"

namespace mizan::sanction {

bool ActorCap::is_past(std::uint64_t actor, std::uint64_t now) {
    if (most_ == 0) return false;
    const auto time = static_cast<std::uint32_t>(now);  // until the year 2106
    const auto runs = [&](const Place& p) {
        return p.hour_began != 0 && time - p.hour_began < kSeconds;
    };
    auto* const first = &places_[actor % (kPlaces / kWays) * kWays];
    Place* free = nullptr;
    for (auto* place = first; place != first + kWays; ++place) {
        if (!runs(*place)) {
            free = place;
        } else if (place->actor == actor) {
            if (place->posts >= most_) return true;
            ++place->posts;
            return false;
        }
    }
    if (free != nullptr) *free = {actor, time, 1};
    return false;
}

}  // namespace mizan::sanction
