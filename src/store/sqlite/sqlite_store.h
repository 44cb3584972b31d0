// The embedded store: one SQLite database in write-ahead mode, written by one thread that commits in groups.
//
// Files: PATH, PATH-wal, PATH-shm (SQLite's own), PATH.waiting (waiting_file.h) and PATH.lock, which a writer holds locked. Everything that
// was acknowledged has been given to the disk (synchronous=FULL). What is erased is overwritten in the database at once, and leaves the
// write-ahead log and the file of what waited when they are emptied: at the latest when the store is closed, or by empty_log().
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"
#include "store/store.h"

namespace mizan::store {

struct SqliteOptions {
    std::string path;
    // Keys of at least so many of the latest ordinary posts are known. An older one that comes again is recorded again. Records of
    // their own are always known. 32 bytes of memory each, at most twice as many.
    std::size_t window_posts = 1u << 20;
};

class SqliteStore : public Store {
public:
    // Opens to write, and makes what is missing. One process may at a time. Errors: kStoreBusy if another has it; kStoreVersion,
    // kStoreCorrupt, kStoreFull.
    [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const SqliteOptions& options);
    // Opens to read, beside a writer. commit() and rebuild_views() then are our own mistakes. Errors: kStoreMissing, kStoreVersion,
    // kStoreCorrupt.
    [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open_to_read(const std::string& path);

    // A copy of everything as it is now, while others read and write: the vault in a file of its own (PATH.vault), so that it can be
    // kept for a shorter time. Neither may exist. Errors: kFileWrite, kStoreFull.
    [[nodiscard]] virtual Result<void> backup(const std::string& path) = 0;
    // Puts the vault of a backup (PATH.vault) back into its copy, less what was erased since. Before anything else is recorded in it: the
    // vault must be empty. Errors: kFileRead, kStoreCorrupt, kRecordConflict if it is not empty.
    [[nodiscard]] virtual Result<void> restore_vault(const std::string& path) = 0;
    // Empties the write-ahead log, and the file of what waited, so that nothing erased is left in them. Errors: kStoreBusy while somebody
    // reads; kStoreFull.
    [[nodiscard]] virtual Result<void> empty_log() = 0;
};

}  // namespace mizan::store
