// `mizan policy show`: a clause in its own words, its rule in plain language and its examples; or a table of all clauses.
#include <algorithm>

#include "base/json.h"
#include "cli/policy_command.h"
#include "service/clause_text.h"

namespace mizan::cli {

namespace {

struct ShowOptions {
    std::string dir;
    std::string clause;
    bool json = false;
};

std::string_view expect_text(policy::Expect expect) {
    switch (expect) {
        case policy::Expect::kViolates: return "violates";
        case policy::Expect::kAllows: return "allows";
        case policy::Expect::kReview: return "review";
    }
    return "";
}

std::size_t examples_of(const Opened& opened, std::string_view clause) {
    const auto& all = opened.compiled.examples;
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [&](const policy::Example& e) { return e.clause == clause; }));
}

std::string table(const Opened& opened, const Paint& p) {
    const auto& policy = *opened.compiled.policy;
    std::size_t width = 6;
    for (const auto& c : policy.clauses) width = std::max(width, c.id.size());
    std::string out =
        std::string(p.bold).append(printable(policy.title)).append(p.end).append("\n");
    out.append(padded("clause", width))
        .append("  severity  state    enforce  examples  languages  title\n");
    for (const auto& c : policy.clauses) {
        out.append(padded(c.id, width)).append("  ").append(padded(std::to_string(c.severity), 10));
        out.append(padded(policy::name(c.state), 9))
            .append(padded(c.enforce_act ? "act" : "review", 9));
        out.append(padded(std::to_string(examples_of(opened, c.id)), 10));
        out.append(padded(service::languages_text(c.languages), 11))
            .append(printable(c.title))
            .append("\n");
    }
    return out.append("Read one with: mizan policy show DIR CLAUSE\n");
}

std::string examples(const Opened& opened, std::string_view clause, const Paint& p) {
    std::string out;
    for (const auto expect :
         {policy::Expect::kViolates, policy::Expect::kReview, policy::Expect::kAllows}) {
        std::string lines;
        for (const auto& e : opened.compiled.examples) {
            if (e.clause == clause && e.expect == expect)
                lines.append("  ").append(printable(e.text)).append("\n");
        }
        if (lines.empty()) continue;
        out.append("\n")
            .append(p.bold)
            .append("Examples: ")
            .append(expect_text(expect))
            .append(p.end)
            .append("\n")
            .append(lines);
    }
    return out;
}

std::string clause_text(const Opened& opened, const policy::Clause& clause, const Paint& p) {
    std::string out = std::string(p.bold).append(printable(clause.title)).append(p.end);
    out.append(" (")
        .append(clause.id)
        .append(")\n\n")
        .append(printable(clause.prose))
        .append("\n\n");
    out.append(p.bold).append("The rule").append(p.end).append("\n");
    for (const auto& line : service::rule_lines(*opened.compiled.policy, clause)) {
        out.append("  ").append(padded(line.key, 15)).append(printable(line.text)).append("\n");
    }
    return out.append(examples(opened, clause.id, p));
}

void append_clause_json(std::string& out, const Opened& opened, const policy::Clause& clause) {
    json::Object o(out);
    o.text("clause", clause.id)
        .text("title", clause.title)
        .text("prose", clause.prose)
        .number("severity", clause.severity)
        .text("state", policy::name(clause.state))
        .text("enforce", clause.enforce_act ? "act" : "review")
        .text("languages", service::languages_text(clause.languages));
    o.list("rule", service::rule_lines(*opened.compiled.policy, clause),
           [&](const service::RuleLine& line) {
               json::Object(out).text("line", line.key).text("means", line.text);
           });
    std::vector<policy::Example> examples;
    for (const auto& e : opened.compiled.examples) {
        if (e.clause == clause.id) examples.push_back(e);
    }
    o.list("examples", examples, [&](const policy::Example& e) {
        json::Object(out).text("expect", expect_text(e.expect)).text("text", e.text);
    });
}

std::string to_json(const Opened& opened, const policy::Clause* only) {
    std::string out;
    if (only != nullptr) {
        append_clause_json(out, opened, *only);
    } else {
        const auto& policy = *opened.compiled.policy;
        json::Object(out)
            .text("title", policy.title)
            .text("version", policy.version)
            .list("clauses", policy.clauses,
                  [&](const policy::Clause& c) { append_clause_json(out, opened, c); });
    }
    return out.append("\n");
}

int run_show(const ShowOptions& options) {
    int exit_code = kExitOk;
    const auto opened = open_policy(options.dir, exit_code);
    if (!opened) return exit_code;
    const policy::Clause* clause = nullptr;
    if (!options.clause.empty()) {
        clause = service::find_clause(*opened->compiled.policy, options.clause);
        if (clause == nullptr)
            return complain(unknown_clause(*opened->compiled.policy, options.clause, options.dir));
    }
    if (options.json) return print(to_json(*opened, clause));
    const auto p = stdout_paint();
    return print(clause != nullptr ? clause_text(*opened, *clause, p) : table(*opened, p));
}

}  // namespace

void add_policy_show(CLI::App& policy, int& exit_code) {
    auto options = std::make_shared<ShowOptions>();
    auto* command =
        policy.add_subcommand("show", "Read out a policy, or one clause in plain language");
    command->add_option("DIR", options->dir, "the policy's folder")->required();
    command->add_option("CLAUSE", options->clause,
                        "the id of a clause; without it, a table of all clauses");
    command->add_flag("--json", options->json, "JSON instead of text");
    command->footer(
        "Exit codes: 0 fine; 2 no such clause; 3 no valid policy there.\n"
        "Example:\n"
        "  mizan policy show policies/hateful-conduct dehumanisation");
    command->callback([options, &exit_code] { exit_code = run_show(*options); });
}

}  // namespace mizan::cli
