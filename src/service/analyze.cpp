#include "service/analyze.h"

#include <algorithm>
#include <utility>

#include "text/languages.h"
#include "text/normalize.h"
#include "text/spans.h"

namespace mizan::service {

namespace {

using perspective::Analysis;
using perspective::AnalyzeRequest;
using perspective::ApiResult;
using perspective::Attribute;
using score::Label;

// The action by which a policy says that what breaks a clause may be evidence of a crime against someone.
constexpr std::string_view kHoldEvidence = "hold-evidence";

constexpr std::size_t index_of(Label label) { return static_cast<std::size_t>(label); }

// Whether a language is asked for by the code, whatever its region: "en-GB", "EN".
bool is_language(std::string_view requested, std::string_view code) {
    if (requested.size() < code.size()) return false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = requested[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != code[i]) return false;
    }
    return requested.size() == code.size() || requested[code.size()] == '-' ||
           requested[code.size()] == '_';
}

bool is_within(const Claim& claim, Range bytes) {
    return std::any_of(claim.spans.begin(), claim.spans.end(), [&](const Span& span) {
        return span.bytes.begin < bytes.end && span.bytes.end > bytes.begin;
    });
}

// Whether a claim's attribute is one of people: not a state, a party, a doctrine.
bool is_about_people(const policy::Policy& policy, const Claim& claim) {
    return std::any_of(
        policy.attributes.begin(), policy.attributes.end(),
        [&](const policy::Attribute& a) { return a.person && a.id == claim.attribute; });
}

// What a finding raises its scores to; 0: nothing.
std::uint16_t floor_of(const ClauseFinding& finding) {
    if (finding.state == policy::name(policy::ClauseState::kShadow)) return 0;
    if (finding.finding == Finding::kViolates) return kViolationFloor;
    const bool for_a_person = finding.finding == Finding::kUnclear &&
                              finding.cause == Cause::kNone &&
                              finding.unclear_by != UnclearBy::kSuspicion;
    return for_a_person ? kReviewFloor : 0;
}

void raise_to(LabelScores& scores, Label label, std::uint16_t floor) {
    scores[index_of(label)] = std::max(scores[index_of(label)], floor);
}
void hold_under(LabelScores& scores, Label label, std::uint16_t ceiling) {
    scores[index_of(label)] = std::min(scores[index_of(label)], ceiling);
}

void raise_by(const policy::Policy& policy, const ClauseFinding& finding, const Claim& claim,
              LabelScores& scores) {
    const auto& clause = policy.clauses[finding.clause_index];
    const auto floor = floor_of(finding);
    // A clause that suspects looks at harmless claims too, to keep its suspicion from them.
    if (floor == 0 || !clause.suspect.any.empty()) return;
    raise_to(scores, Label::kToxicity, floor);
    if (is_about_people(policy, claim)) raise_to(scores, Label::kIdentityAttack, floor);
    if (finding.finding == Finding::kViolates && finding.severity >= kGraveSeverity)
        raise_to(scores, Label::kSevereToxicity, floor);
    const bool threatens =
        std::any_of(clause.actions.begin(), clause.actions.end(),
                    [](const policy::LadderStep& step) { return step.action == kHoldEvidence; });
    if (threatens) raise_to(scores, Label::kThreat, floor);
}

void lower_excused(LabelScores& scores) {
    hold_under(scores, Label::kIdentityAttack, kExcusedCeiling);
    hold_under(scores, Label::kThreat, kExcusedCeiling);
    const auto manners = std::max(
        {kExcusedCeiling, scores[index_of(Label::kInsult)], scores[index_of(Label::kProfanity)]});
    hold_under(scores, Label::kToxicity, manners);
    hold_under(scores, Label::kSevereToxicity, manners);
}

}  // namespace

LabelScores hold_to(const Decision& decision, const policy::Policy& policy,
                    const score::Scores& learned, Range within) {
    LabelScores out{};
    for (std::size_t l = 0; l < score::kLabels; ++l)
        if (learned.known[l]) out[l] = learned.values[l];
    for (const auto& finding : decision.clauses) {
        if (finding.claim >= decision.claims.size()) continue;
        const auto& claim = decision.claims[finding.claim];
        if (is_within(claim, within)) raise_by(policy, finding, claim, out);
    }
    if (decision.finding == Finding::kExcused) lower_excused(out);
    return out;
}

Analyzer::Analyzer(std::shared_ptr<const policy::Policy> policy,
                   std::shared_ptr<const score::Scorer> scorer)
    : decider_(std::move(policy), std::move(scorer)), decision_(&none_) {}

std::string_view Analyzer::served_language() const {
    return decider_.scorer() == nullptr ? std::string_view("en")
                                        : std::string_view(decider_.scorer()->model().language);
}

bool Analyzer::can_serve(const Attribute& attribute) const {
    return attribute.served != perspective::ServedBy::kNone && decider_.scorer() != nullptr &&
           decider_.scorer()->knows(attribute.label);
}

// The comment as a post in the served language, which is only what counts where the text itself does not say.
void Analyzer::decide(const AnalyzeRequest& request) {
    post_.clear();
    post_.lang = served_language();
    if (!request.context.parent_comment.empty()) post_.reply_to = "parent";
    post_.parts.emplace_back().bytes = request.text;
    decision_ = &decider_.decide(post_);
}

// An excused post's toxicity is measured against its manners.
score::Wanted Analyzer::wanted_by(const Analysis& analysis) const {
    score::Wanted out{};
    for (const auto& score : analysis.scores) out[index_of(score.asked.attribute->label)] = true;
    const bool toxicity = out[index_of(Label::kToxicity)] || out[index_of(Label::kSevereToxicity)];
    if (toxicity && decision_->finding == Finding::kExcused)
        out[index_of(Label::kInsult)] = out[index_of(Label::kProfanity)] = true;
    return out;
}

std::vector<std::string> Analyzer::detected_languages(std::string_view text) {
    Part part;
    part.bytes = text;
    text::normalize({&part, 1}, served_language(), decider_.policy().vocabulary, other_text_);
    const auto code = text::languages()[other_text_.language].code;
    return {std::string(other_text_.language == 0 ? served_language() : code)};
}

ApiResult<Analysis> Analyzer::analyze(const AnalyzeRequest& request) {
    const auto served = served_language();
    const bool requested =
        std::any_of(request.languages.begin(), request.languages.end(),
                    [&](const std::string& l) { return is_language(l, served); });
    const auto refused = [&](const Attribute& attribute, std::vector<std::string> detected) {
        return std::unexpected(perspective::language_not_supported(
            attribute.name, std::move(detected), request.languages));
    };
    Analysis out;
    decide(request);
    const auto& text = decider_.scratch().text;
    out.detected_languages = {
        std::string(text.language == 0 ? served : text::languages()[text.language].code)};
    out.languages = request.languages.empty() ? out.detected_languages : request.languages;
    const bool in_served =
        requested || (request.languages.empty() && out.detected_languages.front() == served);
    for (const auto& asked : request.attributes) {
        if (in_served && can_serve(*asked.attribute)) out.scores.push_back({asked, 0, {}});
        else if (!request.drop_unsupported)
            return refused(*asked.attribute, std::move(out.detected_languages));
    }
    if (out.scores.empty()) return out;
    const auto* scored = &text;
    const bool as_served = text.language != 0 && out.detected_languages.front() != served;
    if (as_served) {
        other_text_ = text;
        other_text_.language = 0;
        scored = &other_text_;
    }
    wanted_ = wanted_by(out);
    decider_.scorer()->score(*scored, wanted_, score::Depth::kWhole, features_, scores_);
    const auto all = hold_to(*decision_, policy(), scores_,
                             {0, static_cast<std::uint32_t>(request.text.size())});
    for (auto& score : out.scores) score.value = all[index_of(score.asked.attribute->label)];
    if (request.span_annotations) score_sentences(request, as_served, out);
    return out;
}

void Analyzer::score_sentences(const AnalyzeRequest& request, bool as_served, Analysis& out) {
    const auto& text = decider_.scratch().text;
    std::vector<Range> words;
    for (const auto& s : text.sentences)
        if (s.first < s.last)
            words.push_back({text.tokens[s.first].begin, text.tokens[s.last - 1].end});
    if (words.size() > kSentences) return;
    std::vector<Span> spans;
    for (const auto range : sentence_places(request.text, words))
        spans.push_back({0, range, {}, {}});
    text::SpanMapper(request.text, 0).map(spans);
    sentences_.begin(text);
    for (const auto& span : spans) {
        if (!sentences_.next()) break;
        if (as_served) sentences_.text().language = 0;
        decider_.scorer()->score(sentences_.text(), wanted_, score::Depth::kWhole, features_,
                                 scores_);
        const auto held = hold_to(*decision_, policy(), scores_, span.bytes);
        for (auto& score : out.scores)
            score.spans.push_back(
                {span.utf16.begin, span.utf16.end, held[index_of(score.asked.attribute->label)]});
    }
}

}  // namespace mizan::service
