// Orders about a record, as records of their own: that it is erased, held, released.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "record/outcome.h"
#include "store/store.h"

namespace mizan::service {

// Why and by whom. The ground is public; reason and name stand in the vault.
struct Order {
    std::string ground =
        "unstated";  // of an erasure: "gdpr-17-1-b", "author-request"; printable ASCII
    std::string reason;
    std::string by;
};

// As it stands in the vault of what was ordered.
[[nodiscard]] std::string order_json(const Order& order);

// The ground of an erasure that waited for the end of a hold.
inline constexpr std::string_view kDeferredErasure = "deferred-erasure";

// Whether a record tells that something is, or was, under a legal hold: the hold itself, its end, an erasure that waits for that, and the one that it
// carries out. Errors: of the store.
[[nodiscard]] Result<bool> tells_of_hold(store::Store& store, const store::Entry& entry);

// Whether its leaf shows nothing but that there is one.
[[nodiscard]] bool is_sealed(const store::Entry& entry);

// A sealed record shows that there is one, and nothing else. `slot`: of a batch,
// if it is about one post; else it is about all of the record.
[[nodiscard]] record::Draft sealed_draft(record::Kind kind, record::RecordId about,
                                         std::optional<std::uint32_t> slot, const Order& order,
                                         std::uint64_t at);

// An erasure: kDone or kDeferred. Its leaf is public, and says which leaf and on what ground, unless that would tell on a hold or on what is
// sealed: then it is sealed too, as are those that wait for the end of a hold and those that a release carries out (`quiet`).
[[nodiscard]] record::Draft erasure_draft(const store::Entry& entry, std::uint32_t slot,
                                          bool in_batch, std::string_view state, const Order& order,
                                          std::uint64_t at, bool quiet);

}  // namespace mizan::service
