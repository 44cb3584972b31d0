// Desks: the profiles of those who decide cases (cases/profile.h), in a file of their own beside the record.
//
// They are not on record, which nobody can change and many may read: what somebody asked to be spared says something of them, and is theirs to
// take back. They are not in casework.db, which is made anew from the record and may be deleted, nor among the accounts, since who may do what
// is asked of those by every process, and a profile gives nobody a right.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cases/profile.h"
#include "sqlite/database.h"

namespace mizan::casework {

// Thread-safe. Errors: kStoreFull, kStoreCorrupt.
class Desks {
public:
    // Made, for its owner alone, if it is not there.
    [[nodiscard]] static Result<std::unique_ptr<Desks>> open(const std::string& path);

    // Blank but for the name if nothing was ever said of them.
    [[nodiscard]] Result<cases::Profile> find(std::string_view who);
    // By name.
    [[nodiscard]] Result<std::vector<cases::Profile>> all();
    // Changes one as `change(Profile&)` does, which gives a Result. On disk when it returns. Errors: its own; cases::check()'s, and then it is as before.
    template <class Change>
    [[nodiscard]] Result<cases::Profile> amend(std::string_view who, Change change) {
        const std::lock_guard lock(mutex_);
        return db_.write([&]() -> Result<cases::Profile> {
            MZ_TRY(auto profile, look_up(who));
            MZ_CHECK(change(profile));
            MZ_CHECK(save(profile));
            return profile;
        });
    }

private:
    explicit Desks(sqlite::Database db) : db_(std::move(db)) {}
    [[nodiscard]] Result<cases::Profile> look_up(std::string_view who);
    [[nodiscard]] Result<void> save(const cases::Profile& profile);

    std::mutex mutex_;  // guards db_
    sqlite::Database db_;
};

}  // namespace mizan::casework
