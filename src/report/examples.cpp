// Which findings are shown as examples.

#include <algorithm>

#include "report/html.h"

namespace mizan::report {

namespace {

// The finding that decides, or the first that found something.
const ClauseFinding* shown_finding(const Decision& d) {
    for (const auto& found : d.clauses) {
        if (found.clause == d.clause) return &found;
    }
    for (const auto& found : d.clauses) {
        if (found.finding != Finding::kNothingFound && found.state != "shadow") return &found;
    }
    return nullptr;
}

std::string bucket(std::string_view clause, std::string_view finding) {
    return std::string(clause).append("/").append(finding);
}

}  // namespace

ExampleFinding make_example(const Decision& decision, const Post& post) {
    ExampleFinding e;
    e.id = decision.post;
    e.outcome = name(decision.outcome);
    e.reason = decision.reason;
    for (const auto& part : post.parts)
        e.parts.push_back({std::string(name(part.role)), std::string(part.bytes)});
    const auto* found = shown_finding(decision);
    if (found == nullptr) {
        e.finding = name(decision.finding);
        return e;
    }
    e.finding = name(found->finding);
    e.clause = found->clause;
    e.clause_title = found->title;
    e.exception = found->exception;
    e.severity = found->severity;
    if (found->claim < decision.claims.size()) {
        const auto& claim = decision.claims[found->claim];
        e.group = claim.group;
        e.spans = claim.spans;
    }
    return e;
}

bool ExampleStore::wants(const Decision& decision) const {
    const auto* found = shown_finding(decision);
    if (found == nullptr) return false;
    const auto* kept = by_clause_.find(bucket(found->clause, name(found->finding)));
    return (kept == nullptr ? 0 : kept->size()) < per_clause_;
}

void ExampleStore::add(const Decision& decision, const Post& post) {
    if (wants(decision)) add(make_example(decision, post));
}

void ExampleStore::add(ExampleFinding example) {
    auto& kept = by_clause_[bucket(example.clause, example.finding)];
    if (kept.size() < per_clause_) kept.push_back(std::move(example));
}

std::vector<ExampleFinding> ExampleStore::sorted() const {
    auto rank = [](const ExampleFinding& e) {
        return e.finding == "violates"  ? 0
               : e.finding == "unclear" ? 1
               : e.finding == "excused" ? 2
                                        : 3;
    };
    std::vector<const std::vector<ExampleFinding>*> buckets;  // none is empty
    for (const auto& [key, kept] : by_clause_.items()) {
        if (!kept.empty()) buckets.push_back(&kept);
    }
    std::sort(buckets.begin(), buckets.end(), [&](const auto* a, const auto* b) {
        const auto& left = a->front();
        const auto& right = b->front();
        if (left.clause != right.clause) return left.clause < right.clause;
        return rank(left) != rank(right) ? rank(left) < rank(right) : left.finding < right.finding;
    });
    std::vector<ExampleFinding> out;
    for (const auto* kept : buckets) out.insert(out.end(), kept->begin(), kept->end());
    return out;
}

}  // namespace mizan::report
