// How a decision is told in lists and streams. Private to this room.
#pragma once

#include <string>

#include "base/result.h"
#include "service/record_folder.h"

namespace mizan::server {

// A decision as lists and streams of them tell it; one that was erased has no vault.
void append_decision(std::string& out, const store::Entry& entry,
                     const Result<record::Vault>& vault);

}  // namespace mizan::server
