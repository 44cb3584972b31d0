#include "service/erase.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "record/leaf.h"
#include "record/seal.h"

namespace mizan::service {

namespace {

std::string order_json(const Order& order) {
    std::string out;
    json::Object(out)
        .text("ground", order.ground)
        .optional("reason", order.reason)
        .optional("by", order.by);
    return out;
}

Result<void> check_order(const Order& order) {
    const auto plain = [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; };
    if (!order.ground.empty() && std::all_of(order.ground.begin(), order.ground.end(), plain))
        return {};
    return fail({Code::kUsage,
                 "the ground becomes public: one word of printable ASCII, as in gdpr-17-1-b; the "
                 "reason does not",
                 {}});
}

std::uint64_t time_of(RecordFolder& folder, const std::string& platform, const Clock& clock) {
    const auto status = folder.store().status(platform);
    return std::max(clock(), status ? status->last_at : 0);
}

// The public part of an erasure: which leaf, on what ground, whether it is done. What has no index yet is sealed, and so is its erasure.
record::Draft erasure_of(const store::Entry& entry, std::uint32_t slot, bool in_batch,
                         std::string_view state, const Order& order, std::uint64_t at) {
    record::Draft draft;
    draft.kind = record::Kind::kErasure;
    draft.at = at;
    draft.about = entry.id;
    draft.slot = slot;
    draft.outcome = state;
    draft.vault.salts = {record::random_salt(), record::random_salt()};
    draft.vault.decision = order_json(order);
    if (!entry.index) {
        const auto subject = std::to_string(entry.id);
        draft.vault.salts.clear();
        record::seal(draft, {name(draft.kind), subject, order.by, draft.vault.decision, {}});
        return draft;
    }
    const auto which = in_batch ? std::to_string(slot) : std::string();
    draft.leaf =
        record::leaf_rest(record::LeafType::kErasure, at,
                          {*entry.index, record::commit(draft.vault.salts[0], "slot_commit", which),
                           std::string_view("content"), std::string_view(order.ground), state,
                           record::commit(draft.vault.salts[1], "by_commit", order.by)});
    return draft;
}

// A sealed record shows that there is one, and nothing else.
record::Draft sealed(record::Kind kind, record::RecordId about, const Order& order,
                     std::uint64_t at) {
    record::Draft draft;
    draft.kind = kind;
    draft.at = at;
    draft.about = about;
    draft.vault.decision = order_json(order);
    const auto subject = std::to_string(about);
    record::seal(draft, {name(kind), subject, order.by, draft.vault.decision, {}});
    return draft;
}

Result<void> purge(RecordFolder& folder, Erased& erased) {
    const auto emptied = folder.store().empty_log();
    if (emptied) return {};
    if (emptied.error().code != Code::kStoreBusy) return fail(emptied.error());
    erased.left_in_log = true;
    return {};
}

// Erasures that waited for the hold on this record to end, each once.
Result<std::vector<record::Draft>> deferred_of(RecordFolder& folder, const store::Entry& about,
                                               std::uint64_t at) {
    std::vector<record::Draft> drafts;
    const auto is_same = [](const auto& draft, const store::Entry& entry) {
        return draft.slot == entry.slot;
    };
    MZ_CHECK(folder.store().each(about.platform, about.id, [&](const store::Entry& entry) {
        if (entry.kind != record::Kind::kErasure || entry.about != about.id || entry.lost)
            return true;
        std::erase_if(drafts, [&](const auto& draft) { return is_same(draft, entry); });
        if (entry.outcome == record::kDeferred) {
            Order order;
            order.ground = "deferred-erasure";
            order.reason = "record " + std::to_string(entry.id);
            drafts.push_back(erasure_of(about, entry.slot, about.kind == record::Kind::kBatch,
                                        record::kDone, order, at));
        }
        return true;
    }));
    return drafts;
}

}  // namespace

Result<Erased> erase_post(RecordFolder& folder, const RecordQuery& query, const Order& order,
                          const Clock& clock) {
    MZ_CHECK(check_order(order));
    MZ_TRY(const auto found, find_decisions(folder, query));
    MZ_TRY(const auto first, folder.store().entry(found.front().record));
    const auto at = time_of(folder, first.platform, clock);
    record::Outcome outcome;
    outcome.platform = first.platform;
    Erased erased;
    for (const auto& f : found) {
        if (f.erased) {
            ++erased.before;
            continue;
        }
        MZ_TRY(const auto entry, folder.store().entry(f.record));
        MZ_TRY(const bool held, folder.store().is_held(f.record));
        ++(held ? erased.deferred : erased.done);
        outcome.records.push_back(erasure_of(entry, f.slot, f.in_batch,
                                             held ? record::kDeferred : record::kDone, order, at));
    }
    if (outcome.records.empty()) return erased;
    MZ_TRY(const auto done, folder.store().commit(std::move(outcome)));
    (void)done;
    MZ_CHECK(purge(folder, erased));
    return erased;
}

Result<record::RecordId> hold_record(RecordFolder& folder, const RecordQuery& query,
                                     const Order& order, const Clock& clock) {
    MZ_TRY(const auto found, find_record(folder, query));
    MZ_TRY(const auto entry, folder.store().entry(found.record));
    if (found.erased || (entry.kind != record::Kind::kBatch && !folder.store().vault(entry.id)))
        return fail({Code::kRecordErased, "there is nothing left to hold: its contents were erased",
                     "record " + std::to_string(entry.id)});
    record::Outcome outcome;
    outcome.platform = entry.platform;
    outcome.records.push_back(
        sealed(record::Kind::kHold, entry.id, order, time_of(folder, entry.platform, clock)));
    MZ_TRY(const auto done, folder.store().commit(std::move(outcome)));
    return done.records.front().record;
}

Result<Erased> release_record(RecordFolder& folder, const RecordQuery& query, const Order& order,
                              const Clock& clock) {
    MZ_TRY(const auto found, find_record(folder, query));
    MZ_TRY(const auto entry, folder.store().entry(found.record));
    const auto at = time_of(folder, entry.platform, clock);
    record::Outcome outcome;
    outcome.platform = entry.platform;
    outcome.records.push_back(sealed(record::Kind::kRelease, entry.id, order, at));
    MZ_TRY(auto deferred, deferred_of(folder, entry, at));
    Erased erased;
    erased.done = deferred.size();
    for (auto& draft : deferred) outcome.records.push_back(std::move(draft));
    MZ_TRY(const auto done, folder.store().commit(std::move(outcome)));
    (void)done;
    MZ_CHECK(purge(folder, erased));
    return erased;
}

}  // namespace mizan::service
