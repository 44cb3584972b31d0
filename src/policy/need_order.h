// The order in which the words of a match meet a pattern's needs, and how far apart they may stand.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/needs.h"
#include "policy/policy.h"

namespace mizan::policy {

// A need of a pattern, and the positions at which every match meets it: one of them at least.
struct PlacedNeed {
    std::uint32_t need = 0;
    std::uint64_t positions = 0;  // 0: met anywhere in the text
};

class NeedOrders {
public:
    explicit NeedOrders(const Policy& policy);

    [[nodiscard]] NeedOrder of(const Pattern& pattern, std::span<const PlacedNeed> needs) const;

private:
    std::vector<std::uint8_t> words_;  // by symbol: of the longest term that carries it
};

}  // namespace mizan::policy
