// Use case: answer a request of the comment-scoring API: scores of a comment and of its sentences, by what was learned and by what
// the policy understands.
//
// The comment is decided as a post first, and the learned scores are then held to what was decided, since clients of that API act on
// a number alone, mostly from 0.7 or 0.8 on. Grammar tells what a bag of features cannot, who says a thing and of whom:
//
//   excused      where the policy excuses the post (counter-speech, condemnation, a quotation, a denial, a reclaimed word),
//                IDENTITY_ATTACK and THREAT are at most kExcusedCeiling, and so are TOXICITY and SEVERE_TOXICITY unless INSULT or
//                PROFANITY is higher: then at most that, for the excuse is one for what is said of a group, not for bad manners.
//   violation    where a clause is violated by a claim about people, IDENTITY_ATTACK and TOXICITY are at least kViolationFloor;
//                by a claim about anybody, TOXICITY is. In a clause of severity kGraveSeverity or more SEVERE_TOXICITY is too, and in
//                one that has evidence held (`action hold-evidence`: threats and calls for violence), THREAT is.
//   review       where a clause leaves a claim to a person for how it is said, for its language or for a doubt, the same scores but
//                SEVERE_TOXICITY are at least kReviewFloor: enough to be looked at, too little to be removed by the usual thresholds.
//
// Clauses that only suspect, by a score alone, move nothing: the score says it already. Nor do shadow clauses. Nothing depends on the ids
// of clauses, so it holds for any policy. A score that is not known, where the text has nothing that the model knows, or names no group
// for IDENTITY_ATTACK, is 0: clients need a number.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "perspective/answer.h"
#include "perspective/request.h"
#include "service/decide.h"
#include "service/sentence_texts.h"

namespace mizan::service {

inline constexpr std::uint16_t kExcusedCeiling = 4000;
inline constexpr std::uint16_t kReviewFloor = 6000;
inline constexpr std::uint16_t kViolationFloor = 8500;  // Coral withholds above 0.8
inline constexpr std::uint8_t kGraveSeverity = 4;

// A comment of more sentences gets one span, of the whole: each costs bytes in the answer for each attribute.
inline constexpr std::size_t kSentences = 512;

// Scores by score::Label, each 0..10000.
using LabelScores = std::array<std::uint16_t, score::kLabels>;

// What was learned, held to what was decided (see above). `within`: only claims that have words in these bytes of the text raise
// a score. Pure.
[[nodiscard]] LabelScores hold_to(const Decision& decision, const policy::Policy& policy,
                                  const score::Scores& learned, Range within);

// One worker's engine, as Decider is. Not thread-safe.
class Analyzer {
public:
    // `scorer` may be null: then no attribute can be served.
    Analyzer(std::shared_ptr<const policy::Policy> policy,
             std::shared_ptr<const score::Scorer> scorer);

    // The scores of the attributes that are asked for: of the whole, and with spanAnnotations of each sentence, for which words
    // elsewhere count only where a claim reaches over. Error: language_not_supported(), for the first attribute that cannot be
    // served: there is no model for it, or the comment is in a language that the model does not speak. The comment's
    // language is what is requested (one that is served among them is enough), else what it is recognised as, else, if
    // that cannot be told, the model's: short comments are never refused. Context is not scored; a parent comment makes the
    // post a reply.
    [[nodiscard]] perspective::ApiResult<perspective::Analysis> analyze(
        const perspective::AnalyzeRequest& request);

    // The language that a text is recognised as, or the model's.
    [[nodiscard]] std::vector<std::string> detected_languages(std::string_view text);

    // What was decided about the comment of the last analyze(); its views point into the policy and that request.
    [[nodiscard]] const Decision& decision() const { return *decision_; }
    [[nodiscard]] const policy::Policy& policy() const { return decider_.policy(); }

private:
    [[nodiscard]] std::string_view served_language() const;
    [[nodiscard]] bool can_serve(const perspective::Attribute& attribute) const;
    void decide(const perspective::AnalyzeRequest& request);
    [[nodiscard]] score::Wanted wanted_by(const perspective::Analysis& analysis) const;
    void score_sentences(const perspective::AnalyzeRequest& request, bool as_served,
                         perspective::Analysis& out);

    Decider decider_;
    const Decision* decision_;
    Decision none_;  // before the first
    Post post_;
    text::NormalText
        other_text_;  // of what is not decided, and what is read in a language that it does not seem to be in
    SentenceTexts sentences_;
    score::FeatureScratch features_;
    score::Wanted wanted_{};
    score::Scores scores_;
};

}  // namespace mizan::service
