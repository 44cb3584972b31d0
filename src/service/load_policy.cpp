#include "service/load_policy.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/limits.h"
#include "policy/bundle.h"
#include "policy/compile.h"

namespace mizan::service {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kShownDiagnostics = 20;

std::string cache_path(const std::string& dir, const std::string& version) {
    return dir + "/" + version + "-" + std::to_string(policy::kSemanticsLevel) + "." +
           std::to_string(policy::kBundleFormat) + ".bundle";
}

Error invalid(const policy::Compiled& compiled, const policy::Source& source,
              const std::string& dir) {
    std::string message = std::to_string(compiled.diagnostics.errors()) + " errors in the policy\n";
    std::size_t shown = 0;
    for (const auto& d : compiled.diagnostics.all()) {
        if (policy::severity(d.code) != policy::Severity::kError) continue;
        if (++shown > kShownDiagnostics) break;
        message.append(policy::to_text(d, source, false));
    }
    message.append("see them all with: mizan policy check ").append(dir);
    return {Code::kPolicyInvalid, std::move(message), dir};
}

// A cache that can not be written costs time, never a decision: failures are silent.
void store(const std::string& dir, const policy::Policy& policy) {
    std::error_code ec;
    fs::create_directories(dir, ec);
    if (!ec) (void)write_file(cache_path(dir, policy.version), policy::to_bundle(policy));
}

Result<LoadedPolicy> from_folder(const std::string& dir, const std::string& cache_dir) {
    MZ_TRY(const auto source, policy::Source::load(dir));
    LoadedPolicy out;
    if (!cache_dir.empty()) {
        const auto version = source.version();
        const auto path = cache_path(cache_dir, version);
        if (const auto bytes = read_file(path, limits::kBundleBytes)) {
            auto policy = policy::from_bundle(*bytes);
            if (policy && (*policy)->version == version) {
                out.policy = *std::move(policy);
                return out;
            }
            out.note = "the cached bundle " + path +
                       " was not usable and has been made anew from the source";
        }
    }
    auto compiled = policy::compile(source);
    if (!compiled.policy) return fail(invalid(compiled, source, dir));
    out.policy = std::move(compiled.policy);
    if (!cache_dir.empty()) store(cache_dir, *out.policy);
    return out;
}

bool declares_scores(const policy::Policy& policy) {
    return std::any_of(policy.signals.begin(), policy.signals.end(), [](const std::string& name) {
        return name.starts_with(score::kSignalPrefix);
    });
}

}  // namespace

Result<std::shared_ptr<const score::Model>> load_model(const std::string& path) {
    MZ_TRY(const auto bytes, read_file(path, limits::kModelBytes));
    auto model = score::read_model(bytes);
    if (!model) {
        model.error().where = path;
        return fail(std::move(model.error()));
    }
    return std::shared_ptr<const score::Model>(
        std::make_shared<const score::Model>(*std::move(model)));
}

Result<std::shared_ptr<const score::Scorer>> load_scorer(
    const std::shared_ptr<const policy::Policy>& policy, const std::string& dir) {
    const auto path = dir + "/scores/en.model";
    std::error_code ec;
    if (!declares_scores(*policy)) return std::shared_ptr<const score::Scorer>();
    const auto found =
        fs::symlink_status(path, ec).type();  // what is there but cannot be read is an error
    if (found == fs::file_type::not_found) return std::shared_ptr<const score::Scorer>();
    MZ_TRY(auto model, load_model(path));
    return std::shared_ptr<const score::Scorer>(
        std::make_shared<const score::Scorer>(std::move(model), policy));
}

Result<LoadedPolicy> load_policy(const std::string& path, const std::string& cache_dir) {
    MZ_TRY(auto loaded, load_policy_alone(path, cache_dir));
    MZ_TRY(loaded.scorer, load_scorer(loaded.policy, path));
    if (!loaded.scorer && declares_scores(*loaded.policy)) {
        loaded.note.append(loaded.note.empty() ? "" : "; ")
            .append(
                "the policy declares learned scores, but there is no model scores/en.model: it "
                "runs without them");
    }
    return loaded;
}

Result<LoadedPolicy> load_policy_alone(const std::string& path, const std::string& cache_dir) {
    std::error_code ec;
    if (!fs::is_regular_file(path, ec)) return from_folder(path, cache_dir);
    MZ_TRY(const auto bytes, read_file(path, limits::kBundleBytes));
    auto policy = policy::from_bundle(bytes);
    if (!policy) {
        auto error = std::move(policy.error());
        error.where = path;
        return fail(std::move(error));
    }
    return LoadedPolicy{*std::move(policy), nullptr, {}};
}

std::string default_cache_dir() {
    if (const char* own = std::getenv("MIZAN_CACHE")) return own;
    if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg && *xdg)
        return std::string(xdg) + "/mizan";
    if (const char* home = std::getenv("HOME"); home && *home)
        return std::string(home) + "/.cache/mizan";
    return {};
}

}  // namespace mizan::service
