// Judged: what was decided about a labelled post, and how it scored.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "score/model.h"

namespace mizan::learn {

struct Judged {
    bool flagged = false;  // violation or review
    bool acted = false;    // violation
    std::string outcome;
    std::vector<std::string> clauses;  // those that found something that is not excused
    std::vector<std::uint32_t> rules;  // the patterns that made a claim, excused or not, each once
    std::array<bool, score::kLabels> scored{};  // by Label: false where it has no such score
    std::array<std::uint16_t, score::kLabels> scores{};
};

}  // namespace mizan::learn
