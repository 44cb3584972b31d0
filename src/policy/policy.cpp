#include "policy/policy.h"

#include <algorithm>
#include <string_view>

namespace mizan::policy {

std::string_view name(TermKind kind) {
    constexpr std::string_view kNames[] = {"neutral", "coded", "slur"};
    return kNames[static_cast<std::size_t>(kind)];
}
std::string_view name(Axis axis) {
    constexpr std::string_view kNames[] = {"polarity", "stance",   "holder", "mood",
                                           "speaker",  "referent", "genre"};
    return kNames[static_cast<std::size_t>(axis)];
}
std::string_view name(ScopeKind kind) {
    constexpr std::string_view kNames[] = {
        "claim",     "clause",        "sentence",          "quotation", "complement",
        "preceding", "next sentence", "previous sentence", "post",      "near"};
    return kNames[static_cast<std::size_t>(kind)];
}
std::string_view name(ClauseState state) {
    constexpr std::string_view kNames[] = {"live", "shadow", "canary", "retired"};
    return kNames[static_cast<std::size_t>(state)];
}

bool Policy::is_or_under(ConceptId c, ConceptId ancestor) const {
    for (; c != kNone; c = concepts[c].parent) {
        if (c == ancestor) return true;
    }
    return false;
}

const Concept* find_concept(const Policy& policy, std::string_view path) {
    const auto it = std::lower_bound(
        policy.by_path.begin(), policy.by_path.end(), path,
        [&](ConceptId c, std::string_view p) { return policy.concepts[c].path < p; });
    return it != policy.by_path.end() && policy.concepts[*it].path == path ? &policy.concepts[*it]
                                                                           : nullptr;
}

// The exceptions of the field's public policies (see docs/policy-language.md), and two that grammar itself gives.
const std::vector<std::string_view>& exceptions() {
    static const std::vector<std::string_view> kList = {
        "counter-speech",  "news-reporting", "education",     "satire",          "self-reference",
        "quotation",       "criticism",      "policy-debate", "individual-fact", "hyperbole",
        "heritage-symbol", "reformed",       "negation",      "question",        "not-people"};
    return kList;
}

const std::vector<std::string_view>& actions() {
    static const std::vector<std::string_view> kList = {
        "label",  "warn",    "interstitial",  "ask-delete", "reduce",  "read-only",
        "remove", "suspend", "hold-evidence", "refer",      "restore", "strike"};
    return kList;
}

}  // namespace mizan::policy
