#include "publish/publisher.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "record/leaf.h"

namespace mizan::publish {

namespace {

constexpr std::size_t kLeavesAtOnce = 16'384;
constexpr std::size_t kHashedAtOnce = 64;

}  // namespace

Result<void> Publisher::start() {
    MZ_TRY(log_, store_.log_state(options_.platform));
    MZ_CHECK(check_published(log_));
    return tiles_.resume(log_.integrated, log_.edge);
}

// The published checkpoint is the one that was signed last, or one before it where the process ended between signing and publishing.
Result<void> Publisher::check_published(const record::LogState& log) {
    MZ_TRY(const auto published, folder_.checkpoint());
    if (published.empty()) return {};
    MZ_TRY(const auto seen, ledger::open_checkpoint(published, signer_.key()));
    const auto where = folder_.path() + "/checkpoint";
    if (seen.checkpoint.size > log.signed_size) {
        return fail({Code::kLogFork,
                     "the published checkpoint has " + std::to_string(seen.checkpoint.size) +
                         " leaves, the store has signed " + std::to_string(log.signed_size) +
                         ": was an older backup restored? Nothing is signed until `mizan log "
                         "adopt` has reconciled them",
                     where});
    }
    if (seen.checkpoint.size < log.signed_size) return {};
    MZ_TRY(const auto own, ledger::open_checkpoint(log.checkpoint, signer_.key()));
    if (own.checkpoint.root == seen.checkpoint.root) return {};
    return fail({Code::kLogFork,
                 "the published checkpoint has another root than the one that the store has "
                 "signed; nothing is signed "
                 "until `mizan log adopt` has reconciled them",
                 where});
}

Result<void> Publisher::sequence_sealed(std::uint64_t now) {
    const auto step = options_.sealed_step_s;
    if (step == 0 || now / step == log_.sealed_at / step) return {};
    // A log that begins waits for a whole turn too: else its first sealed leaves would show when they came.
    const bool begins = std::exchange(log_.sealed_at, now) == 0;
    record::Outcome outcome;
    outcome.platform = options_.platform;
    outcome.sequence_sealed = !begins;
    outcome.sealed_before = now - now % step;  // one that came just now would show when
    outcome.log = log_;
    MZ_CHECK(store_.commit(std::move(outcome)));
    return {};
}

Result<void> Publisher::integrate() {
    const auto before = tiles_.tree().size();
    while (true) {
        const auto first = tiles_.tree().size();
        MZ_TRY(const auto leaves, store_.leaves(options_.platform, first, kLeavesAtOnce));
        for (std::size_t done = 0; done < leaves.size(); done += kHashedAtOnce) {
            const auto count = std::min(kHashedAtOnce, leaves.size() - done);
            std::array<std::string, kHashedAtOnce> texts;
            std::array<std::string_view, kHashedAtOnce> entries;
            for (std::size_t i = 0; i < count; ++i)
                entries[i] = texts[i] = record::leaf_text(first + done + i, leaves[done + i]);
            MZ_CHECK(tiles_.append({entries.data(), count}));
        }
        if (leaves.size() < kLeavesAtOnce) break;
    }
    if (tiles_.tree().size() == before) return {};
    MZ_CHECK(tiles_.finish());
    log_.integrated = tiles_.tree().size();
    log_.edge = tiles_.tree().edge();
    MZ_CHECK(save());
    tiles_.drop_replaced();
    return {};
}

Result<void> Publisher::save() {
    record::Outcome outcome;
    outcome.platform = options_.platform;
    outcome.log = log_;
    MZ_CHECK(store_.commit(std::move(outcome)));
    return {};
}

Result<void> Publisher::sign() {
    if (log_.integrated > log_.signed_size) {
        const auto checkpoint = ledger::sign_checkpoint(
            {signer_.key().name, log_.integrated, tiles_.tree().root(), {}}, signer_);
        log_.signed_size = log_.integrated;
        log_.checkpoint = ledger::to_string(checkpoint.note);
        MZ_CHECK(save());  // before anybody sees it
    }
    if (log_.checkpoint.empty()) return {};
    MZ_TRY(const auto published, folder_.checkpoint());
    if (published == log_.checkpoint) return {};
    if (!options_.ask_witnesses) return folder_.put_checkpoint(log_.checkpoint);
    // At first the witnesses come before the public: if an older copy of everything was put back, only they know. Later the public need
    // not wait for them.
    if (witnessed_) {
        MZ_CHECK(folder_.put_checkpoint(log_.checkpoint));
    }
    MZ_CHECK(cosign());
    witnessed_ = true;
    return folder_.put_checkpoint(log_.checkpoint);
}

Result<void> Publisher::cosign() {
    MZ_TRY(auto checkpoint, ledger::open_checkpoint(log_.checkpoint, signer_.key()));
    MZ_TRY(auto lines, options_.ask_witnesses(checkpoint));
    if (lines.empty()) return {};
    for (auto& line : lines) checkpoint.note.signatures.push_back(std::move(line));
    log_.checkpoint = ledger::to_string(checkpoint.note);
    return save();
}

Result<ledger::SignedCheckpoint> Publisher::publish(std::uint64_t now) {
    // After a failure what is in memory may be ahead of what is durable: begin again from the store.
    if (!std::exchange(started_, false)) MZ_CHECK(start());
    MZ_CHECK(sequence_sealed(now));
    MZ_CHECK(integrate());
    MZ_CHECK(sign());
    started_ = true;
    if (log_.checkpoint.empty()) return ledger::SignedCheckpoint();
    return ledger::open_checkpoint(log_.checkpoint, signer_.key());
}

}  // namespace mizan::publish
