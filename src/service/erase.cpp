#include "service/erase.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace mizan::service {

namespace {

constexpr std::size_t kGroundBytes = 64;

Result<void> check_order(const Order& order) {
    const auto plain = [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; };
    if (!order.ground.empty() && order.ground.size() <= kGroundBytes &&
        std::all_of(order.ground.begin(), order.ground.end(), plain))
        return {};
    return fail(
        {Code::kUsage,
         "the ground becomes public: one word of printable ASCII, at most 64 characters, as in "
         "gdpr-17-1-b; the reason does not",
         {}});
}

Result<std::uint64_t> time_of(RecordFolder& folder, const std::string& platform,
                              const Clock& clock) {
    MZ_TRY(const auto last, folder.store().last_at(platform));
    return std::max(clock(), last);
}

Result<void> purge(RecordFolder& folder, Erased& erased) {
    const auto emptied = folder.store().empty_log();
    if (emptied) return {};
    if (emptied.error().code != Code::kStoreBusy) return fail(emptied.error());
    erased.left_in_log = true;
    return {};
}

// Erasures that waited for that hold on this record to end and for no other, each once.
Result<std::vector<record::Draft>> deferred_of(RecordFolder& folder, const store::Entry& about,
                                               record::RecordId ending, std::uint64_t at) {
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
            order.ground = kDeferredErasure;
            order.reason = "record " + std::to_string(entry.id);
            drafts.push_back(erasure_draft(about, entry.slot, about.kind == record::Kind::kBatch,
                                           record::kDone, order, at, true));
        }
        return true;
    }));
    std::vector<record::Draft> free;
    for (auto& draft : drafts) {
        MZ_TRY(auto holds, folder.store().holds_on(about.id, draft.slot));
        if (std::erase(holds, ending) == 1 && holds.empty()) free.push_back(std::move(draft));
    }
    return free;
}

// All that is about a post.
struct About {
    std::vector<store::Found>
        found;            // decisions, what was told about it, and what names it in casework
    InCasework casework;  // of these
};

Result<void> add_by_number(store::Store& store, const std::vector<record::RecordId>& records,
                           std::vector<store::Found>& found) {
    for (const auto id : records) {
        auto& one = found.emplace_back();
        one.record = id;
        const auto vault = store.vault(id);
        if (!vault && vault.error().code != Code::kRecordErased) return fail(vault.error());
        one.erased = !vault;
    }
    return {};
}

Result<About> find_about(RecordFolder& folder, const RecordQuery& query,
                         const CaseworkFinder& casework) {
    MZ_TRY(const auto post, named_post(folder, query));
    About about;
    if (query.post && !query.revision && casework.find) {
        MZ_TRY(about.casework, casework.find(post.platform, query.source, *query.post));
    }
    auto decided = find_decisions(folder, query);
    const bool is_flagged_only = !decided && decided.error().code == Code::kRecordMissing &&
                                 !(about.casework.flags.empty() && about.casework.finds.empty());
    if (!decided && !is_flagged_only) return fail(decided.error());
    if (decided) about.found = *std::move(decided);
    auto& store = folder.store();
    for (const auto* records : {&about.casework.flags, &about.casework.finds, &about.casework.told})
        MZ_CHECK(add_by_number(store, *records, about.found));
    MZ_TRY(const auto told, store.told_about(post.platform, post.tag));
    std::vector<record::RecordId> records;
    for (const auto& entry : told) records.push_back(entry.id);
    MZ_CHECK(add_by_number(store, records, about.found));
    return about;
}

// Of a post all that is about it, of whatever else was named that one record.
Result<std::vector<store::Found>> find_meant(RecordFolder& folder, const RecordQuery& query,
                                             const CaseworkFinder& casework) {
    if (query.post) {
        MZ_TRY(auto about, find_about(folder, query, casework));
        return std::move(about.found);
    }
    MZ_TRY(auto found, find_record(folder, query));
    return std::vector{std::move(found)};
}

void count_kind(Erased& erased, const store::Entry& entry, const InCasework& casework) {
    using record::Kind;
    if (entry.kind == Kind::kDecision || entry.kind == Kind::kBatch) ++erased.decisions;
    if (entry.kind == Kind::kFlag) ++erased.flags;
    const auto& finds = casework.finds;
    if (std::ranges::find(finds, entry.id) != finds.end()) ++erased.finds;
}

std::optional<std::uint32_t> slot_of(const store::Found& found) {
    return found.in_batch ? std::optional(found.slot) : std::nullopt;
}

std::unexpected<Error> several(record::RecordId about, const std::vector<record::RecordId>& holds) {
    std::string names;
    for (const auto id : holds) names.append(names.empty() ? "" : ", ").append(std::to_string(id));
    return fail({Code::kUsage, "several holds are on it; say with --hold which one ends: " + names,
                 "record " + std::to_string(about)});
}

std::unexpected<Error> all_held(record::RecordId batch, record::RecordId hold) {
    const auto id = std::to_string(hold);
    return fail({Code::kUsage,
                 "hold " + id + " is on all posts of its batch; with --hold " + id +
                     " it ends for all of them",
                 "record " + std::to_string(batch)});
}

}  // namespace

Result<Erased> erase_post(RecordFolder& folder, const RecordQuery& query, const Order& order,
                          const Clock& clock, const CaseworkFinder& casework) {
    MZ_CHECK(check_order(order));
    MZ_TRY(const auto about, find_about(folder, query, casework));
    const auto& found = about.found;
    MZ_TRY(const auto first, folder.store().entry(found.front().record));
    MZ_TRY(const auto at, time_of(folder, first.platform, clock));
    record::Outcome outcome;
    outcome.platform = first.platform;
    Erased erased;
    for (const auto& f : found) {
        if (f.erased) {
            ++erased.before;
            continue;
        }
        MZ_TRY(const auto entry, folder.store().entry(f.record));
        MZ_TRY(const bool by_itself, folder.store().is_held(f.record, slot_of(f)));
        const bool held = by_itself || about.casework.held;
        ++(held ? erased.deferred : erased.done);
        if (!held) count_kind(erased, entry, about.casework);
        outcome.records.push_back(erasure_draft(
            entry, f.slot, f.in_batch, held ? record::kDeferred : record::kDone, order, at, held));
    }
    if (outcome.records.empty()) return erased;
    if (!about.casework.told.empty()) {
        MZ_TRY(auto rests, casework.rests(about.casework.told, at));
        for (auto& rest : rests) outcome.records.push_back(std::move(rest));
    }
    MZ_CHECK(folder.store().commit(std::move(outcome)));
    MZ_CHECK(purge(folder, erased));
    return erased;
}

Result<std::vector<record::RecordId>> hold_post(RecordFolder& folder, const RecordQuery& query,
                                                const Order& order, const Clock& clock,
                                                const CaseworkFinder& casework) {
    MZ_TRY(const auto found, find_meant(folder, query, casework));
    record::Outcome outcome;
    for (const auto& f : found) {
        MZ_TRY(const auto entry, folder.store().entry(f.record));
        if (f.erased || (entry.kind != record::Kind::kBatch && !folder.store().vault(entry.id)))
            continue;
        outcome.platform = entry.platform;
        MZ_TRY(const auto at, time_of(folder, entry.platform, clock));
        outcome.records.push_back(
            sealed_draft(record::Kind::kHold, entry.id, slot_of(f), order, at));
    }
    if (outcome.records.empty()) {
        return fail({Code::kRecordErased, "there is nothing left to hold: its contents were erased",
                     "record " + std::to_string(found.front().record)});
    }
    MZ_TRY(const auto done, folder.store().commit(std::move(outcome)));
    std::vector<record::RecordId> holds;
    for (const auto& answer : done.records) holds.push_back(answer.record);
    return holds;
}

Result<Erased> release_post(RecordFolder& folder, const RecordQuery& query,
                            std::optional<record::RecordId> hold, const Order& order,
                            const Clock& clock, const CaseworkFinder& casework) {
    MZ_TRY(const auto found, find_meant(folder, query, casework));
    record::Outcome outcome;
    Erased erased;
    for (const auto& f : found) {
        MZ_TRY(const auto holds, folder.store().holds_on(f.record, slot_of(f)));
        if (holds.empty() || (hold && std::find(holds.begin(), holds.end(), *hold) == holds.end()))
            continue;
        if (!hold && holds.size() > 1) return several(f.record, holds);
        MZ_TRY(const auto entry, folder.store().entry(f.record));
        outcome.platform = entry.platform;
        MZ_TRY(const auto at, time_of(folder, entry.platform, clock));
        const auto ending = hold.value_or(holds.front());
        if (std::any_of(outcome.records.begin(), outcome.records.end(),
                        [&](const auto& draft) { return draft.ends == ending; }))
            continue;  // two revisions of a post may stand in one batch
        MZ_TRY(const auto held, folder.store().entry(ending));
        std::optional<std::uint32_t> slot;  // that the hold is on; nothing: all of the record
        if (held.slot != record::kWhole) slot = held.slot - record::held_slot(0);
        if (f.in_batch && !slot && !hold) return all_held(f.record, ending);
        auto draft = sealed_draft(record::Kind::kRelease, entry.id, slot, order, at);
        draft.ends = ending;
        outcome.records.push_back(std::move(draft));
        ++erased.released;
        MZ_TRY(auto deferred, deferred_of(folder, entry, ending, at));
        erased.done += deferred.size();
        for (auto& waiting : deferred) outcome.records.push_back(std::move(waiting));
    }
    if (outcome.records.empty()) {
        return fail({Code::kRecordConflict, "it is not under this legal hold",
                     "record " + std::to_string(found.front().record)});
    }
    MZ_CHECK(folder.store().commit(std::move(outcome)));
    MZ_CHECK(purge(folder, erased));
    return erased;
}

}  // namespace mizan::service
