// The measurements of `mizan bench`. Times are wall time in nanoseconds.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/moderate.h"

namespace mizan::cli {

struct BenchOptions {
    std::string file;
    std::string policy;  // found, not empty
    std::string cache;   // folder; empty: none
    feeds::Format format = feeds::Format::kAuto;
    feeds::FieldMap fields;
    unsigned repeats = 5;
    unsigned threads = 1;
};

struct BenchFigures {
    std::uint64_t posts = 0;  // in the file
    std::uint64_t rejected = 0;
    std::uint64_t bytes = 0;  // of input, decompressed
    std::vector<std::uint64_t>
        run_ns;                // each run: bytes in memory -> decisions as JSON, thrown away
    std::uint64_t cpu_ns = 0;  // processor time of all runs together, all threads
    std::uint64_t p50_ns = 0;  // deciding one post, without reading it and writing JSON
    std::uint64_t p99_ns = 0;
    std::uint64_t max_ns = 0;
    std::uint64_t load_ns = 0;            // getting the policy ready
    std::uint64_t first_decision_ns = 0;  // from the start of measure(), policy included
    std::uint64_t resident_kib = 0;
    std::uint64_t peak_kib = 0;
    std::string policy_version;

    [[nodiscard]] std::uint64_t best_ns() const;
    [[nodiscard]] std::uint64_t median_ns() const;
    [[nodiscard]] std::uint64_t posts_per_second(std::uint64_t ns) const;
    [[nodiscard]] std::uint64_t cpu_ns_per_post() const;
    [[nodiscard]] std::uint64_t bytes_per_second(std::uint64_t ns) const;
};

// Reads the whole file into memory (decompressed; at most kBenchBytes) and decides it `repeats` times. Errors: those of
// load_policy() and of reading; kTextMissing if the file holds no post.
[[nodiscard]] Result<BenchFigures> measure(const BenchOptions& options);

inline constexpr std::size_t kBenchBytes = 1u << 30;

}  // namespace mizan::cli
