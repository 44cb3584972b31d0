// The id of a vocabulary word.
#pragma once

#include <cstdint>

namespace mizan::text {

// 0 is no word. Ids are dense from 1 in order of insertion.
using WordId = std::uint32_t;
inline constexpr WordId kNoWord = 0;

}  // namespace mizan::text
