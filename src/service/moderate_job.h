// Job: one chunk of input on its way through moderate(), and the buffers for what comes of it. Private to this room.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "feeds/chunker.h"
#include "service/moderate.h"
#include "service/record_notes.h"

namespace mizan::service {

struct Job {
    std::uint64_t ticket = 0;         // its place in the input, from 0
    feeds::Chunk chunk;               // empty if there is a fault
    std::optional<InputFault> fault;  // the input ended here, before its end
    std::string output;               // decisions, in whole lines
    std::string rejects;              // rejected records, in whole lines
    report::Partial partial;
    report::ExampleStore examples{0};
    RecordNotes notes;  // what is to be recorded before the output is written

    // Empties what comes of the chunk.
    void reset(std::size_t examples_per_clause) {
        output.clear();
        rejects.clear();
        partial.clear();
        examples = report::ExampleStore(examples_per_clause);
        notes.clear();
    }
};

// Cuts the inputs into chunks, one input after the other. Not thread-safe.
class Feeder {
public:
    // The arguments must outlive the feeder.
    Feeder(const std::vector<Input>& inputs, const ModerateOptions& options)
        : inputs_(inputs), options_(options) {}

    // Fills job.chunk, or job.fault where an input cannot be read on; false at the end of the last input.
    [[nodiscard]] bool next(Job& job);

private:
    void close();

    const std::vector<Input>& inputs_;
    const ModerateOptions& options_;
    std::size_t at_ = 0;
    std::unique_ptr<feeds::ByteSource> source_;
    std::optional<feeds::LineChunker> chunker_;
    bool delivered_ = false;  // a chunk of the present input was
};

}  // namespace mizan::service
