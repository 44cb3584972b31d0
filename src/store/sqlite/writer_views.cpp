// The part of Writer that makes the views anew from journal, frames and vault.

#include <cstring>

#include "record/frame.h"
#include "store/sqlite/writer.h"

namespace mizan::store {

Result<void> Writer::rebuild_views() {
    MZ_CHECK(db_.run("DELETE FROM decisions; DELETE FROM holds; DELETE FROM erasures"));
    MZ_CHECK(known_.load_nothing());
    MZ_TRY(auto rows,
           db_.prepare(
               "SELECT j.record, j.platform, j.kind, j.tag, j.revision, j.purpose, j.outcome, "
               "j.clause, j.about, j.slot, f.bytes FROM journal j LEFT JOIN frames f ON f.record = "
               "j.record WHERE NOT j.lost ORDER BY j.record"));
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return {};
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
        MZ_CHECK(view_entry(platform, draft, id, rows.bytes_at(10)));
    }
}

Result<void> Writer::view_entry(const Platform& platform, const record::Draft& draft,
                                record::RecordId id, std::string_view frame_bytes) {
    switch (draft.kind) {
        case record::Kind::kDecision: {
            MZ_TRY(const auto in_force, known_.in_force(draft.tag, id));
            return view_decision(platform, draft, id, in_force);
        }
        case record::Kind::kBatch: {
            MZ_TRY(const auto frame, record::FrameView::read(frame_bytes));
            for (std::size_t i = 0; i < frame.size(); ++i) {
                const auto slot = frame.slot(i);
                known_.add_post(slot.tag, id);
                MZ_CHECK(view_slot(slot.tag, slot.revision));
            }
            return {};
        }
        default: return view_about(draft, id);
    }
}

}  // namespace mizan::store
