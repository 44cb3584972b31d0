// Tables that are behind the record, or ahead of what was erased from it: what they have not is taken from there.
#include <algorithm>
#include <utility>

#include "cases/apply.h"
#include "casework/attachments.h"
#include "casework/casework.h"
#include "casework/record.h"
#include "casework/rests.h"
#include "store/each_entry.h"

namespace mizan::casework {

namespace {

// What was erased and was on record as casework; 0: this erasure is of something else, or waits.
Result<record::RecordId> erased_casework(store::Store& store, const store::Entry& erasure) {
    if (erasure.lost || erasure.outcome != record::kDone) return record::RecordId{0};
    MZ_TRY(const auto about, store.entry(erasure.about));
    const bool is_ours = about.kind == record::Kind::kFlag || about.kind == record::Kind::kCase;
    return is_ours ? about.id : 0;
}

}  // namespace

// What somebody has erased by hand may stand in many rows, and in figures: they are made anew without it.
Result<void> Casework::catch_up_first() {
    MZ_TRY(const auto platforms, folder_.store().platforms());
    std::vector<std::pair<std::string, record::RecordId>> looked;
    bool is_stale = false;
    for (const auto& name : platforms) {
        MZ_TRY(const auto id, tables_->database().write([&] { return tables_->platform(name); }));
        MZ_TRY(const auto counts, tables_->counts(id));
        Rests rests(folder_.store(), name);
        looked.emplace_back(name, counts.erased);
        MZ_CHECK(store::each_entry(folder_.store(), name, record::Kind::kErasure, counts.erased,
                                   [&](const store::Entry& erasure) -> Result<bool> {
                                       looked.back().second = erasure.id;
                                       MZ_TRY(const auto gone,
                                              erased_casework(folder_.store(), erasure));
                                       if (gone == 0 || gone > counts.taken || is_stale)
                                           return true;
                                       MZ_TRY(const auto rest, rests.of(gone));
                                       is_stale = !rest.has_value();
                                       return true;
                                   }));
    }
    if (is_stale) {
        tables_.reset();
        MZ_TRY(tables_, Tables::open_anew(options_.path));
    }
    MZ_CHECK(catch_up());
    MZ_TRY(const bool are_new, note_erasures(looked));
    return are_new ? drop_orphans() : Result<void>();
}

// Whether there were any.
Result<bool> Casework::note_erasures(
    const std::vector<std::pair<std::string, record::RecordId>>& looked) {
    return tables_->database().write([&]() -> Result<bool> {
        bool are_new = false;
        for (const auto& [name, last] : looked) {
            MZ_TRY(const auto id, tables_->platform(name));
            MZ_TRY(const auto counts, tables_->counts(id));
            are_new |= counts.erased < last;
            MZ_CHECK(tables_->set_erased(id, last));
        }
        return are_new;
    });
}

// Files of flags that were erased since, by hand or just before the program ended.
Result<void> Casework::drop_orphans() {
    MZ_TRY(const auto held, held_attachments(attachments()));
    for (const auto& sha256 : held) {
        MZ_TRY(const bool is_named, tables_->is_named(sha256));
        if (!is_named) remove_attachment(attachments(), sha256);
    }
    return {};
}

Result<void> Casework::catch_up() {
    MZ_TRY(const auto platforms, folder_.store().platforms());
    for (const auto& platform : platforms) MZ_CHECK(catch_up(platform));
    if (options_.platform.empty()) return {};
    return tables_->database().write([&]() -> Result<void> {
        MZ_CHECK(tables_->platform(options_.platform));
        return {};
    });
}

// Flags and the rest are two kinds of records; what they say is taken in the order in which it was recorded.
Result<void> Casework::catch_up(const std::string& platform) {
    constexpr std::size_t kAtOnce = 4096;
    Rests rests(folder_.store(), platform);
    while (true) {
        MZ_TRY(const auto id,
               tables_->database().write([&] { return tables_->platform(platform); }));
        MZ_TRY(const auto counts, tables_->counts(id));
        std::vector<store::Entry> entries;
        record::RecordId upto = ~record::RecordId{0};
        for (const auto kind : {record::Kind::kFlag, record::Kind::kCase}) {
            std::size_t some = 0;
            MZ_CHECK(folder_.store().each_of(platform, kind, counts.taken, [&](const auto& entry) {
                entries.push_back(entry);
                return ++some < kAtOnce;
            }));
            if (some == kAtOnce) upto = std::min(upto, entries.back().id);
        }
        if (entries.empty()) return {};
        std::erase_if(entries, [&](const auto& entry) { return entry.id > upto; });
        std::ranges::sort(entries, {}, &store::Entry::id);
        MZ_CHECK(tables_->database().write([&]() -> Result<void> {
            for (const auto& entry : entries) MZ_CHECK(take(id, entry, rests));
            return {};
        }));
    }
}

Result<bool> Casework::concerns_gap(PlatformId platform, const cases::Event& event) {
    const auto other = cases::other_of(event, {});
    MZ_TRY(const bool in_own, tables_->has_gap(platform, event.case_no));
    if (in_own || other == 0) return in_own;
    return tables_->has_gap(platform, other);
}

// Where records of a case were erased and nothing says what stays of them, what came after them may not fit any more, and is passed over: the numbers
// stay, and no case is lost that still has something on record.
Result<void> Casework::take(PlatformId platform, const store::Entry& entry, Rests& rests) {
    MZ_TRY(auto what, recorded(folder_.store(), entry.id));
    if (what.events.empty()) {
        MZ_TRY(auto rest, rests.of(entry.id));
        if (rest) what.events = *std::move(rest);
        else MZ_CHECK(tables_->set_gap(platform, entry.slot, entry.id));
    }
    if (what.events.empty() && entry.slot != 0) {
        // What comes after it may be about its case, which has to be there.
        MZ_TRY(const auto c, tables_->find_case(platform, entry.slot));
        if (entry.kind == record::Kind::kFlag)
            what.events.push_back(erased_flag(entry, !c.has_value()));
        else if (!c) what.events.push_back(erased_find(entry));
    }
    for (const auto& event : what.events) {
        MZ_TRY(const bool has_gap, concerns_gap(platform, event));
        if (has_gap) MZ_CHECK(tables_->database().run("SAVEPOINT event"));
        auto applied = tables_->apply(platform, event, what.flag_key);
        if (applied) applied = tables_->settle();
        else tables_->drop_unsettled();
        if (!applied && !has_gap) return applied;
        if (!applied) MZ_CHECK(tables_->database().run("ROLLBACK TO event"));
        if (has_gap) MZ_CHECK(tables_->database().run("RELEASE event"));
    }
    MZ_CHECK(tables_->note_record(platform, what.events, entry.id));
    return tables_->set_taken(platform, entry.id);
}

}  // namespace mizan::casework
