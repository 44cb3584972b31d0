// Drawing a sample from all that passed through, so that neither the platform nor the auditor chooses it.
//
// What can be drawn is numbered from 0 in the order of the log: a decision is one, a batch as many as it has posts (or views); other
// leaves are none, sealed ones neither. Step k = 0, 1, 2, ... of a draw is
//
//     SHA-256("mizan/draw/v1\n" by "\n" root "\n" seed "\n" k "\n")      `root` in hex, `k` in decimal digits
//
// of which the first 15 hex digits are a number x below 2^60. If x is below the largest multiple of the total that is not above
// 2^60, x modulo the total is drawn; otherwise, or if that was drawn before, the step draws nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/check_records.h"
#include "audit/log_source.h"
#include "audit/trust.h"
#include "base/result.h"

namespace mizan::audit {

inline constexpr std::uint64_t kMostDrawn = 1'000'000;
inline constexpr std::uint64_t kDrawRange = std::uint64_t{1} << 60;  // no log has more to draw from
inline constexpr std::size_t kSeedBytes = 1000;

enum class DrawBy : std::uint8_t {
    kPosts,      // decisions, and posts in batches
    kViews,      // views of posts in batches
    kDecisions,  // decisions alone
};
[[nodiscard]] std::string_view name(DrawBy by);  // "posts", ...
[[nodiscard]] std::optional<DrawBy> draw_by_called(std::string_view name);

struct DrawOptions {
    DrawBy by = DrawBy::kPosts;
    std::uint64_t count = 0;  // 1..kMostDrawn
    std::string seed;         // one line of 1..kSeedBytes bytes
};

// What a step has drawn.
struct Pick {
    std::uint64_t step = 0;
    std::uint64_t number = 0;  // below the total
};
// The first `count` that are drawn from `total`, in the order of the steps. Where there are no more than `count`, all of them in
// their order, without a draw: their step is 0. Pure.
[[nodiscard]] std::vector<Pick> draw_numbers(const Sha256& root, const DrawOptions& options,
                                             std::uint64_t total);

struct Drawn {
    Pick pick;
    std::uint64_t leaf = 0;
    bool in_batch = false;
    std::uint64_t within = 0;  // in a batch: the slot, or the view
};

// What can be drawn from the leaves of a log: give it to RecordChecks. Memory: 24 bytes a leaf that is not a decision, and once more
// for each run of decisions.
class Population final : public LeafVisitor {
public:
    explicit Population(DrawBy by) : by_(by) {}
    void visit(const record::Leaf& leaf) override;
    // How many can be drawn; more than kDrawRange where it is too many to tell.
    [[nodiscard]] std::uint64_t total() const { return total_; }
    [[nodiscard]] Drawn at(const Pick& pick) const;

private:
    // Numbers from `first` on: of one batch, or of decisions that follow each other.
    struct Run {
        std::uint64_t first = 0;
        std::uint64_t leaf = 0;
        bool batch = false;
    };
    DrawBy by_;
    std::uint64_t total_ = 0;
    std::uint64_t next_leaf_ = 0;  // that would go on with the run
    std::vector<Run> runs_;
};

struct Draw {
    VerifyReport report;
    RecordReport records;
    std::uint64_t total = 0;
    std::vector<Drawn> drawn;  // nothing if the log does not hold

    [[nodiscard]] bool holds() const { return report.holds() && records.holds(); }
};

// Verifies the whole log, and draws if it holds. Errors: of verify_log(); kUsage for options out of their ranges.
[[nodiscard]] Result<Draw> draw(LogSource& source, const Trust& trust, const DrawOptions& options);

}  // namespace mizan::audit
