// The part of Writer that puts a vault back from a backup.

#include <cstring>

#include "record/leaf.h"
#include "store/sqlite/known.h"
#include "store/sqlite/writer.h"

namespace mizan::store {

namespace {

std::unexpected<Error> not_ours(const std::string& why) {
    return fail(
        {Code::kRecordConflict, "this vault is of another store, or damaged: " + why, "vault"});
}

}  // namespace

// By the identity, which copies have since schema 2.
Result<void> Writer::check_vault_identity() {
    MZ_TRY(const auto named,
           db_.number("SELECT count(*) FROM beside.sqlite_schema WHERE name = 'store'"));
    if (named == 0) return {};
    MZ_TRY(const auto same, db_.number("SELECT count(*) FROM main.store WHERE identity IN (SELECT "
                                       "identity FROM beside.store)"));
    return same == 1 ? Result<void>() : not_ours("it bears another store's identity");
}

// By its contents. Of the decisions each has a commitment in its leaf to the post in the vault: another store's vault does not fit.
Result<void> Writer::check_vault_is_ours() {
    MZ_TRY(
        const auto strays,
        db_.number("SELECT (SELECT count(*) FROM beside.vault WHERE record NOT IN (SELECT record "
                   "FROM journal WHERE kind != 2)) + (SELECT count(*) FROM journal WHERE kind != 2 "
                   "AND NOT lost AND record NOT IN (SELECT record FROM erasures) AND record NOT IN "
                   "(SELECT record FROM main.vault))"));
    if (strays != 0) return not_ours("its rows are not those of this store's records");
    MZ_TRY(
        auto rows,
        db_.prepare("SELECT j.record, j.leaf, v.salts, v.input FROM journal j JOIN main.vault v ON "
                    "v.record = j.record WHERE j.kind = 1 AND NOT j.lost"));
    record::Leaf leaf;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return {};
        const auto text = record::leaf_text(0, rows.bytes_at(1));
        MZ_CHECK(record::read_leaf(text, leaf));
        // The first salt of a decision's leaf, the second of a sealed one.
        const bool sealed = leaf.type == record::LeafType::kSealed;
        const std::string_view field = sealed ? "subject_commit" : "input_commit";
        const auto at = sealed ? sizeof(record::Salt) : 0;
        const auto salts = rows.bytes_at(2);
        record::Salt salt{};
        if (salts.size() >= at + salt.size())
            std::memcpy(salt.data(), salts.data() + at, salt.size());
        if (record::commit(salt, field, rows.bytes_at(3)) == leaf.hash(field)) continue;
        return not_ours("record " + std::to_string(rows.number_at(0)) + " does not fit its leaf");
    }
}

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
    MZ_CHECK(check_vault_identity());
    MZ_CHECK(db_.run(
        "INSERT INTO main.vault SELECT b.* FROM beside.vault b WHERE b.record IN (SELECT record "
        "FROM journal) AND b.record NOT IN (SELECT record FROM erasures) ORDER BY b.record"));
    MZ_CHECK(check_vault_is_ours());
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
