// Use case: somebody flags, adds to a flag, takes it back, and gets a receipt.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "casework/casework.h"
#include "casework/facts.h"
#include "record/receipt.h"

namespace mizan::casework {

// Who flags, after it was checked who they are.
struct Flagger {
    std::string who;  // account or "key:ID"
    bool is_platform =
        false;  // a machine of the platform, which passes on what its users and machines flag
    bool is_government = false;
};

struct TakenFlag {
    cases::Flag flag;
    bool known = false;   // it was flagged before under the same key
    std::string receipt;  // record/receipt.h; empty if it was known: it is had by receipt_of()
};

// One flag. `told` is called once it is durable, by any thread. Errors told: cases::check()'s, kRecordConflict for another flag under the same key,
// kRecordErased; of the store. `engine`: in force.
using FlagTold = std::move_only_function<void(Result<TakenFlag>)>;
void take_flag(Casework& casework, const std::string& platform, const Flagger& flagger,
               std::shared_ptr<const service::Engine> engine, cases::FlagOrder order,
               FlagTold told);

// Many, each of which stands or falls by itself. When all are durable they are told as they came, one after the other: their receipts together would be tens of
// megabytes. One signature promises all. Errors of each: as above.
using EachTold = std::function<void(Result<TakenFlag>)>;
void take_flags(Casework& casework, const std::string& platform, const Flagger& flagger,
                const std::shared_ptr<const service::Engine>& engine,
                std::vector<cases::FlagOrder> orders, const EachTold& told);
// The same, for few.
[[nodiscard]] std::vector<Result<TakenFlag>> take_flags(
    Casework& casework, const std::string& platform, const Flagger& flagger,
    const std::shared_ptr<const service::Engine>& engine, std::vector<cases::FlagOrder> orders);
// So many at once.
inline constexpr std::size_t kFlagsMost = 10'000;

// The receipt of a flag that was taken: a proof, once it is in the published log, else a promise. Errors: kRecordMissing, kRecordErased; of the store
// and the log.
[[nodiscard]] Result<std::string> receipt_of(Casework& casework, const std::string& platform,
                                             std::uint64_t flag);
// When all leaves that are recorded by `at` are in the published log.
[[nodiscard]] std::uint64_t promised_by(std::uint64_t at);

}  // namespace mizan::casework
