// Use case: decide again what is on record, with the policy, model and signals that it was decided with, and compare.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "service/record_folder.h"

namespace mizan::service {

struct ReplayOptions {
    std::string platform;                 // empty: the store's only one
    std::optional<std::uint64_t> sample;  // of the records, so many drawn at random; nothing: all
    std::uint64_t seed = 0;               // of the draw: the same seed draws the same
    std::string
        policy;  // only decisions under this version (its first digits are enough); empty: all
    std::vector<std::string>
        posts;           // files of posts: with them, posts in batches are decided again too
    std::string source;  // the feed that they came from
    std::size_t differences = 20;  // told at most
};

// What a decision that was made again is, against the recorded one.
struct ReplayReport {
    std::uint64_t equal = 0;
    std::uint64_t different = 0;       // must be none
    std::uint64_t erased = 0;          // its contents are gone
    std::uint64_t input_withheld = 0;  // the platform keeps the post itself and has not given it
    std::uint64_t engine_unavailable =
        0;  // policy or model is not in the archive, or of other semantics than this program
    std::uint64_t by_people = 0;           // no engine can make them again
    std::vector<std::string> differences;  // "record 12: ..."

    [[nodiscard]] std::uint64_t total() const {
        return equal + different + erased + input_withheld + engine_unavailable + by_people;
    }
};

// Errors: those of the store; of reading posts; kUsage.
[[nodiscard]] Result<ReplayReport> replay(RecordFolder& folder, const ReplayOptions& options);

}  // namespace mizan::service
