// Rests: what records that were erased with what their case said mean for all else. It stands on record in cases::Forgotten and
// cases::MaterialRemoved.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "cases/events.h"
#include "store/store.h"

namespace mizan::casework {

// Of one platform, for records in the order of their numbers. Not thread-safe; the store must outlive it.
class Rests {
public:
    Rests(store::Store& store, std::string platform)
        : store_(store), platform_(std::move(platform)) {}
    // Nothing: it was erased by itself. Errors: kStoreCorrupt, of the store.
    [[nodiscard]] Result<std::optional<cases::Events>> of(record::RecordId erased);

private:
    [[nodiscard]] Result<void> look(record::RecordId after);
    // Of a record that says what stays of others.
    [[nodiscard]] Result<cases::Events> events_of(record::RecordId id);

    store::Store& store_;
    std::string platform_;
    bool looked_ = false;
    std::map<record::RecordId, record::RecordId> in_;  // by what was erased: which record says it
};

}  // namespace mizan::casework
