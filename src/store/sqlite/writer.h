// Writer: carries out outcomes in the transaction that is open. Private to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/frame.h"
#include "record/outcome.h"
#include "sqlite/database.h"
#include "store/sqlite/known.h"
#include "store/sqlite/waiting.h"

namespace mizan::store {

// Belongs to one connection and one thread.
class Writer {
public:
    // `path`: of the database, beside which posts may wait in a file; empty: they may not.
    Writer(sqlite::Database& db, std::size_t window_posts, const std::string& path = {})
        : db_(db), known_(db, window_posts), waiting_(db, path) {}

    // Gets ready; again after a rollback.
    [[nodiscard]] Result<void> load();
    // Opens a transaction if none is open. What is done without one is nothing but posts that wait.
    [[nodiscard]] Result<void> begin();
    // Makes durable what was done since commit() was called last. Errors: those of Store::commit(); then it must be rolled back.
    [[nodiscard]] Result<void> commit();
    // `frames` are those of the outcome's batches, as if all their posts were new: where some are not, another is made. Errors: those of
    // Store::commit(). After any, the transaction must be rolled back.
    [[nodiscard]] Result<record::Committed> apply(const record::Outcome& outcome,
                                                  const record::BatchFrames& frames);

    // The same for an outcome of nothing but a small batch, whose new posts then wait for a frame: their answers name no record.
    [[nodiscard]] Result<record::Committed> apply_later(const record::Outcome& outcome);
    // Puts all posts that wait into frames. Errors as of apply().
    [[nodiscard]] Result<void> frame_waiting();
    // Waiting::take_in()
    [[nodiscard]] Result<void> take_in_waiting(std::string_view file) {
        return waiting_.take_in(file);
    }
    // How many posts wait, and whether there are so many that their frame is due.
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }
    [[nodiscard]] bool is_frame_due() { return waiting_.due(); }
    // Of what waited once no hash is left in the file. Errors: kStoreFull.
    [[nodiscard]] Result<void> wipe_waiting() { return waiting_.wipe(); }

    // Whether the outcome's first record can be, as things stand, what was applied before it in the same transaction included. Errors:
    // those of Store::commit().
    [[nodiscard]] Result<void> check(const record::Outcome& outcome);

    // See SqliteStore; the other file is attached as `beside`.
    [[nodiscard]] Result<void> restore_vault();
    // The views, from all the rest. Errors: of the database; kStoreCorrupt.
    [[nodiscard]] Result<void> rebuild_views();

private:
    struct Platform {
        std::uint64_t id = 0;
        std::uint64_t next_index = 0;
        std::uint64_t last_at = 0;
        bool changed = false;
    };

    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] Result<Platform*> platform(const std::string& name);

    [[nodiscard]] Result<record::Answer> put(Platform& platform, const record::Draft& draft);
    // What a platform told, once for each key.
    [[nodiscard]] Result<record::Answer> put_told(Platform& platform, const record::Draft& draft);
    [[nodiscard]] Result<record::Answer> put_decision(Platform& platform,
                                                      const record::Draft& draft);
    // The journal's row, as the record next_record_, which then goes up.
    [[nodiscard]] Result<void> put_entry(Platform& platform, const record::Draft& draft,
                                         record::RecordId supersedes);
    [[nodiscard]] Result<void> put_vault(record::RecordId id, const record::Vault& vault);
    [[nodiscard]] Result<void> view_told(const Platform& platform, const record::Draft& draft,
                                         record::RecordId id);
    // Puts a decision into the view of decisions.
    [[nodiscard]] Result<void> view_decision(const Platform& platform, const record::Draft& draft,
                                             record::RecordId id);
    [[nodiscard]] Result<std::vector<record::Answer>> put_batch(
        Platform& platform, const record::Batch& batch, const std::vector<record::Frame>& frames);
    // The posts of one frame, the first of which is `first`; their answers are filled in.
    [[nodiscard]] Result<void> put_frame(Platform& platform, const record::Batch& batch,
                                         std::size_t first, const record::Frame& frame,
                                         std::vector<record::Answer>& answers);
    [[nodiscard]] Result<bool> is_known(const Platform& platform, const record::Batch& batch,
                                        std::size_t post, std::size_t first,
                                        std::vector<record::Answer>& answers);

    // Whether posts that wait must be in their frames first: what it records may be about one of them.
    [[nodiscard]] bool meets_waiting(const record::Outcome& outcome) const;

    [[nodiscard]] Result<void> put_salts(record::RecordId batch, const record::SaltTree& salts);
    // Of an erasure: takes from the vault what it is about.
    [[nodiscard]] Result<void> erase(const record::Draft& draft);
    [[nodiscard]] Result<void> erase_slot(record::RecordId batch, std::uint32_t slot);
    [[nodiscard]] Result<void> check_about(const Platform& platform, const record::Draft& draft);
    // The views of one record that is in the journal.
    [[nodiscard]] Result<void> view_entry(const Platform& platform, const record::Draft& draft,
                                          record::RecordId id);
    // Of an erasure, hold or release: its place in the views.
    [[nodiscard]] Result<void> view_about(const record::Draft& draft, record::RecordId id);

    [[nodiscard]] Result<void> sequence_sealed(Platform& platform, std::uint64_t before);
    [[nodiscard]] Result<void> put_log(const Platform& platform, const record::LogState& log);
    [[nodiscard]] Result<void> put_lost(Platform& platform,
                                        const std::vector<record::LostLeaf>& lost);

    [[nodiscard]] Result<std::map<std::string, record::RecordId, std::less<>>> waiting_leaves(
        const Platform& platform);
    [[nodiscard]] Result<std::vector<record::RecordId>> displace(const Platform& platform,
                                                                 std::uint64_t first);
    [[nodiscard]] Result<void> replace_displaced(
        Platform& platform, std::uint64_t first, const std::vector<record::RecordId>& moved,
        const std::map<record::RecordId, std::uint64_t>& taken);

    [[nodiscard]] Result<void> check_vault_identity();
    [[nodiscard]] Result<void> check_vault_is_ours();

    sqlite::Database& db_;
    Known known_;
    Waiting waiting_;
    std::map<std::string, Platform, std::less<>> platforms_;
    record::RecordId next_record_ = 1;
    std::optional<sqlite::Statement> insert_entry_, insert_vault_, insert_decision_, insert_frame_,
        insert_salts_, save_platform_, put_log_, insert_told_, find_told_;
};

}  // namespace mizan::store
