// `mizan policy check`: everything that is wrong with a policy, at once; its examples are part of it.
#include <unistd.h>

#include "base/json.h"
#include "cli/policy_command.h"
#include "service/test_policy.h"

namespace mizan::cli {

namespace {

struct CheckOptions {
    std::string dir;
    bool json = false;
};

void add_failures(const policy::Compiled& compiled, const service::TestReport& report,
                  policy::Diagnostics& out) {
    for (std::size_t i = 0; i < report.results.size() && i < compiled.examples.size(); ++i) {
        const auto& r = report.results[i];
        if (r.passed) continue;
        auto why = r.why;
        while (why.ends_with('\n')) why.pop_back();
        out.add(policy::Diag::kExampleFails, compiled.examples[i].loc,
                "expected of the clause '" + r.expectation.clause + "': " + r.expectation.expect +
                    "; got: " + r.got,
                printable(why));
    }
}

// Runs the examples and reads the case files; what fails becomes diagnostics.
void check_expectations(const policy::Source& source, policy::Compiled& compiled) {
    auto found = service::expectations(source, compiled.examples);
    for (const auto& f : found.faults) {
        compiled.diagnostics.add(policy::Diag::kSyntax, f.loc,
                                 "this case can not be read: " + f.error.message);
    }
    if (!compiled.policy) return;
    found.all.resize(
        compiled.examples.size());  // the examples stand first; `policy test` runs the cases
    add_failures(compiled, service::run(compiled.policy, std::move(found.all)),
                 compiled.diagnostics);
}

std::string summary(const policy::Compiled& compiled) {
    const auto& d = compiled.diagnostics;
    std::string out = counted(d.errors(), "error", "errors") + ", " +
                      counted(d.warnings(), "warning", "warnings");
    if (d.dropped() > 0)
        out.append(" (").append(std::to_string(d.dropped())).append(" of them not shown)");
    if (compiled.policy) {
        const auto& p = *compiled.policy;
        out.append("; ").append(counted(p.clauses.size(), "clause", "clauses"));
        out.append(", ").append(counted(p.patterns.size(), "pattern", "patterns"));
        out.append(", ").append(counted(p.terms.size(), "term", "terms"));
        out.append(", ")
            .append(counted(compiled.examples.size(), "example", "examples"))
            .append(" run");
    } else {
        out.append("; the examples were not run, since the policy has errors");
    }
    return out.append("\n");
}

std::string to_json(const policy::Source& source, const policy::Compiled& compiled) {
    const auto& d = compiled.diagnostics;
    std::string out;
    json::Object(out)
        .text("version", source.version())
        .number("errors", d.errors())
        .number("warnings", d.warnings())
        .number("not_shown", d.dropped())
        .number("examples_run", compiled.policy ? compiled.examples.size() : 0)
        .json_value("diagnostics", policy::to_json(d, source));
    return out.append("\n");
}

int run_check(const CheckOptions& options) {
    auto source = policy::Source::load(options.dir);
    if (!source) return complain(source.error());
    auto compiled = policy::compile(*source);
    check_expectations(*source, compiled);
    compiled.diagnostics.sort();
    const int exit_code = compiled.diagnostics.has_errors() ? kExitChecks : kExitOk;
    if (options.json) return print_and(to_json(*source, compiled), exit_code);
    std::string out;
    const bool colour = console::wants_colour(STDOUT_FILENO);
    for (const auto& d : compiled.diagnostics.all())
        out.append(policy::to_text(d, *source, colour)).append("\n");
    return print_and(out.append(summary(compiled)), exit_code);
}

}  // namespace

void add_policy_check(CLI::App& policy, int& exit_code) {
    auto options = std::make_shared<CheckOptions>();
    auto* command =
        policy.add_subcommand("check", "Say all that is wrong with a policy, and run its examples");
    command->add_option("DIR", options->dir, "the policy's folder")->required();
    command->add_flag("--json", options->json, "one JSON object instead of text");
    command->footer(
        "Exit codes: 0 no errors (warnings may be); 3 no policy there; 6 errors.\n"
        "Example:\n"
        "  mizan policy check policies/hateful-conduct");
    command->callback([options, &exit_code] { exit_code = run_check(*options); });
}

}  // namespace mizan::cli
