#include "store/sqlite/check.h"

#include <string>
#include <utility>

#include "ledger/tree.h"
#include "record/frame.h"
#include "record/leaf.h"
#include "store/sqlite/known.h"

namespace mizan::store {

namespace {

class Checker {
public:
    Checker(Database& db, std::size_t limit) : db_(db), limit_(limit) {}

    [[nodiscard]] Result<std::vector<Fault>> run() {
        MZ_CHECK(check_database());
        if (!faults_.empty()) return std::move(faults_);  // nothing else can be relied on
        MZ_CHECK(check_leaves());
        MZ_CHECK(check_frames());
        MZ_CHECK(check_vault());
        return std::move(faults_);
    }

private:
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
                   "j.record LEFT JOIN frame_salts s ON s.record = j.record WHERE j.kind = 2 AND "
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
            const auto salts = read_salts(rows, 3);
            if (!salts) {
                fault(where, salts.error().message);
            } else if ((std::size_t{1} << salts->depth()) - salts->left() != rows.number_at(4)) {
                fault(where, "other posts are without salts than those whose erasure is on record");
            }
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
        MZ_TRY(
            auto rows,
            db_.prepare(
                "SELECT j.record, v.record IS NOT NULL, e.record IS NOT NULL FROM journal j LEFT "
                "JOIN vault v ON v.record = j.record LEFT JOIN erasures e ON e.record = j.record "
                "WHERE j.kind != 2 AND NOT j.lost AND (v.record IS NULL) = (e.record IS NULL)"));
        while (true) {
            MZ_TRY(const bool more, rows.row());
            if (!more) break;
            fault("record " + std::to_string(rows.number_at(0)),
                  rows.number_at(1) != 0 ? "its contents are there although it was erased"
                                         : "its contents are missing and no erasure is on record");
        }
        MZ_TRY(const auto strays,
               db_.number("SELECT count(*) FROM vault WHERE record NOT IN (SELECT record FROM "
                          "journal)"));
        if (strays != 0) fault("vault", std::to_string(strays) + " rows belong to no record");
        return {};
    }

    Database& db_;
    std::size_t limit_;
    std::vector<Fault> faults_;
};

}  // namespace

Result<std::vector<Fault>> check_store(Database& db, std::size_t limit) {
    return Checker(db, limit).run();
}

}  // namespace mizan::store
