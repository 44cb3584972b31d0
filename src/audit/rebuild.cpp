#include "audit/rebuild.h"

#include <algorithm>
#include <cstring>

#include "ledger/hashing.h"
#include "ledger/proof.h"

namespace mizan::audit {

namespace {

constexpr unsigned kWidth = ledger::kTileWidth;

// The nodes of the stored tiles, but for one tile whose hashes are given.
class WithTile final : public ledger::NodeReader {
public:
    WithTile(ledger::NodeReader& stored, const ledger::TileId& tile,
             std::span<const ledger::Hash> hashes)
        : stored_(stored), tile_(tile), hashes_(hashes) {}

    Result<ledger::Hash> node(unsigned level, std::uint64_t index) override {
        const auto inside = level % ledger::kTileHeight;
        const auto first = index << inside;
        if (static_cast<int>(level / ledger::kTileHeight) != tile_.level ||
            first / kWidth != tile_.index)
            return stored_.node(level, index);
        return ledger::root_of(hashes_.subspan(first % kWidth, std::size_t{1} << inside));
    }

private:
    ledger::NodeReader& stored_;
    ledger::TileId tile_;
    std::span<const ledger::Hash> hashes_;
};

ledger::TileId bundle_of(std::uint64_t index, std::uint64_t size) {
    constexpr int kEntries = ledger::TileId::kEntriesLevel;
    return {kEntries, index, ledger::width_at(kEntries, index, size)};
}

std::string entries_under(const ledger::TileId& tile, std::uint64_t at) {
    const auto shift = static_cast<unsigned>(tile.level) * ledger::kTileHeight;
    const auto first = (tile.index * kWidth + at) << shift;
    const auto last = first + (std::uint64_t{1} << shift) - 1;
    return "entries " + std::to_string(first) + " to " + std::to_string(last);
}

}  // namespace

bool Rebuild::Level::all_known() const {
    return std::find(known.begin(), known.end(), false) == known.end();
}

void Rebuild::add(Finding finding) {
    ++report_.findings_count;
    if (report_.findings.size() < kFindings) report_.findings.push_back(std::move(finding));
}

Result<void> Rebuild::run() {
    const auto bundles = checkpoint_.size / kWidth + (checkpoint_.size % kWidth != 0 ? 1 : 0);
    for (std::uint64_t index = 0; index < bundles && report_.complete; ++index) {
        MZ_CHECK(read_bundle(index));
        if (levels_[0].hashes.size() == kWidth) {
            MZ_CHECK(close_tile(0));
        }
    }
    return report_.complete ? close_right_edge() : Result<void>{};
}

// The tile until the next one is read; nothing, and a finding, if it is not there. Errors that say nothing about the log end the run.
Result<std::optional<std::string_view>> Rebuild::fetch(const ledger::TileId& tile) {
    auto got = source_.view(tile);
    if (got) {
        report_.bytes += got->size();
        return *got;
    }
    const auto& error = got.error();
    if (error.code != Code::kLogMissing && error.code != Code::kLogCorrupt)
        return fail(std::move(got).error());
    add({FindingKind::kFile, ledger::path(tile), std::nullopt, error.message});
    if (++missing_ == kMissingFiles) report_.complete = false;
    return std::nullopt;
}

Result<void> Rebuild::read_bundle(std::uint64_t index) {
    const auto bundle = bundle_of(index, checkpoint_.size);
    auto& leaves = levels_[0];
    MZ_TRY(const auto bytes, fetch(bundle));
    if (bytes) {
        auto entries = ledger::read_entries(*bytes, bundle.width);
        if (entries) {
            report_.entries += entries->size();
            leaves.hashes.resize(leaves.hashes.size() + entries->size());
            ledger::leaf_hashes(*entries, std::span(leaves.hashes).last(entries->size()));
            leaves.known.resize(leaves.hashes.size(), true);
            if (visitor_ != nullptr) visitor_->visit(index * kWidth, *entries);
            return {};
        }
        add({FindingKind::kFile, ledger::path(bundle), std::nullopt, entries.error().message});
    }
    leaves.hashes.resize(leaves.hashes.size() + bundle.width);
    leaves.known.resize(leaves.hashes.size(), false);
    return {};
}

// Compares the level's tile and hands its root to the level above.
Result<void> Rebuild::close_tile(unsigned level) {
    auto& at = levels_[level];
    MZ_CHECK(compare({static_cast<int>(level), at.tiles, kWidth}, at));
    const bool known = at.all_known();
    auto& above = levels_[level + 1];
    above.hashes.push_back(known ? ledger::root_of(at.hashes) : ledger::Hash{});
    above.known.push_back(known);
    at.hashes.clear();
    at.known.clear();
    ++at.tiles;
    return above.hashes.size() == kWidth ? close_tile(level + 1) : Result<void>{};
}

Result<void> Rebuild::compare(const ledger::TileId& tile, Level& level) {
    MZ_TRY(const auto bytes, fetch(tile));
    if (!bytes) return {};
    const auto length = level.hashes.size() * sizeof(ledger::Hash);
    if (bytes->size() != length) {
        add({FindingKind::kFile, ledger::path(tile), std::nullopt,
             "the tile has " + std::to_string(bytes->size()) + " bytes, not " +
                 std::to_string(length)});
        return {};
    }
    ++report_.tiles;
    if (std::memcmp(bytes->data(), level.hashes.data(), length) == 0 && level.all_known())
        return {};
    stored_.resize(level.hashes.size());
    std::memcpy(stored_.data(), bytes->data(), length);
    for (std::size_t i = 0; i < stored_.size(); ++i) {
        if (level.known[i]) continue;
        level.hashes[i] = stored_[i];
        level.known[i] = true;
    }
    if (stored_ != level.hashes) judge(tile, level);
    return {};
}

// The tile and what was rebuilt differ: which of them is what was signed? That one goes on upwards, so that one changed byte is
// one finding and not one more a level.
void Rebuild::judge(const ledger::TileId& tile, Level& level) {
    const bool stored_fits = fits_root(tile, stored_);
    const bool rebuilt_fits = !stored_fits && fits_root(tile, level.hashes);
    const auto kind = stored_fits    ? FindingKind::kEntry
                      : rebuilt_fits ? FindingKind::kHash
                                     : FindingKind::kEither;
    for (std::size_t i = 0; i < stored_.size(); ++i) {
        if (stored_[i] == level.hashes[i]) continue;
        report_difference(tile, kind, i);
        level.known[i] = kind != FindingKind::kEither;
    }
    if (stored_fits) level.hashes = stored_;
}

// Whether a tile with these hashes is part of the tree whose root was signed: the proof of its first hash holds all others.
bool Rebuild::fits_root(const ledger::TileId& tile, std::span<const ledger::Hash> hashes) {
    const auto below = static_cast<unsigned>(tile.level) * ledger::kTileHeight;
    const auto first = tile.index * kWidth;
    ledger::TileNodes stored(source_, checkpoint_.size);
    WithTile nodes(stored, tile, hashes);
    const auto proof = ledger::prove_inclusion(nodes, first << below, checkpoint_.size);
    if (!proof || proof->size() < below) return false;
    return ledger::check_inclusion(first, ((checkpoint_.size - 1) >> below) + 1, hashes.front(),
                                   std::span(*proof).subspan(below), checkpoint_.root)
        .has_value();
}

void Rebuild::report_difference(const ledger::TileId& tile, FindingKind kind, std::uint64_t at) {
    const auto file = ledger::path(tile);
    const auto hash = "hash " + std::to_string(at) + " of " + file;
    if (kind == FindingKind::kHash)
        return add({kind, file, at,
                    "the tile's hash " + std::to_string(at) +
                        " is not the one that was signed; what is below it is"});
    if (tile.level > 0)
        return add({kind, file, at,
                    entries_under(tile, at) + " and the tiles over them do not lead to " + hash +
                        (kind == FindingKind::kEntry ? ", which was signed" : "")});
    const auto entry = tile.index * kWidth + at;
    const auto bundle = ledger::path(bundle_of(tile.index, checkpoint_.size));
    const auto which =
        "entry " + std::to_string(entry) + " (number " + std::to_string(at) + " in the file) ";
    if (kind == FindingKind::kEntry)
        return add({kind, bundle, entry, which + "is not the one that was signed"});
    add({kind, bundle, entry,
         which + "does not hash to " + hash + ", and neither fits what was signed"});
}

// The partial tiles, and the root over what they hold.
Result<void> Rebuild::close_right_edge() {
    std::vector<ledger::Hash> edge;  // the full subtrees, smallest first
    bool known = true;
    for (std::size_t l = 0; l < levels_.size(); ++l) {
        auto& level = levels_[l];
        auto end = level.hashes.size();
        if (end == 0) continue;
        MZ_CHECK(compare({static_cast<int>(l), level.tiles, static_cast<unsigned>(end)}, level));
        known = known && level.all_known();
        for (unsigned bit = 0; bit < ledger::kTileHeight; ++bit) {
            const auto width = std::size_t{1} << bit;
            if ((end & width) == 0) continue;
            end -= width;
            edge.push_back(ledger::root_of(std::span(level.hashes).subspan(end, width)));
        }
    }
    if (!known) return {};  // as findings say
    std::ranges::reverse(edge);
    MZ_TRY(const auto tree, ledger::Tree::from_edge(checkpoint_.size, edge));
    if (tree.root() != checkpoint_.root)
        add({FindingKind::kRoot, "checkpoint", std::nullopt,
             "the files lead to another root than the one that was signed"});
    return {};
}

}  // namespace mizan::audit
