// Use case: texts that another model has scored, scored again by ours as `comments:analyze` does, so that both can be compared.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "feeds/format.h"
#include "feeds/source.h"
#include "perspective/attributes.h"
#include "score/scorer.h"
#include "service/thresholds.h"

namespace mizan::service {

inline constexpr std::size_t kMostOldTexts = 5'000'000;  // more is an error: so many tell no more

struct OldScoresOptions {
    feeds::Format format = feeds::Format::kAuto;
    feeds::FieldMap fields;
    // Fields that hold an attribute's scores under another name; in JSON a dot goes into an object.
    std::vector<std::pair<std::string, const perspective::Attribute*>> score_fields;
};

struct ScoredAgain {
    struct OfAttribute {
        const perspective::Attribute* attribute = nullptr;
        std::vector<ScorePair> texts;
    };
    std::vector<OfAttribute> attributes;  // those with texts, by name
    std::vector<const perspective::Attribute*>
        not_served;           // those with old scores that no score of ours stands behind, by name
    std::uint64_t texts = 0;  // scored by both
    // Why the others were left out, each for the first reason that applies.
    std::uint64_t unreadable = 0;  // no record, or no text
    std::uint64_t without_scores =
        0;                       // no old score between 0 and 1 of an attribute that is served
    std::uint64_t too_long = 0;  // for analyze
    std::uint64_t other_language = 0;  // than the model's
};

// Reads old scores of a record where they are: {"TOXICITY":0.8}, {"scores":{"TOXICITY":0.8}}, the answer of the API
// ({"attributeScores":{"TOXICITY":{"summaryScore":{"value":0.8}}}}), or a column of CSV; whatever the case of the attribute's name. Errors: of
// the source; kUsage for plain text, which has no scores, and for more than kMostOldTexts.
[[nodiscard]] Result<ScoredAgain> score_again(feeds::ByteSource& source,
                                              const OldScoresOptions& options,
                                              std::shared_ptr<const policy::Policy> policy,
                                              std::shared_ptr<const score::Scorer> scorer);

}  // namespace mizan::service
