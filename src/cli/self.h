// What a run knows of itself: the time, and the program that it is.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/sha256.h"

namespace mizan::cli {

[[nodiscard]] std::uint64_t unix_now();  // seconds

// "2026-01-31 09:30 UTC"
[[nodiscard]] std::string utc(std::uint64_t unix_seconds);

// SHA-256 of the running program's file. Errors: kFileRead.
[[nodiscard]] Result<Sha256> program_hash();

}  // namespace mizan::cli
