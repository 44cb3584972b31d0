#include "server/hidden_decisions.h"

#include "casework/sight.h"
#include "server/casework_access.h"
#include "service/orders.h"

namespace mizan::server {

Result<bool> HiddenDecisions::hides(const store::Entry& entry) {
    if (entry.kind == record::Kind::kAction && entry.about != 0) {
        MZ_TRY(const auto decision, site_.live.folder().store().entry(entry.about));
        return hides(decision);
    }
    auto viewer = viewer_of(asked_);
    viewer.sensitive |= asked_.who.may(access::Permission::kSendEvents);
    if (site_.casework != nullptr)
        return casework::is_decision_hidden(*site_.casework, entry, viewer);
    return !viewer.sensitive && casework::case_decided_in(entry) != 0 && service::is_sealed(entry);
}

Result<bool> HiddenDecisions::hides(record::RecordId record) {
    const auto entry = site_.live.folder().store().entry(record);
    if (entry) return hides(*entry);
    if (entry.error().code != Code::kRecordMissing) return fail(entry.error());
    return false;
}

Result<store::Entry> HiddenDecisions::shown(store::Entry entry) {
    if (entry.supersedes == 0) return entry;
    MZ_TRY(const auto before, site_.live.folder().store().entry(entry.supersedes));
    MZ_TRY(const bool is_hidden, hides(before));
    if (is_hidden) entry.supersedes = 0;
    return entry;
}

}  // namespace mizan::server
