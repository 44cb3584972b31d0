// Evaluation: how right decisions and scores were on labelled posts, over all and by what the posts are about.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "learn/dataset.h"
#include "learn/judged.h"
#include "learn/measure.h"
#include "learn/swaps.h"
#include "score/model.h"

namespace mizan::learn {

enum class Dimension : std::uint8_t { kSource, kBehaviour, kKind, kGroup, kLanguage };
inline constexpr std::size_t kDimensions = 5;
[[nodiscard]] std::string_view name(Dimension dimension);  // "source", "behaviour", ...

// Positive means labelled hate. A cell without hate, or with nothing else, has one side only.
struct Cell {
    std::string name;
    Counts flagged;
    Counts acted;
    Counts
        scored;  // identity_attack at or above the threshold; posts without a score count as below
    // Under the curve of identity_attack, of posts that have one; none for a cell of one side.
    std::optional<double> area;

    [[nodiscard]] std::uint64_t posts() const { return flagged.positives() + flagged.negatives(); }
};

// The lesser of recall and of the share of other posts that are left alone, as far as the cell has such posts.
[[nodiscard]] double worst_share(const Counts& counts);

// Orders cells worst first, by what their intervals leave possible at best, so that a few unlucky posts do not come first.
[[nodiscard]] bool is_worse(const Cell& a, const Cell& b);

// Posts that a clause flagged.
struct ClauseFlags {
    std::string clause;
    std::uint64_t hate = 0;
    std::uint64_t other = 0;
};

// Posts in which a pattern of a construct made a claim.
struct RuleUse {
    std::string where;  // "constructs.rules:12:3"
    std::uint64_t hate = 0;
    std::uint64_t other = 0;
};

// Posts whose identity_attack lies in one tenth of 0..10000.
struct Bin {
    std::uint64_t posts = 0;
    std::uint64_t hate = 0;
    std::uint64_t sum = 0;  // of their scores
};
inline constexpr std::size_t kBins = 10;

// A post that was decided against its label.
struct Mistake {
    std::string set;
    std::string id;
    std::string text;
    bool missed = false;  // hate that was not flagged; else flagged without being hate
    std::string outcome;
    std::string clause;  // the first that flagged it
};

// From which value of a score on a person can look at all posts: see budget().
struct Budget {
    std::uint16_t threshold = 10000;
    double reviews = 0;  // posts a day at or above it
    double right = 0;    // of them labelled as what the score speaks of
};

// One score of the rows that say something of it.
struct ScoreFigures {
    std::vector<Scored> scored;   // of posts that have it
    std::uint64_t positives = 0;  // with a score or without
    std::uint64_t negatives = 0;
    std::optional<double> area;  // under the curve; none if one of the classes is empty
};

struct Evaluation {
    Cell all;
    std::array<std::vector<Cell>, kDimensions>
        cells;                         // by Dimension; each worst first, sources by name
    std::vector<ClauseFlags> clauses;  // most posts first
    std::vector<RuleUse> rules;        // by pattern; one that made no claim has no posts
    Share pairs;                       // with both sides right
    std::vector<SwapFigures> swaps;    // by source
    std::vector<Mistake> mistakes;     // a sample that is the same every time
    std::array<Bin, kBins> bins{};     // of posts that have an identity_attack
    // By Label; without figures where the model knows no such score.
    std::array<ScoreFigures, score::kLabels> scores{};
    bool with_scores = false;
    std::uint64_t unscored = 0;  // posts without an identity_attack

    [[nodiscard]] const std::vector<Cell>& by(Dimension d) const {
        return cells[static_cast<std::size_t>(d)];
    }
};

// Whether there are posts of both kinds, and scores, to find a threshold by.
[[nodiscard]] bool measures_queues(const ScoreFigures& figures);

// The lowest threshold of a score at which no more than `reviews` of `posts` a day lie above it, where `prevalence` of all posts are
// what it speaks of and both kinds score as those measured do. None if even the highest score gives more, or if there is nothing to
// measure by.
[[nodiscard]] std::optional<Budget> budget(const ScoreFigures& figures, double posts,
                                           double reviews, double prevalence);

// Counts row after row. Not thread-safe.
class Tally {
public:
    // `examples`: mistakes to keep of each kind, and uneven swaps of each source. `rules`: what Judged::rules are indices into.
    Tally(bool with_scores, std::uint16_t threshold, std::size_t examples,
          std::vector<RuleUse> rules = {});

    void add(const Row& row, const Judged& judged);
    [[nodiscard]] Evaluation finish() &&;

private:
    struct Counting {
        Cell cell;
        std::vector<Scored> scored;
    };
    using ByName = std::map<std::string, Counting, std::less<>>;
    struct PairSides {
        std::uint64_t right = 0;
        std::uint64_t all = 0;
    };

    void count(Counting& counting, bool hate, const Judged& judged) const;
    void add_scores(const Row& row, bool hate, const Judged& judged);
    void keep(const Row& row, bool missed, const Judged& judged);

    bool with_scores_;
    std::uint16_t threshold_;
    std::size_t examples_;
    Counting all_;
    std::array<ByName, kDimensions> cells_;
    std::map<std::string, ClauseFlags> clauses_;
    std::vector<RuleUse> rules_;
    std::map<std::string, PairSides> pairs_;  // by set and pair
    SwapTally swaps_;
    std::array<std::map<std::uint64_t, Mistake>, 2>
        mistakes_;  // by a hash of the post; [1]: missed
    std::array<Bin, kBins> bins_{};
    std::array<ScoreFigures, score::kLabels> by_label_;
    std::uint64_t unscored_ = 0;
};

}  // namespace mizan::learn
