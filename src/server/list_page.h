// A page of a list: `limit`, and `after` with the `next` of the page before. Private to this room.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>

#include "server/site.h"
#include "server/target.h"

namespace mizan::server {

inline constexpr std::uint64_t kPageUsual = 50;
inline constexpr std::uint64_t kPageLongest = 500;

struct ListPage {
    std::string after;  // as it was sent; empty: from the beginning
    std::uint64_t limit = kPageUsual;
};

// A number in a query. Errors: kUsage.
[[nodiscard]] inline Result<std::uint64_t> query_number(const std::string& text,
                                                        std::string_view where) {
    std::uint64_t n = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), n);
    if (read.ec == std::errc{} && read.ptr == text.data() + text.size()) return n;
    return fail({Code::kUsage, "it is no number", std::string(where)});
}

// The page that is asked for. Errors: kUsage.
[[nodiscard]] inline Result<ListPage> page_asked(const Asked& asked) {
    const auto query = Query::read(asked.request.query());
    if (!query) return fail({Code::kUsage, "the query cannot be read", "query"});
    ListPage page;
    page.after = query->get("after").value_or("");
    if (const auto limit = query->get("limit")) {
        MZ_TRY(page.limit, query_number(*limit, "limit"));
        if (page.limit == 0 || page.limit > kPageLongest)
            return fail({Code::kUsage, "a page has 1 to 500 entries", "limit"});
    }
    return page;
}

}  // namespace mizan::server
