#include "casework/rests.h"

#include <utility>
#include <vector>

#include "casework/record.h"

namespace mizan::casework {

// It was recorded later than what it is about.
Result<void> Rests::look(record::RecordId after) {
    looked_ = true;
    std::vector<record::RecordId> records;
    MZ_CHECK(store_.each_of(platform_, record::Kind::kCase, after, [&](const store::Entry& entry) {
        if (entry.outcome == cases::Forgotten::kName) records.push_back(entry.id);
        return true;
    }));
    for (const auto id : records) {
        MZ_TRY(const auto what, recorded(store_, id));
        for (const auto& event : what.events)
            if (const auto* e = std::get_if<cases::Forgotten>(&event.what))
                for (const auto& rest : e->rests) in_[rest.record] = id;
    }
    return {};
}

Result<std::optional<cases::Events>> Rests::of(record::RecordId erased) {
    if (!looked_) MZ_CHECK(look(erased));
    const auto at = in_.find(erased);
    if (at == in_.end()) return std::optional<cases::Events>();
    MZ_TRY(const auto what, recorded(store_, at->second));
    for (const auto& event : what.events) {
        const auto* e = std::get_if<cases::Forgotten>(&event.what);
        if (e == nullptr) continue;
        for (const auto& rest : e->rests) {
            if (rest.record != erased) continue;
            MZ_TRY(auto events, cases::read_events(rest.events));
            return std::optional(std::move(events));
        }
    }
    return std::optional<cases::Events>();
}

}  // namespace mizan::casework
