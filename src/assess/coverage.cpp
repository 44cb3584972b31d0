#include "assess/coverage.h"

#include <algorithm>

#include "assess/force.h"
#include "base/unreadable.h"

namespace mizan::assess {

namespace {

struct Level {
    CoverageLevel level = CoverageLevel::kFull;
    std::string_view reason;
};

Level of_clause(const policy::Clause& clause, const Post& post, const text::NormalText& text,
                Level parts) {
    if (!in_force(clause, post)) return {CoverageLevel::kNone, "not-in-force"};
    if (parts.level == CoverageLevel::kNone) return parts;
    if (text.language == 0) return {CoverageLevel::kPartial, "language-unknown"};
    if (!(clause.languages >> text.language & 1)) return {CoverageLevel::kNone, "language"};
    return parts;
}

// Counted only where the scanner met something that gives reason to.
bool mostly_unreadable(const Post& post, const text::NormalText& text) {
    if (!text.doubtful) return false;
    Unreadable sum;
    for (const auto& part : post.parts) {
        if (part.kind != PartKind::kText && part.kind != PartKind::kDerivedText) continue;
        const auto count = count_unreadable(part.bytes);
        sum.bad += count.bad;
        sum.all += count.all;
    }
    return sum.mostly();
}

// A post without words has nothing the engine could read; one with a picture beside its words is read in part.
Level of_parts(const Post& post, const text::NormalText& text) {
    const bool unread = std::any_of(post.parts.begin(), post.parts.end(),
                                    [](const Part& p) { return p.kind == PartKind::kMediaRef; });
    if (mostly_unreadable(post, text)) return {CoverageLevel::kNone, kUnreadable};
    if (text.tokens.empty()) return {CoverageLevel::kNone, unread ? "part-kind" : "no-text"};
    if (unread) return {CoverageLevel::kPartial, "part-kind"};
    return {};
}

}  // namespace

void cover(const policy::Policy& policy, const Post& post, const text::NormalText& text,
           Coverage& out) {
    out.exceptions.clear();
    const auto parts = of_parts(post, text);
    const auto day = day_of(post);
    const bool all_in_force = day.empty() || day >= policy.all_in_force_from;
    if (all_in_force && text.language != 0 &&
        (policy.served >> text.language & 1) != 0) {  // the same for all clauses
        out.level = parts.level;
        out.reason = parts.reason;
        return;
    }
    out.level = CoverageLevel::kNone;
    out.reason = "no-clause";
    bool first = true;
    for (const auto& clause : policy.clauses) {
        if (clause.state == policy::ClauseState::kRetired) continue;
        const auto level = of_clause(clause, post, text, parts);
        if (first) {
            out.level = level.level;
            out.reason = level.reason;
            first = false;
        } else if (level.level != out.level || level.reason != out.reason) {
            out.exceptions.push_back({clause.id, level.level, level.reason});
        }
    }
}

void cut_short(Coverage& coverage) {
    constexpr std::string_view kReason = "truncated";
    if (coverage.level == CoverageLevel::kFull) {
        coverage.level = CoverageLevel::kPartial;
        coverage.reason = kReason;
    }
    for (auto& e : coverage.exceptions) {
        if (e.level != CoverageLevel::kFull) continue;
        e.level = CoverageLevel::kPartial;
        e.reason = kReason;
    }
}

}  // namespace mizan::assess
