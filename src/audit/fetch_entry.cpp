#include "audit/fetch_entry.h"

#include "ledger/hashing.h"
#include "ledger/proof.h"
#include "ledger/tiles.h"

namespace mizan::audit {

Result<CheckedProof> fetch_entry(LogSource& source, const Trust& trust, std::uint64_t index) {
    CheckedProof out;
    out.index = index;
    MZ_TRY(const auto note, source.checkpoint());
    MZ_TRY(out.signed_checkpoint, open_trusted(note, trust));
    MZ_TRY(out.witnessed, check_witnesses(out.signed_checkpoint.note, trust));
    const auto& checkpoint = out.signed_checkpoint.checkpoint;
    if (index >= checkpoint.size)
        return fail({Code::kProofInvalid,
                     "the log has " + std::to_string(checkpoint.size) + " entries, and none at " +
                         std::to_string(index),
                     source.name()});
    constexpr int kEntries = ledger::TileId::kEntriesLevel;
    const auto bundle = index / ledger::kTileWidth;
    const auto width = ledger::width_at(kEntries, bundle, checkpoint.size);
    MZ_TRY(const auto bytes, source.read({kEntries, bundle, width}));
    MZ_TRY(const auto entries, ledger::read_entries(bytes, width));
    out.entry = entries[index % ledger::kTileWidth];
    ledger::TileNodes nodes(source, checkpoint.size);
    MZ_TRY(const auto proof, ledger::prove_inclusion(nodes, index, checkpoint.size));
    MZ_CHECK(ledger::check_inclusion(index, checkpoint.size, ledger::leaf_hash(out.entry), proof,
                                     checkpoint.root));
    MZ_TRY(out.record, check_record(out.entry, index, std::nullopt));
    return out;
}

}  // namespace mizan::audit
