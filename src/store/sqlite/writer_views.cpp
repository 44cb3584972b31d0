// The part of Writer that makes the views anew from the journal.

#include <cstring>

#include "store/sqlite/writer.h"

namespace mizan::store {

Result<void> Writer::rebuild_views() {
    MZ_CHECK(db_.run(
        "DELETE FROM decisions; DELETE FROM holds; DELETE FROM erasures; DELETE FROM told"));
    MZ_TRY(auto rows,
           db_.prepare(
               "SELECT record, platform, kind, tag, revision, purpose, outcome, clause, about, "
               "slot, supersedes FROM journal WHERE NOT lost ORDER BY record"));
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) break;
        const auto id = rows.number_at(0);
        Platform platform;
        platform.id = rows.number_at(1);
        record::Draft draft;
        draft.kind = static_cast<record::Kind>(rows.number_at(2));
        const auto tag = rows.bytes_at(3);
        if (tag.size() == draft.tag.bytes.size())
            std::memcpy(draft.tag.bytes.data(), tag.data(), tag.size());
        draft.revision = static_cast<std::uint32_t>(rows.number_at(4));
        draft.purpose = rows.bytes_at(5);
        draft.outcome = rows.bytes_at(6);
        draft.clause = rows.bytes_at(7);
        draft.about = rows.number_at(8);
        draft.slot = static_cast<std::uint32_t>(rows.number_at(9));
        if (draft.kind == record::Kind::kRelease) draft.ends = rows.number_at(10);
        MZ_CHECK(view_entry(platform, draft, id));
    }
    return known_.load();  // what it knew may have come from views that were wrong
}

Result<void> Writer::view_entry(const Platform& platform, const record::Draft& draft,
                                record::RecordId id) {
    switch (draft.kind) {
        case record::Kind::kDecision: return view_decision(platform, draft, id);
        case record::Kind::kBatch: return {};
        case record::Kind::kEvent:
        case record::Kind::kAction:
        case record::Kind::kSuggestion: return view_told(platform, draft, id);
        default: return view_about(draft, id);
    }
}

}  // namespace mizan::store
