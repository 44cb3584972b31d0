// Measures of a classifier on labelled rows: counts, F1, intervals, the area under the curve.
#pragma once

#include <cstdint>
#include <vector>

namespace mizan::learn {

struct Counts {
    std::uint64_t tp = 0, fp = 0, fn = 0, tn = 0;
    void add(bool wanted, bool got) { ++(wanted ? (got ? tp : fn) : (got ? fp : tn)); }
    void add(const Counts& other) {
        tp += other.tp;
        fp += other.fp;
        fn += other.fn;
        tn += other.tn;
    }
    [[nodiscard]] std::uint64_t positives() const { return tp + fn; }
    [[nodiscard]] std::uint64_t negatives() const { return fp + tn; }
};

struct Share {
    std::uint64_t part = 0;
    std::uint64_t whole = 0;
};
struct Interval {
    double low = 0;
    double high = 1;
};

[[nodiscard]] inline Share recall(const Counts& c) { return {c.tp, c.positives()}; }
[[nodiscard]] inline Share false_positives(const Counts& c) { return {c.fp, c.negatives()}; }
[[nodiscard]] inline Share precision(const Counts& c) { return {c.tp, c.tp + c.fp}; }
[[nodiscard]] double value(Share share);  // 0 if the whole is 0

// The mean of the F1 of both classes.
[[nodiscard]] double macro_f1(const Counts& counts);

// 95 %, by Wilson (1927).
[[nodiscard]] Interval wilson(Share share);

// What share of flagged posts would be right where `prevalence` of all posts are positive.
[[nodiscard]] double precision_at(const Counts& counts, double prevalence);

struct Scored {
    std::int32_t value = 0;
    bool wanted = false;
};
// The chance that a positive has a higher value than a negative; ties count half. 0.5 if one of the classes is empty.
[[nodiscard]] double area_under_curve(std::vector<Scored> scored);

}  // namespace mizan::learn
