// Bundles: a compiled policy as bytes. A cache, never the source: versioned, checksummed, refused if damaged or newer.
//
// Layout: "MIZANBND", u32 format, u32 semantics level, 32 bytes SHA-256 of the payload, payload (base/archive.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "policy/policy.h"

namespace mizan::policy {

inline constexpr std::uint32_t kBundleFormat = 10;

// The policy as bytes; the same policy gives the same bytes on every machine.
[[nodiscard]] std::string to_bundle(const Policy& policy);

// Errors: kBundleVersion (other format or semantics), kBundleCorrupt (checksum, truncated, or an index out of place).
// Every index is checked, so that even a bundle made to deceive can not lead the matcher astray.
[[nodiscard]] Result<std::shared_ptr<const Policy>> from_bundle(std::string_view bytes);

// Fills bundle_hash and derives what is not stored: the last step of compiling.
void seal(Policy& policy);

}  // namespace mizan::policy
