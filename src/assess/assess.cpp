#include "assess/assess.h"

#include <algorithm>

#include "assess/coverage.h"
#include "assess/force.h"
#include "assess/judge.h"
#include "assess/to_model.h"
#include "base/hash.h"
#include "text/languages.h"
#include "text/normalize.h"

namespace mizan::assess {

namespace {

constexpr std::string_view kDeclaredSignal = "target.declared_attributes";

// "GROUP.religion.muslim" or its last part "muslim", as the person or their partner declared it.
void read_declared(const policy::Policy& policy, const Post& post,
                   std::vector<policy::ConceptId>& out) {
    out.clear();
    const bool known = std::find(policy.signals.begin(), policy.signals.end(), kDeclaredSignal) !=
                       policy.signals.end();
    if (!known) return;
    for (const auto& s : post.signals) {
        if (s.name != kDeclaredSignal) continue;
        for (const auto value : s.values) {
            for (std::uint32_t c = 0; c < policy.concepts.size(); ++c) {
                const std::string_view path = policy.concepts[c].path;
                const bool tail = path.size() > value.size() && path.ends_with(value) &&
                                  path[path.size() - value.size() - 1] == '.';
                if (policy.concepts[c].attribute != policy::kNone && (path == value || tail))
                    out.push_back(c);
            }
        }
    }
}

void see_context(const policy::Policy& policy, const Post& post,
                 std::vector<std::string_view>& seen) {
    seen.clear();
    if (!post.lang.empty()) seen.push_back("lang");
    if (!post.surface.empty()) seen.push_back("surface");
    if (!post.mentions.empty()) seen.push_back("mentions");
    if (!post.reply_to.empty()) seen.push_back("reply_to");
    if (!post.target.empty()) seen.push_back("target");
    for (const auto& declared : policy.signals) {
        const bool given = std::any_of(post.signals.begin(), post.signals.end(),
                                       [&](const Signal& s) { return s.name == declared; });
        if (given) seen.push_back(declared);
    }
}

// A canary clause is live for a fixed share of posts, chosen by id so that every replay agrees.
std::string_view state_for(const policy::Clause& clause, const Post& post) {
    if (clause.state != policy::ClauseState::kCanary) return policy::name(clause.state);
    const auto share = hash64(post.id) % 10000;
    return share < clause.canary_basis_points ? "canary" : "shadow";
}

int rank(Finding f) {
    switch (f) {
        case Finding::kViolates: return 3;
        case Finding::kUnclear: return 2;
        case Finding::kExcused: return 1;
        case Finding::kNothingFound: return 0;
    }
    return 0;
}

class Assessor {
public:
    Assessor(const policy::Policy& policy, const Post& post, Scratch& scratch, Assessment& out)
        : policy_(policy),
          scratch_(scratch),
          out_(out),
          facts_{policy, post, scratch.text, scratch.claims},
          model_(facts_) {}

    void run() {
        const auto& claims = scratch_.claims.claims;
        scratch_.kept.assign(claims.size(), policy::kNone);
        scratch_.asked.assign(policy_.clauses.size(), false);
        if (scratch_.reached.size() < claims.size()) scratch_.reached.resize(claims.size());
        for (std::size_t i = 0; i < claims.size(); ++i) {
            if (!reach(facts_, claims[i], scratch_.reached[i])) out_.truncated = true;
            for (const auto c : policy_.detected_by[claims[i].construct]) scratch_.asked[c] = true;
        }
        for (std::uint32_t c = 0; c < policy_.clauses.size(); ++c) {
            if (scratch_.asked[c]) clause(c);
        }
        sort_claims();
        count_units(facts_.post, out_.claims);
    }

private:
    void clause(std::uint32_t index) {
        const auto& clause = policy_.clauses[index];
        if (!in_force(clause, facts_.post)) return;
        if (!clause.when.any.empty() && holds(facts_, clause.when, nullptr, {}) == Truth::kFalse)
            return;
        ClauseFinding best;
        std::uint32_t best_claim = 0;
        for (std::uint32_t i = 0; i < scratch_.claims.claims.size(); ++i) {
            const auto& claim = scratch_.claims.claims[i];
            if (!concerns(policy_, clause, claim)) continue;
            resolve(facts_, claim, scratch_.reached[i], clause.ignore, framing_);
            const auto judgment = judge(facts_, clause, claim, framing_);
            keep(i, clause, claim, judgment);
            if (rank(judgment.finding) <= rank(best.finding)) continue;
            best.finding = judgment.finding;
            best.cause = judgment.cause;
            best.exception = judgment.exception;
            best.foreign = judgment.foreign;
            best_claim = i;
        }
        if (best.finding == Finding::kNothingFound) return;
        best.clause = clause.id;
        best.title = clause.title;
        best.state = state_for(clause, facts_.post);
        best.claim = scratch_.kept[best_claim];
        best.severity = clause.severity;
        best.enforce_act = clause.enforce_act;
        best.clause_index = index;
        out_.clauses.push_back(best);
    }
    // The claim is written out once; of several clauses the strongest one's view of its frames is shown.
    void keep(std::uint32_t i, const policy::Clause& clause, const match::FoundClaim& claim,
              const Judgment& judgment) {
        if (scratch_.kept[i] == policy::kNone) {
            scratch_.kept[i] = static_cast<std::uint32_t>(out_.claims.size());
            out_.claims.emplace_back();
            ranks_.push_back(-1);
        }
        const auto at = scratch_.kept[i];
        if (rank(judgment.finding) <= ranks_[at]) return;
        ranks_[at] = rank(judgment.finding);
        model_.write(clause, claim, scratch_.reached[i], framing_, judgment, out_.claims[at]);
    }
    // Claims in text order, findings pointing where they went.
    void sort_claims() {
        std::vector<std::uint32_t> order(out_.claims.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
        std::vector<std::uint32_t> source(out_.claims.size());
        for (std::uint32_t i = 0; i < scratch_.kept.size(); ++i) {
            if (scratch_.kept[i] != policy::kNone) source[scratch_.kept[i]] = i;
        }
        std::sort(order.begin(), order.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return source[a] < source[b]; });
        std::vector<Claim> sorted(out_.claims.size());
        std::vector<std::uint32_t> place(order.size());
        for (std::uint32_t i = 0; i < order.size(); ++i) {
            sorted[i] = std::move(out_.claims[order[i]]);
            place[order[i]] = i;
        }
        out_.claims = std::move(sorted);
        for (auto& f : out_.clauses) f.claim = place[f.claim];
    }

    const policy::Policy& policy_;
    Scratch& scratch_;
    Assessment& out_;
    Facts facts_;
    ToModel model_;
    Framing framing_;         // of the clause and claim at hand
    std::vector<int> ranks_;  // by claim written: how strong the view shown is
};

}  // namespace

void assess(const policy::Policy& policy, const Post& post, Scratch& scratch, Assessment& out) {
    text::normalize(post.parts, post.lang, policy.vocabulary, scratch.text);
    read_declared(policy, post, scratch.declared);
    match::find(policy, scratch.text, post.parts, scratch.declared, scratch.match, scratch.claims);

    out.platform = post.platform;
    out.post = post.id;
    out.lang = text::languages()[scratch.text.language].code;
    out.policy_version = policy.version;
    out.bundle_hash = policy.bundle_hash;
    out.semantics_level = policy.semantics_level;
    out.truncated = scratch.claims.truncated || scratch.text.truncated;
    out.claims.clear();
    out.clauses.clear();
    see_context(policy, post, out.context_seen);
    cover(policy, post, scratch.text, out.coverage);
    if (!scratch.claims.claims.empty()) Assessor(policy, post, scratch, out).run();
    if (out.truncated) cut_short(out.coverage);
}

}  // namespace mizan::assess
