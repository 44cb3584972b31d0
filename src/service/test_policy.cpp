// Expectations from policy.md and cases/*.jsonl, run against the compiled policy.
#include "service/test_policy.h"

#include <simdjson.h>

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/limits.h"
#include "match/lattice.h"
#include "service/claim_text.h"
#include "service/decide.h"
#include "service/post_line.h"

namespace mizan::service {

namespace {

constexpr std::string_view kExpects[] = {"violates", "allows", "review", "excused",
                                         "nothing-found"};
constexpr std::string_view kAnyClause = "*";

// ---- reading

std::string place(const policy::Source& source, policy::Loc loc) {
    const auto p = source.position(loc.file, loc.begin);
    return source.path(loc.file) + ":" + std::to_string(p.line) + ":" + std::to_string(p.column);
}

std::string_view expect_of(policy::Expect expect) {
    switch (expect) {
        case policy::Expect::kViolates: return "violates";
        case policy::Expect::kAllows: return "allows";
        case policy::Expect::kReview: return "review";
    }
    return "";
}

std::string text_post(std::string_view text) {
    std::string out = "{\"text\":";
    json::append_string(out, text);
    return out.append("}");
}

class CaseReader {
public:
    Result<Expectation> read(std::string_view line, const std::string& where) {
        simdjson::dom::element root;
        if (const auto e = parser_.parse(line.data(), line.size()).get(root)) {
            return fail({Code::kJsonMalformed, simdjson::error_message(e), where});
        }
        simdjson::dom::object object;
        if (root.get(object))
            return fail({Code::kJsonMalformed, "a case is one JSON object a line", where});
        Expectation out;
        out.where = where;
        out.post = std::string(line);
        MZ_TRY(out.clause, field(object, "clause", true, where));
        MZ_TRY(out.expect, field(object, "expect", true, where));
        MZ_TRY(out.name, field(object, "name", false, where));
        MZ_TRY(out.exception, field(object, "exception", false, where));
        MZ_CHECK(check(out));
        MZ_CHECK(post_line_.read(line, where, post_));
        return out;
    }

private:
    static Result<std::string> field(simdjson::dom::object object, std::string_view key,
                                     bool required, const std::string& where) {
        simdjson::dom::element value;
        if (object[key].get(value) || value.is_null()) {
            if (!required) return std::string();
            return fail({Code::kFieldType, "the case has no \"" + std::string(key) + "\"", where});
        }
        std::string_view text;
        if (value.get(text))
            return fail({Code::kFieldType, "\"" + std::string(key) + "\" must be a string", where});
        return std::string(text);
    }
    static Result<void> check(const Expectation& e) {
        const auto known = std::find(std::begin(kExpects), std::end(kExpects), e.expect);
        if (known == std::end(kExpects)) {
            return fail({Code::kFieldType,
                         "\"expect\" is \"" + e.expect +
                             "\"; it may be violates, allows, review, excused or nothing-found",
                         e.where});
        }
        if (e.clause == kAnyClause && e.expect != "allows") {
            return fail({Code::kFieldType,
                         "the clause \"*\" (any) goes with \"expect\":\"allows\" only", e.where});
        }
        if (!e.exception.empty() && e.expect != "excused") {
            return fail(
                {Code::kFieldType, "\"exception\" goes with \"expect\":\"excused\" only", e.where});
        }
        return {};
    }

    simdjson::dom::parser parser_;
    PostLine post_line_;
    Post post_;
};

// ---- running

struct Found {
    Finding finding = Finding::kNothingFound;
    Cause cause = Cause::kNone;
    std::string_view exception;
    std::string_view clause;
};

bool is_harm(Finding f) { return f == Finding::kViolates || f == Finding::kUnclear; }

// What the clause found; for "*" the first clause that violates, else the first that is unclear.
Found found_by(const Decision& decision, std::string_view clause) {
    Found out;
    for (const auto& f : decision.clauses) {
        const Found here{f.finding, f.cause, f.exception, f.clause};
        if (f.clause == clause) return here;
        if (clause != kAnyClause || !is_harm(f.finding)) continue;
        if (out.finding != Finding::kViolates &&
            (f.finding == Finding::kViolates || out.clause.empty()))
            out = here;
    }
    return out;
}

bool meets(const Expectation& e, const Found& found) {
    if (e.expect == "violates") return found.finding == Finding::kViolates;
    if (e.expect == "review") return found.finding == Finding::kUnclear;
    if (e.expect == "nothing-found") return found.finding == Finding::kNothingFound;
    if (e.expect == "allows") return !is_harm(found.finding);
    return found.finding == Finding::kExcused &&
           (e.exception.empty() || e.exception == found.exception);
}

std::string got_text(const Expectation& e, const Found& found) {
    std::string out(name(found.finding));
    if (!found.exception.empty()) out.append(" (").append(found.exception).append(")");
    if (found.cause != Cause::kNone) out.append(" (").append(name(found.cause)).append(")");
    if (e.clause == kAnyClause && !found.clause.empty()) out.append(", by ").append(found.clause);
    return out;
}

class Runner {
public:
    explicit Runner(const std::shared_ptr<const policy::Policy>& policy) : decider_(policy) {
        for (const auto& c : policy->clauses) clauses_.insert(c.id);
    }

    TestResult run(Expectation expectation) {
        TestResult out;
        out.expectation = std::move(expectation);
        const auto& e = out.expectation;
        if (e.clause != kAnyClause && !clauses_.contains(e.clause)) {
            out.got = "no such clause";
            out.why = "the policy has no clause “" + e.clause + "”\n";
            return out;
        }
        if (const auto read = line_.read(e.post, e.where, post_); !read) {
            out.got = "not a post";
            out.why = to_string(read.error()) + "\n";
            return out;
        }
        for (const auto& part : post_.parts)
            out.text.append(out.text.empty() ? "" : " / ").append(part.bytes);
        const auto& decision = decider_.decide(post_);
        const auto found = found_by(decision, e.clause);
        out.passed = meets(e, found);
        out.got = got_text(e, found);
        out.why = why(decision);
        return out;
    }

private:
    std::string why(const Decision& decision) {
        std::string out = decision.reason + "\n";
        for (const auto& claim : decision.claims)
            out.append(claim_text(decider_.policy(), post_, claim, "  "));
        if (decision.claims.empty()) out.append(concepts());
        return out;
    }
    // Nothing was claimed: the concepts that stand in the text show what a pattern could have used.
    std::string concepts() {
        const auto& policy = decider_.policy();
        const auto& text = decider_.scratch().text;
        const auto tokens = std::min<std::size_t>(text.tokens.size(), limits::kWindowTokens);
        lattice_.build(policy, text, {0, static_cast<std::uint32_t>(tokens)});
        std::string out;
        for (const auto& edge : lattice_.edges()) {
            const auto& term = policy.terms[edge.term];
            if (edge.dropped || term.concept_id == policy::kNone) continue;
            const auto range = lattice_.tokens(edge.from, edge.to);
            out.append(out.empty() ? "  no claim; concepts in the text: " : ", ");
            out.append(policy.concepts[term.concept_id].path).append(" “");
            for (auto t = range.first; t < range.last; ++t) {
                if (t != range.first) out.push_back(' ');
                out.append(text.fold(text.tokens[t]));
            }
            out.append("”");
        }
        if (out.empty()) out = "  no claim, and no concept of the lexicon stands in the text";
        return out + "\n";
    }

    Decider decider_;
    PostLine line_;
    Post post_;
    match::Lattice lattice_;
    std::set<std::string_view> clauses_;
};

}  // namespace

std::vector<Expectation> example_expectations(const policy::Source& source,
                                              const std::vector<policy::Example>& examples) {
    std::vector<Expectation> out;
    for (const auto& e : examples) {
        out.push_back({place(source, e.loc),
                       {},
                       e.clause,
                       text_post(e.text),
                       std::string(expect_of(e.expect)),
                       {}});
    }
    return out;
}

Result<std::vector<Expectation>> expectations(const policy::Source& source,
                                              const std::vector<policy::Example>& examples) {
    auto out = example_expectations(source, examples);
    CaseReader reader;
    for (const auto& file : source.files()) {
        if (file.kind != policy::FileKind::kCases) continue;
        std::string_view rest = file.text;
        for (std::size_t number = 1; !rest.empty(); ++number) {
            const auto end = rest.find('\n');
            const auto line = rest.substr(0, end);
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
            if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
            MZ_TRY(auto expectation, reader.read(line, file.path + ":" + std::to_string(number)));
            out.push_back(std::move(expectation));
        }
    }
    return out;
}

TestReport run(const std::shared_ptr<const policy::Policy>& policy,
               std::vector<Expectation> expectations) {
    TestReport report;
    Runner runner(policy);
    for (auto& e : expectations) {
        report.results.push_back(runner.run(std::move(e)));
        ++(report.results.back().passed ? report.passed : report.failed);
    }
    return report;
}

}  // namespace mizan::service
