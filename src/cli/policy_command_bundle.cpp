// `mizan policy version` and `mizan policy compile`: what a policy is called, and its compiled form.
#include "base/files.h"
#include "base/json.h"
#include "cli/output_paths.h"
#include "cli/policy_command.h"
#include "policy/bundle.h"

namespace mizan::cli {

namespace {

struct BundleOptions {
    std::string dir;
    std::string out;
    bool json = false;
};

struct FileCounts {
    std::size_t rules = 0;
    std::size_t lexicons = 0;
    std::size_t cases = 0;
    std::size_t all = 0;
};

FileCounts count_files(const policy::Source& source) {
    FileCounts out;
    for (const auto& f : source.files()) {
        ++out.all;
        out.rules += f.kind == policy::FileKind::kRules;
        out.lexicons += f.kind == policy::FileKind::kTerms;
        out.cases += f.kind == policy::FileKind::kCases;
    }
    return out;
}

int run_version(const BundleOptions& options) {
    int exit_code = kExitOk;
    const auto opened = open_policy(options.dir, exit_code);
    if (!opened) return exit_code;
    const auto& policy = *opened->compiled.policy;
    const auto files = count_files(opened->source);
    const auto level = std::to_string(policy.semantics_level);
    std::string out;
    if (options.json) {
        json::Object(out)
            .text("title", policy.title)
            .text("version", policy.version)
            .text("bundle", policy.bundle_hash)
            .number("semantics", policy.semantics_level)
            .number("files", files.all)
            .list("restricted", policy.restricted_lexicons,
                  [&](const policy::RestrictedLexicon& lexicon) {
                      json::Object(out)
                          .text("lexicon", lexicon.path)
                          .number("terms", lexicon.terms)
                          .text("sha256", lexicon.hash);
                  });
        return print(out.append("\n"));
    }
    out.append("policy     ").append(printable(policy.title)).append("\n");
    out.append("version    ").append(policy.version).append("  (SHA-256 of the source)\n");
    out.append("bundle     ")
        .append(policy.bundle_hash)
        .append("  (SHA-256 of the compiled form)\n");
    out.append("semantics  level ").append(level).append("\n");
    out.append("files      ").append(std::to_string(files.all)).append(": policy.md, ");
    out.append(counted(files.rules, "rules file", "rules files")).append(", ");
    out.append(counted(files.lexicons, "lexicon", "lexicons")).append(", ");
    out.append(counted(files.cases, "case file", "case files")).append("\n");
    for (const auto& lexicon : policy.restricted_lexicons) {
        out.append("restricted ").append(printable(lexicon.path)).append("  ");
        out.append(counted(lexicon.terms, "term", "terms"));
        out.append("  ").append(lexicon.hash).append("  (SHA-256 of the file)\n");
    }
    return print(out);
}

int run_compile(const BundleOptions& options) {
    if (const auto spared = check_spares_policy(options.dir, {options.out, {}, {}}); !spared)
        return complain(spared.error());
    int exit_code = kExitOk;
    const auto opened = open_policy(options.dir, exit_code);
    if (!opened) return exit_code;
    const auto bytes = policy::to_bundle(*opened->compiled.policy);
    if (const auto written = write_file(options.out, bytes); !written)
        return complain(written.error());
    const auto& policy = *opened->compiled.policy;
    if (options.json) {
        std::string out;
        json::Object(out)
            .text("file", options.out)
            .number("bytes", bytes.size())
            .text("version", policy.version)
            .text("bundle", policy.bundle_hash);
        return print(out.append("\n"));
    }
    return print(printable(options.out) + ": " + std::to_string(bytes.size()) + " bytes, version " +
                 policy.version + "\n");
}

}  // namespace

void add_policy_version(CLI::App& policy, int& exit_code) {
    auto options = std::make_shared<BundleOptions>();
    auto* command = policy.add_subcommand(
        "version", "Say a policy's version and the hash of its compiled form");
    command->add_option("DIR", options->dir, "the policy's folder")->required();
    command->add_flag("--json", options->json, "one JSON object instead of text");
    command->footer(
        "Of each lexicon that holds restricted terms it says the hash, which may be published in "
        "the lexicon's place.\n"
        "Exit codes: 0 fine; 3 no valid policy there.\n"
        "Example:\n"
        "  mizan policy version policies/hateful-conduct");
    command->callback([options, &exit_code] { exit_code = run_version(*options); });
}

void add_policy_compile(CLI::App& policy, int& exit_code) {
    auto options = std::make_shared<BundleOptions>();
    auto* command = policy.add_subcommand(
        "compile", "Write a policy's compiled form, which --policy takes like a folder");
    command->add_option("DIR", options->dir, "the policy's folder")->required();
    command->add_option("-o,--out", options->out, "the file to write")->required();
    command->add_flag("--json", options->json, "say what was written as one JSON object");
    command->footer(
        "Exit codes: 0 fine; 2 the file is part of the policy; 3 no valid policy there; 5 the file "
        "can\n"
        "not be written.\n"
        "Example:\n"
        "  mizan policy compile policies/hateful-conduct -o hateful-conduct.bundle\n"
        "  mizan moderate posts.jsonl --policy hateful-conduct.bundle");
    command->callback([options, &exit_code] { exit_code = run_compile(*options); });
}

}  // namespace mizan::cli
