// The part of Writer for records about other records: erasures, holds and releases.

#include <cstring>
#include <utility>

#include "base/archive.h"
#include "store/sqlite/row_check.h"
#include "store/sqlite/writer.h"

namespace mizan::store {

namespace {

constexpr const char* kHoldsToEnd = " FROM holds WHERE record = ? AND slot = ? AND ? IN (0, hold)";

std::unexpected<Error> refused(Code code, record::RecordId about, std::string_view what) {
    return fail({code, std::string(what), "record " + std::to_string(about)});
}

}  // namespace

Result<void> Writer::check(const record::Outcome& outcome) {
    if (outcome.records.empty() || !outcome.lost.empty()) return {};
    const auto at = platforms_.find(outcome.platform);
    return check_about(at == platforms_.end() ? Platform() : at->second, outcome.records.front());
}

// Before anything of it is written.
Result<void> Writer::check_about(const Platform& platform, const record::Draft& draft) {
    using record::Kind;
    if (draft.kind != Kind::kErasure && draft.kind != Kind::kHold && draft.kind != Kind::kRelease)
        return {};
    // The head of a frame says how many slots follow.
    MZ_TRY(auto there, db_.prepare("SELECT j.lost, substr(f.bytes, 9, 4) FROM journal j LEFT JOIN "
                                   "frames f ON f.record = j.record "
                                   "WHERE j.record = ? AND j.platform = ?"));
    MZ_TRY(const bool found, there.start().number(draft.about).number(platform.id).row());
    if (!found) return refused(Code::kRecordMissing, draft.about, "there is no such record");
    if (there.number_at(0) != 0)
        return refused(Code::kRecordMissing, draft.about, "only its leaf is known");
    std::uint32_t slots = 1;  // of what is no batch
    if (const auto head = there.bytes_at(1); head.size() == sizeof slots)
        std::memcpy(&slots, head.data(), sizeof slots);
    const bool is_order = draft.kind != Kind::kErasure;  // a hold or a release
    const std::uint64_t slot = std::uint64_t{draft.slot} + (is_order ? 0 : record::held_slot(0));
    if (slot > slots)
        return refused(Code::kRecordMissing, draft.about,
                       "it has no slot " + std::to_string(slot - 1));
    if (draft.kind == Kind::kRelease) {
        MZ_TRY(auto hold, db_.prepare(std::string("SELECT 1") + kHoldsToEnd));
        MZ_TRY(const bool is_held,
               hold.start().number(draft.about).number(slot).number(draft.ends).row());
        if (!is_held)
            return refused(Code::kRecordConflict, draft.about, "it is not under this legal hold");
    }
    if (is_order || draft.outcome == record::kDeferred) return {};
    MZ_TRY(auto held, db_.prepare("SELECT 1 FROM holds WHERE record = ? AND slot IN (0, ?)"));
    MZ_TRY(const bool is_held, held.start().number(draft.about).number(slot).row());
    if (is_held)
        return refused(Code::kRecordConflict, draft.about,
                       "it is under a legal hold; release it first");
    MZ_TRY(auto erased, db_.prepare("SELECT 1 FROM erasures WHERE record = ? AND slot = ?"));
    MZ_TRY(const bool gone, erased.start().number(draft.about).number(draft.slot).row());
    if (gone) return refused(Code::kRecordErased, draft.about, "it was erased before");
    return {};
}

Result<void> Writer::view_about(const record::Draft& draft, record::RecordId id) {
    using record::Kind;
    if (draft.kind == Kind::kHold) {
        MZ_TRY(auto hold, db_.prepare("INSERT OR REPLACE INTO holds VALUES(?,?,?)"));
        return hold.start().number(draft.about).number(draft.slot).number(id).run();
    }
    if (draft.kind == Kind::kRelease) {
        MZ_TRY(auto release, db_.prepare(std::string("DELETE") + kHoldsToEnd));
        return release.start().number(draft.about).number(draft.slot).number(draft.ends).run();
    }
    if (draft.kind != Kind::kErasure || draft.outcome == record::kDeferred) return {};
    MZ_TRY(auto note, db_.prepare("INSERT INTO erasures VALUES(?,?,?)"));
    MZ_CHECK(note.start().number(draft.about).number(draft.slot).number(id).run());
    MZ_TRY(auto mark, db_.prepare("UPDATE decisions SET erased = 1 WHERE record = ?"));
    return mark.start().number(draft.about).run();
}

Result<void> Writer::erase(const record::Draft& draft) {
    if (draft.kind != record::Kind::kErasure || draft.outcome == record::kDeferred) return {};
    MZ_TRY(auto is_batch, db_.prepare("SELECT 1 FROM frames WHERE record = ?"));
    MZ_TRY(const bool batch, is_batch.start().number(draft.about).row());
    if (batch) return erase_slot(draft.about, draft.slot);
    // The same number of bytes of the same types: SQLite then writes over the row where it stands.
    MZ_TRY(auto overwrite,
           db_.prepare("UPDATE vault SET salts = zeroblob(length(salts)), "
                       "source = CAST(zeroblob(length(CAST(source AS BLOB))) AS TEXT), "
                       "post = CAST(zeroblob(length(CAST(post AS BLOB))) AS TEXT), "
                       "input = zeroblob(length(input)), decision = zeroblob(length(decision)), "
                       "checked = ? WHERE record = ?"));
    return overwrite.start().number(RowCheck::kNoCheck).number(draft.about).run();
}

Result<void> Writer::erase_slot(record::RecordId batch, std::uint32_t slot) {
    MZ_TRY(auto read, db_.prepare("SELECT salts, id FROM frame_salts WHERE record = ? "
                                  "ORDER BY id DESC LIMIT 1"));
    MZ_TRY(const bool there, read.start().number(batch).row());
    if (!there)
        return refused(Code::kRecordErased, batch,
                       "its contents are not in this copy of the store");
    MZ_TRY(auto salts, read_salts(read, 0));
    const auto before = read.number_at(1);
    read.end();
    if (!salts.erase(slot))
        return refused(Code::kRecordErased, batch, "this post was erased before");
    known_.forget(batch);
    MZ_TRY(auto overwrite,
           db_.prepare("UPDATE frame_salts SET salts = zeroblob(length(salts)), checked = ? "
                       "WHERE id = ?"));
    MZ_CHECK(overwrite.start().number(RowCheck().number(batch).value()).number(before).run());
    return put_salts(batch, salts);
}

}  // namespace mizan::store
