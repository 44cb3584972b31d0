#include "service/signal.h"

#include <limits>
#include <utility>
#include <vector>

#include "base/json.h"
#include "perspective/answer.h"
#include "service/analyze.h"

namespace mizan::service {

namespace {

constexpr Range kEverywhere{0, std::numeric_limits<std::uint32_t>::max()};

std::string as_decimal(std::uint16_t score) {
    std::string out;
    perspective::append_score(out, score);
    return out;
}

// The words that the clause that decides is about.
std::vector<Span> deciding_spans(const Decision& decision) {
    for (const auto& finding : decision.clauses)
        if (finding.clause == decision.clause && finding.claim < decision.claims.size())
            return decision.claims[finding.claim].spans;
    return {};
}

std::string scores_json(const score::Scores& learned, const LabelScores& held) {
    std::string out;
    {
        json::Object object(out);  // which ends with its scope
        for (std::size_t l = 0; l < score::kLabels; ++l)
            if (learned.known[l] || held[l] > 0)
                object.json_value(score::name(static_cast<score::Label>(l)), as_decimal(held[l]));
    }
    return out;
}

std::string policy_json(const policy::Policy& policy) {
    std::string out;
    json::Object(out).text("title", policy.title).text("version", policy.version);
    return out;
}

}  // namespace

Signaller::Signaller(std::shared_ptr<const policy::Policy> policy,
                     std::shared_ptr<const score::Scorer> scorer)
    : decider_(std::move(policy), std::move(scorer)) {}

Result<std::string> Signaller::signal(std::string_view json, const std::string& where) {
    MZ_CHECK(line_.read(json, where, post_));
    const auto& decision = decider_.decide(post_);
    scores_ = {};
    if (decider_.scorer() != nullptr)
        decider_.scorer()->score(decider_.scratch().text, score::kAllLabels, score::Depth::kWhole,
                                 features_, scores_);
    const auto held = hold_to(decision, decider_.policy(), scores_, kEverywhere);
    const auto spans = deciding_spans(decision);
    std::string out;
    json::Object(out)
        .json_value("score", as_decimal(held[static_cast<std::size_t>(score::Label::kToxicity)]))
        .text("label", name(decision.outcome))
        .optional("clause", decision.clause)
        .text("reason", decision.reason)
        .list("spans", spans,
              [&](const Span& span) {
                  json::Object(out)
                      .number("part", span.part)
                      .range("bytes", span.bytes.begin, span.bytes.end)
                      .range("code_points", span.code_points.begin, span.code_points.end)
                      .range("utf16", span.utf16.begin, span.utf16.end);
              })
        .json_value("scores", scores_json(scores_, held))
        .json_value("policy", policy_json(decider_.policy()));
    return out;
}

}  // namespace mizan::service
