// How events stand in the store.
#pragma once

#include "casework/casework.h"

namespace mizan::casework {

// The record of a deed: sealed, so that nobody outside sees when what kind of thing happened. In the vault stand its events (input), what it is
// about (post) and who did it (source).
[[nodiscard]] record::Draft draft_of(const Deed& deed, std::uint64_t at);
// The events of a record; none if its contents were erased. Errors: kStoreCorrupt, of the store.
[[nodiscard]] Result<cases::Events> events_of(store::Store& store, record::RecordId id);

}  // namespace mizan::casework
