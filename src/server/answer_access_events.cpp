// What happened with accounts, sessions and keys, for who may read it.
#include <algorithm>

#include "base/json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/list_page.h"

namespace mizan::server {

void answer_access_events(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            if (!a.who.platform.empty())
                return fail({Code::kAccessForbidden,
                             "this is about all platforms, and the key is for one",
                             a.who.platform});
            MZ_TRY(const auto page, page_asked(a));
            std::uint64_t after = 0;
            if (!page.after.empty()) {
                MZ_TRY(after, query_number(page.after, "after"));
            }
            MZ_TRY(const auto mark, s.access.audit_mark());
            MZ_TRY(auto events, s.access.events(after, page.limit + 1));
            const bool more = events.size() > page.limit;
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
