#include "store/sqlite/questions.h"

#include <algorithm>
#include <cstring>

#include "record/frame.h"
#include "store/sqlite/known.h"

namespace mizan::store {

namespace {

constexpr std::string_view kEntrySql =
    "SELECT j.record, p.name, j.kind, j.at, j.idx, j.leaf, j.tag, j.revision, j.purpose, j.about, "
    "j.slot, "
    "j.supersedes, j.lost, j.outcome, j.clause FROM journal j JOIN platforms p ON p.id = "
    "j.platform ";

constexpr std::string_view kOfDecisions = "JOIN decisions d ON d.record = j.record ";

Entry read_entry(const sqlite::Statement& row) {
    Entry entry;
    entry.id = row.number_at(0);
    entry.platform = row.bytes_at(1);
    entry.kind = static_cast<record::Kind>(row.number_at(2));
    entry.at = row.number_at(3);
    if (!row.is_null(4)) entry.index = row.number_at(4);
    entry.leaf = row.bytes_at(5);
    const auto tag = row.bytes_at(6);
    if (tag.size() == entry.tag.bytes.size())
        std::memcpy(entry.tag.bytes.data(), tag.data(), tag.size());
    entry.revision = static_cast<std::uint32_t>(row.number_at(7));
    entry.purpose = row.bytes_at(8);
    entry.about = row.number_at(9);
    entry.slot = static_cast<std::uint32_t>(row.number_at(10));
    entry.supersedes = row.number_at(11);
    entry.lost = row.number_at(12) != 0;
    entry.outcome = row.bytes_at(13);
    entry.clause = row.bytes_at(14);
    return entry;
}

Result<std::vector<Entry>> read_entries(sqlite::Statement& rows) {
    std::vector<Entry> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        out.push_back(read_entry(rows));
    }
}

std::unexpected<Error> no_record(const std::string& which) {
    return fail({Code::kRecordMissing, "there is no such record", which});
}

// The one that is in force: of the latest revision the last recorded.
void mark_in_force(std::vector<Found>& found) {
    const auto last =
        std::max_element(found.begin(), found.end(), [](const Found& a, const Found& b) {
            return std::pair(a.revision, a.record) < std::pair(b.revision, b.record);
        });
    if (last != found.end()) last->in_force = true;
}

}  // namespace

Result<void> Questions::at_once(const std::function<Result<void>()>& ask) {
    if (db_.in_transaction()) return ask();
    MZ_CHECK(db_.run("BEGIN"));
    auto done = ask();
    const auto ended = db_.run("COMMIT");  // of what was read only
    return done ? ended : done;
}

Result<std::vector<std::string>> Questions::platforms() {
    MZ_TRY(auto rows, db_.prepare("SELECT name FROM platforms ORDER BY name"));
    std::vector<std::string> names;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return names;
        names.emplace_back(rows.bytes_at(0));
    }
}

Result<Status> Questions::status(std::string_view platform) {
    MZ_TRY(
        auto row,
        db_.prepare(
            "SELECT count(j.record), count(idx), count(j.record) - count(idx), total(kind = 1 AND "
            "NOT lost), "
            "max(at), (SELECT count(*) FROM erasures e JOIN journal r ON r.record = e.record "
            "WHERE r.platform = p.id), (SELECT count(*) FROM (SELECT DISTINCT h.record, "
            "h.slot FROM holds h JOIN journal r ON r.record = h.record WHERE r.platform = p.id)) "
            "FROM platforms p LEFT JOIN journal "
            "j "
            "ON j.platform = p.id WHERE p.name = ?"));
    MZ_TRY(const bool there, row.start().text(platform).row());
    Status status;
    if (!there) return status;
    status.records = row.number_at(0);
    status.leaves = row.number_at(1);
    status.sealed = row.number_at(2);
    status.decisions = row.number_at(3);
    status.last_at = row.number_at(4);
    status.erased = row.number_at(5);
    status.held = row.number_at(6);
    // The head of a frame says how many slots follow.
    MZ_TRY(auto counts,
           db_.prepare("SELECT substr(f.bytes, 9, 4) FROM frames f JOIN journal j ON j.record = "
                       "f.record JOIN platforms p ON p.id = j.platform WHERE p.name = ?"));
    counts.start().text(platform);
    while (true) {
        MZ_TRY(const bool more, counts.row());
        if (!more) return status;
        std::uint32_t slots = 0;
        const auto bytes = counts.bytes_at(0);
        if (bytes.size() == sizeof slots) std::memcpy(&slots, bytes.data(), sizeof slots);
        status.ordinary += slots;
    }
}

Result<Entry> Questions::entry(RecordId id) {
    MZ_TRY(auto row, db_.prepare(std::string(kEntrySql) + "WHERE j.record = ?"));
    MZ_TRY(const bool there, row.start().number(id).row());
    if (!there) return no_record("record " + std::to_string(id));
    return read_entry(row);
}

Result<Entry> Questions::entry_at(std::string_view platform, std::uint64_t index) {
    MZ_TRY(auto row, db_.prepare(std::string(kEntrySql) + "WHERE p.name = ? AND j.idx = ?"));
    MZ_TRY(const bool there, row.start().text(platform).number(index).row());
    if (!there) return no_record("leaf " + std::to_string(index));
    return read_entry(row);
}

Result<record::Vault> Questions::vault(RecordId id) {
    MZ_TRY(
        auto row,
        db_.prepare("SELECT salts, source, post, input, decision FROM vault WHERE record = ? AND "
                    "record NOT IN (SELECT record FROM erasures)"));
    MZ_TRY(const bool there, row.start().number(id).row());
    if (!there) {
        MZ_TRY(const auto entry, this->entry(id));
        const char* what =
            entry.lost ? "only its leaf is known: the store was restored from an older backup"
                       : "its contents were erased";
        return fail({Code::kRecordErased, what, "record " + std::to_string(id)});
    }
    record::Vault vault;
    const auto salts = row.bytes_at(0);
    if (salts.size() % sizeof(record::Salt) != 0)
        return fail({Code::kStoreCorrupt, "the salts are cut off", "record " + std::to_string(id)});
    vault.salts.resize(salts.size() / sizeof(record::Salt));
    if (!salts.empty()) std::memcpy(vault.salts.data(), salts.data(), salts.size());
    vault.source = row.bytes_at(1);
    vault.post = row.bytes_at(2);
    vault.input = row.bytes_at(3);
    vault.decision = row.bytes_at(4);
    return vault;
}

Result<StoredFrame> Questions::frame(RecordId id) {
    MZ_TRY(auto row,
           db_.prepare(
               "SELECT f.bytes, s.salts FROM frames f LEFT JOIN frame_salts s ON s.id = "
               "(SELECT max(id) FROM frame_salts WHERE record = f.record) WHERE f.record = ?"));
    MZ_TRY(const bool there, row.start().number(id).row());
    if (!there) return no_record("batch " + std::to_string(id));
    StoredFrame frame;
    frame.bytes = row.bytes_at(0);
    MZ_TRY(frame.salts, read_salts(row, 1));
    return frame;
}

Result<std::vector<Found>> Questions::find(std::string_view platform, const record::Tag& tag,
                                           bool search_batches) {
    MZ_TRY(auto rows,
           db_.prepare("SELECT d.record, d.revision, d.purpose, d.erased FROM decisions d JOIN "
                       "platforms p ON p.id = d.platform WHERE d.tag = ? AND p.name = ?"));
    rows.start().blob(tag.view()).text(platform);
    std::vector<Found> found;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) break;
        found.push_back({rows.number_at(0), false, 0, static_cast<std::uint32_t>(rows.number_at(1)),
                         std::string(rows.bytes_at(2)), false, rows.number_at(3) != 0});
    }
    if (search_batches) {
        MZ_TRY(
            auto frames,
            db_.prepare("SELECT f.record, f.bytes, s.salts, j.purpose FROM frames f JOIN journal "
                        "j ON j.record = f.record JOIN platforms p ON p.id = j.platform LEFT JOIN "
                        "frame_salts s ON s.id = (SELECT max(id) FROM frame_salts WHERE record = "
                        "f.record) WHERE p.name = ?"));
        frames.start().text(platform);
        while (true) {
            MZ_TRY(const bool more, frames.row());
            if (!more) break;
            MZ_TRY(const auto frame, record::FrameView::read(frames.bytes_at(1)));
            const auto [first, end] = frame.find(tag);
            if (first == end) continue;
            MZ_TRY(const auto salts, read_salts(frames, 2));
            for (auto i = first; i < end; ++i) {
                found.push_back({frames.number_at(0), true, static_cast<std::uint32_t>(i),
                                 frame.slot(i).revision, std::string(frames.bytes_at(3)), false,
                                 !salts.salt(i)});
            }
        }
    }
    std::sort(found.begin(), found.end(),
              [](const Found& a, const Found& b) { return a.record < b.record; });
    mark_in_force(found);
    return found;
}

Result<std::vector<Entry>> Questions::told_about(std::string_view platform,
                                                 const record::Tag& tag) {
    MZ_TRY(auto rows,
           db_.prepare(std::string(kEntrySql) +
                       "JOIN told t ON t.record = j.record WHERE t.tag = ? AND p.name = ? "
                       "ORDER BY j.record"));
    rows.start().blob(tag.view()).text(platform);
    return read_entries(rows);
}

Result<std::vector<RecordId>> Questions::holds_on(RecordId id, std::optional<std::uint32_t> slot) {
    MZ_TRY(auto rows,
           db_.prepare(
               "SELECT hold FROM holds WHERE record = ? AND (? OR slot IN (0, ?)) ORDER BY hold"));
    rows.start().number(id).number(slot ? 0 : 1).number(record::held_slot(slot.value_or(0)));
    std::vector<RecordId> holds;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return holds;
        holds.push_back(rows.number_at(0));
    }
}

Result<bool> Questions::is_held(RecordId id, std::optional<std::uint32_t> slot) {
    MZ_TRY(const auto holds, holds_on(id, slot));
    return !holds.empty();
}

Result<std::optional<Entry>> Questions::activation(std::string_view platform) {
    MZ_TRY(auto row, db_.prepare(std::string(kEntrySql)
                                     .append("WHERE p.name = ? AND ")
                                     .append(kOfRareKind)
                                     .append(" ORDER BY j.record DESC LIMIT 1")));
    row.start().text(platform).number(static_cast<std::uint64_t>(record::Kind::kActivation));
    MZ_TRY(const bool there, row.row());
    if (!there) return std::optional<Entry>();
    return read_entry(row);
}

Result<std::uint64_t> Questions::last_at(std::string_view platform) {
    MZ_TRY(auto row, db_.prepare("SELECT j.at FROM journal j JOIN platforms p ON p.id = j.platform "
                                 "WHERE p.name = ? ORDER BY j.record DESC LIMIT 1"));
    MZ_TRY(const bool there, row.start().text(platform).row());
    return there ? row.number_at(0) : 0;
}

Result<std::vector<std::string>> Questions::leaves(std::string_view platform, std::uint64_t first,
                                                   std::size_t count) {
    MZ_TRY(auto rows,
           db_.prepare(
               "SELECT j.idx, j.leaf FROM journal j JOIN platforms p ON p.id = j.platform WHERE "
               "p.name = ? AND j.idx >= ? ORDER BY j.idx LIMIT ?"));
    rows.start().text(platform).number(first).number(count);
    std::vector<std::string> out;
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) return out;
        if (rows.number_at(0) != first + out.size()) {
            return fail({Code::kStoreCorrupt, "there is no record with this index",
                         "leaf " + std::to_string(first + out.size())});
        }
        out.emplace_back(rows.bytes_at(1));
    }
}

Result<record::LogState> Questions::log_state(std::string_view platform) {
    MZ_TRY(auto row, db_.prepare("SELECT l.integrated, l.edge, l.signed_size, l.checkpoint, "
                                 "l.sealed_at FROM log l JOIN platforms "
                                 "p ON p.id = l.platform WHERE p.name = ?"));
    MZ_TRY(const bool there, row.start().text(platform).row());
    record::LogState log;
    if (!there) return log;
    log.integrated = row.number_at(0);
    const auto edge = row.bytes_at(1);
    if (edge.size() % sizeof(Sha256) != 0)
        return fail({Code::kStoreCorrupt, "the edge of the tree is cut off", "log"});
    log.edge.resize(edge.size() / sizeof(Sha256));
    if (!edge.empty()) std::memcpy(log.edge.data(), edge.data(), edge.size());
    log.signed_size = row.number_at(2);
    log.checkpoint = row.bytes_at(3);
    log.sealed_at = row.number_at(4);
    return log;
}

Result<std::vector<Entry>> Questions::entries(std::string_view platform, RecordId after,
                                              std::size_t count) {
    MZ_TRY(auto rows, db_.prepare(std::string(kEntrySql) +
                                  "WHERE p.name = ? AND j.record > ? ORDER BY j.record LIMIT ?"));
    rows.start().text(platform).number(after).number(count);
    return read_entries(rows);
}

Result<std::vector<Entry>> Questions::entries_of(std::string_view platform, record::Kind kind,
                                                 RecordId after, std::size_t count) {
    // By the table of decisions: there may be a million records of another kind between two.
    const bool of_decisions = kind == record::Kind::kDecision;
    const auto of_kind = kind > record::Kind::kBatch ? kOfRareKind : "j.kind = ?";
    MZ_TRY(auto rows,
           db_.prepare(std::string(kEntrySql)
                           .append(of_decisions ? kOfDecisions : "")
                           .append("WHERE p.name = ? AND ")
                           .append(of_kind)
                           .append(of_decisions ? " AND d.record > ? ORDER BY d.record LIMIT ?"
                                                : " AND j.record > ? ORDER BY j.record LIMIT ?")));
    rows.start()
        .text(platform)
        .number(static_cast<std::uint64_t>(kind))
        .number(after)
        .number(count);
    return read_entries(rows);
}

}  // namespace mizan::store
