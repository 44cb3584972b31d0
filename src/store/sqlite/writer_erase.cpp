// The part of Writer for records about other records: erasures, holds and releases.

#include <utility>

#include "base/archive.h"
#include "store/sqlite/writer.h"

namespace mizan::store {

namespace {

std::unexpected<Error> refused(Code code, record::RecordId about, std::string_view what) {
    return fail({code, std::string(what), "record " + std::to_string(about)});
}

}  // namespace

// Before anything of it is written.
Result<void> Writer::check_about(const record::Draft& draft) {
    using record::Kind;
    if (draft.kind != Kind::kErasure && draft.kind != Kind::kHold && draft.kind != Kind::kRelease)
        return {};
    MZ_TRY(auto there, db_.prepare("SELECT kind FROM journal WHERE record = ?"));
    MZ_TRY(const bool found, there.start().number(draft.about).row());
    if (!found) return refused(Code::kRecordMissing, draft.about, "there is no such record");
    MZ_TRY(auto held, db_.prepare("SELECT 1 FROM holds WHERE record = ?"));
    MZ_TRY(const bool is_held, held.start().number(draft.about).row());
    if (draft.kind == Kind::kRelease && !is_held)
        return refused(Code::kRecordConflict, draft.about, "it is not under a legal hold");
    if (draft.kind != Kind::kErasure || draft.outcome == record::kDeferred) return {};
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
        MZ_TRY(auto hold, db_.prepare("INSERT OR REPLACE INTO holds VALUES(?,?)"));
        return hold.start().number(draft.about).number(id).run();
    }
    if (draft.kind == Kind::kRelease) {
        MZ_TRY(auto release, db_.prepare("DELETE FROM holds WHERE record = ?"));
        return release.start().number(draft.about).run();
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
    MZ_TRY(auto remove, db_.prepare("DELETE FROM vault WHERE record = ?"));
    return remove.start().number(draft.about).run();
}

Result<void> Writer::erase_slot(record::RecordId batch, std::uint32_t slot) {
    MZ_TRY(auto read, db_.prepare("SELECT salts FROM frame_salts WHERE record = ?"));
    MZ_TRY(const bool there, read.start().number(batch).row());
    record::SaltTree salts;
    ArchiveReader reader(there ? read.bytes_at(0) : std::string_view());
    reader(salts);
    if (!reader.ok() || !salts.valid())
        return refused(Code::kStoreCorrupt, batch, "the salts of the batch are damaged");
    if (!salts.erase(slot))
        return refused(Code::kRecordErased, batch, "this post was erased before");
    MZ_TRY(const bool more, read.row());
    (void)more;
    known_.forget(batch);
    return put_salts(batch, salts);
}

}  // namespace mizan::store
