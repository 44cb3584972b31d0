#include "server/record_asked.h"

#include <charconv>

#include "base/json.h"

namespace mizan::server {

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

Result<std::string> platform_asked(Site& site, const Asked& asked, const Query& query) {
    const auto named = query.get("platform");
    const auto& bound = asked.who.platform;
    if (!bound.empty() && named && *named != bound)
        return fail({Code::kAccessForbidden, "this key is for another platform", *named});
    if (named) return *named;
    return bound.empty() ? site.live.options().platform : bound;
}

void append_decision(std::string& out, const store::Entry& entry,
                     const Result<record::Vault>& vault) {
    json::Object object(out);
    object.number("record", entry.id).text("platform", entry.platform).number("at", entry.at);
    if (entry.index) object.number("index", *entry.index);
    object.number("revision", entry.revision).text("purpose", entry.purpose);
    if (entry.supersedes != 0) object.number("supersedes", entry.supersedes);
    object.flag("erased", !vault);
    if (!vault) return;
    object.optional("source", vault->source);
    object.json_value("decision",
                      vault->decision.empty() ? "null" : std::string_view(vault->decision));
}

}  // namespace mizan::server
