// VisitBeside: what a visitor does with the entries, in a thread of its own, while the next ones are read and hashed.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "audit/verify_log.h"

namespace mizan::audit {

// Give it to verify_log() in the place of `next`, which must outlive it and sees the same calls in the same order, one at a time. Memory:
// a few bundles, for who is ahead waits.
class VisitBeside final : public EntryVisitor {
public:
    explicit VisitBeside(EntryVisitor& next);
    ~VisitBeside() override;

    void visit(std::uint64_t first, std::span<const std::string_view> entries) override;
    // Waits until `next` has seen all that came. Nothing may be visited afterwards.
    void finish();

private:
    struct Bundle {
        std::uint64_t first = 0;
        std::string bytes;  // of the entries, one after the other
        std::vector<std::size_t> ends;
    };
    void work();

    EntryVisitor& next_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Bundle> waiting_;
    std::vector<Bundle> spare_;  // whose memory is used again
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace mizan::audit
