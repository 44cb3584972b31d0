// `mizan policy test`: every example and case of a policy, with what was expected, what came and why.
#include <algorithm>
#include <map>

#include "base/json.h"
#include "cli/policy_command.h"
#include "service/claim_text.h"
#include "service/clause_text.h"
#include "service/test_policy.h"

namespace mizan::cli {

namespace {

struct TestOptions {
    std::string dir;
    std::string clause;
    bool verbose = false;
    bool scores = false;
    bool json = false;
};

struct Tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
};

std::map<std::string, Tally> by_clause(const service::TestReport& report) {
    std::map<std::string, Tally> out;
    for (const auto& r : report.results) {
        auto& t = out[r.expectation.clause];
        ++(r.passed ? t.passed : t.failed);
    }
    return out;
}

std::string expected_text(const service::Expectation& e) {
    return e.exception.empty() ? e.expect : e.expect + " (" + e.exception + ")";
}

std::string result_text(const service::TestResult& r, const Paint& p) {
    const auto& e = r.expectation;
    std::string out(r.passed ? p.green : p.red);
    out.append(r.passed ? "pass" : "FAIL")
        .append(p.end)
        .append(" ")
        .append(e.where)
        .append(" ")
        .append(e.clause);
    if (!e.name.empty()) out.append(" (").append(e.name).append(")");
    out.append("\n  text:     ")
        .append(printable(r.text))
        .append("\n  expected: ")
        .append(expected_text(e));
    out.append("\n  got:      ")
        .append(r.got)
        .append("\n")
        .append(service::indented(printable(r.why), "  "))
        .append("\n");
    return out;
}

std::string to_text(const service::TestReport& report, bool verbose) {
    const auto p = stdout_paint();
    std::string out;
    for (const auto& r : report.results) {
        if (!r.passed || verbose) out.append(result_text(r, p));
    }
    std::size_t width = 6;
    const auto clauses = by_clause(report);
    for (const auto& [clause, tally] : clauses) width = std::max(width, clause.size());
    for (const auto& [clause, tally] : clauses) {
        out.append(clause).append(width + 2 - clause.size(), ' ');
        out.append(std::to_string(tally.passed)).append(" passed, ");
        out.append(std::to_string(tally.failed)).append(" failed\n");
    }
    out.append(p.bold).append(std::to_string(report.passed)).append(" passed, ");
    return out.append(std::to_string(report.failed)).append(" failed").append(p.end).append("\n");
}

void append_result(std::string& out, const service::TestResult& r) {
    const auto& e = r.expectation;
    json::Object(out)
        .flag("passed", r.passed)
        .optional("where", e.where)
        .optional("name", e.name)
        .optional("clause", e.clause)
        .optional("expected", e.expect)
        .optional("exception", e.exception)
        .optional("got", r.got)
        .optional("why", r.why)
        .json_value("post", e.post);
}

std::string to_json(const service::TestReport& report, bool verbose) {
    std::vector<service::TestResult> shown;
    for (const auto& r : report.results) {
        if (!r.passed || verbose) shown.push_back(r);
    }
    std::string out;
    json::Object(out)
        .number("passed", report.passed)
        .number("failed", report.failed)
        .list("clauses", by_clause(report),
              [&](const auto& item) {
                  json::Object(out)
                      .text("clause", item.first)
                      .number("passed", item.second.passed)
                      .number("failed", item.second.failed);
              })
        .list("results", shown, [&](const service::TestResult& r) { append_result(out, r); });
    return out.append("\n");
}

int run_test(const TestOptions& options) {
    int exit_code = kExitOk;
    auto opened = open_policy(options.dir, exit_code);
    if (!opened) return exit_code;
    auto [expectations, faults] = service::expectations(opened->source, opened->compiled.examples);
    for (const auto& fault : faults) (void)complain(fault.error);
    if (!faults.empty()) return kExitPolicy;
    if (!options.clause.empty()) {
        std::erase_if(expectations,
                      [&](const service::Expectation& e) { return e.clause != options.clause; });
        if (service::find_clause(*opened->compiled.policy, options.clause) == nullptr &&
            options.clause != policy::kAnyClause)
            return complain(unknown_clause(*opened->compiled.policy, options.clause, options.dir));
        if (expectations.empty()) {
            return complain({Code::kClauseUnknown,
                             "no example or case speaks of the clause '" + options.clause + "'",
                             options.dir});
        }
    }
    std::shared_ptr<const score::Scorer> scorer;
    if (options.scores) {
        auto loaded = service::load_scorer(opened->compiled.policy, options.dir);
        if (!loaded) return complain(loaded.error());
        scorer = *std::move(loaded);
    }
    const auto report = service::run(opened->compiled.policy, std::move(expectations), scorer);
    const int result = report.failed > 0 ? kExitChecks : kExitOk;
    if (options.json) return print_and(to_json(report, options.verbose), result);
    return print_and(to_text(report, options.verbose), result);
}

}  // namespace

void add_policy_test(CLI::App& policy, int& exit_code) {
    auto options = std::make_shared<TestOptions>();
    auto* command = policy.add_subcommand("test", "Run a policy's examples and cases");
    command->add_option("DIR", options->dir, "the policy's folder")->required();
    command->add_option("--clause", options->clause, "only what speaks of this clause");
    command->add_flag("--scores", options->scores,
                      "with the learned scores of the policy's model; else only those that an "
                      "example declares");
    command->add_flag("--verbose,-v", options->verbose, "show what passed as well");
    command->add_flag("--json", options->json,
                      "one JSON object instead of text (with --verbose: every result)");
    command->footer(
        "Runs the ```violates, ```allows and ```review lines of policy.md and each line of "
        "cases/*.jsonl:\n"
        "  "
        "{\"clause\":\"ID\",\"expect\":\"violates|allows|review|excused|nothing-found\",\"text\":"
        "\"...\"}\n"
        "Exit codes: 0 all passed; 2 nothing speaks of that clause; 3 no valid policy there; 6 "
        "something failed.\n"
        "Example:\n"
        "  mizan policy test policies/hateful-conduct --clause dehumanisation --verbose");
    command->callback([options, &exit_code] { exit_code = run_test(*options); });
}

}  // namespace mizan::cli
