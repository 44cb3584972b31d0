// Use case: explain one decision: the whole story for people, and each value that the rooms hand to one another.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/decide.h"
#include "service/explanation.h"

namespace mizan::service {

// The values in the order in which they come about.
enum class ExplainStep : std::uint8_t {
    kText,
    kTokens,
    kConcepts,
    kClaims,
    kAssessment,
    kDecision
};
[[nodiscard]] std::string_view name(ExplainStep step);  // "text", "tokens", ...
[[nodiscard]] bool parse(std::string_view s, ExplainStep& out);
// An author is not told what the engine saw on the way, or its lexicon could be asked out word by word.
[[nodiscard]] bool may_see(Reader reader, ExplainStep step);

// What stands around marked words: characters that survive a pipe, or a terminal's colours.
struct ExplainMarks {
    std::string_view claim_begin = "«";  // words that make a claim
    std::string_view claim_end = "»";
    std::string_view cue_begin = "‹";  // words that frame it
    std::string_view cue_end = "›";
    std::string_view heading_begin;
    std::string_view heading_end;
};

// Explains one post; make a new one for the next. Not thread-safe. Control and direction characters of the post are
// shown as U+FFFD in every text for people, so that it can not drive a terminal; JSON holds them escaped or as they are.
// What is not for the reader is taken out once, from the value explanation_, and so out of every form that it is told in.
class Explainer {
public:
    // Decides the post, which must outlive this.
    Explainer(std::shared_ptr<const policy::Policy> policy, const Post& post,
              Reader reader = Reader::kAuditor,
              std::shared_ptr<const score::Scorer> scorer = nullptr);

    [[nodiscard]] const Decision& decision() const { return decision_; }

    // The post with its spans marked, the clause's own words, what was found, why each frame did or did not excuse,
    // what follows, what was covered, and the policy's version.
    [[nodiscard]] std::string story(const ExplainMarks& marks) const;
    // The same as one JSON object.
    [[nodiscard]] std::string story_json() const;

    // One value as text for people, or as JSON (no line end). Of a step that the reader may not see: that, or null.
    [[nodiscard]] std::string step(ExplainStep step) const;
    [[nodiscard]] std::string step_json(ExplainStep step) const;

private:
    [[nodiscard]] std::string words(match::TokenRange tokens) const;  // folded, parted by blanks

    [[nodiscard]] std::string marked_post(const ExplainMarks& marks) const;
    [[nodiscard]] std::string clause_story(const ClauseFinding& finding,
                                           const ExplainMarks& marks) const;
    [[nodiscard]] std::string concepts_story() const;
    [[nodiscard]] std::string scores_story() const;
    [[nodiscard]] std::string coverage_story() const;

    [[nodiscard]] std::string text_step() const;
    [[nodiscard]] std::string tokens_step() const;
    [[nodiscard]] std::string concepts_step() const;
    [[nodiscard]] std::string claims_step() const;
    [[nodiscard]] std::string assessment_step() const;

    [[nodiscard]] std::string text_json() const;
    [[nodiscard]] std::string tokens_json() const;
    [[nodiscard]] std::string concepts_json() const;
    [[nodiscard]] std::string claims_json() const;
    [[nodiscard]] std::string assessment_json() const;

    const Post& post_;
    Decider decider_;
    const policy::Policy& policy_;
    const text::NormalText& text_;
    const match::Claims& claims_;
    const Explanation explanation_;
    const Decision& decision_;  // explanation_'s
};

}  // namespace mizan::service
