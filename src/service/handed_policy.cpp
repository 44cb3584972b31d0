#include "service/handed_policy.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "policy/compile.h"

namespace mizan::service {

namespace {

Result<void> check_files(const std::vector<policy::SourceFile>& files) {
    if (files.size() > limits::kPolicyFiles)
        return fail({Code::kPolicyLimit, "it has too many files", {}});
    for (const auto& file : files) {
        if (!policy::Source::takes(file.path))
            return fail({Code::kUsage,
                         "no policy has a file of this name; policy.md, *.rules, "
                         "lexicon/LANG/*.terms and cases/*.jsonl are",
                         file.path});
        if (file.text.size() > limits::kPolicyFileBytes)
            return fail({Code::kPolicyLimit, "the file is too large", file.path});
    }
    if (std::ranges::none_of(files, [](const auto& file) { return file.path == "policy.md"; }))
        return fail({Code::kPolicyMissing, "there is no policy.md, the text that people read", {}});
    return {};
}

bool has_scores(const policy::Policy& policy) {
    return std::ranges::any_of(policy.signals, [](const std::string& name) {
        return name.starts_with(score::kSignalPrefix);
    });
}

}  // namespace

Result<HandedPolicy> read_handed_policy(std::vector<policy::SourceFile> files,
                                        const std::shared_ptr<const score::Scorer>& model) {
    MZ_CHECK(check_files(files));
    const auto source = policy::Source::from_files(std::move(files));
    auto compiled = policy::compile(source);
    HandedPolicy out;
    out.errors = compiled.diagnostics.errors();
    out.diagnostics = policy::to_json(compiled.diagnostics, source);
    out.loaded.policy = std::move(compiled.policy);
    if (out.loaded.policy && model && has_scores(*out.loaded.policy))
        out.loaded.scorer = std::make_shared<const score::Scorer>(
            std::shared_ptr<const score::Model>(model, &model->model()), out.loaded.policy);
    return out;
}

}  // namespace mizan::service
