#include "record/decision.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "record/leaf.h"
#include "record/seal.h"

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

// The public leaf of a decision; fills in the vault's salts.
std::string decision_leaf(const Setting& setting, const Occasion& occasion,
                          const Decision& decision, std::string_view author, Vault& vault) {
    vault.salts.resize(std::size(kDecisionCommitments));
    fill_random(vault.salts.front().data(), vault.salts.size() * sizeof(Salt));
    const auto committed = committed_by(false, vault, author);
    Sha256 commitments[std::size(kDecisionCommitments)];
    for (std::size_t i = 0; i < committed.size(); ++i)
        commitments[i] = commit(vault.salts[i], committed[i].field, committed[i].value);
    const auto actions = names_of(decision.actions);
    const std::uint64_t by_engine = decision.decided_by == DecidedBy::kEngine ? 1 : 0;
    const std::uint64_t automated = occasion.found_by_engine ? 1 : by_engine;
    const std::uint64_t acts = decision.route == Route::kAct ? by_engine : 0;
    return leaf_rest(
        LeafType::kDecision, occasion.at,
        {occasion.case_no, std::string_view(setting.policy), setting.activation, decision.clause,
         name(decision.outcome), std::string_view(actions), automated, acts, occasion.source_type,
         decision.lang.empty() ? std::string_view("und") : decision.lang,
         name(decision.coverage.level), setting.engine, setting.bundle, commitments[0],
         commitments[1], commitments[2], commitments[3]});
}

}  // namespace

bool is_ordinary(const Decision& d) {
    return d.finding == Finding::kNothingFound && d.route == Route::kNone && d.clauses.empty() &&
           d.claims.empty() && d.actions.empty() && !d.truncated && !d.folded;
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

bool is_by_person(std::string_view json) {
    return json.find("\"decided_by\":\"person\"") != json.npos;
}

std::string_view reviewers_in(std::string_view json) {
    constexpr std::string_view kMember = ",\"reviewers\":\"";
    if (!is_by_person(json)) return {};
    const auto at = json.rfind(kMember);
    if (at == json.npos) return {};
    const auto begin = at + kMember.size();
    return json.substr(begin, json.find('"', begin) - begin);
}

bool is_sensitive(const Decision& decision) {
    return std::any_of(decision.actions.begin(), decision.actions.end(), [](const Action& action) {
        return action.name == "hold-evidence" || action.name == "refer";
    });
}

std::vector<CommittedValue> committed_by(bool sealed, const Vault& vault, std::string_view author) {
    if (sealed) {
        const auto kind = name(Kind::kDecision);
        const std::string_view values[] = {kind, vault.input, author, vault.decision, {}};
        std::vector<CommittedValue> out;
        for (std::size_t i = 0; i < kSealedCommitments.size(); ++i)
            out.push_back({kSealedCommitments[i], values[i]});
        return out;
    }
    return {{kDecisionCommitments[0], vault.input},
            {kDecisionCommitments[1], author},
            {kDecisionCommitments[2], reviewers_in(vault.decision)},
            {kDecisionCommitments[3], vault.decision}};
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
    draft.about = setting.activation_record;
    draft.vault.source = occasion.source;
    draft.vault.post = occasion.post;
    draft.vault.input = std::move(input);
    draft.vault.decision = std::move(json);
    if (occasion.sealed || is_sensitive(decision)) {
        seal(draft, {name(draft.kind), draft.vault.input, author, draft.vault.decision, {}});
    } else {
        draft.leaf = decision_leaf(setting, occasion, decision, author, draft.vault);
    }
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
