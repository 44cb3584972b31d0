#include "server/page.h"

#include <charconv>

namespace mizan::server {

std::unexpected<Error> misused(std::string_view what, std::string_view where) {
    return fail({Code::kUsage, std::string(what), std::string(where)});
}

Result<std::uint64_t> number_of(std::string_view text, std::string_view where) {
    std::uint64_t n = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), n);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
        return misused("it is no number", where);
    return n;
}

Result<Query> query_of(const Asked& asked) {
    auto query = Query::read(asked.request.query());
    if (!query) return misused("the query cannot be read", "query");
    return *std::move(query);
}

Result<std::uint64_t> limit_asked(const Query& query) {
    MZ_TRY(const auto limit,
           number_of(query.get("limit").value_or(std::to_string(kPage)), "limit"));
    if (limit == 0 || limit > kPageMost) return misused("a page has 1 to 500 entries", "limit");
    return limit;
}

Result<Page> page_asked(const Query& query) {
    Page page;
    MZ_TRY(page.after, number_of(query.get("after").value_or("0"), "after"));
    MZ_TRY(page.limit, limit_asked(query));
    return page;
}

Result<std::string> platform_asked(const Site& site, const Asked& asked, const Query& query) {
    const auto named = query.get("platform");
    const auto& bound = asked.who.platform;
    if (!bound.empty() && named && *named != bound)
        return fail({Code::kAccessForbidden, "this key is for another platform", *named});
    if (named) return *named;
    return bound.empty() ? site.live.options().platform : bound;
}

}  // namespace mizan::server
