// A change of a brake as it is recorded, and read again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "record/outcome.h"
#include "sanction/brake.h"
#include "store/store.h"

namespace mizan::service {

// A brake's change on record: the leaf tells clause, state, count and until; the vault who and why, as JSON. Its outcome is the state.
[[nodiscard]] record::Draft brake_draft(std::string_view platform, std::string_view clause,
                                        const sanction::BrakeStanding& standing, std::uint64_t at);

struct RecordedBrake {
    std::string clause;
    sanction::BrakeStanding standing;
};
// Nothing if the record is about no brake. What only the vault says is missing where the vault is (null); then nobody is known to have
// asked, and `asked` is `on`. Errors: kStoreCorrupt.
[[nodiscard]] Result<std::optional<RecordedBrake>> read_brake(const store::Entry& entry,
                                                              const record::Vault* vault);

// {"platform":..., "clause":..., "state":..., ...}: what the vault keeps, and others are told.
[[nodiscard]] std::string brake_json(std::string_view platform, std::string_view clause,
                                     const sanction::BrakeStanding& standing);

}  // namespace mizan::service
