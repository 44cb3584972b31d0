// The part of Writer that puts a vault back from a backup.

#include "store/sqlite/known.h"
#include "store/sqlite/writer.h"

namespace mizan::store {

Result<void> Writer::restore_vault() {
    MZ_TRY(const auto there,
           db_.number("SELECT (SELECT count(*) FROM main.vault) + (SELECT count(*) "
                      "FROM main.frame_salts)"));
    if (there != 0) {
        return fail(
            {Code::kRecordConflict,
             "there are contents in the store already; a vault goes back into its own copy, before "
             "anything else is recorded",
             "vault"});
    }
    MZ_CHECK(db_.run(
        "INSERT INTO main.vault SELECT b.* FROM beside.vault b WHERE b.record IN (SELECT record "
        "FROM journal) AND b.record NOT IN (SELECT record FROM erasures) ORDER BY b.record"));
    MZ_TRY(
        auto batches,
        db_.prepare("SELECT record, salts FROM beside.frame_salts WHERE id IN (SELECT max(id) FROM "
                    "beside.frame_salts GROUP BY record) AND record IN (SELECT record FROM frames) "
                    "ORDER BY record"));
    MZ_TRY(auto erased, db_.prepare("SELECT slot FROM erasures WHERE record = ?"));
    while (true) {
        MZ_TRY(const bool more, batches.row());
        if (!more) break;
        const auto batch = batches.number_at(0);
        MZ_TRY(auto salts, read_salts(batches, 1));
        erased.start().number(batch);
        while (true) {
            MZ_TRY(const bool another, erased.row());
            if (!another) break;
            (void)salts.erase(erased.number_at(0));  // false: the backup is of after the erasure
        }
        MZ_CHECK(put_salts(batch, salts));
    }
    return {};
}

}  // namespace mizan::store
