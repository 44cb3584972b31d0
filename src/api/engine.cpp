#include "api/engine_impl.h"
#include "api/errors.h"
#include "policy/compile.h"
#include "service/load_policy.h"

namespace mizan::api {

namespace {

// load_policy() says only in words what is wrong with a policy: compile once more for the diagnostics themselves.
Error with_diagnostics(mizan::Error error, const std::string& folder) {
    const bool invalid = error.code == Code::kPolicyInvalid;
    auto out = to_public(std::move(error));
    if (!invalid) return out;
    if (auto diagnostics = check_policy(folder)) out.diagnostics = *std::move(diagnostics);
    return out;
}

ClauseInfo describe(const policy::Clause& clause) {
    return {clause.id, clause.title, clause.prose, std::string(policy::name(clause.state)),
            clause.severity};
}

}  // namespace

Engine::Engine(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Result<Engine> Engine::load(const std::string& path, const LoadOptions& options) {
    auto loaded = service::load_policy(path, options.cache_folder);
    if (!loaded) return std::unexpected(with_diagnostics(std::move(loaded).error(), path));
    return Engine(
        std::make_shared<const Impl>(Impl{std::move(loaded->policy), std::move(loaded->scorer)}));
}

PolicyInfo Engine::policy() const {
    const auto& p = *impl_->policy;
    PolicyInfo out{p.title, p.version, p.bundle_hash, p.semantics_level, p.terms.size(), {}};
    for (const auto& clause : p.clauses) out.clauses.push_back(describe(clause));
    return out;
}

Result<std::vector<Diagnostic>> check_policy(const std::string& folder) {
    const auto source = policy::Source::load(folder);
    if (!source) return std::unexpected(to_public(source.error()));
    return to_public(policy::compile(*source).diagnostics, *source);
}

}  // namespace mizan::api
