#include "assess/assess.h"

#include <algorithm>

#include "assess/coverage.h"
#include "assess/force.h"
#include "assess/judge.h"
#include "assess/to_model.h"
#include "base/hash.h"
#include "base/limits.h"
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

// The scores that the policy declares and the post does not bring, as signals.
void read_scores(const score::Scorer& scorer, const Post& post, Scratch& scratch) {
    score::Wanted wanted{};
    for (const auto& declared : scorer.declared()) {
        const auto given = [&](const Signal& s) { return s.name == declared.signal; };
        if (std::none_of(post.signals.begin(), post.signals.end(), given))
            wanted[static_cast<std::size_t>(declared.label)] = true;
    }
    scorer.score(scratch.text, wanted, score::Depth::kBounds, scratch.features, scratch.scores);
    for (const auto& declared : scorer.declared()) {
        if (!scratch.scores.knows(declared.label)) continue;
        Signal signal;
        signal.name = declared.signal;
        signal.source = "mizan";
        signal.version = scorer.model().version;
        signal.value = scratch.scores.values[static_cast<std::size_t>(declared.label)];
        scratch.signals.push_back(signal);
    }
}

void note_scores(const Scratch& scratch, Assessment& out) {
    out.scores.clear();
    out.score_model = {};
    for (const auto& s : scratch.signals) {
        out.scores.push_back(
            {s.name.substr(score::kSignalPrefix.size()), static_cast<std::uint16_t>(s.value)});
        out.score_model = s.version;
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

class Assessor {
public:
    Assessor(const policy::Policy& policy, const Post& post, Scratch& scratch, Assessment& out)
        : policy_(policy),
          scratch_(scratch),
          out_(out),
          facts_{policy, post, scratch.text, scratch.claims, scratch.signals},
          found_(scratch.claims.claims),
          views_(found_.size()) {}

    void run() {
        scratch_.asked.assign(policy_.clauses.size(), false);
        if (scratch_.reached.size() < found_.size()) scratch_.reached.resize(found_.size());
        for (std::size_t i = 0; i < found_.size(); ++i) {
            if (!reach(facts_, found_[i], scratch_.reached[i])) out_.truncated = true;
            for (const auto c : policy_.detected_by[found_[i].construct]) scratch_.asked[c] = true;
        }
        for (std::uint32_t c = 0; c < policy_.clauses.size(); ++c) {
            if (scratch_.asked[c]) clause(c);
        }
        write_claims();
        count_units(facts_.post, out_.claims);
    }
    // The clauses that hold a post for a person by what its signals say. What the grammar understood stands as it is: where a clause
    // found something or excused it, none suspects; a shadow decides nothing here either.
    void suspect() {
        const auto decides = [](const ClauseFinding& f) { return f.state != "shadow"; };
        if (std::any_of(out_.clauses.begin(), out_.clauses.end(), decides)) return;
        for (const auto index : policy_.suspecting) {
            const auto& clause = policy_.clauses[index];
            const auto known = [&](const ClauseFinding& f) { return f.clause_index == index; };
            if (!in_force(clause, facts_.post) ||
                std::any_of(out_.clauses.begin(), out_.clauses.end(), known) ||
                (!clause.when.any.empty() &&
                 holds(facts_, clause.when, nullptr, {}) != Truth::kTrue) ||
                holds(facts_, clause.suspect, nullptr, {}) != Truth::kTrue)
                continue;
            ClauseFinding found;
            found.finding = Finding::kUnclear;
            found.unclear_by = UnclearBy::kSuspicion;
            found.claim = policy::kNone;
            add(index, found);
        }
        std::sort(out_.clauses.begin(), out_.clauses.end(),
                  [](const ClauseFinding& a, const ClauseFinding& b) {
                      return a.clause_index < b.clause_index;
                  });
    }

private:
    // A claim as the clause sees it that judges it most severely; of several the first.
    struct View {
        int strength = -1;  // -1: no clause speaks of it
        std::uint32_t clause = 0;
        Judgment judgment;
        std::uint32_t written = policy::kNone;  // its index in the assessment
    };

    void clause(std::uint32_t index) {
        const auto& clause = policy_.clauses[index];
        if (!in_force(clause, facts_.post)) return;
        if (!clause.when.any.empty() && holds(facts_, clause.when, nullptr, {}) == Truth::kFalse)
            return;
        ClauseFinding best;
        for (std::uint32_t i = 0; i < found_.size(); ++i) {
            if (!concerns(policy_, clause, found_[i])) continue;
            resolve(facts_, found_[i], scratch_.reached[i], clause.ignore, framing_);
            const auto judgment = judge(facts_, clause, found_[i], framing_);
            const int strong = strength(judgment.finding, judgment.cause, judgment.unclear_by);
            if (strong > views_[i].strength) views_[i] = {strong, index, judgment, policy::kNone};
            if (strong <= strength(best.finding, best.cause, best.unclear_by)) continue;
            best.finding = judgment.finding;
            best.cause = judgment.cause;
            best.exception = judgment.exception;
            best.unclear_by = judgment.unclear_by;
            best.claim = i;
        }
        if (best.finding != Finding::kNothingFound) add(index, best);
    }
    void add(std::uint32_t index, ClauseFinding& found) {
        const auto& clause = policy_.clauses[index];
        found.clause = clause.id;
        found.title = clause.title;
        found.state = state_for(clause, facts_.post);
        found.severity = clause.severity;
        found.enforce_act = clause.enforce_act;
        found.clause_index = index;
        out_.clauses.push_back(found);
    }
    // Those that a clause speaks of, in text order; the findings point where they went.
    void write_claims() {
        const ToModel model(facts_);
        for (std::uint32_t i = 0; i < found_.size(); ++i) {
            if (views_[i].strength < 0) continue;
            const auto& clause = policy_.clauses[views_[i].clause];
            resolve(facts_, found_[i], scratch_.reached[i], clause.ignore, framing_);
            views_[i].written = static_cast<std::uint32_t>(out_.claims.size());
            model.write(clause, found_[i], scratch_.reached[i], framing_, views_[i].judgment,
                        next_claim());
        }
        for (auto& f : out_.clauses) f.claim = views_[f.claim].written;
    }
    Claim& next_claim() {
        if (scratch_.spare.empty()) return out_.claims.emplace_back();
        out_.claims.push_back(std::move(scratch_.spare.back()));
        scratch_.spare.pop_back();
        return out_.claims.back();
    }

    const policy::Policy& policy_;
    Scratch& scratch_;
    Assessment& out_;
    Facts facts_;
    const std::vector<match::FoundClaim>& found_;
    std::vector<View> views_;  // by found claim
    Framing framing_;          // of the clause and claim at hand
};

// Claims keep their memory from post to post.
void recycle(std::vector<Claim>& claims, std::vector<Claim>& spare) {
    while (!claims.empty() && spare.size() < limits::kPostClaims) {
        spare.push_back(std::move(claims.back()));
        claims.pop_back();
    }
    claims.clear();
}

}  // namespace

void assess(const policy::Policy& policy, const score::Scorer* scorer, const Post& post,
            Scratch& scratch, Assessment& out) {
    text::normalize(post.parts, post.lang, policy.vocabulary, scratch.text);
    read_declared(policy, post, scratch.declared);
    match::find(policy, scratch.text, post.parts, scratch.declared, scratch.match, scratch.claims);

    scratch.signals.clear();
    if (scorer != nullptr) read_scores(*scorer, post, scratch);
    note_scores(scratch, out);

    out.platform = post.platform;
    out.post = post.id;
    out.lang = text::languages()[scratch.text.language].code;
    out.policy_version = policy.version;
    out.bundle_hash = policy.bundle_hash;
    out.semantics_level = policy.semantics_level;
    out.truncated = scratch.claims.truncated || scratch.text.truncated;
    recycle(out.claims, scratch.spare);
    out.clauses.clear();
    see_context(policy, post, out.context_seen);
    cover(policy, post, scratch.text, out.coverage);
    if (!scratch.claims.claims.empty() || !policy.suspecting.empty()) {
        Assessor assessor(policy, post, scratch, out);
        if (!scratch.claims.claims.empty()) assessor.run();
        if (!policy.suspecting.empty()) assessor.suspect();
    }
    if (out.truncated) cut_short(out.coverage);
}

}  // namespace mizan::assess
