// Attachments: files handed in for flags, and shown to whoever decides.
#include "casework/attachments.h"
#include "casework/file_owners.h"
#include "fields/fields.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/casework_access.h"

namespace mizan::server {

namespace {

constexpr int kTooManyRequests = 429;

// Until the next day begins, in UTC.
http::Response too_many_uploads(std::uint64_t now, std::uint32_t most) {
    auto out = problem(kTooManyRequests, "overload",
                       "at most " + std::to_string(most) + " new files a day");
    out.fields.emplace_back("Retry-After", std::to_string(cases::kDay - now % cases::kDay));
    return out;
}

Result<http::Response> attach(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    const auto who = a.who.who();
    const auto now = casework->now();
    const auto most = casework->rules().flags.daily_attachments;
    const bool counts = !a.who.may(access::Permission::kSendEvents);  // who speaks for many
    if (counts && !casework->uploads().take(who, now, most)) return too_many_uploads(now, most);
    const auto kept = casework::keep_attachment(casework->attachments(), a.request.body,
                                                casework::uploader_tag(*casework, who), now);
    if (counts && (!kept || !kept->is_new)) casework->uploads().give_back(who, now);
    if (!kept) return fail(kept.error());
    return json_response(fields::to_json(kept->file, fields::Empty::kWritten), 201);
}

Result<http::Response> attachment(Site& s, Asked& a) {
    MZ_TRY(auto* const casework, casework_of(s));
    MZ_TRY(const auto query, query_of(a));
    MZ_TRY(const auto platform, platform_named(s, a, query));
    MZ_TRY(const auto id, case_of(a));
    const auto& sha256 = a.params.back();
    MZ_TRY(auto shown, casework::show_attachment(*casework, platform, id, sha256, viewer_of(a)));
    http::Response out;
    out.content_type = shown.type == "text/plain" ? "text/plain; charset=utf-8" : shown.type;
    out.body = std::move(shown.bytes);
    // Whatever is in it, a browser saves it and runs nothing.
    out.fields.emplace_back(
        "Content-Disposition",
        "attachment; filename=\"" + sha256 + std::string(casework::ending_of(shown.type)) + "\"");
    out.fields.emplace_back("Cache-Control", "no-store");
    return out;
}

}  // namespace

void answer_attach(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), attach);
}
void answer_attachment(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply), attachment);
}

}  // namespace mizan::server
