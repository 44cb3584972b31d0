// Worker: decides the records of one chunk after the other. Private to this room.
#pragma once

#include <memory>
#include <string>

#include "feeds/record_reader.h"
#include "model/json.h"
#include "service/decide.h"
#include "service/moderate_job.h"

namespace mizan::service {

// Not thread-safe: one a thread. Keeps its buffers between chunks.
class Worker {
public:
    Worker(std::shared_ptr<const policy::Policy> policy, const ModerateOptions& options)
        : options_(options), reader_(options.fields), decider_(std::move(policy), options.scorer) {}

    // Starts on the job's chunk. The job keeps its memory between chunks.
    void begin(Job& job);
    // Decides records into the job's buffers until the chunk ends (true) or the buffers are full (false: have them
    // written, then call again).
    [[nodiscard]] bool run(Job& job);

private:
    void decide(Job& job);
    void record(Job& job, const Decision& decision, bool written);
    void refuse(Job& job);

    const ModerateOptions& options_;
    feeds::RecordReader reader_;
    Decider decider_;
    Post post_;
    DecisionWriter json_;
    std::string unwritten_;  // JSON that is recorded and not put out
};

}  // namespace mizan::service
