#include "report/evaluation_parts.h"

#include <fmt/format.h>

namespace mizan::report {

std::string with_interval(learn::Share s) {
    if (s.whole == 0) return "-";
    const auto i = learn::wilson(s);
    return fmt::format("{:.1f} % ({:.1f}-{:.1f})", 100 * learn::value(s), 100 * i.low,
                       100 * i.high);
}

std::string f1_or_dash(const learn::Counts& c) {
    if (c.positives() == 0 || c.negatives() == 0) return "-";
    return fmt::format("{:.3f}", learn::macro_f1(c));
}

std::string gaps_of(const learn::SwapFigures& swaps) {
    std::string out;
    for (const auto label : {score::Label::kIdentityAttack, score::Label::kToxicity}) {
        const auto l = static_cast<std::size_t>(label);
        const auto& gap = swaps.gaps[l];
        if (!gap) continue;
        if (!out.empty()) out.append(", ");
        out.append(fmt::format("{} {} (of {} sets)", score::name(label), *gap, swaps.measured[l]));
    }
    return out.empty() ? "-" : out;
}

std::string answer_of(const ClauseBudget& q) {
    const auto label = score::name(q.label);
    const auto name = q.clause.empty() ? std::string(label) : q.clause;
    if (q.budget) {
        return fmt::format("{}: hold {} >= {}; about {:.0f} posts a day, {:.0f} of them rightly",
                           name, label, q.budget->threshold, q.budget->reviews, q.budget->right);
    }
    return fmt::format("{}: {}", name,
                       q.measurable ? "even the highest scores are those of more posts than that"
                                    : "the posts measured hold no such scores, or not both kinds");
}

}  // namespace mizan::report
