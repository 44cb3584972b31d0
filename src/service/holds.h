// Holds on many records under one order, which begin and end together: what a case keeps (casework/hold.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/outcome.h"
#include "service/orders.h"
#include "service/record_folder.h"

namespace mizan::service {

// A record, or a post in a batch.
struct Holdable {
    record::RecordId record = 0;
    std::optional<std::uint32_t> slot{};
};
// The ground of a hold that stands for one on a case: others are told of that, and not of each record.
inline constexpr std::string_view kCaseHold = "case-hold";
[[nodiscard]] bool is_of_case(const record::Vault& hold);
[[nodiscard]] Order order_of_case(std::uint64_t case_no);
// What is held by such orders still, by case. Every hold that there ever was is looked at.
[[nodiscard]] Result<std::map<std::uint64_t, std::vector<Holdable>>> held_by_cases(
    RecordFolder& folder, std::string_view platform);

// The decisions about a post, and what was told about it. `search_batches`: also those in batches, for which every frame is read.
[[nodiscard]] Result<std::vector<Holdable>> holdable_about(RecordFolder& folder,
                                                           std::string_view platform,
                                                           std::string_view source,
                                                           std::string_view post,
                                                           bool search_batches);

// Holds on those that have contents and are not under this very order yet.
[[nodiscard]] Result<std::vector<record::Draft>> hold_drafts(RecordFolder& folder,
                                                             const std::vector<Holdable>& things,
                                                             const Order& order, std::uint64_t at);
// The end of what this order holds of them, and the erasures that waited for nothing else.
[[nodiscard]] Result<std::vector<record::Draft>> release_drafts(RecordFolder& folder,
                                                                std::string_view platform,
                                                                const std::vector<Holdable>& things,
                                                                const Order& order,
                                                                std::uint64_t at);

}  // namespace mizan::service
