// `mizan policy cost`: what each pattern of a policy costs, and the sizes of the whole.
#include <algorithm>
#include <chrono>

#include "base/json.h"
#include "cli/policy_command.h"
#include "policy/bundle.h"
#include "service/cost.h"

namespace mizan::cli {

namespace {

struct CostOptions {
    std::string dir;
    std::size_t top = 0;
    bool json = false;
};

// How long reading the compiled form takes, in microseconds; the least of a few tries.
std::int64_t load_time(const policy::Policy& policy) {
    const auto bytes = policy::to_bundle(policy);
    std::int64_t best = INT64_MAX;
    for (int i = 0; i < 5; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const auto loaded = policy::from_bundle(bytes);
        const auto took = std::chrono::steady_clock::now() - start;
        best = std::min<std::int64_t>(
            best, std::chrono::duration_cast<std::chrono::microseconds>(took).count());
    }
    return best;
}

std::string anchors_text(const service::PatternCost& c) {
    constexpr std::size_t kShown = 6;
    std::string out;
    for (std::size_t i = 0; i < std::min(c.anchors.size(), kShown); ++i)
        out.append(i ? ", " : "").append(c.anchors[i]);
    if (c.anchors.size() > kShown)
        out.append(" and ").append(std::to_string(c.anchors.size() - kShown)).append(" more");
    return out.empty() ? "none" : printable(out);
}

std::string to_text(const service::PolicyCost& cost, std::size_t top, std::int64_t load_us) {
    std::size_t where = 5;
    std::size_t owner = 5;
    const auto shown = top == 0 ? cost.patterns.size() : std::min(top, cost.patterns.size());
    for (std::size_t i = 0; i < shown; ++i) {
        where = std::max(where, cost.patterns[i].where.size());
        owner = std::max(owner, cost.patterns[i].owner.size());
    }
    std::string out = padded("verdict", 15) + padded("per million", 13) + padded("positions", 11) +
                      padded("longest", 9) + padded("where", where + 2) +
                      padded("owner", owner + 2) + "anchors\n";
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& c = cost.patterns[i];
        out.append(padded(c.verdict, 15)).append(padded(std::to_string(c.per_million), 13));
        out.append(padded(std::to_string(c.positions), 11))
            .append(padded(std::to_string(c.longest), 9));
        out.append(padded(c.where, where + 2))
            .append(padded(c.owner, owner + 2))
            .append(anchors_text(c))
            .append("\n");
    }
    out.append("\n").append(counted(cost.patterns.size(), "pattern", "patterns")).append(", ");
    out.append(counted(cost.clauses, "clause", "clauses"))
        .append(", ")
        .append(counted(cost.terms, "term", "terms"));
    out.append(", ").append(counted(cost.spellings, "spelling", "spellings")).append(", ");
    out.append(counted(cost.words, "word", "words")).append("\n");
    out.append("bundle of ").append(std::to_string(cost.bundle_bytes)).append(" bytes, read in ");
    return out.append(std::to_string(load_us)).append(" microseconds\n");
}

std::string to_json(const service::PolicyCost& cost, std::int64_t load_us) {
    std::string out;
    json::Object(out)
        .list("patterns", cost.patterns,
              [&](const service::PatternCost& c) {
                  json::Object(out)
                      .text("where", c.where)
                      .text("owner", c.owner)
                      .text("verdict", c.verdict)
                      .number("per_million", c.per_million)
                      .number("positions", c.positions)
                      .number("longest", c.longest)
                      .list("anchors", c.anchors,
                            [&](const std::string& a) { json::append_string(out, a); });
              })
        .number("clauses", cost.clauses)
        .number("terms", cost.terms)
        .number("spellings", cost.spellings)
        .number("words", cost.words)
        .number("bundle_bytes", cost.bundle_bytes)
        .number("load_microseconds", static_cast<std::uint64_t>(load_us));
    return out.append("\n");
}

int run_cost(const CostOptions& options) {
    int exit_code = kExitOk;
    const auto opened = open_policy(options.dir, exit_code);
    if (!opened) return exit_code;
    const auto cost = service::cost(*opened->compiled.policy);
    const auto load_us = load_time(*opened->compiled.policy);
    return print(options.json ? to_json(cost, load_us) : to_text(cost, options.top, load_us));
}

}  // namespace

void add_policy_cost(CLI::App& policy, int& exit_code) {
    auto options = std::make_shared<CostOptions>();
    auto* command = policy.add_subcommand("cost", "Say what each pattern of a policy costs to run");
    command->add_option("DIR", options->dir, "the policy's folder")->required();
    command->add_option("--top", options->top, "only the dearest N patterns");
    command->add_flag("--json", options->json, "one JSON object instead of text");
    command->footer(
        "A pattern runs only where one of its anchors stands: the rarest words that each match "
        "must hold. The estimate\n"
        "of how often that is comes from word frequencies. Verdicts: always tried (no anchor), "
        "costly, fair, cheap,\n"
        "after a claim (frames are only looked for in texts that hold a claim).\n"
        "Exit codes: 0 fine; 3 no valid policy there.\n"
        "Example:\n"
        "  mizan policy cost policies/hateful-conduct --top 10");
    command->callback([options, &exit_code] { exit_code = run_cost(*options); });
}

}  // namespace mizan::cli
