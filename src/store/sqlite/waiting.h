// Waiting: ordinary posts that are durable and not yet in a frame. A few that come at a time cost a write to a file and not a frame each,
// or a row of a table where the transaction is open anyway; those of many groups then become one frame. Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "record/outcome.h"
#include "sqlite/database.h"
#include "store/sqlite/waiting_file.h"

namespace mizan::store {

// Belongs to the writer's connection and thread; works in the transaction that is open, and without one in the file.
class Waiting {
public:
    static constexpr std::size_t kFew =
        256;  // posts of one batch; more are worth a frame of their own
    // So many make a frame at once, which takes 2 ms with its transaction; who comes meanwhile waits for it, and may have to in one group of 30.
    static constexpr std::size_t kDue = 1'024;
    static constexpr std::size_t kRoom = 64u << 10;  // that the file should have, in bytes

    // Posts that may stand in a frame together, of as many groups as there were.
    struct Group {
        std::string platform;
        record::Batch batch;
        std::unordered_map<std::string, std::uint32_t> tails;  // place in the batch
    };

    // `file`: the database that the file is beside; empty: all goes into the table.
    explicit Waiting(sqlite::Database& db, const std::string& file = {}) : db_(db) {
        if (!file.empty()) file_.emplace(file);
        database_ = file;
    }

    // Reads what there is, in the table and in the file. Again after a transaction was rolled back. Errors: of the database; kFileRead;
    // kStoreCorrupt.
    [[nodiscard]] Result<void> load();
    // Adds what such a file held (WaitingFile::read()), if it is this database's. Errors: of the database; kStoreCorrupt.
    [[nodiscard]] Result<void> take_in(std::string_view file);
    // Notes that a post of that tag is going to wait; false if one did already.
    [[nodiscard]] bool expect(const record::Tag& tag) { return tags_.insert(word(tag)).second; }
    // Whether a post of that tag may wait: eight of its bytes are compared.
    [[nodiscard]] bool may_hold(const record::Tag& tag) const { return tags_.contains(word(tag)); }
    // Durable with the transaction, or without one once put() has returned. Errors: of the database.
    [[nodiscard]] Result<void> add(const std::string& platform, std::uint64_t platform_id,
                                   const record::Batch& batch);
    // Whether the file can take what was added without a transaction.
    [[nodiscard]] bool can_put() {
        return added_.empty() || (file_ && file_->has_room(added_size_));
    }
    // Makes that durable. Errors: kStoreFull; then all must be read anew.
    [[nodiscard]] Result<void> put();
    // Moves it into the transaction that has just been opened. Errors: of the database.
    [[nodiscard]] Result<void> move_to_table();
    [[nodiscard]] std::size_t size() const { return size_; }  // posts
    // Whether a frame of them is due.
    [[nodiscard]] bool due() { return size_ >= kDue || (in_file_ && !file_->has_room(kRoom)); }
    [[nodiscard]] bool expects_none() const { return tags_.empty(); }
    // All of them; then none wait. Errors: of the database.
    [[nodiscard]] Result<std::vector<Group>> take();
    // After the transaction in which they were taken: what is in the file is of the past.
    void settle();
    // Overwrites what is of the past in the file. Errors: kStoreFull.
    [[nodiscard]] Result<void> wipe() { return file_ ? file_->wipe() : Result<void>(); }

private:
    // Posts that no transaction was open for.
    struct Added {
        std::uint64_t platform_id = 0;
        std::string posts;
    };
    [[nodiscard]] static std::uint64_t word(const record::Tag& tag);
    void gather(const std::string& platform, const record::Batch& batch);
    [[nodiscard]] Result<void> load_table();
    // The posts of a group of the file.
    [[nodiscard]] Result<void> take_in_group(std::string_view group);
    [[nodiscard]] Result<void> insert(std::uint64_t platform_id, std::string_view posts);

    sqlite::Database& db_;
    std::string database_;
    std::optional<WaitingFile> file_;
    std::optional<WaitingFile::Epoch> epoch_;       // none: the table for it comes with schema 6
    std::optional<WaitingFile::Epoch> next_epoch_;  // in the transaction that is open
    std::vector<Group> groups_;
    std::unordered_set<std::uint64_t> tags_;
    std::size_t size_ = 0;
    std::vector<Added> added_;
    std::size_t added_size_ = 0;  // as a group of the file
    bool in_file_ = false;        // whether some wait in the file
    std::optional<sqlite::Statement> insert_, remove_;
};

// The posts of a row of the table. Errors: kStoreCorrupt.
[[nodiscard]] Result<record::Batch> read_waiting(std::string_view bytes);
// The file's epoch as the database has it; nothing before schema 6. Errors: of the database; kStoreCorrupt.
[[nodiscard]] Result<std::optional<WaitingFile::Epoch>> read_epoch(sqlite::Database& db);
// Another one, so that what the file holds is of the past. Errors: of the database.
[[nodiscard]] Result<WaitingFile::Epoch> renew_epoch(sqlite::Database& db);

}  // namespace mizan::store
