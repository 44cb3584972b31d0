// Sessions and keys: who may use the service, told and changed over HTTP.
#include <algorithm>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "server/account_json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/body_fields.h"
#include "server/session_cookie.h"

namespace mizan::server {

namespace {

// What a key of a role may have at most.
access::PermissionSet key_scopes_of(access::Role role) {
    auto out = access::permissions_of(role);
    for (const auto& grant : access::kMatrix)
        if (access::kPeopleOnly.has(grant.permission)) out.remove(grant.permission);
    return out;
}

void append_key(std::string& out, const access::Key& key) {
    json::Object object(out);
    object.text("id", key.id)
        .text("name", key.order.name)
        .text("role", access::name(key.order.role))
        .optional("platform", key.order.platform)
        .number("rate_per_s", key.order.rate_per_s)
        .number("burst", key.order.burst)
        .number("made_at", key.made_at)
        .text("made_by", key.maker)
        .number("last_use_at", key.last_use_at);
    if (key.order.expires_at != 0) object.number("expires_at", key.order.expires_at);
    if (key.revoked_at != 0) object.number("revoked_at", key.revoked_at);
    object.list("scopes", names_of(key.order.scopes),
                [&](std::string_view name) { json::append_string(out, name); });
}

Result<access::KeyOrder> order_of(const BodyFields& fields) {
    access::KeyOrder order;
    MZ_TRY(order.name, fields.text("name"));
    MZ_TRY(const auto role, fields.text_or("role", "service"));
    const auto known = access::parse_role(role);
    if (!known) return fail({Code::kFieldType, "there is no such role", "role"});
    order.role = *known;
    MZ_TRY(order.platform, fields.text_or("platform", ""));
    MZ_TRY(const auto rate, fields.number_or("rate_per_s", 0));
    MZ_TRY(const auto burst, fields.number_or("burst", 0));
    order.rate_per_s =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(rate, access::RateLimiter::kMost));
    order.burst =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(burst, access::RateLimiter::kMost));
    MZ_TRY(order.expires_at, fields.number_or("expires_at", 0));
    MZ_TRY(const auto scopes, fields.texts("scopes"));
    for (const auto& scope : scopes) {
        const auto permission = access::parse_permission(scope);
        if (!permission)
            return fail({Code::kFieldType, "there is no such permission: " + scope, "scopes"});
        order.scopes.add(*permission);
    }
    return order;
}

}  // namespace

void answer_log_in(Site& site, Asked& asked, http::Reply reply) {
    answer_after_hash(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            // A form of another site can send no such type: else it could log its visitors in as somebody else.
            if (!a.request.field("Content-Type").starts_with("application/json"))
                return problem(415, "usage", "send it as application/json");
            MZ_TRY(const auto fields, BodyFields::read(a.request.body));
            MZ_TRY(const auto name, fields.text("name"));
            MZ_TRY(const auto password, fields.text("password"));
            MZ_TRY(const auto code, fields.text_or("code", ""));
            MZ_TRY(const auto in,
                   s.access.log_in({name, password, code, a.address}, s.options.clock()));
            if (in.outcome != access::LogIn::Outcome::kIn) {
                auto refused = problem(in.error());
                if (in.wait_s > 0)
                    refused.fields.emplace_back("Retry-After", std::to_string(in.wait_s));
                return refused;
            }
            std::string out;
            json::Object(out)
                .text("account", in.session.principal.account)
                .text("role", access::name(in.session.principal.role))
                .text("csrf_token", in.session.csrf)
                .number("ends_at", in.session.ends_at);
            auto response = json_response(std::move(out), 201);
            response.fields.emplace_back(
                "Set-Cookie",
                cookie_text(in.session.token, is_secure(s, a.request), access::kSessionSeconds));
            response.fields.emplace_back("Cache-Control", "no-store");
            return response;
        });
}

void answer_log_out(Site& site, Asked& asked, http::Reply reply) {
    answer_soon(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_CHECK(
                s.access.log_out(cookie(a.request, kSessionCookie), a.address, s.options.clock()));
            auto out = nothing_more();
            out.fields.emplace_back("Set-Cookie", no_cookie(s, a.request));
            return out;
        });
}

void answer_keys(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked&) -> Result<http::Response> {
                     MZ_TRY(const auto keys, s.access.keys());
                     std::string out;
                     json::Object(out).list("keys", keys,
                                            [&](const access::Key& key) { append_key(out, key); });
                     return json_response(std::move(out));
                 });
}

void answer_make_key(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(const auto fields, BodyFields::read(a.request.body));
            MZ_TRY(auto order, order_of(fields));
            if (order.scopes.empty()) order.scopes = key_scopes_of(order.role) & a.who.permissions;
            MZ_TRY(const auto made, s.access.make_key(actor_of(a), order, s.options.clock()));
            std::string out;
            json::Object(out).text("id", made.id).text("key", made.text);
            auto response = json_response(std::move(out), 201);
            response.fields.emplace_back("Location", "/api/v1/keys/" + made.id);
            response.fields.emplace_back("Cache-Control", "no-store");
            return response;
        });
}

void answer_revoke_key(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_CHECK(s.access.revoke_key(actor_of(a), a.params.front(), s.options.clock()));
            return nothing_more();
        });
}

}  // namespace mizan::server
