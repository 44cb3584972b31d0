#include "server/hidden_decisions.h"

#include "casework/blind.h"
#include "casework/casework.h"
#include "server/casework_access.h"
#include "service/orders.h"

namespace mizan::server {

Result<bool> HiddenDecisions::is_of_hidden_case(const store::Entry& entry, std::uint64_t case_no) {
    const bool sees_all = asked_.who.may(access::Permission::kSeeSensitive) ||
                          asked_.who.may(access::Permission::kSendEvents);
    if (site_.casework == nullptr) return !sees_all && service::is_sealed(entry);
    MZ_TRY(const auto c, site_.casework->read(entry.platform, [&](casework::Tables& t, auto p) {
        return t.find_case(p, case_no);
    }));
    const bool is_close = c ? c->sensitive : service::is_sealed(entry);
    if (is_close && !sees_all) return true;
    return site_.casework->read(entry.platform, [&](casework::Tables& t, auto p) {
        return casework::is_blind_to(t, p, case_no, viewer_of(asked_));
    });
}

Result<bool> HiddenDecisions::hides(const store::Entry& entry) {
    if (entry.kind == record::Kind::kAction && entry.about != 0) {
        MZ_TRY(const auto decision, site_.live.folder().store().entry(entry.about));
        return hides(decision);
    }
    const auto case_no = casework::case_decided_in(entry);
    return case_no == 0 ? Result<bool>(false) : is_of_hidden_case(entry, case_no);
}

Result<store::Entry> HiddenDecisions::shown(store::Entry entry) {
    if (entry.supersedes == 0) return entry;
    MZ_TRY(const auto before, site_.live.folder().store().entry(entry.supersedes));
    MZ_TRY(const bool is_hidden, hides(before));
    if (is_hidden) entry.supersedes = 0;
    return entry;
}

}  // namespace mizan::server
