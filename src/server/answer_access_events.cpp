// What happened with accounts, sessions and keys, for who may read it.
#include <algorithm>

#include "base/json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/page.h"

namespace mizan::server {

void answer_access_events(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            if (!a.who.platform.empty())
                return fail({Code::kAccessForbidden,
                             "this is about all platforms, and the key is for one",
                             a.who.platform});
            MZ_TRY(const auto query, query_of(a));
            MZ_TRY(const auto limit, limit_asked(query));
            const auto from = query.get("after").value_or("");
            MZ_TRY(const auto after, number_of(from.empty() ? "0" : from, "after"));
            MZ_TRY(const auto mark, s.access.audit_mark());
            MZ_TRY(auto events, s.access.events(after, limit + 1));
            const bool more = events.size() > limit;
            if (more) events.pop_back();
            std::string out;
            {
                json::Object object(out);
                object.list("events", events, [&](const access::AccessEvent& event) {
                    json::Object(out)
                        .number("id", event.id)
                        .number("at", event.at)
                        .text("what", access::name(event.kind))
                        .optional("who", event.who)
                        .optional("whom", event.whom)
                        .optional("detail", event.detail)
                        .optional("address", event.address)
                        .flag("on_record", event.id <= mark.event &&
                                               event.kind != access::EventKind::kLockedOut);
                });
                if (more) object.text("next", std::to_string(events.back().id));
            }
            return json_response(std::move(out));
        });
}

}  // namespace mizan::server
