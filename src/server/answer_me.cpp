// Who asks: what they may, and what is their own: password, second factor, sessions.
#include <string_view>
#include <vector>

#include "access/tokens.h"
#include "base/json.h"
#include "server/account_json.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/body_fields.h"
#include "server/session_cookie.h"

namespace mizan::server {

namespace {

// What a person shows again, though logged in: a session that was left open must not be enough to lock its owner out.
struct ShownAgain {
    std::string password;
    std::string code;

    [[nodiscard]] access::Credentials of(const Asked& asked) const {
        return {asked.who.account, password, code, asked.address};
    }
};

Result<ShownAgain> shown_in(const BodyFields& fields) {
    ShownAgain out;
    MZ_TRY(out.password, fields.text("password"));
    MZ_TRY(out.code, fields.text_or("code", ""));
    return out;
}

http::Response ended_with_all(const Site& site, const Asked& asked) {
    auto out = nothing_more();
    out.fields.emplace_back("Set-Cookie", no_cookie(site, asked.request));
    return out;
}

}  // namespace

std::vector<std::string_view> names_of(access::PermissionSet set) {
    std::vector<std::string_view> out;
    for (const auto& grant : access::kMatrix)
        if (set.has(grant.permission)) out.push_back(grant.name);
    return out;
}

void answer_me(Site& site, Asked& asked, http::Reply reply) {
    (void)site;
    const auto& who = asked.who;
    std::string out;
    {
        json::Object object(out);
        object.text("who", who.who()).text("role", access::name(who.role));
        object.optional("platform", who.platform);
        // For a page that was loaded anew, or that came back from a provider.
        if (who.key_id.empty())
            object.text("csrf_token", access::csrf_token(cookie(asked.request, kSessionCookie)));
        object.list("permissions", names_of(who.permissions),
                    [&](std::string_view name) { json::append_string(out, name); });
    }
    auto response = json_response(std::move(out));
    response.fields.emplace_back("Cache-Control", "no-store");
    reply(std::move(response));
}

void answer_change_password(Site& site, Asked& asked, http::Reply reply) {
    answer_after_hash(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(const auto fields, BodyFields::read(a.request.body));
            MZ_TRY(const auto shown, shown_in(fields));
            MZ_TRY(const auto password, fields.text("new_password"));
            MZ_CHECK(s.access.change_password(shown.of(a), password, s.options.clock()));
            return ended_with_all(s, a);
        });
}

void answer_offer_factor(Site& site, Asked& asked, http::Reply reply) {
    answer_after_hash(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            MZ_TRY(const auto fields, BodyFields::read(a.request.body));
            MZ_TRY(const auto shown, shown_in(fields));
            MZ_TRY(const auto offer, s.access.offer_totp(shown.of(a), s.options.clock()));
            std::string out;
            json::Object(out).text("secret", offer.secret).text("uri", offer.uri);
            auto response = json_response(std::move(out));
            response.fields.emplace_back("Cache-Control", "no-store");
            return response;
        });
}

void answer_confirm_factor(Site& site, Asked& asked, http::Reply reply) {
    answer_after_hash(site, std::move(asked), std::move(reply),
                      [](Site& s, Asked& a) -> Result<http::Response> {
                          MZ_TRY(const auto fields, BodyFields::read(a.request.body));
                          MZ_TRY(const auto shown, shown_in(fields));
                          MZ_CHECK(s.access.confirm_totp(shown.of(a), s.options.clock()));
                          return nothing_more();
                      });
}

void answer_drop_own_factor(Site& site, Asked& asked, http::Reply reply) {
    answer_after_hash(site, std::move(asked), std::move(reply),
                      [](Site& s, Asked& a) -> Result<http::Response> {
                          MZ_TRY(const auto fields, BodyFields::read(a.request.body));
                          MZ_TRY(const auto shown, shown_in(fields));
                          MZ_CHECK(s.access.drop_totp(shown.of(a), s.options.clock()));
                          return nothing_more();
                      });
}

void answer_own_sessions(Site& site, Asked& asked, http::Reply reply) {
    answer_later(
        site, std::move(asked), std::move(reply), [](Site& s, Asked& a) -> Result<http::Response> {
            const auto token = cookie(a.request, kSessionCookie);
            MZ_TRY(const auto sessions,
                   s.access.sessions(actor_of(a), a.who.account, token, s.options.clock()));
            return json_response(sessions_json(sessions));
        });
}

void answer_end_own_sessions(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_CHECK(s.access.end_sessions(actor_of(a), a.who.account, s.options.clock()));
                     return ended_with_all(s, a);
                 });
}

void answer_end_own_session(Site& site, Asked& asked, http::Reply reply) {
    answer_later(site, std::move(asked), std::move(reply),
                 [](Site& s, Asked& a) -> Result<http::Response> {
                     MZ_CHECK(s.access.end_session(actor_of(a), a.who.account, a.params.front(),
                                                   s.options.clock()));
                     return nothing_more();
                 });
}

}  // namespace mizan::server
