// RecordNotes: what a worker has decided and a Recorder is to record. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/error.h"
#include "record/outcome.h"

namespace mizan::service {

// Where a decision stands in the output, and the record that it is about.
struct NotedLine {
    static constexpr std::size_t kNotWritten = ~std::size_t{0};
    std::size_t begin = kNotWritten;
    std::size_t size = 0;    // with its line end
    std::uint64_t line = 0;  // of the input, from 1
    std::string_view raw;    // valid as long as the chunk is
};

struct RecordNotes {
    struct OfPlatform {
        std::string platform;
        std::vector<record::Draft> drafts;
        std::vector<NotedLine> draft_lines;
        record::Batch batch;
        std::vector<NotedLine> post_lines;
        std::vector<std::string> posts;  // ids, as Batch::posts
        std::unordered_map<std::string, std::uint32_t> tails;
        std::uint32_t last_tail = 0;
    };
    std::vector<OfPlatform> platforms;
    std::vector<std::pair<NotedLine, Error>>
        turned_away;             // cannot be recorded, whatever the store says
    std::optional<Error> error;  // nothing of these notes can be recorded
    std::vector<Code> refused;   // what commit() turned away

    // Scratch memory of note().
    std::string input;

    void clear() {
        platforms.clear();
        turned_away.clear();
        error.reset();
        refused.clear();
    }
};

}  // namespace mizan::service
