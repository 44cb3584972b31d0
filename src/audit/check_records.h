// What the entries of a log say, as records of ours: each is well-formed, and fits what was said before it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "audit/verify_log.h"
#include "base/sha256.h"
#include "record/leaf.h"

namespace mizan::audit {

inline constexpr std::size_t kFaults = 100;  // more are counted, not listed
inline constexpr std::size_t kLivePolicies = 1u
                                             << 13;  // a log that has more is not checked further
inline constexpr std::size_t kOutcomeNames = 32;     // others are counted as "other"

struct RecordFault {
    std::uint64_t leaf = 0;  // its index
    std::string message;
};

// A policy version that went live, and what was decided by it.
struct LivePolicy {
    std::uint64_t leaf = 0;
    std::uint64_t since = 0;  // unix seconds
    std::string policy;
    Sha256 bundle{};
    Sha256 engine{};
    std::uint64_t decisions = 0;
    std::uint64_t posts = 0;  // in batches
};

struct RecordReport {
    std::array<std::uint64_t, record::kLeafTypes> leaves{};  // [LeafType]
    std::uint64_t posts = 0;                                 // in batches
    std::uint64_t views = 0;                                 // of these
    std::array<std::uint64_t, 3> covered{};                  // posts in batches: full, partly, not
    std::map<std::string, std::uint64_t, std::less<>> outcomes;  // decisions by outcome
    std::vector<LivePolicy> policies;                            // ascending by leaf
    std::vector<RecordFault> faults;                             // the first kFaults
    std::uint64_t faults_count = 0;

    [[nodiscard]] bool holds() const { return faults_count == 0; }
    [[nodiscard]] std::uint64_t count(record::LeafType type) const {
        return leaves[static_cast<std::size_t>(type)];
    }
    [[nodiscard]] std::uint64_t well_formed() const {
        std::uint64_t sum = 0;
        for (const auto n : leaves) sum += n;
        return sum;
    }
};

// Sees each leaf that is well-formed, in order.
class LeafVisitor {
public:
    LeafVisitor() = default;
    LeafVisitor(const LeafVisitor&) = delete;
    LeafVisitor& operator=(const LeafVisitor&) = delete;
    virtual ~LeafVisitor() = default;
    virtual void visit(const record::Leaf& leaf) = 0;  // which ends with the call
};

// Give it to verify_log(), then ask for the report. Where the log has a gap, what could be in the gap is not held against a later
// leaf. Not thread-safe.
class RecordChecks final : public EntryVisitor {
public:
    explicit RecordChecks(LeafVisitor* next = nullptr) : next_(next) {}
    void visit(std::uint64_t first, std::span<const std::string_view> entries) override;
    [[nodiscard]] const RecordReport& report() const { return report_; }

private:
    void check(std::uint64_t index, std::string_view entry);
    void check_time();
    void check_decision();
    void check_batch();
    void check_policy();
    void check_cited(std::string_view how);
    [[nodiscard]] LivePolicy* cited();
    void fault(std::string message);

    LeafVisitor* next_;
    RecordReport report_;
    record::Leaf leaf_;
    std::uint64_t index_ = 0;  // of the leaf that is being checked
    std::uint64_t next_index_ = 0;
    std::uint64_t last_time_ = 0;
    std::size_t last_cited_ = 0;  // in policies
    std::map<std::string, std::uint64_t, std::less<>>::iterator last_outcome_ =
        report_.outcomes.end();
    bool gap_ = false;
};

}  // namespace mizan::audit
