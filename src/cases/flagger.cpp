#include "cases/flagger.h"

#include <algorithm>

namespace mizan::cases {

namespace {

// Of a flagger, a partner or a flag.
void count_review(auto& of, const FlagReview& review, std::uint64_t flags) {
    const auto add = [&](std::uint64_t& n) {
        n = review.is_undone ? n - std::min(n, flags) : n + flags;
    };
    add(of.reviewed);
    if (review.held) add(of.held);
}

}  // namespace

std::optional<FlagReview> review_in(const Event& event, const Case& c) {
    const auto* e = std::get_if<Ruled>(&event.what);
    const bool is_undone = std::holds_alternative<Undone>(event.what) && c.ruling;
    const bool reviews = c.kind == CaseKind::kAppeal || c.kind == CaseKind::kRecheck;
    if (!reviews || (e == nullptr && !is_undone)) return std::nullopt;
    const auto answer = is_undone ? c.ruling->order.answer : e->ruling.order.answer;
    if (answer != Answer::kViolates && answer != Answer::kAllowed) return std::nullopt;
    const auto at = is_undone ? c.ruling->at : e->ruling.at;
    return FlagReview{c.of, answer == Answer::kViolates, is_undone, at,
                      c.kind == CaseKind::kRecheck};
}

bool concerns(const FlagReview& review, const Flag& flag) {
    if (flag.partner != 0 && !review.blind) return false;
    if (review.is_undone) return flag.reviewed > 0 && flag.received_at <= review.at;
    return flag.state == FlagState::kAnswered && (!flag.folded || flag.poor);
}

void apply(FlaggerRecord& record, const FlagReview& review, std::uint64_t flags) {
    count_review(record, review, flags);
}

void apply(Partner& partner, const FlagReview& review, std::uint64_t flags) {
    count_review(partner, review, flags);
}

void apply(Flag& flag, const FlagReview& review) { count_review(flag, review, 1); }

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
