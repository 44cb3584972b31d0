#include "audit/check_records.h"

#include <algorithm>
#include <limits>

#include "record/frame.h"

namespace mizan::audit {

namespace {

using record::LeafType;

// Only a log made to mislead comes near the end of the numbers.
void add_to(std::uint64_t& sum, std::uint64_t n) {
    if (__builtin_add_overflow(sum, n, &sum)) sum = std::numeric_limits<std::uint64_t>::max();
}

}  // namespace

void RecordChecks::visit(std::uint64_t first, std::span<const std::string_view> entries) {
    if (first != next_index_) gap_ = true;
    for (const auto entry : entries) check(first++, entry);
    next_index_ = first;
}

void RecordChecks::fault(std::string message) {
    ++report_.faults_count;
    if (report_.faults.size() < kFaults) report_.faults.push_back({index_, std::move(message)});
}

void RecordChecks::check(std::uint64_t index, std::string_view entry) {
    index_ = index;
    if (const auto read = record::read_leaf(entry, leaf_); !read)
        return fault(read.error().message);
    if (leaf_.seq != index) fault("it says that it stands at " + std::to_string(leaf_.seq));
    ++report_.leaves[static_cast<std::size_t>(leaf_.type)];
    check_time();
    switch (leaf_.type) {
        case LeafType::kDecision: check_decision(); break;
        case LeafType::kBatch: check_batch(); break;
        case LeafType::kPolicy: check_policy(); break;
        case LeafType::kErasure: check_cited("it erases leaf "); break;
        case LeafType::kAction: check_cited("it is about an action of leaf "); break;
        case LeafType::kConfig:
        case LeafType::kSealed:
        case LeafType::kEvent:
        case LeafType::kBrake:
        case LeafType::kAccess: break;
    }
    if (next_ != nullptr) next_->visit(leaf_);
}

// Sealed leaves come late and tell the hour alone.
void RecordChecks::check_time() {
    if (leaf_.type == LeafType::kSealed) {
        if (leaf_.t % record::kSealedTimeStep != 0)
            fault("it is sealed, and its time is no whole hour");
        return;
    }
    if (leaf_.t < last_time_)
        fault("its time, " + std::to_string(leaf_.t) + ", is before that of the leaf before it, " +
              std::to_string(last_time_));
    last_time_ = leaf_.t;
}

// The policy that a decision or a batch cites; nothing, and a fault, if it is none or another.
LivePolicy* RecordChecks::cited() {
    const auto activation = leaf_.number("activation");
    auto& policies = report_.policies;
    if (last_cited_ >= policies.size() || policies[last_cited_].leaf != activation) {
        const auto at = std::ranges::lower_bound(policies, activation, {}, &LivePolicy::leaf);
        if (at == policies.end() || at->leaf != activation) {
            const auto missing = "it cites leaf " + std::to_string(activation) +
                                 " as that of its policy, and no policy went live there";
            if (!gap_) fault(missing);
            return nullptr;
        }
        last_cited_ = static_cast<std::size_t>(at - policies.begin());
    }
    auto& policy = policies[last_cited_];
    if (policy.policy == leaf_.word("policy") &&
        policy.bundle == leaf_.hash("policy_bundle_sha256") &&
        policy.engine == leaf_.hash("engine_build_sha256"))
        return &policy;
    fault("its policy, bundle or engine is not that of leaf " + std::to_string(activation) +
          ", which it cites");
    return nullptr;
}

void RecordChecks::check_decision() {
    if (auto* policy = cited(); policy != nullptr) ++policy->decisions;
    const auto outcome = leaf_.word("outcome");
    auto& outcomes = report_.outcomes;
    if (last_outcome_ == outcomes.end() || last_outcome_->first != outcome) {
        last_outcome_ = outcomes.find(outcome);
        if (last_outcome_ == outcomes.end()) {
            const bool room = outcomes.size() < kOutcomeNames;
            last_outcome_ = outcomes.try_emplace(room ? std::string(outcome) : "other", 0).first;
        }
    }
    ++last_outcome_->second;
}

void RecordChecks::check_batch() {
    const auto count = leaf_.number("count");
    const auto views = leaf_.number("views");
    const std::uint64_t covered[] = {leaf_.number("covered_full"), leaf_.number("covered_partly"),
                                     leaf_.number("not_covered")};
    if (count == 0 || count > record::kFrameSlots)
        return fault("a batch has from 1 to " + std::to_string(record::kFrameSlots) +
                     " posts, not " + std::to_string(count));
    if (std::ranges::any_of(covered, [&](auto n) { return n > count; }) ||
        covered[0] + covered[1] + covered[2] != count)
        fault("its posts by coverage are not as many as its posts");
    if (leaf_.number("from") > leaf_.number("to")) fault("it ends before it begins");
    if (views > count * std::numeric_limits<std::uint32_t>::max())
        fault("it has more views than its posts can have");
    report_.posts += count;
    add_to(report_.views, views);
    for (std::size_t i = 0; i < std::size(covered); ++i) add_to(report_.covered[i], covered[i]);
    if (auto* policy = cited(); policy != nullptr) policy->posts += count;
}

void RecordChecks::check_policy() {
    if (report_.policies.size() == kLivePolicies)
        return fault("more policies went live than are checked (" + std::to_string(kLivePolicies) +
                     ")");
    report_.policies.push_back({index_, leaf_.t, std::string(leaf_.word("policy")),
                                leaf_.hash("policy_bundle_sha256"),
                                leaf_.hash("engine_build_sha256"), 0, 0});
}

void RecordChecks::check_cited(std::string_view how) {
    const auto of = leaf_.number("of");
    if (of >= index_)
        fault(std::string(how) + std::to_string(of) + ", which does not stand before it");
}

}  // namespace mizan::audit
