#include "service/prove.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "ledger/base64.h"
#include "ledger/checkpoint.h"
#include "ledger/promise.h"
#include "ledger/proof.h"
#include "ledger/proof_file.h"
#include "ledger/tiles.h"
#include "ledger/tree.h"
#include "model/post_json.h"
#include "publish/log_folder.h"
#include "record/decision.h"
#include "record/frame.h"
#include "record/leaf.h"
#include "record/seal.h"
#include "service/orders.h"
#include "service/post_line.h"

namespace mizan::service {

namespace {

using record::Opening;

std::unexpected<Error> not_a_field(const std::string& field) {
    return fail({Code::kUsage, "this record commits to no \"" + field + "\"", {}});
}

// What the leaf of a decision or of a sealed record commits to, in the order of its salts.
Result<std::vector<Opening>> openings_of(const store::Entry& entry, const record::Vault& vault,
                                         std::string_view author) {
    if (is_sealed(entry))
        return record::sealed_openings({entry.kind, entry.about, entry.slot, entry.leaf, author},
                                       vault);
    const auto committed = record::committed_by(false, vault, author);
    if (committed.size() != vault.salts.size())
        return fail({Code::kStoreCorrupt, "a record has other salts than commitments", {}});
    std::vector<Opening> out;
    for (std::size_t i = 0; i < committed.size(); ++i)
        out.push_back(
            {std::string(committed[i].field), vault.salts[i], std::string(committed[i].value)});
    return out;
}

void append_openings(std::string& json, const std::vector<Opening>& openings) {
    json.append(",\"open\":[");
    for (const auto& opening : openings) {
        if (json.back() == '}') json.push_back(',');
        json::Object(json)
            .text("field", opening.field)
            .text("salt", to_hex(opening.salt))
            .text("value", ledger::to_base64(opening.value));
    }
    json.push_back(']');
}

class Prover {
public:
    Prover(RecordFolder& folder, const ProveOptions& options)
        : folder_(folder), options_(options) {}

    Result<Proof> run(const store::Found& found, std::uint64_t now) {
        MZ_TRY(const auto entry, folder_.store().entry(found.record));
        MZ_TRY(const auto published, folder_.published(entry.platform));
        if (!entry.index || *entry.index >= published.checkpoint.size) return promise(entry, now);
        MZ_TRY(auto proof, place(entry, published));
        const auto leaf = record::leaf_text(*entry.index, entry.leaf);
        std::string extra = "{\"leaf\":";
        json::append_string(extra, leaf);
        if (found.in_batch) {
            MZ_CHECK(append_slot(extra, entry, found.slot));
        } else if (!options_.open.empty()) {
            MZ_CHECK(open_record(extra, entry));
        }
        proof.extra = extra.append("}");
        return Proof{ledger::to_string(proof), 0};
    }

private:
    // Where the leaf is in the published tree.
    Result<ledger::ProofFile> place(const store::Entry& entry,
                                    const ledger::SignedCheckpoint& published) {
        publish::LogFolder log(folder_.log_path(entry.platform));
        ledger::ProofFile proof;
        proof.index = *entry.index;
        proof.checkpoint = ledger::to_string(published.note);
        ledger::TileNodes nodes(log, published.checkpoint.size);
        MZ_TRY(proof.hashes,
               ledger::prove_inclusion(nodes, proof.index, published.checkpoint.size));
        // Nobody is handed a proof that does not hold.
        const auto leaf = ledger::leaf_hash(record::leaf_text(*entry.index, entry.leaf));
        MZ_CHECK(ledger::check_inclusion(proof.index, published.checkpoint.size, leaf, proof.hashes,
                                         published.checkpoint.root));
        return proof;
    }
    // Sealed records have their turn at the end of an hour, the others at the next publication.
    Result<Proof> promise(const store::Entry& entry, std::uint64_t now) {
        constexpr std::uint64_t kPublicationS = 60;
        const auto hour_ends = now - now % record::kSealedTimeStep + record::kSealedTimeStep;
        const auto due = (entry.index ? now : hour_ends) + kPublicationS;
        MZ_TRY(const auto signer, folder_.log_key(entry.platform));
        return Proof{ledger::sign_promise({signer.key().name, due, entry.leaf}, signer), due};
    }
    Result<void> open_record(std::string& extra, const store::Entry& entry) {
        if (entry.kind != record::Kind::kDecision && !is_sealed(entry))
            return not_a_field(options_.open.front());
        MZ_TRY(const auto vault, folder_.store().vault(entry.id));
        Post post;
        if (entry.kind == record::Kind::kDecision) {
            MZ_CHECK(lines_.read(vault.input, "record " + std::to_string(entry.id), post));
        }
        MZ_TRY(const auto all, openings_of(entry, vault, post.author));
        std::vector<Opening> wanted;
        for (const auto& field : options_.open) {
            const auto at = std::find_if(all.begin(), all.end(),
                                         [&](const auto& o) { return o.field == field; });
            if (at == all.end()) return not_a_field(field);
            wanted.push_back(*at);
        }
        append_openings(extra, wanted);
        return {};
    }
    Result<void> append_slot(std::string& extra, const store::Entry& entry, std::uint32_t index) {
        MZ_TRY(const auto stored, folder_.store().frame(entry.id));
        MZ_TRY(const auto frame, record::FrameView::read(stored.bytes));
        const auto slot = frame.slot(index);
        extra.append(",\"slot\":");
        json::Object(extra)
            .number("index", index)
            .number("count", frame.size())
            .number("views", slot.views)
            .text("commitment", to_hex(slot.commitment))
            .list("hashes", ledger::prove_in(frame.leaves(), index),
                  [&](const auto& hash) { json::append_string(extra, to_hex(hash)); });
        if (options_.open.empty()) return {};
        if (options_.open.size() > 1 || options_.open.front() != record::kPostField)
            return not_a_field(options_.open.front());
        MZ_TRY(const auto tails, frame.tails());
        return open_slot(extra, stored.salts.salt(index), slot, tails);
    }
    // The platform keeps the post itself; what it gives must be what was decided.
    Result<void> open_slot(std::string& extra, const std::optional<record::Salt>& salt,
                           const record::Slot& slot,
                           const std::vector<record::Batch::Tail>& tails) {
        if (!salt) return fail({Code::kRecordErased, "its contents were erased", {}});
        if (options_.input.empty())
            return fail({Code::kUsage,
                         "posts in batches are not in the store: give the post itself with --input",
                         {}});
        Post post;
        MZ_CHECK(lines_.read(options_.input, "--input", post));
        std::string input;
        append_post_json(input, post);
        if (slot.tail >= tails.size())
            return fail({Code::kStoreCorrupt, "a slot has no decision", {}});
        const auto& tail = tails[slot.tail].text;
        if (record::commit(*salt, record::kPostField,
                           record::post_value(sha256(input), sha256(tail))) != slot.commitment)
            return fail(
                {Code::kRecordConflict, "this is not the post that was decided", "--input"});
        extra.append(",\"open\":[");
        json::Object(extra)
            .text("field", record::kPostField)
            .text("salt", to_hex(*salt))
            .text("input", ledger::to_base64(input))
            .text("tail", ledger::to_base64(tail));
        extra.push_back(']');
        return {};
    }

    RecordFolder& folder_;
    const ProveOptions& options_;
    PostLine lines_;
};

}  // namespace

Result<Proof> prove(RecordFolder& folder, const RecordQuery& query, const ProveOptions& options,
                    std::uint64_t now) {
    MZ_TRY(const auto found, find_record(folder, query));
    return Prover(folder, options).run(found, now);
}

}  // namespace mizan::service
