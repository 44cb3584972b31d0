// What is on record of a post in casework, for who erases it by hand or holds it for a court, with the service stopped.
#pragma once

#include "service/erase.h"

namespace mizan::casework {

// The tables beside the record, in `folder`, say which cases are about a post; without them, or where they are behind, all records are looked at.
// The folder must outlive it.
[[nodiscard]] service::CaseworkFinder casework_finder(service::RecordFolder& folder);

}  // namespace mizan::casework
