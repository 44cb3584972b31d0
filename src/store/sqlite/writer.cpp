#include "store/sqlite/writer.h"

#include <algorithm>

#include "ledger/tiles.h"
#include "record/leaf.h"
#include "store/sqlite/row_check.h"

namespace mizan::store {

namespace {

std::string packed(const std::vector<record::Salt>& salts) {
    std::string out;
    for (const auto& salt : salts)
        out.append(reinterpret_cast<const char*>(salt.data()), salt.size());
    return out;
}

}  // namespace

Result<void> Writer::load() {
    MZ_CHECK(prepare());
    platforms_.clear();
    MZ_TRY(auto rows,
           db_.prepare("SELECT p.name, p.id, p.next_index, (SELECT max(at) FROM journal j WHERE "
                       "j.platform = p.id) FROM platforms p"));
    while (true) {
        MZ_TRY(const bool more, rows.row());
        if (!more) break;
        platforms_[std::string(rows.bytes_at(0))] = {rows.number_at(1), rows.number_at(2),
                                                     rows.number_at(3), false};
    }
    MZ_TRY(const auto last, db_.number("SELECT max(record) FROM journal"));
    next_record_ = last + 1;
    MZ_CHECK(waiting_.load());
    return known_.load();
}

Result<void> Writer::prepare() {
    MZ_TRY(insert_entry_,
           db_.prepare("INSERT INTO journal VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
    MZ_TRY(insert_vault_, db_.prepare("INSERT INTO vault VALUES(?,?,?,?,?,?,?)"));
    MZ_TRY(insert_decision_, db_.prepare("INSERT INTO decisions VALUES(?,?,?,?,?,?,?,0)"));
    MZ_TRY(insert_told_, db_.prepare("INSERT INTO told VALUES(?,?,?,?)"));
    MZ_TRY(find_told_, db_.prepare("SELECT record, record IN (SELECT record FROM erasures) FROM "
                                   "told WHERE platform = ? AND key = ?"));
    MZ_TRY(insert_frame_, db_.prepare("INSERT INTO frames VALUES(?,?,?)"));
    MZ_TRY(insert_salts_,
           db_.prepare("INSERT INTO frame_salts(record, salts, checked) VALUES(?,?,?)"));
    MZ_TRY(save_platform_,
           db_.prepare("INSERT INTO platforms VALUES(?,?,?) ON CONFLICT(id) DO UPDATE SET "
                       "next_index = excluded.next_index"));
    MZ_TRY(put_log_, db_.prepare("INSERT OR REPLACE INTO log VALUES(?,?,?,?,?,?,?)"));
    return {};
}

Result<void> Writer::begin() {
    if (db_.in_transaction()) return {};
    MZ_CHECK(db_.run("BEGIN IMMEDIATE"));
    return waiting_.move_to_table();
}

Result<void> Writer::commit() {
    if (!db_.in_transaction()) {
        if (waiting_.can_put()) return waiting_.put();
        MZ_CHECK(begin());
    }
    MZ_CHECK(db_.run("COMMIT"));
    waiting_.settle();
    return {};
}

Result<Writer::Platform*> Writer::platform(const std::string& name) {
    const auto at = platforms_.find(name);
    if (at != platforms_.end()) return &at->second;
    MZ_CHECK(begin());
    Platform fresh{platforms_.size() + 1, 0, 0, true};
    MZ_CHECK(save_platform_->start().number(fresh.id).text(name).number(0).run());
    return &(platforms_[name] = fresh);
}

Result<record::Committed> Writer::apply(const record::Outcome& outcome,
                                        const record::BatchFrames& frames) {
    MZ_CHECK(begin());
    if (meets_waiting(outcome)) MZ_CHECK(frame_waiting());
    MZ_TRY(auto* const platform, this->platform(outcome.platform));
    record::Committed done;
    if (!outcome.lost.empty()) MZ_CHECK(put_lost(*platform, outcome.lost));
    done.records.reserve(outcome.records.size());
    for (const auto& draft : outcome.records) {
        MZ_TRY(const auto answer, put(*platform, draft));
        done.records.push_back(answer);
    }
    for (std::size_t i = 0; i < outcome.batches.size(); ++i) {
        MZ_TRY(auto answers, put_batch(*platform, outcome.batches[i], frames[i]));
        done.batches.push_back(std::move(answers));
    }
    if (outcome.sequence_sealed) MZ_CHECK(sequence_sealed(*platform, outcome.sealed_before));
    if (outcome.log) MZ_CHECK(put_log(*platform, *outcome.log));
    if (platform->changed) {
        MZ_CHECK(save_platform_->start()
                     .number(platform->id)
                     .text(outcome.platform)
                     .number(platform->next_index)
                     .run());
        platform->changed = false;
    }
    return done;
}

Result<record::Answer> Writer::put(Platform& platform, const record::Draft& draft) {
    if (draft.kind == record::Kind::kDecision) return put_decision(platform, draft);
    if (record::is_told(draft.kind)) return put_told(platform, draft);
    MZ_CHECK(check_about(platform, draft));
    const auto id = next_record_;
    MZ_CHECK(put_entry(platform, draft, draft.ends));
    MZ_CHECK(put_vault(id, draft.vault));
    MZ_CHECK(erase(draft));
    MZ_CHECK(view_about(draft, id));
    return record::Answer{record::AnswerState::kNew, id, 0, false};
}

Result<record::Answer> Writer::put_told(Platform& platform, const record::Draft& draft) {
    MZ_TRY(const bool known, find_told_->start().number(platform.id).text(draft.purpose).row());
    if (known) {
        const Earlier earlier{find_told_->number_at(0), 0, false, find_told_->number_at(1) != 0, 0};
        find_told_->end();
        MZ_TRY(const auto state, known_.state(earlier, sha256(draft.vault.input)));
        return record::Answer{state, earlier.record, 0, false};
    }
    const auto id = next_record_;
    MZ_CHECK(put_entry(platform, draft, 0));
    MZ_CHECK(put_vault(id, draft.vault));
    MZ_CHECK(view_told(platform, draft, id));
    return record::Answer{record::AnswerState::kNew, id, 0, false};
}

Result<void> Writer::view_told(const Platform& platform, const record::Draft& draft,
                               record::RecordId id) {
    return insert_told_->start()
        .number(id)
        .number(platform.id)
        .text(draft.purpose)
        .blob(draft.tag.view())
        .run();
}

Result<record::Answer> Writer::put_decision(Platform& platform, const record::Draft& draft) {
    MZ_TRY(const auto earlier,
           known_.find(platform.id, draft.tag, draft.revision, draft.purpose, next_record_));
    if (earlier) {
        MZ_TRY(const auto state, known_.state(*earlier, sha256(draft.vault.input)));
        return record::Answer{state, earlier->record, earlier->slot, earlier->in_batch};
    }
    MZ_TRY(const auto in_force, known_.in_force(platform.id, draft.tag, next_record_));
    const bool overtaken = in_force && in_force->revision > draft.revision;
    const auto id = next_record_;
    MZ_CHECK(put_entry(platform, draft, in_force && !overtaken ? in_force->record : 0));
    MZ_CHECK(put_vault(id, draft.vault));
    MZ_CHECK(view_decision(platform, draft, id));
    return record::Answer{record::AnswerState::kNew, id, 0, false};
}

Result<void> Writer::put_entry(Platform& platform, const record::Draft& draft,
                               record::RecordId supersedes) {
    auto& insert = insert_entry_->start();
    insert.number(next_record_).number(platform.id).number(static_cast<std::uint64_t>(draft.kind));
    platform.last_at = std::max(platform.last_at, draft.at);
    insert.number(platform.last_at);
    if (draft.sealed) {
        insert.null();
    } else {
        insert.number(platform.next_index++);
        platform.changed = true;
    }
    // Whoever made the leaf may have waited since; in the log no time goes back.
    const auto leaf = record::leaf_at(
        platform.last_at - (draft.sealed ? platform.last_at % record::kSealedTimeStep : 0),
        draft.leaf);
    if (record::leaf_text(~std::uint64_t{0} >> 1, leaf).size() > ledger::kEntryBytes)
        return fail({Code::kRecordConflict, "its leaf is too long for a log", "record"});
    insert.text(leaf);
    insert.blob(draft.tag.view())
        .number(draft.revision)
        .text(draft.purpose)
        .text(draft.outcome)
        .text(draft.clause);
    insert.number(draft.about).number(draft.slot).number(supersedes).number(0);
    // All but the index, which a sealed leaf gets later; the log holds that.
    insert.number(RowCheck()
                      .number(next_record_)
                      .number(platform.id)
                      .number(static_cast<std::uint64_t>(draft.kind))
                      .number(platform.last_at)
                      .bytes(leaf)
                      .bytes(draft.tag.view())
                      .number(draft.revision)
                      .bytes(draft.purpose)
                      .bytes(draft.outcome)
                      .bytes(draft.clause)
                      .number(draft.about)
                      .number(draft.slot)
                      .number(supersedes)
                      .number(0)
                      .value());
    MZ_CHECK(insert.run());
    ++next_record_;
    return {};
}

Result<void> Writer::put_vault(record::RecordId id, const record::Vault& vault) {
    const auto salts = packed(vault.salts);
    return insert_vault_->start()
        .number(id)
        .blob(salts)
        .text(vault.source)
        .text(vault.post)
        .blob(vault.input)
        .blob(vault.decision)
        .number(RowCheck()
                    .number(id)
                    .bytes(salts)
                    .bytes(vault.source)
                    .bytes(vault.post)
                    .bytes(vault.input)
                    .bytes(vault.decision)
                    .value())
        .run();
}

Result<void> Writer::view_decision(const Platform& platform, const record::Draft& draft,
                                   record::RecordId id) {
    known_.add_record(draft.tag);
    return insert_decision_->start()
        .number(id)
        .number(platform.id)
        .blob(draft.tag.view())
        .number(draft.revision)
        .text(draft.purpose)
        .text(draft.outcome)
        .text(draft.clause)
        .run();
}

Result<void> Writer::sequence_sealed(Platform& platform, std::uint64_t before) {
    MZ_TRY(auto waiting,
           db_.prepare("SELECT record FROM journal WHERE platform = ? AND idx IS NULL AND "
                       "at < ?"));
    std::vector<std::pair<std::uint64_t, record::RecordId>> order;  // by a random number
    constexpr std::uint64_t kLargest = ~std::uint64_t{0} >> 1;      // that SQLite holds
    waiting.start().number(platform.id).number(std::min(before, kLargest));
    while (true) {
        MZ_TRY(const bool more, waiting.row());
        if (!more) break;
        std::uint64_t random = 0;
        record::fill_random(reinterpret_cast<std::uint8_t*>(&random), sizeof random);
        order.emplace_back(random, waiting.number_at(0));
    }
    std::sort(order.begin(), order.end());
    MZ_TRY(auto assign, db_.prepare("UPDATE journal SET idx = ? WHERE record = ?"));
    for (const auto& [random, id] : order) {
        MZ_CHECK(assign.start().number(platform.next_index++).number(id).run());
        platform.changed = true;
    }
    return {};
}

Result<void> Writer::put_log(const Platform& platform, const record::LogState& log) {
    std::string edge;
    for (const auto& hash : log.edge)
        edge.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    return put_log_->start()
        .number(platform.id)
        .number(log.integrated)
        .blob(edge)
        .number(log.signed_size)
        .text(log.checkpoint)
        .number(log.sealed_at)
        .number(RowCheck()
                    .number(platform.id)
                    .number(log.integrated)
                    .bytes(edge)
                    .number(log.signed_size)
                    .bytes(log.checkpoint)
                    .number(log.sealed_at)
                    .value())
        .run();
}

}  // namespace mizan::store
