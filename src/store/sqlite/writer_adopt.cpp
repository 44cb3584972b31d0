// The part of Writer that takes in leaves which only the published log knows.

#include <map>
#include <string>

#include "record/leaf.h"
#include "store/sqlite/row_check.h"
#include "store/sqlite/writer.h"

namespace mizan::store {

// The store's own leaves that were given those indices move behind the lost ones.
Result<void> Writer::put_lost(Platform& platform, const std::vector<record::LostLeaf>& lost) {
    MZ_TRY(const auto moved, displace(platform, lost.front().index));
    MZ_TRY(const auto waiting, waiting_leaves(platform));
    std::map<record::RecordId, std::uint64_t> taken;  // the store's own among the published
    MZ_TRY(auto take_place, db_.prepare("UPDATE journal SET idx = ? WHERE record = ?"));
    MZ_TRY(auto insert,
           db_.prepare("INSERT INTO journal(record, platform, kind, at, idx, leaf, lost, checked) "
                       "VALUES(?,?,?,?,?,?,1,?)"));
    constexpr auto kKind = static_cast<std::uint64_t>(record::Kind::kDecision);
    for (const auto& leaf : lost) {
        // Commitments have salts of their own: the same leaf is the same record, published before the backup was put back.
        if (const auto own = waiting.find(leaf.rest); own != waiting.end()) {
            MZ_CHECK(take_place.start().number(leaf.index).number(own->second).run());
            taken[own->second] = leaf.index;
            continue;
        }
        const auto id = next_record_++;
        RowCheck check;
        check.number(id)
            .number(platform.id)
            .number(kKind)
            .number(platform.last_at)
            .bytes(leaf.rest);
        check.bytes({}).number(0).bytes({}).bytes({}).bytes({});  // what a leaf does not tell
        check.number(0).number(0).number(0).number(1);
        insert.start().number(id).number(platform.id).number(kKind).number(platform.last_at);
        MZ_CHECK(insert.number(leaf.index).text(leaf.rest).number(check.value()).run());
    }
    platform.next_index = lost.back().index + 1;
    platform.changed = true;
    return replace_displaced(platform, lost.front().index, moved, taken);
}

// Takes their index from the leaves from `first` on; gives their records, in order.
Result<std::vector<record::RecordId>> Writer::displace(const Platform& platform,
                                                       std::uint64_t first) {
    MZ_TRY(auto own,
           db_.prepare("SELECT record FROM journal WHERE platform = ? AND idx >= ? ORDER BY idx"));
    std::vector<record::RecordId> moved;
    own.start().number(platform.id).number(first);
    while (true) {
        MZ_TRY(const bool more, own.row());
        if (!more) break;
        moved.push_back(own.number_at(0));
    }
    MZ_TRY(auto unassign, db_.prepare("UPDATE journal SET idx = NULL WHERE record = ?"));
    for (const auto id : moved) MZ_CHECK(unassign.start().number(id).run());
    return moved;
}

// The leaves without an index, and their records.
Result<std::map<std::string, record::RecordId, std::less<>>> Writer::waiting_leaves(
    const Platform& platform) {
    MZ_TRY(auto rows,
           db_.prepare("SELECT leaf, record FROM journal WHERE platform = ? AND idx IS NULL"));
    rows.start().number(platform.id);
    std::map<std::string, record::RecordId, std::less<>> leaves;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return leaves;
        leaves.emplace(std::string(rows.bytes_at(0)), rows.number_at(1));
    }
}

// Gives those that the public does not have the next indices. Nobody has seen these leaves: where they cite each other they are written
// anew.
Result<void> Writer::replace_displaced(Platform& platform, std::uint64_t first,
                                       const std::vector<record::RecordId>& moved,
                                       const std::map<record::RecordId, std::uint64_t>& taken) {
    std::vector<std::uint64_t> now;  // [index before - first]
    for (const auto id : moved) {
        const auto own = taken.find(id);
        now.push_back(own == taken.end() ? platform.next_index++ : own->second);
    }
    const auto cited = [&](std::uint64_t index) {
        return index >= first && index - first < now.size() ? now[index - first] : index;
    };
    MZ_TRY(auto row, db_.prepare("SELECT " + std::string(kJournalColumns) +
                                 " FROM journal WHERE record = ?"));
    MZ_TRY(auto assign,
           db_.prepare("UPDATE journal SET idx = ?, leaf = ?, checked = ? WHERE record = ?"));
    for (std::size_t i = 0; i < moved.size(); ++i) {
        if (taken.contains(moved[i])) continue;
        MZ_TRY(const bool there, row.start().number(moved[i]).row());
        if (!there)
            return fail(
                {Code::kStoreCorrupt, "a record is gone", "record " + std::to_string(moved[i])});
        const auto leaf = record::leaf_citing(row.bytes_at(kJournalLeaf), cited);
        const auto check = journal_check(row, leaf);
        MZ_CHECK(assign.start().number(now[i]).text(leaf).number(check).number(moved[i]).run());
    }
    return {};
}

}  // namespace mizan::store
