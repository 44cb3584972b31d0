// Beside the store: the disk by itself, and SQLite by itself.
#pragma once

#include <string>
#include <vector>

#include "record/outcome.h"

namespace bench {

// Writes 4 KiB and calls fdatasync, `times` times, over and over a file of 4 MiB that is there already: the least that a durable
// commit can cost. Microseconds each.
[[nodiscard]] std::vector<double> probe_disk(const std::string& folder, std::size_t times);

// SQLite with the tables, indices and settings of `like`, a store of ours, and nothing else: no questions whether a post is known,
// no answers. Returns when all drafts are durable, `at_once` in a transaction.
class BareSqlite {
public:
    BareSqlite(const std::string& path, const std::string& like);
    ~BareSqlite();
    BareSqlite(const BareSqlite&) = delete;
    BareSqlite& operator=(const BareSqlite&) = delete;
    void insert(const std::vector<mizan::record::Draft>& drafts);

private:
    void* db_ = nullptr;
    void* journal_ = nullptr;
    void* vault_ = nullptr;
    void* decisions_ = nullptr;
    long long next_ = 1;
};

}  // namespace bench
