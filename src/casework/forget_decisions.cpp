// Decisions past their time: their contents go, through the record, where no case needs them and nobody holds them.
//
// They are looked at in the order in which they were recorded, each once; what something keeps is noted, and looked at again and again.
#include <algorithm>
#include <optional>
#include <utility>

#include "cases/retention.h"
#include "casework/casework.h"
#include "service/orders.h"

namespace mizan::casework {

namespace {

constexpr std::size_t kDecisionsAtOnce = 256;  // in one command, so that others' come between
constexpr std::size_t kRecordsAtOnce = 4096;   // of any kind, that are looked at for these
constexpr std::size_t kRoundsAtOnce = 16;      // of as many

// A decision, and what was told of its actions.
struct PastDecision {
    record::RecordId record = 0;
    std::vector<store::Entry> entries;  // that go together; none: it is gone
    cases::Subject post;
};
struct PastSome {
    std::vector<PastDecision> decisions;
    record::RecordId last = 0;  // that was looked at
    bool is_all = true;         // of what is past its time
};

Result<PastDecision> past_decision(store::Store& store, store::Entry entry) {
    PastDecision out;
    out.record = entry.id;
    const auto vault = store.vault(entry.id);
    if (!vault && vault.error().code == Code::kRecordErased) return out;
    if (!vault) return fail(vault.error());
    out.post.source = vault->source;
    out.post.id = vault->post;
    MZ_TRY(auto told, store.told_about(entry.platform, entry.tag));
    out.entries.push_back(std::move(entry));
    for (auto& one : told) {
        if (one.kind != record::Kind::kAction || one.about != out.record) continue;
        const auto said = store.vault(one.id);
        if (!said && said.error().code != Code::kRecordErased) return fail(said.error());
        if (said) out.entries.push_back(std::move(one));
    }
    return out;
}

// What the engine decided is looked at for cases first.
Result<PastSome> past_after(store::Store& store, const std::string& platform, const Counts& counts,
                            std::uint64_t upto) {
    PastSome some;
    std::vector<store::Entry> entries;
    std::size_t looked = 0;
    MZ_CHECK(store.each(platform, counts.past, [&](const store::Entry& entry) {
        const bool is_decision = entry.kind == record::Kind::kDecision;
        if (entry.at > upto || (is_decision && entry.id > counts.looked)) return false;
        some.last = entry.id;
        if (is_decision && !entry.lost) entries.push_back(entry);
        some.is_all = ++looked < kRecordsAtOnce && entries.size() < kDecisionsAtOnce;
        return some.is_all;
    }));
    for (auto& entry : entries) {
        MZ_TRY(auto one, past_decision(store, std::move(entry)));
        some.decisions.push_back(std::move(one));
    }
    return some;
}

Result<bool> is_any_held(store::Store& store, const std::vector<store::Entry>& entries) {
    for (const auto& entry : entries) {
        MZ_TRY(const bool is_held, store.is_held(entry.id));
        if (is_held) return true;
    }
    return false;
}

// True if it goes.
Result<bool> forget_decision(store::Store& store, Session& s, const PastDecision& one) {
    MZ_TRY(const bool is_kept, s.tables.keeps_decisions(s.platform, one.post));
    MZ_TRY(const bool is_held, is_any_held(store, one.entries));
    MZ_CHECK(s.tables.set_kept_decision(s.platform, one.record, is_kept || is_held));
    if (is_kept || is_held) return false;
    service::Order order;
    order.ground = "retention";
    for (const auto& entry : one.entries)
        s.put({service::erasure_draft(entry, 0, false, record::kDone, order, s.now, false)});
    return true;
}

// How many went. Whether a case came meanwhile is looked at where cases come about.
Result<std::size_t> forget_these(Casework& casework, const std::string& platform,
                                 const PastSome& some) {
    std::size_t gone = 0;
    auto& store = casework.folder().store();
    MZ_CHECK(casework.perform_now(platform, [&](Session& s) -> Result<void> {
        gone = 0;
        for (const auto& one : some.decisions) {
            if (one.entries.empty()) {
                MZ_CHECK(s.tables.set_kept_decision(s.platform, one.record, false));
                continue;
            }
            MZ_TRY(const bool goes, forget_decision(store, s, one));
            if (goes) ++gone;
        }
        return s.tables.set_past(s.platform, some.last);
    }));
    return gone;
}

// Those that something kept when they were looked at last, behind one of them. `upto`: the rules may have changed since.
Result<PastSome> kept_after(Casework& casework, const std::string& platform, std::uint64_t upto,
                            record::RecordId& after) {
    MZ_TRY(const auto records, casework.read(platform, [&](Tables& tables, PlatformId p) {
        return tables.kept_decisions(p, after, kDecisionsAtOnce);
    }));
    after = records.size() == kDecisionsAtOnce ? records.back() : 0;
    PastSome some;
    for (const auto record : records) {
        MZ_TRY(auto entry, casework.folder().store().entry(record));
        if (entry.at > upto) continue;
        MZ_TRY(auto one, past_decision(casework.folder().store(), std::move(entry)));
        some.decisions.push_back(std::move(one));
    }
    return some;
}

}  // namespace

Result<std::size_t> Casework::forget_decisions(std::uint64_t now) {
    const auto upto = cases::decisions_past(rules().retention, now);
    if (upto == 0) return 0;
    std::size_t gone = 0;
    MZ_TRY(const auto platforms, folder_.store().platforms());
    for (const auto& platform : platforms) {
        MZ_TRY(const auto again, kept_after(*this, platform, upto, kept_after_[platform]));
        if (!again.decisions.empty()) {
            MZ_TRY(const auto some, forget_these(*this, platform, again));
            gone += some;
        }
        for (std::size_t round = 0; round < kRoundsAtOnce; ++round) {
            MZ_TRY(const auto counts,
                   read(platform, [](Tables& tables, PlatformId p) { return tables.counts(p); }));
            MZ_TRY(const auto past, past_after(folder_.store(), platform, counts, upto));
            if (past.last == 0) break;
            MZ_TRY(const auto some, forget_these(*this, platform, past));
            gone += some;
            if (past.is_all) break;
        }
    }
    return gone;
}

}  // namespace mizan::casework
