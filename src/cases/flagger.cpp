#include "cases/flagger.h"

#include <algorithm>

namespace mizan::cases {

std::optional<FlagReview> review_in(const Event& event, const Case& c) {
    const auto* e = std::get_if<Ruled>(&event.what);
    const bool reviews = c.kind == CaseKind::kAppeal || c.kind == CaseKind::kRecheck;
    if (e == nullptr || !reviews) return std::nullopt;
    const auto answer = e->ruling.order.answer;
    if (answer != Answer::kViolates && answer != Answer::kAllowed) return std::nullopt;
    return FlagReview{c.of, answer == Answer::kViolates};
}

bool counts_as_reviewed(const Flag& flag) {
    return flag.state == FlagState::kAnswered && (!flag.folded || flag.poor);
}

void apply(FlaggerRecord& record, const FlagReview& review, std::uint64_t flags) {
    record.reviewed += flags;
    if (review.held) record.held += flags;
}

void apply(Partner& partner, const FlagReview& review, std::uint64_t flags) {
    partner.reviewed += flags;
    if (review.held) partner.held += flags;
}

void apply(Flag& flag, const FlagReview& review) {
    ++flag.reviewed;
    if (review.held) ++flag.held;
}

void take_back(FlaggerRecord& record, const Flag& flag) {
    record.reviewed -= std::min(record.reviewed, flag.reviewed);
    record.held -= std::min(record.held, flag.held);
}

bool is_blank(const FlaggerRecord& record) {
    return record.reviewed == 0 && record.held == 0 && !record.warned;
}

void apply(FlaggerRecord& record, const Event& event) {
    if (std::holds_alternative<FlaggerWarned>(event.what)) record.warned = true;
}

bool is_poor(const FlagLimits& limits, std::uint64_t reviewed, std::uint64_t held) {
    return reviewed >= limits.poor_least && held * 100 < reviewed * limits.poor_percent;
}

}  // namespace mizan::cases
