// The version of the library that a program is compiled against and the one that it runs with.
#pragma once

#include <cstdint>
#include <string_view>

namespace mizan::api {

// Of these headers. The minor number is raised by any change that needs a program to be compiled anew.
inline constexpr int kVersionMajor = 0;
inline constexpr int kVersionMinor = 1;
inline constexpr int kVersionPatch = 0;

// Of the linked library, "0.1.0".
[[nodiscard]] std::string_view version();

// Raised whenever any decision may come out differently for the same policy and post. It stands in every decision.
[[nodiscard]] std::uint32_t semantics_level();

}  // namespace mizan::api
