// Use case: explain one decision: the whole story for people, and each value that the rooms hand to one another.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "match/lattice.h"
#include "service/decide.h"

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
class Explainer {
public:
    // Decides the post, which must outlive this.
    Explainer(std::shared_ptr<const policy::Policy> policy, const Post& post);

    [[nodiscard]] const Decision& decision() const { return decision_; }

    // The post with its spans marked, the clause's own words, what was found, why each frame did or did not excuse,
    // what follows, what was covered, and the policy's version.
    [[nodiscard]] std::string story(const ExplainMarks& marks) const;
    // The same as one JSON object.
    [[nodiscard]] std::string story_json() const;

    // One value as text for people, or as JSON (no line end).
    [[nodiscard]] std::string step(ExplainStep step) const;
    [[nodiscard]] std::string step_json(ExplainStep step) const;

private:
    [[nodiscard]] std::string words(match::TokenRange tokens) const;  // folded, parted by blanks

    [[nodiscard]] std::string marked_post(const ExplainMarks& marks) const;
    [[nodiscard]] std::string clause_story(const ClauseFinding& finding,
                                           const ExplainMarks& marks) const;
    [[nodiscard]] std::string concepts_story() const;
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
    const Decision& decision_;
    const text::NormalText& text_;
    const match::Claims& claims_;
    match::Lattice own_lattice_;     // where the matcher left before it made one
    const match::Lattice& lattice_;  // of the last window of a very long text
};

}  // namespace mizan::service
