// Log-in by a provider of identities: the browser is sent there, and comes back with a code.
#include <algorithm>
#include <string>

#include "base/json.h"
#include "oidc/provider.h"
#include "server/answer_later.h"
#include "server/answers.h"
#include "server/session_cookie.h"
#include "server/target.h"

namespace mizan::server {

namespace {

constexpr std::string_view kOidcCookie = "mizan_oidc";
constexpr std::string_view kOidcPath = "/api/v1/oidc";
constexpr std::uint64_t kOidcSeconds = 10 * 60;  // from the way there to the way back
constexpr std::size_t kCodeBytes = 2048;         // of the provider's code

// The way back is begun by the provider's page, with which a strict cookie would not come.
std::string oidc_cookie(const Site& site, const http::Request& request, std::string_view value,
                        std::uint64_t seconds) {
    std::string out(kOidcCookie);
    out.append("=").append(value).append("; Path=").append(kOidcPath);
    out.append("; HttpOnly; SameSite=Lax; Max-Age=").append(std::to_string(seconds));
    if (is_secure(site, request)) out.append("; Secure");
    return out;
}

// As it is registered at the provider: never what a request says of its host.
std::string way_back(const Site& site) {
    return site.options.public_url + std::string(kOidcPath) + "/callback";
}

http::Response refusal(const Error& error) {
    auto out = problem(error);
    out.of_ours = to_string(error);
    return out;
}

http::Response not_set_up() {
    return problem(404, "usage", "log-in by a provider is not set up here");
}

std::string lower_case(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return text;
}

// Of an account to make for who has none; nothing for addresses that others give out. `email` is in lower case.
std::optional<access::Role> role_of_new(const SiteProvider& provider, std::string_view email) {
    const auto at = email.rfind('@');
    if (at == email.npos || std::ranges::count(provider.domains, email.substr(at + 1)) == 0)
        return std::nullopt;
    return provider.make_as;
}

Result<http::Response> sent_there(Site& site, const Asked& asked) {
    const auto secrets = oidc::Secrets::make();
    auto there = site.provider->provider.begin(secrets, way_back(site), site.options.clock());
    if (!there) return refusal(there.error());
    http::Response out;
    out.status = 303;
    out.content_type.clear();
    out.fields.emplace_back("Location", *std::move(there));
    out.fields.emplace_back("Set-Cookie",
                            oidc_cookie(site, asked.request, secrets.text(), kOidcSeconds));
    out.fields.emplace_back("Cache-Control", "no-store");
    return out;
}

// The code that a browser brings back, if it is the one that was sent there from here.
Result<std::string> code_brought(const Query& query, const oidc::Secrets& secrets) {
    if (query.get("state") != secrets.state)
        return fail({Code::kProviderRefused, "the log-in was not begun here, or too long ago", {}});
    if (const auto error = query.get("error"))
        return fail({Code::kProviderRefused, "the provider says: " + *error, {}});
    auto code = query.get("code").value_or("");
    if (code.empty() || code.size() > kCodeBytes)
        return fail({Code::kProviderRefused, "the provider has sent no code", {}});
    return code;
}

Result<access::Session> logged_in(Site& site, const Asked& asked) {
    const auto secrets = oidc::Secrets::read(cookie(asked.request, kOidcCookie));
    const auto query = Query::read(asked.request.query());
    if (!secrets || !query)
        return fail({Code::kProviderRefused, "the log-in was not begun here, or too long ago", {}});
    MZ_TRY(const auto code, code_brought(*query, *secrets));
    const auto now = site.options.clock();
    MZ_TRY(auto person, site.provider->provider.finish(*secrets, code, way_back(site), now));
    const auto& provider = *site.provider;
    // Of other claims two that differ in case may be two people.
    if (provider.by_email) person = lower_case(std::move(person));
    return site.access.log_in_vouched(
        {person, role_of_new(provider, person), provider.administrators, asked.address}, now);
}

http::Response session_answer(const Site& site, const Asked& asked,
                              const access::Session& session) {
    http::Response out;
    if (!site.provider->page.empty()) {
        out.status = 303;
        out.content_type.clear();
        out.fields.emplace_back("Location", site.provider->page);
    } else {
        json::Object(out.body)
            .text("account", session.principal.account)
            .text("role", access::name(session.principal.role))
            .text("csrf_token", session.csrf)
            .number("ends_at", session.ends_at);
    }
    out.fields.emplace_back("Set-Cookie", cookie_text(session.token, is_secure(site, asked.request),
                                                      access::kSessionSeconds));
    return out;
}

}  // namespace

void answer_oidc_start(Site& site, Asked& asked, http::Reply reply) {
    if (site.provider == nullptr) return reply(not_set_up());
    answer_on(site.provider->pool, site, std::move(asked), std::move(reply),
              [](Site& s, Asked& a) { return sent_there(s, a); });
}

void answer_oidc_callback(Site& site, Asked& asked, http::Reply reply) {
    if (site.provider == nullptr) return reply(not_set_up());
    answer_on(site.provider->pool, site, std::move(asked), std::move(reply),
              [](Site& s, Asked& a) -> Result<http::Response> {
                  auto session = logged_in(s, a);
                  auto out = session ? session_answer(s, a, *session) : refusal(session.error());
                  // It is good for one way back, whatever became of it.
                  out.fields.emplace_back("Set-Cookie", oidc_cookie(s, a.request, "", 0));
                  out.fields.emplace_back("Cache-Control", "no-store");
                  return out;
              });
}

}  // namespace mizan::server
