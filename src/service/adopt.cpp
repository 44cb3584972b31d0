#include "service/adopt.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/tree.h"
#include "record/leaf.h"
#include "service/orders.h"

namespace mizan::service {

namespace {

// The rests of all published leaves. Errors: kLogCorrupt if they do not lead to the checkpoint's root.
Result<std::vector<std::string>> read_published(ledger::TileReader& tiles,
                                                const ledger::Checkpoint& checkpoint) {
    std::vector<std::string> rests;
    ledger::Tree tree;
    while (tree.size() < checkpoint.size) {
        const auto index = tree.size() / ledger::kTileWidth;
        const auto width = ledger::width_at(ledger::TileId::kEntriesLevel, index, checkpoint.size);
        const ledger::TileId id{ledger::TileId::kEntriesLevel, index, width};
        MZ_TRY(const auto bundle, tiles.read(id));
        MZ_TRY(const auto entries, ledger::read_entries(bundle, width));
        for (const auto entry : entries) {
            const auto start = record::leaf_text(tree.size(), {});
            if (!entry.starts_with(start))
                return fail(
                    {Code::kLogCorrupt, "an entry does not bear its index", ledger::path(id)});
            tree.append(ledger::leaf_hash(entry));
            rests.emplace_back(entry.substr(start.size()));
        }
    }
    if (tree.root() == checkpoint.root) return rests;
    return fail({Code::kLogCorrupt, "the published entries do not lead to the published root",
                 checkpoint.origin});
}

class Adoption {
public:
    Adoption(RecordFolder& folder, std::string platform, std::vector<std::string> published)
        : folder_(folder), platform_(std::move(platform)), published_(std::move(published)) {}

    Result<Adopted> run(const std::string& checkpoint, std::uint64_t at) {
        done_.published = published_.size();
        MZ_TRY(const auto first, first_difference());
        MZ_TRY(const auto status, folder_.store().status(platform_));
        record::Outcome outcome;
        outcome.platform = platform_;
        for (auto i = first; i < published_.size(); ++i) outcome.lost.push_back({i, published_[i]});
        done_.lost = outcome.lost.size();
        done_.moved = outcome.lost.empty() ? 0 : status.leaves - std::min(status.leaves, first);
        outcome.records.push_back(note(first, at));
        // Integrated anew from the first leaf on: the tiles come out as the public has them.
        record::LogState log;
        log.signed_size = published_.size();
        log.checkpoint = checkpoint;
        log.sealed_at = at;
        outcome.log = log;
        MZ_CHECK(folder_.store().commit(std::move(outcome)));
        MZ_CHECK(erase_again(at));
        return done_;
    }

private:
    // The first leaf that the public has and the store has not, or not so.
    Result<std::uint64_t> first_difference() {
        constexpr std::size_t kAtOnce = 16'384;
        std::uint64_t first = 0;
        while (first < published_.size()) {
            MZ_TRY(const auto own, folder_.store().leaves(platform_, first, kAtOnce));
            for (const auto& rest : own) {
                if (first == published_.size() || rest != published_[first]) return first;
                ++first;
            }
            if (own.size() < kAtOnce) break;
        }
        return std::min<std::uint64_t>(first, published_.size());
    }
    [[nodiscard]] record::Draft note(std::uint64_t first, std::uint64_t at) const {
        record::Draft draft;
        draft.kind = record::Kind::kAdoption;
        draft.at = at;
        draft.leaf = record::leaf_rest(record::LeafType::kConfig, at,
                                       {std::string_view("adoption"), std::string_view(), first,
                                        std::uint64_t{published_.size()}});
        return draft;
    }
    // What was erased after the backup was made must not come back with it. All that the log says was erased is looked at each time, so
    // that an adoption that was cut short is finished by the next; a hold that stood in the backup has ended since.
    Result<void> erase_again(std::uint64_t at) {
        record::Leaf leaf;
        record::Outcome outcome;
        outcome.platform = platform_;
        for (std::uint64_t i = 0; i < published_.size(); ++i) {
            const auto text = record::leaf_text(i, published_[i]);
            if (!record::read_leaf(text, leaf) || leaf.type != record::LeafType::kErasure ||
                leaf.word("state") != record::kDone)
                continue;
            MZ_TRY(const auto entry, folder_.store().entry_at(platform_, leaf.number("of")));
            if (entry.lost) continue;  // its contents are gone with the newer store
            if (entry.kind == record::Kind::kBatch) {
                ++done_.unclear;
                continue;
            }
            if (const auto vault = folder_.store().vault(entry.id); !vault) continue;
            MZ_TRY(const bool held, folder_.store().is_held(entry.id));
            const Order order{std::string(leaf.word("ground")), {}, "adoption"};
            if (held)
                outcome.records.push_back(
                    sealed_draft(record::Kind::kRelease, entry.id, std::nullopt, order, at));
            outcome.records.push_back(
                erasure_draft(entry, 0, false, record::kDone, order, at, false));
            ++done_.erased;
        }
        if (outcome.records.empty()) return {};
        MZ_CHECK(folder_.store().commit(std::move(outcome)));
        return folder_.store().empty_log();
    }
    RecordFolder& folder_;
    std::string platform_;
    std::vector<std::string> published_;
    Adopted done_;
};

}  // namespace

Result<Adopted> adopt(RecordFolder& folder, const std::string& platform,
                      ledger::TileReader& published, const std::string& checkpoint,
                      const Clock& clock) {
    MZ_TRY(const auto signer, folder.log_key(platform));
    MZ_TRY(const auto opened, ledger::open_checkpoint(checkpoint, signer.key()));
    MZ_TRY(const auto state, folder.store().log_state(platform));
    if (opened.checkpoint.size < state.signed_size) {
        return fail(
            {Code::kLogFork,
             "the store has signed " + std::to_string(state.signed_size) +
                 " leaves, this log has " + std::to_string(opened.checkpoint.size) +
                 ": there is nothing to adopt; `mizan log publish` brings the public up to date",
             platform});
    }
    MZ_TRY(auto rests, read_published(published, opened.checkpoint));
    MZ_TRY(const auto last, folder.store().last_at(platform));
    return Adoption(folder, platform, std::move(rests)).run(checkpoint, std::max(clock(), last));
}

}  // namespace mizan::service
