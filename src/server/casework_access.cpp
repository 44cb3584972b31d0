#include "server/casework_access.h"

#include <algorithm>

#include "casework/sight.h"
#include "server/answers.h"

namespace mizan::server {

Result<casework::Casework*> casework_of(Site& site) {
    if (site.casework != nullptr) return site.casework;
    return fail({Code::kStateConflict, "this service keeps no casework", {}});
}

casework::Viewer viewer_of(const Asked& asked) {
    using enum access::Permission;
    const bool leads = asked.who.may(kLeadCases);
    // The platform has to see all that was decided.
    const bool reviews = asked.who.may(kReviewCases) && !leads && !asked.who.may(kSendEvents);
    return {asked.who.who(), leads, asked.who.may(kSeeSensitive), asked.who.may(kHoldRecords),
            reviews};
}

cases::By by_of(const Asked& asked) {
    cases::By by;
    by.who = asked.who.who();
    by.leads = asked.who.may(access::Permission::kLeadCases);
    by.person = asked.who.key_id.empty();
    return by;
}

Result<std::string> platform_in(const Site& site, const Asked& asked, const std::string& named) {
    const auto& bound = asked.who.platform;
    if (named.empty()) return bound.empty() ? site.live.options().platform : bound;
    if (!asked.who.is_for(named))
        return fail({Code::kAccessForbidden, "this key is for another platform", named});
    if (named == site.live.options().platform || named == bound ||
        asked.who.may(access::Permission::kSendEvents))
        return named;
    // A new one would have a log for ever.
    MZ_TRY(const auto known, site.live.folder().store().platforms());
    if (std::ranges::find(known, named) == known.end())
        return fail({Code::kRecordMissing, "nothing is on record of this platform", named});
    return named;
}

Result<std::string> platform_named(const Site& site, const Asked& asked, const Query& query) {
    return platform_in(site, asked, std::string(query.get("platform").value_or("")));
}

Result<void> check_case_seen(casework::Casework& casework, const Asked& asked,
                             const std::string& platform, std::uint64_t id) {
    return casework.read(platform, [&](casework::Tables& t, auto p) -> Result<void> {
        MZ_TRY(const auto c, t.find_case(p, id));
        return c ? casework::check_sight(t, p, *c, viewer_of(asked)) : Result<void>();
    });
}

Result<casework::SeenVersion> version_expected(const Asked& asked, std::uint64_t in_body) {
    auto field = asked.request.field("If-Match");
    if (field.empty() || field == "*") return casework::SeenVersion{in_body};
    if (field.size() > 2 && field.front() == '"' && field.back() == '"')
        field = field.substr(1, field.size() - 2);
    MZ_TRY(const auto version, number_of(field, "If-Match"));
    // No case has the version 0, which here would stand for any.
    return casework::SeenVersion{version == 0 ? ~std::uint64_t{0} : version,
                                 Code::kChangedMeanwhile};
}

Result<void> check_is_somebody(Site& site, const std::string& name, std::string_view where) {
    constexpr std::string_view kKeyBegins = "key:";
    bool is_active = false;
    if (name.starts_with(kKeyBegins)) {
        MZ_TRY(const auto keys, site.access.keys());
        const auto now = site.options.clock();
        is_active = std::ranges::any_of(keys, [&](const access::Key& key) {
            const bool has_ended = key.order.expires_at != 0 && key.order.expires_at <= now;
            return key.id == name.substr(kKeyBegins.size()) && key.revoked_at == 0 && !has_ended;
        });
    } else {
        const auto account = site.access.account(name);
        if (!account && account.error().code != Code::kAccountUnknown) return fail(account.error());
        is_active = account && account->active;
    }
    if (is_active) return {};
    return fail(
        {Code::kFieldType, "there is no active account or key of this name", std::string(where)});
}

http::Response nothing_waits() {
    http::Response nothing;
    nothing.status = 204;
    nothing.content_type.clear();
    return nothing;
}

Result<std::uint64_t> case_of(const Asked& asked) {
    return number_of(asked.params.front(), "case");
}

Result<http::Response> told_case(Site& site, const Asked& asked, const std::string& platform,
                                 std::uint64_t id) {
    MZ_TRY(auto* const casework, casework_of(site));
    MZ_TRY(const auto c, casework->read(platform, [&](casework::Tables& t, auto p) {
        return t.find_case(p, id);
    }));
    if (!c) return casework::no_such_case(id);
    return case_response(casework::case_summary_json(*c, viewer_of(asked)), c->version);
}

http::Response case_response(std::string body, std::uint64_t version) {
    auto out = json_response(std::move(body));
    out.fields.emplace_back("ETag", "\"" + std::to_string(version) + "\"");
    return out;
}

}  // namespace mizan::server
