// How much the long tests do: everything, or a part of it where the environment has MIZAN_TEST_THIN, as for sanitizers and a second
// compiler (see ./test), under which everything would take many minutes.
#pragma once

#include <cstddef>
#include <cstdlib>

namespace mizan::test {

// Each how many of its steps a long test takes: 1, or `thin`.
inline std::size_t every(std::size_t thin) {
    static const bool is_thin = std::getenv("MIZAN_TEST_THIN") != nullptr;
    return is_thin ? thin : 1;
}

}  // namespace mizan::test
