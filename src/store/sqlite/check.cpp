#include "store/sqlite/check.h"

#include <string>
#include <utility>

#include "ledger/tree.h"
#include "record/frame.h"
#include "record/leaf.h"
#include "store/sqlite/known.h"
#include "store/sqlite/row_check.h"
#include "store/sqlite/waiting.h"

namespace mizan::store {

namespace {

constexpr std::string_view kWrongViews = R"(
    SELECT j.record, 'decisions' FROM journal j LEFT JOIN decisions d ON d.record = j.record
        WHERE j.kind = 1 AND NOT j.lost AND (d.record IS NULL OR d.platform != j.platform OR d.tag != j.tag
            OR d.revision != j.revision OR d.purpose != j.purpose OR d.outcome != j.outcome OR d.clause != j.clause
            OR d.erased != EXISTS(SELECT 1 FROM erasures e WHERE e.record = d.record))
    UNION ALL SELECT d.record, 'decisions' FROM decisions d
        WHERE d.record NOT IN (SELECT record FROM journal WHERE kind = 1 AND NOT lost)
    UNION ALL SELECT j.record, 'told' FROM journal j LEFT JOIN told t ON t.record = j.record
        WHERE j.kind IN (9, 10, 11) AND NOT j.lost AND (t.record IS NULL OR t.platform != j.platform OR t.tag != j.tag
            OR t.key != j.purpose)
    UNION ALL SELECT t.record, 'told' FROM told t
        WHERE t.record NOT IN (SELECT record FROM journal WHERE kind IN (9, 10, 11) AND NOT lost)
    UNION ALL SELECT e.record, 'erasures' FROM erasures e LEFT JOIN journal j ON j.record = e.erasure
        WHERE j.record IS NULL OR j.kind != 4 OR j.about != e.record OR j.slot != e.slot
    UNION ALL SELECT j.about, 'erasures' FROM journal j LEFT JOIN erasures e ON e.erasure = j.record
        WHERE j.kind = 4 AND j.outcome = 'done' AND NOT j.lost AND e.record IS NULL
    UNION ALL SELECT h.record, 'holds' FROM holds h LEFT JOIN journal j ON j.record = h.hold
        WHERE j.record IS NULL OR j.kind != 5 OR j.about != h.record OR j.slot != h.slot OR EXISTS(SELECT 1 FROM journal r
            WHERE r.kind = 6 AND r.about = h.record AND r.slot = h.slot AND r.record > h.hold AND r.supersedes IN (0, h.hold))
    UNION ALL SELECT j.about, 'holds' FROM journal j LEFT JOIN holds h ON h.hold = j.record
        WHERE j.kind = 5 AND h.record IS NULL AND NOT EXISTS(SELECT 1 FROM journal r
            WHERE r.kind = 6 AND r.about = j.about AND r.slot = j.slot AND r.record > j.record AND r.supersedes IN (0, j.record)))";

class Checker {
public:
    Checker(sqlite::Database& db, std::string_view waiting, std::size_t limit)
        : db_(db), waiting_(waiting), limit_(limit) {}

    [[nodiscard]] Result<std::vector<Fault>> run() {
        MZ_CHECK(check_database());
        if (!faults_.empty()) return std::move(faults_);  // nothing else can be relied on
        MZ_TRY(bare_, is_bare());
        if (bare_) {
            fault("vault",
                  "this is a copy without its vault: `mizan log restore-vault` puts it back; until "
                  "then all "
                  "contents count as erased");
        }
        MZ_CHECK(check_journal());
        MZ_CHECK(check_leaves());
        MZ_CHECK(check_frames());
        MZ_CHECK(check_vault());
        MZ_CHECK(check_views());
        return std::move(faults_);
    }

private:
    // A backup from which everything that can be erased was left out.
    [[nodiscard]] Result<bool> is_bare() {
        MZ_TRY(
            const auto bare,
            db_.number("SELECT NOT EXISTS(SELECT 1 FROM vault) AND NOT EXISTS(SELECT 1 FROM "
                       "frame_salts) AND (SELECT count(*) FROM journal WHERE NOT lost AND record "
                       "NOT IN (SELECT record FROM erasures)) > 1"));
        return bare != 0;
    }
    void fault(std::string where, std::string what) {
        if (faults_.size() < limit_) faults_.push_back({std::move(where), std::move(what)});
    }
    [[nodiscard]] Result<void> check_database() {
        MZ_TRY(auto rows, db_.prepare("PRAGMA integrity_check"));
        while (true) {
            const auto more = rows.row();
            if (!more) {
                fault("database", more.error().message);
                return {};
            }
            if (!*more) return {};
            if (rows.bytes_at(0) != "ok") fault("database", std::string(rows.bytes_at(0)));
        }
    }
    [[nodiscard]] Result<void> check_journal() {
        MZ_TRY(auto rows,
               db_.prepare("SELECT " + std::string(kJournalColumns) + ", checked FROM journal"));
        while (true) {
            MZ_TRY(const bool more, rows.row());
            if (!more) break;
            if (journal_check(rows, rows.bytes_at(kJournalLeaf)) != rows.number_at(14))
                fault("record " + std::to_string(rows.number_at(0)),
                      "its row in the journal has changed");
        }
        MZ_CHECK(check_blobs("frames", "bytes"));
        MZ_CHECK(check_blobs("frame_salts", "salts"));
        MZ_CHECK(check_identity());
        MZ_CHECK(check_waiting());
        check_waiting_file();
        MZ_TRY(const auto gaps,
               db_.number("SELECT coalesce(max(id), 0) != count(*) FROM frame_salts"));
        if (gaps != 0) fault("frame_salts", "its rows are not numbered one after the other");
        return check_log_rows();
    }
    [[nodiscard]] Result<void> check_identity() {
        MZ_TRY(const auto schema, db_.number("PRAGMA user_version"));
        if (schema < 2) return {};  // it came with that one
        MZ_TRY(auto rows, db_.prepare("SELECT identity, checked FROM store"));
        MZ_TRY(const bool there, rows.row());
        if (!there || RowCheck().bytes(rows.bytes_at(0)).value() != rows.number_at(1))
            fault("store", "its identity has changed");
        return {};
    }
    [[nodiscard]] Result<void> check_waiting() {
        MZ_TRY(const auto schema, db_.number("PRAGMA user_version"));
        if (schema < 4) return {};  // likewise
        MZ_TRY(auto rows, db_.prepare("SELECT id, platform, posts, checked FROM waiting"));
        while (true) {
            MZ_TRY(const bool more, rows.row());
            if (!more) return {};
            const auto bytes = rows.bytes_at(2);
            if (RowCheck().number(rows.number_at(1)).bytes(bytes).value() != rows.number_at(3) ||
                !read_waiting(bytes))
                fault("waiting, row " + std::to_string(rows.number_at(0)), "it has changed");
        }
    }
    void check_waiting_file() {
        const auto epoch = read_epoch(db_);
        if (!epoch) return fault("waiting_file", epoch.error().message);
        if (!*epoch) return;  // it came with schema 6
        const auto groups = WaitingFile::groups_in(waiting_, **epoch);
        if (!groups) fault(groups.error().where, groups.error().message);
    }
    [[nodiscard]] Result<void> check_log_rows() {
        MZ_TRY(auto rows,
               db_.prepare("SELECT l.platform, integrated, edge, signed_size, checkpoint, "
                           "sealed_at, checked, p.name FROM log l LEFT JOIN platforms p ON p.id = "
                           "l.platform"));
        while (true) {
            MZ_TRY(const bool more, rows.row());
            if (!more) return {};
            RowCheck check;
            check.number(rows.number_at(0)).number(rows.number_at(1)).bytes(rows.bytes_at(2));
            check.number(rows.number_at(3)).bytes(rows.bytes_at(4)).number(rows.number_at(5));
            if (check.value() != rows.number_at(6))
                fault("log of " + std::string(rows.bytes_at(7)), "its row has changed");
        }
    }
    [[nodiscard]] Result<void> check_blobs(const std::string& table, const std::string& column) {
        MZ_TRY(auto rows, db_.prepare("SELECT record, " + column + ", checked, " + column +
                                      " = zeroblob(length(" + column + ")) FROM " + table));
        while (true) {
            MZ_TRY(const bool more, rows.row());
            if (!more) return {};
            // What was erased has a check of its number alone; zeros are also the salts of which none is left.
            const auto number = RowCheck().number(rows.number_at(0));
            const bool erased = rows.number_at(3) != 0 && number.value() == rows.number_at(2);
            if (!erased && RowCheck(number).bytes(rows.bytes_at(1)).value() != rows.number_at(2))
                fault(table + " of record " + std::to_string(rows.number_at(0)),
                      "its row has changed");
        }
    }
    // Rows that are not what the journal makes of them; `mizan log rebuild-views` mends them.
    [[nodiscard]] Result<void> check_views() {
        MZ_TRY(auto rows, db_.prepare(kWrongViews));
        while (true) {
            MZ_TRY(const bool more, rows.row());
            if (!more) return {};
            fault(std::string(rows.bytes_at(1)) + ", record " + std::to_string(rows.number_at(0)),
                  "the view is not what the journal says; `mizan log rebuild-views` makes it anew");
        }
    }
    [[nodiscard]] Result<void> check_leaves() {
        MZ_TRY(auto rows,
               db_.prepare(
                   "SELECT p.name, j.idx, j.leaf, p.next_index FROM journal j JOIN platforms p ON "
                   "p.id = j.platform WHERE j.idx IS NOT NULL ORDER BY j.platform, j.idx"));
        std::string platform;
        std::uint64_t expected = 0;
        std::uint64_t next = 0;
        record::Leaf leaf;
        const auto ended = [&] {
            if (!platform.empty() && expected != next)
                fault("log of " + platform, "it has " + std::to_string(expected) +
                                                " leaves and should have " + std::to_string(next));
        };
        while (true) {
            MZ_TRY(const bool more, rows.row());
            if (!more) break;
            if (rows.bytes_at(0) != platform) {
                ended();
                platform = rows.bytes_at(0);
                expected = 0;
            }
            next = rows.number_at(3);
            const auto index = rows.number_at(1);
            const auto where = "leaf " + std::to_string(index) + " of " + platform;
            if (index != expected) fault(where, "the index before it is missing");
            expected = index + 1;
            if (const auto read =
                    record::read_leaf(record::leaf_text(index, rows.bytes_at(2)), leaf);
                !read)
                fault(where, read.error().message);
        }
        ended();
        return {};
    }
    [[nodiscard]] Result<void> check_frames() {
        MZ_TRY(auto rows,
               db_.prepare(
                   "SELECT j.record, f.bytes, j.leaf, s.salts, (SELECT count(*) FROM erasures e "
                   "WHERE e.record = j.record) FROM journal j LEFT JOIN frames f ON f.record = "
                   "j.record LEFT JOIN frame_salts s ON s.id = (SELECT max(id) FROM frame_salts "
                   "WHERE record = j.record) WHERE j.kind = 2 AND "
                   "NOT j.lost"));
        while (true) {
            MZ_TRY(const bool more, rows.row());
            if (!more) return {};
            const auto where = "frame of record " + std::to_string(rows.number_at(0));
            const auto frame = record::FrameView::read(rows.bytes_at(1));
            if (!frame) {
                fault(where, frame.error().message);
                continue;
            }
            check_slots(*frame, where);
            check_frame_leaf(*frame, rows.bytes_at(2), where);
            if (bare_) continue;
            const auto salts = read_salts(rows, 3);
            if (!salts) {
                fault(where, salts.error().message);
            } else if ((std::size_t{1} << salts->depth()) - salts->left() != rows.number_at(4)) {
                fault(where, "other posts are without salts than those whose erasure is on record");
            }
        }
    }
    [[nodiscard]] Result<void> check_vault_rows() {
        MZ_TRY(
            auto rows,
            db_.prepare("SELECT record, salts, source, post, input, decision, checked FROM vault "
                        "WHERE record NOT IN (SELECT record FROM erasures)"));
        while (true) {
            MZ_TRY(const bool more, rows.row());
            if (!more) return {};
            RowCheck check;
            check.number(rows.number_at(0));
            for (const int c : {1, 2, 3, 4, 5}) check.bytes(rows.bytes_at(c));
            if (check.value() != rows.number_at(6))
                fault("record " + std::to_string(rows.number_at(0)),
                      "its contents in the vault have changed");
        }
    }
    void check_slots(const record::FrameView& frame, const std::string& where) {
        const auto tails = frame.tails();
        if (!tails) return fault(where, tails.error().message);
        for (std::size_t i = 0; i < frame.size(); ++i) {
            const auto slot = frame.slot(i);
            if (slot.tail >= tails->size()) return fault(where, "a slot has no decision");
            if (i == 0) continue;
            const auto before = frame.slot(i - 1);
            if (std::pair(before.tag, before.revision) >= std::pair(slot.tag, slot.revision))
                return fault(where, "its slots are not in order");
        }
    }
    void check_frame_leaf(const record::FrameView& frame, std::string_view rest,
                          const std::string& where) {
        record::Leaf leaf;
        const auto text = record::leaf_text(0, rest);
        if (!record::read_leaf(text, leaf)) return;  // told by check_leaves()
        std::uint64_t views = 0;
        for (std::size_t i = 0; i < frame.size(); ++i) views += frame.slot(i).views;
        if (leaf.hash("root") != ledger::root_of(frame.leaves()) ||
            leaf.number("count") != frame.size() || leaf.number("views") != views)
            fault(where, "it is not the one that its leaf commits to");
    }
    [[nodiscard]] Result<void> check_vault() {
        if (bare_) return {};
        MZ_CHECK(check_vault_rows());
        MZ_TRY(auto missing,
               db_.prepare(
                   "SELECT record FROM journal WHERE kind != 2 AND NOT lost AND record NOT IN "
                   "(SELECT record FROM vault) AND record NOT IN (SELECT record FROM erasures)"));
        while (true) {
            MZ_TRY(const bool more, missing.row());
            if (!more) break;
            fault("record " + std::to_string(missing.number_at(0)),
                  "its contents are missing and no erasure is on record");
        }
        MZ_TRY(auto left,
               db_.prepare(
                   "SELECT v.record FROM vault v JOIN erasures e ON e.record = v.record WHERE "
                   "v.salts != zeroblob(length(v.salts)) OR v.input != "
                   "zeroblob(length(v.input)) OR v.decision != zeroblob(length(v.decision)) OR "
                   "v.checked != 1 << 62 OR CAST(v.source || v.post AS BLOB) != "
                   "zeroblob(length(CAST(v.source || v.post AS BLOB)))"));
        while (true) {
            MZ_TRY(const bool more, left.row());
            if (!more) break;
            fault("record " + std::to_string(left.number_at(0)),
                  "its contents are there although it was erased");
        }
        MZ_TRY(const auto strays,
               db_.number("SELECT count(*) FROM vault WHERE record NOT IN (SELECT record FROM "
                          "journal)"));
        if (strays != 0) fault("vault", std::to_string(strays) + " rows belong to no record");
        return {};
    }

    sqlite::Database& db_;
    std::string_view waiting_;  // the file, as it was before
    std::size_t limit_;
    bool bare_ = false;
    std::vector<Fault> faults_;
};

}  // namespace

Result<std::vector<Fault>> check_store(sqlite::Database& db, const std::string& path,
                                       std::size_t limit) {
    MZ_TRY(const auto waiting, WaitingFile::read(path));
    return Checker(db, waiting, limit).run();
}

}  // namespace mizan::store
