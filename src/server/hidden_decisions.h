// Which decisions by people are not for whoever asks: those of sensitive cases, but for who may see these and for the platform, which acts on them; and
// what was decided in a case that is looked at again without seeing it, but for who cannot be given that.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "server/answers.h"
#include "service/record_folder.h"

namespace mizan::server {

// Site and asked must outlive it.
class HiddenDecisions {
public:
    HiddenDecisions(Site& site, const Asked& asked) : site_(site), asked_(asked) {}
    // Also what was told of an action of such a decision. Errors: of the store and the tables.
    [[nodiscard]] Result<bool> hides(const store::Entry& entry);
    // By its number; what is not on record tells nothing.
    [[nodiscard]] Result<bool> hides(record::RecordId record);
    // An entry that is not hidden, without what it says of one that is.
    [[nodiscard]] Result<store::Entry> shown(store::Entry entry);

private:
    Site& site_;
    const Asked& asked_;
};

}  // namespace mizan::server
