#include "learn/measure.h"

#include <algorithm>
#include <cmath>

namespace mizan::learn {

namespace {

double f1(std::uint64_t right, std::uint64_t wrong) {
    return right == 0 ? 0
                      : 2.0 * static_cast<double>(right) / static_cast<double>(2 * right + wrong);
}

}  // namespace

double value(Share share) {
    return share.whole == 0 ? 0
                            : static_cast<double>(share.part) / static_cast<double>(share.whole);
}

double macro_f1(const Counts& c) { return (f1(c.tp, c.fp + c.fn) + f1(c.tn, c.fp + c.fn)) / 2; }

Interval wilson(Share share) {
    if (share.whole == 0) return {};
    constexpr double z = 1.959964;
    const auto n = static_cast<double>(share.whole);
    const double p = value(share);
    const double middle = p + z * z / (2 * n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    const double all = 1 + z * z / n;
    return {std::max(0.0, (middle - half) / all), std::min(1.0, (middle + half) / all)};
}

double precision_at(const Counts& counts, double prevalence) {
    const double hit = value(recall(counts)) * prevalence;
    const double wrong = value(false_positives(counts)) * (1 - prevalence);
    return hit + wrong == 0 ? 0 : hit / (hit + wrong);
}

double area_under_curve(std::vector<Scored> scored) {
    std::sort(scored.begin(), scored.end(),
              [](const Scored& a, const Scored& b) { return a.value < b.value; });
    std::uint64_t below = 0;  // negatives with a lower value
    std::uint64_t positives = 0;
    double pairs = 0;
    for (std::size_t i = 0; i < scored.size();) {
        std::uint64_t wanted = 0;
        std::uint64_t unwanted = 0;
        const auto v = scored[i].value;
        for (; i < scored.size() && scored[i].value == v; ++i)
            ++(scored[i].wanted ? wanted : unwanted);
        pairs += static_cast<double>(wanted) *
                 (static_cast<double>(below) + static_cast<double>(unwanted) / 2);
        below += unwanted;
        positives += wanted;
    }
    if (positives == 0 || below == 0) return 0.5;
    return pairs / (static_cast<double>(positives) * static_cast<double>(below));
}

}  // namespace mizan::learn
