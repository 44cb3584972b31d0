#include "record/decision.h"

#include <utility>

#include "base/json.h"
#include "record/leaf.h"

namespace mizan::record {

namespace {

std::string names_of(const std::vector<Action>& actions) {
    std::string out;
    for (const auto& action : actions) {
        if (!out.empty()) out.push_back(',');
        out.append(action.name);
    }
    return out;
}

}  // namespace

bool is_ordinary(const Decision& d) {
    return d.finding == Finding::kNothingFound && d.route == Route::kNone && d.clauses.empty() &&
           d.claims.empty() && d.actions.empty() && !d.truncated;
}

// `{"id":"...",` : the id is a string without bare quotes.
std::string_view tail_of(std::string_view json) {
    auto at = json.find("\":\"");
    if (at == json.npos) return {};
    for (at += 3; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\') ++at;
    return at < json.size() ? json.substr(at + 1) : std::string_view();
}

std::string from_tail(std::string_view post, std::string_view tail) {
    std::string out = "{\"id\":";
    json::append_string(out, post);
    return out.append(tail);
}

Draft decision_draft(const Setting& setting, const Occasion& occasion, const Decision& decision,
                     std::string_view author, std::string input, std::string json) {
    Draft draft;
    draft.at = occasion.at;
    draft.tag = occasion.tag;
    draft.revision = occasion.revision;
    draft.purpose = occasion.purpose;
    draft.outcome = name(decision.outcome);
    draft.clause = decision.clause;
    auto& salts = draft.vault.salts;
    salts.resize(std::size(kDecisionCommitments));
    fill_random(salts.front().data(), salts.size() * sizeof(Salt));
    const std::string_view values[] = {input, author, {}, json};
    Sha256 commitments[std::size(kDecisionCommitments)];
    for (std::size_t i = 0; i < salts.size(); ++i)
        commitments[i] = commit(salts[i], kDecisionCommitments[i], values[i]);
    const auto actions = names_of(decision.actions);
    const std::uint64_t automated = decision.decided_by == DecidedBy::kEngine ? 1 : 0;
    const std::uint64_t acts = decision.route == Route::kAct ? automated : 0;
    draft.leaf = leaf_rest(LeafType::kDecision, occasion.at,
                           {std::uint64_t{0}, std::string_view(setting.policy), setting.activation,
                            decision.clause, name(decision.outcome), std::string_view(actions),
                            automated, acts, std::string_view("own-initiative"),
                            decision.lang.empty() ? std::string_view("und") : decision.lang,
                            name(decision.coverage.level), setting.engine, setting.bundle,
                            commitments[0], commitments[1], commitments[2], commitments[3]});
    draft.vault.source = occasion.source;
    draft.vault.post = occasion.post;
    draft.vault.input = std::move(input);
    draft.vault.decision = std::move(json);
    return draft;
}

std::string policy_name(std::string_view title, std::string_view version) {
    std::string out;
    for (const char c : title) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (upper) {
            out.push_back(static_cast<char>(c - 'A' + 'a'));
        } else if (plain) {
            out.push_back(c);
        } else if (!out.empty() && out.back() != '-') {
            out.push_back('-');
        }
    }
    while (out.ends_with('-')) out.pop_back();
    return (out.empty() ? "policy" : out).append("@").append(version);
}

}  // namespace mizan::record
