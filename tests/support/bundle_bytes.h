// A bundle's header put before any payload, with the right checksum: what a forger would do.
#pragma once

#include <string>
#include <string_view>

#include "base/sha256.h"
#include "policy/bundle.h"

namespace mizan::test {

inline constexpr std::size_t kBundleHeader = 8 + 4 + 4 + 32;

[[nodiscard]] inline std::string forge(std::string_view payload) {
    std::string out = "MIZANBND";
    for (const std::uint32_t v : {policy::kBundleFormat, policy::kSemanticsLevel}) {
        for (unsigned i = 0; i < 4; ++i) out.push_back(static_cast<char>(v >> (8 * i) & 0xFF));
    }
    const auto hash = sha256(payload);
    out.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    return out.append(payload);
}

}  // namespace mizan::test
