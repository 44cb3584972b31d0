// What questions for lists have in common: a platform, a cursor, a limit. Private to this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/site.h"
#include "server/target.h"

namespace mizan::server {

inline constexpr std::uint64_t kPage = 50;
inline constexpr std::uint64_t kPageMost = 500;

struct Page {
    std::uint64_t after = 0;
    std::uint64_t limit = kPage;
};

[[nodiscard]] std::unexpected<Error> misused(std::string_view what, std::string_view where);
// Errors: kUsage, as of all that follows.
[[nodiscard]] Result<std::uint64_t> number_of(std::string_view text, std::string_view where);
[[nodiscard]] Result<Query> query_of(const Asked& asked);
// `limit` of a query.
[[nodiscard]] Result<std::uint64_t> limit_asked(const Query& query);
// `after`, the number of a record or the like, and `limit`.
[[nodiscard]] Result<Page> page_asked(const Query& query);
// The platform that is asked for and that the asker may see; without one the asker's own, or the service's. Errors: kAccessForbidden.
[[nodiscard]] Result<std::string> platform_asked(const Site& site, const Asked& asked,
                                                 const Query& query);

}  // namespace mizan::server
