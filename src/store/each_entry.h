// Going through records of one kind where looking at one may fail.
#pragma once

#include "store/store.h"

namespace mizan::store {

// As Store::each_of(); `visit(const Entry&)` gives a Result<bool>: false ends it. Errors: also those of `visit`, after which none is looked at.
template <class Visit>
[[nodiscard]] Result<void> each_entry(Store& store, std::string_view platform, record::Kind kind,
                                      RecordId after, Visit visit) {
    Result<bool> went = true;
    MZ_CHECK(store.each_of(platform, kind, after, [&](const Entry& entry) {
        went = visit(entry);
        return went && *went;
    }));
    return went ? Result<void>() : Result<void>(fail(went.error()));
}

}  // namespace mizan::store
