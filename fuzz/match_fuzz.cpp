// Any text, by a small policy with one of every pattern: the fast matcher agrees with the naive reference.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "../tests/support/agreement.h"
#include "../tests/support/reference_matcher.cpp"  // one source of truth; fuzzers link no test code
#include "small_policy.h"

using namespace mizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto result = test::compare_matchers(fuzz::small_policy(), text);
    if (!result.difference.empty()) {
        std::fputs(result.difference.c_str(), stderr);
        std::abort();
    }
    return 0;
}
