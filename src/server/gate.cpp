#include "server/gate.h"

#include <algorithm>
#include <chrono>

#include "perspective/api_error.h"
#include "server/problem.h"
#include "server/target.h"

namespace mizan::server {

namespace {

constexpr std::string_view kBearer = "Bearer ";

std::uint64_t now_ms() {
    using namespace std::chrono;
    return static_cast<std::uint64_t>(
        duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count());
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

http::Response of_api(const perspective::ApiError& error) {
    http::Response out;
    out.status = error.http_code;
    out.body = to_json(error);
    return out;
}

http::Response too_often(Gate gate) {
    auto out = gate == Gate::kKeyInUrl
                   ? of_api(perspective::over_quota())
                   : problem(429, "overload", "too many requests; send fewer a second");
    out.fields.emplace_back("Retry-After", "1");
    return out;
}

http::Response nobody(std::string_view why) {
    auto out = problem(401, "access-denied", why);
    out.fields.emplace_back("WWW-Authenticate", "Bearer");
    return out;
}

bool changes_something(std::string_view method) { return method != "GET" && method != "HEAD"; }

// The session that the cookie names; a page of another site must not be able to use it.
Result<access::Principal> by_session(Site& site, const http::Request& request,
                                     std::string_view token) {
    MZ_TRY(auto session, site.access.check_session(token, site.options.clock()));
    if (changes_something(request.method) && request.field(kCsrfField) != session.csrf)
        return fail({Code::kAccessForbidden,
                     "the session's token is missing: send it as " + std::string(kCsrfField),
                     {}});
    return std::move(session.principal);
}

Result<access::Principal> find_principal(Site& site, const http::Request& request, Gate gate) {
    if (gate == Gate::kKeyInUrl) {
        const auto query = Query::read(request.query());
        const auto key = query ? query->get("key") : std::nullopt;
        if (key) return site.access.check_key(*key, site.options.clock());
    }
    const auto authorization = request.field("Authorization");
    if (authorization.starts_with(kBearer))
        return site.access.check_key(trimmed(authorization.substr(kBearer.size())),
                                     site.options.clock());
    const auto token = cookie(request, kSessionCookie);
    if (!token.empty()) return by_session(site, request, token);
    return fail({Code::kAccessDenied, {}, {}});
}

http::Response refused(const Error& error, const http::Request& request, Gate gate) {
    const bool silent = error.message.empty();  // nothing was shown at all
    if (gate == Gate::kKeyInUrl && error.code == Code::kAccessDenied)
        return of_api(silent ? perspective::no_key() : perspective::bad_key());
    if (error.code != Code::kAccessDenied) return problem(error);
    (void)request;
    return nobody(silent ? "send an API key as `Authorization: Bearer mzk_...`, or log in"
                         : std::string_view(error.message));
}

}  // namespace

std::string_view cookie(const http::Request& request, std::string_view name) {
    auto text = request.field("Cookie");
    while (!text.empty()) {
        const auto end = std::min(text.find(';'), text.size());
        const auto one = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (one.starts_with(name) && one.substr(name.size()).starts_with('='))
            return one.substr(name.size() + 1);
    }
    return {};
}

std::string client_address(const SiteOptions& options, const http::Request& request) {
    std::string address = request.address;
    auto chain = request.field("X-Forwarded-For");
    // From right to left: each proxy that is trusted vouches for the one before it.
    while (!chain.empty() && std::ranges::find(options.proxies, address) != options.proxies.end()) {
        const auto comma = chain.rfind(',');
        address = trimmed(comma == chain.npos ? chain : chain.substr(comma + 1));
        chain = comma == chain.npos ? std::string_view() : chain.substr(0, comma);
    }
    return address;
}

std::optional<http::Response> let_in(Site& site, const http::Request& request, Asked& asked) {
    const auto& route = *asked.route;
    const auto& options = site.options;
    asked.address = client_address(options, request);
    const auto by_address = [&](std::uint32_t rate, std::uint32_t burst) {
        return rate == 0 || site.limiter.take("address:" + asked.address, now_ms(), rate, burst);
    };
    if (route.gate == Gate::kOpen || route.gate == Gate::kLogIn) {
        if (by_address(options.open_rate_per_s, options.open_burst)) return std::nullopt;
        return too_often(route.gate);
    }
    auto found = find_principal(site, request, route.gate);
    if (!found) {
        if (!by_address(options.open_rate_per_s, options.open_burst)) return too_often(route.gate);
        return refused(found.error(), request, route.gate);
    }
    asked.who = *std::move(found);
    const auto rate = asked.who.rate_per_s > 0 ? asked.who.rate_per_s : options.rate_per_s;
    const auto burst = asked.who.burst > 0 ? asked.who.burst : std::max(rate, options.burst);
    if (rate > 0 && !site.limiter.take(asked.who.who(), now_ms(), rate, burst))
        return too_often(route.gate);
    const bool person = asked.who.key_id.empty();
    if (route.gate == Gate::kPerson ? person : asked.who.may(route.permission)) return std::nullopt;
    if (route.gate == Gate::kPerson)
        return problem(403, "access-forbidden", "this is for people who have logged in");
    return problem(403, "access-forbidden",
                   "this needs the permission " + std::string(access::name(route.permission)));
}

}  // namespace mizan::server
