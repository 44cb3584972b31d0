// "did you mean": the nearest of some known names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mizan {

inline constexpr std::size_t kNearestBytes = 200;  // for a longer name none is looked for

// The known name nearest to `id` within a third of its length; empty if none. The first of those equally near.
[[nodiscard]] std::string nearest(std::string_view id, const std::vector<std::string_view>& known);

}  // namespace mizan
