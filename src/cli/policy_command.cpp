// `mizan policy`: the group of commands for policy authors, and what they share.
#include "cli/policy_command.h"

#include "base/nearest.h"
#include "service/load_policy.h"

namespace mizan::cli {

std::optional<Opened> open_policy(const std::string& dir, int& exit_code) {
    auto source = policy::Source::load(dir);
    if (!source) {
        exit_code = complain(source.error());
        return std::nullopt;
    }
    auto compiled = policy::compile(*source);
    if (!compiled.policy) {
        const auto errors = counted(compiled.diagnostics.errors(), "error", "errors");
        exit_code =
            complain({Code::kPolicyInvalid,
                      errors + " in the policy; see them with: mizan policy check " + dir, dir});
        return std::nullopt;
    }
    return Opened{*std::move(source), std::move(compiled)};
}

Error unknown_clause(const policy::Policy& policy, const std::string& id, const std::string& dir) {
    std::vector<std::string_view> known;
    for (const auto& clause : policy.clauses) known.push_back(clause.id);
    const auto near = nearest(id, known);
    const auto advice = near.empty() ? "`mizan policy show " + dir + "` lists them all"
                                     : "did you mean '" + near + "'?";
    return {Code::kClauseUnknown, "no clause '" + id + "'; " + advice, dir};
}

std::optional<service::LoadedPolicy> load_for_running(const std::string& path, int& exit_code) {
    auto loaded = service::load_policy(path, cache_dir({}));
    if (!loaded) {
        exit_code = complain(loaded.error());
        return std::nullopt;
    }
    if (!loaded->note.empty()) print_note(loaded->note);
    return *std::move(loaded);
}

void add_policy_commands(CLI::App& app, int& exit_code) {
    auto* policy = app.add_subcommand("policy", "Check, test, read, measure and compare policies");
    policy->require_subcommand(1);
    policy->footer(
        "Examples:\n"
        "  mizan policy check policies/hateful-conduct\n"
        "  mizan policy test policies/hateful-conduct --clause dehumanisation\n"
        "  mizan policy diff OLD NEW --on posts.jsonl");
    add_policy_check(*policy, exit_code);
    add_policy_test(*policy, exit_code);
    add_policy_show(*policy, exit_code);
    add_policy_version(*policy, exit_code);
    add_policy_compile(*policy, exit_code);
    add_policy_cost(*policy, exit_code);
    add_policy_diff(*policy, exit_code);
}

}  // namespace mizan::cli
