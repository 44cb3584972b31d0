#include "service/fsck.h"

#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "base/files.h"
#include "base/limits.h"
#include "ledger/checkpoint.h"
#include "policy/bundle.h"
#include "policy/source.h"
#include "publish/log_check.h"
#include "record/decision.h"
#include "record/leaf.h"
#include "record/seal.h"
#include "service/post_line.h"

namespace mizan::service {

namespace fs = std::filesystem;

namespace {

class RecordChecker {
public:
    RecordChecker(RecordFolder& folder, CheckReport& report) : folder_(folder), report_(report) {}

    // The contents of each decision, flag and case against what its leaf commits to.
    Result<void> run(const std::string& platform) {
        std::optional<Error> failed;
        MZ_CHECK(folder_.store().each(platform, 0, [&](const store::Entry& entry) {
            const bool is_checked =
                entry.kind == record::Kind::kDecision || record::is_laid_out(entry.kind);
            if (!is_checked || entry.lost) return true;
            const auto checked = check(entry);
            if (!checked) failed = checked.error();
            return checked.has_value() && report_.faults.size() < kToldFaults;
        }));
        return failed ? Result<void>(fail(*failed)) : Result<void>();
    }

private:
    Result<void> check(const store::Entry& entry) {
        const auto vault = folder_.store().vault(entry.id);
        if (!vault)
            return vault.error().code == Code::kRecordErased ? Result<void>() : fail(vault.error());
        ++report_.records;
        const auto where = "record " + std::to_string(entry.id);
        const auto text = record::leaf_text(0, entry.leaf);
        if (!record::read_leaf(text, leaf_)) return {};  // told by the store's own check
        if (record::is_laid_out(entry.kind)) return check_laid_out(entry, *vault, where);
        Post post;
        if (const auto read = lines_.read(vault->input, where, post); !read) {
            report_.faults.push_back({where, "its post cannot be read: " + read.error().message});
            return {};
        }
        const bool sealed = leaf_.type == record::LeafType::kSealed;
        std::size_t i = 0;
        for (const auto& [field, value] : record::committed_by(sealed, *vault, post.author)) {
            const bool holds = i < vault->salts.size() &&
                               record::commit(vault->salts[i], field, value) == leaf_.hash(field);
            ++i;
            if (holds) continue;
            report_.faults.push_back(
                {where, "its contents are not what its leaf commits to: " + std::string(field)});
        }
        if (folder_.tags().tag(entry.platform, vault->source, vault->post) != entry.tag)
            report_.faults.push_back({where, "its tag is not that of its post"});
        return {};
    }

    // Its tag is that of its post too, but the vault does not say of which feed that is.
    Result<void> check_laid_out(const store::Entry& entry, const record::Vault& vault,
                                const std::string& where) {
        const auto opened =
            record::sealed_openings({entry.kind, entry.about, entry.slot, entry.leaf, {}}, vault);
        if (!opened) report_.faults.push_back({where, opened.error().message});
        return {};
    }

    RecordFolder& folder_;
    CheckReport& report_;
    PostLine lines_;
    record::Leaf leaf_;
};

// Files of the archive bear their hash as their name.
void check_archive(RecordFolder& folder, CheckReport& report) {
    std::error_code ec;
    for (fs::directory_iterator at(folder.archive_path(), ec), end; !ec && at != end;
         at.increment(ec)) {
        const auto path = at->path().string();
        const auto stem = at->path().stem().string();
        const auto kind = at->path().extension().string();
        bool whole = true;
        if (kind == ".bundle") {
            const auto bytes = read_file(path, limits::kBundleBytes);
            const auto policy = bytes ? policy::from_bundle(*bytes) : fail(bytes.error());
            // One of an older program cannot be opened by this one and need not.
            whole = policy ? (*policy)->bundle_hash == stem
                           : policy.error().code == Code::kBundleVersion;
        } else if (kind == ".model") {
            const auto bytes = read_file(path, limits::kModelBytes);
            whole = bytes && to_hex(sha256(*bytes)) == stem;
        } else if (kind == ".policy") {
            const auto source = policy::Source::load(path);
            whole = source && source->version() == stem;
        }
        if (!whole)
            report.faults.push_back(
                {path, "it is not what its name says: replay cannot rely on it"});
    }
}

// What the platform's decisions were made with must be there.
Result<void> check_activations(RecordFolder& folder, const std::string& platform,
                               CheckReport& report) {
    std::error_code ec;
    record::Leaf leaf;
    const auto look = [&](const store::Entry& entry) {
        const auto text = record::leaf_text(0, entry.leaf);
        if (entry.lost || !record::read_leaf(text, leaf)) return true;
        const auto base = folder.archive_path() + "/";
        const bool policy =
            fs::exists(base + to_hex(leaf.hash("policy_bundle_sha256")) + ".bundle", ec) ||
            fs::exists(base + to_hex(leaf.hash("policy_source_sha256")) + ".policy", ec);
        const auto model = leaf.hash("score_model_sha256");
        if (!policy)
            report.faults.push_back(
                {folder.archive_path(),
                 "the policy of record " + std::to_string(entry.id) + " is missing"});
        if (model != Sha256{} && !fs::exists(base + to_hex(model) + ".model", ec))
            report.faults.push_back(
                {folder.archive_path(),
                 "the model of record " + std::to_string(entry.id) + " is missing"});
        return true;
    };
    return folder.store().each_of(platform, record::Kind::kActivation, 0, look);
}

Result<void> check_checkpoint(RecordFolder& folder, const std::string& platform,
                              const record::LogState& state, const ledger::Hash& root,
                              CheckReport& report) {
    const auto where = folder.log_path(platform) + "/checkpoint";
    MZ_TRY(const auto signer, folder.log_key(platform));
    const publish::LogFolder log(folder.log_path(platform));
    MZ_TRY(const auto note, log.checkpoint());
    if (state.signed_size == 0 && note.empty()) return {};
    if (note != state.checkpoint) {
        report.faults.push_back(
            {where,
             "it is not the one that the store has signed last; `mizan log publish` puts an older "
             "one right, `mizan log adopt` a newer one"});
    }
    const auto opened = ledger::open_checkpoint(note, signer.key());
    if (!opened) {
        report.faults.push_back({where, opened.error().message});
    } else if (opened->checkpoint.size == state.signed_size && opened->checkpoint.root != root) {
        report.faults.push_back({where, "its root is not that of the leaves on record"});
    }
    return {};
}

}  // namespace

Result<CheckReport> verify_log(RecordFolder& folder, const std::string& platform) {
    CheckReport report;
    MZ_TRY(const auto state, folder.store().log_state(platform));
    const auto leaves = [&](std::uint64_t first,
                            std::size_t count) -> Result<std::vector<std::string>> {
        MZ_TRY(auto rests, folder.store().leaves(platform, first, count));
        for (std::size_t i = 0; i < rests.size(); ++i)
            rests[i] = record::leaf_text(first + i, rests[i]);
        return rests;
    };
    MZ_TRY(const auto log, publish::check_log(folder.log_path(platform), state.integrated,
                                              state.signed_size, leaves, kToldFaults));
    for (const auto& fault : log.faults)
        report.faults.push_back({folder.log_path(platform) + "/" + fault.where, fault.what});
    if (log.edge != state.edge)
        report.faults.push_back(
            {"log of " + platform, "the store's edge of the tree is not that of its leaves"});
    MZ_CHECK(check_checkpoint(folder, platform, state, log.root_at, report));
    report.leaves = state.integrated;
    return report;
}

Result<CheckReport> fsck(RecordFolder& folder) {
    CheckReport report;
    MZ_TRY(report.faults, folder.store().check(kToldFaults));
    if (!report.faults.empty() && report.faults.front().where == "database") return report;
    check_archive(folder, report);
    MZ_TRY(const auto platforms, folder.store().platforms());
    for (const auto& platform : platforms) {
        MZ_CHECK(check_activations(folder, platform, report));
        MZ_CHECK(RecordChecker(folder, report).run(platform));
        const auto log = verify_log(folder, platform);
        if (!log) {
            report.faults.push_back({"log of " + platform, log.error().message});
            continue;
        }
        report.leaves += log->leaves;
        report.faults.insert(report.faults.end(), log->faults.begin(), log->faults.end());
    }
    return report;
}

}  // namespace mizan::service
