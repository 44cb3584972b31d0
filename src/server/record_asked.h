// What a question about the record asks for, and how a decision is told. Private to this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/site.h"
#include "server/target.h"
#include "service/record_folder.h"

namespace mizan::server {

[[nodiscard]] inline std::unexpected<Error> misused(std::string_view what, std::string_view where) {
    return fail({Code::kUsage, std::string(what), std::string(where)});
}

// Errors: kUsage, with `where` as their place.
[[nodiscard]] Result<std::uint64_t> number_of(std::string_view text, std::string_view where);
[[nodiscard]] Result<Query> query_of(const Asked& asked);
// The platform that is asked for and that the asker may see. Errors: kAccessForbidden.
[[nodiscard]] Result<std::string> platform_asked(Site& site, const Asked& asked,
                                                 const Query& query);

// A decision as lists and streams of them tell it; one that was erased has no vault.
void append_decision(std::string& out, const store::Entry& entry,
                     const Result<record::Vault>& vault);

}  // namespace mizan::server
