#include "casework/rests.h"

#include <ranges>
#include <utility>
#include <vector>

#include "cases/retention.h"
#include "casework/record.h"

namespace mizan::casework {

// It was recorded later than what it is about.
Result<void> Rests::look(record::RecordId after) {
    looked_ = true;
    std::vector<record::RecordId> records;
    MZ_CHECK(store_.each_of(platform_, record::Kind::kCase, after, [&](const store::Entry& entry) {
        const bool says_any = entry.outcome == cases::Forgotten::kName ||
                              entry.outcome == cases::MaterialRemoved::kName;
        if (says_any) records.push_back(entry.id);
        return true;
    }));
    // The last first: what says of another record what stays of it may be erased itself, and what stays of that stands behind it.
    for (const auto id : records | std::views::reverse) {
        MZ_TRY(const auto events, events_of(id));
        for (const auto& event : events)
            if (const auto* rests = cases::rests_in(event))
                for (const auto& rest : *rests) in_.try_emplace(rest.record, id);
    }
    return {};
}

Result<cases::Events> Rests::events_of(record::RecordId id) {
    MZ_TRY(auto what, recorded(store_, id));
    if (!what.events.empty()) return std::move(what.events);
    MZ_TRY(auto rest, of(id));
    return rest.value_or(cases::Events());
}

Result<std::optional<cases::Events>> Rests::of(record::RecordId erased) {
    if (!looked_) MZ_CHECK(look(erased));
    const auto at = in_.find(erased);
    if (at == in_.end()) return std::optional<cases::Events>();
    MZ_TRY(const auto said, events_of(at->second));
    for (const auto& event : said) {
        const auto* rests = cases::rests_in(event);
        if (rests == nullptr) continue;
        for (const auto& rest : *rests) {
            if (rest.record != erased) continue;
            MZ_TRY(auto events, cases::read_events(rest.events));
            return std::optional(std::move(events));
        }
    }
    return std::optional<cases::Events>();
}

}  // namespace mizan::casework
