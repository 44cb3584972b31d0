#include "server/gate.h"

#include <arpa/inet.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "access/guesses.h"
#include "perspective/api_error.h"
#include "server/problem.h"
#include "server/signature.h"
#include "server/target.h"

namespace mizan::server {

namespace {

constexpr std::string_view kBearer = "bearer ";  // whatever its case (RFC 9110, section 11.1)

bool is_address(const std::string& text) {
    unsigned char bytes[sizeof(in6_addr)];
    return ::inet_pton(AF_INET, text.c_str(), bytes) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

std::uint64_t now_ms() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// The key that an Authorization field brings; nothing if it brings something else.
std::optional<std::string_view> bearer(std::string_view field) {
    const auto fold = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    };
    if (!std::ranges::equal(field.substr(0, kBearer.size()), kBearer, {}, fold))
        return std::nullopt;
    return trimmed(field.substr(kBearer.size()));
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

http::Response nobody(std::string_view why, std::string_view scheme = "Bearer") {
    auto out = problem(401, "access-denied", why);
    out.fields.emplace_back("WWW-Authenticate", scheme);
    return out;
}

// The same whatever is wrong: the platform, the secret or the body.
http::Response not_signed() {
    return nobody("the body must be signed with the platform's secret: X-Coral-Signature",
                  "Signature");
}

bool changes_something(std::string_view method) { return method != "GET" && method != "HEAD"; }

// Whether a question keeps the session of who asks alive.
enum class Use : std::uint8_t { kYes, kNo };

// The session that the cookie names; a page of another site must not be able to use it.
Result<access::Principal> by_session(Site& site, const http::Request& request,
                                     std::string_view token, Use use) {
    const auto now = site.options.clock();
    MZ_TRY(auto session, use == Use::kYes ? site.access.check_session(token, now)
                                          : site.access.look_at_session(token, now));
    if (changes_something(request.method) && request.field(kCsrfField) != session.csrf)
        return fail({Code::kAccessForbidden,
                     "the session's token is missing: send it as " + std::string(kCsrfField),
                     {}});
    return std::move(session.principal);
}

Result<access::Principal> find_principal(Site& site, const http::Request& request, Gate gate,
                                         Use use) {
    if (gate == Gate::kKeyInUrl) {
        const auto query = Query::read(request.query());
        const auto key = query ? query->get("key") : std::nullopt;
        if (key) return site.access.check_key(*key, site.options.clock());
    }
    if (const auto key = bearer(request.field("Authorization")))
        return site.access.check_key(*key, site.options.clock());
    const auto token = cookie(request, kSessionCookie);
    if (!token.empty()) return by_session(site, request, token, use);
    return fail({Code::kAccessDenied, {}, {}});
}

// Clients of that API look for errors of its form.
http::Response refused_at_door(const Error& error) {
    if (error.code == Code::kAccessDenied)
        return of_api(error.message.empty() ? perspective::no_key() : perspective::bad_key());
    const int status = status_of(error.code);
    if (status == 403) return of_api(perspective::forbidden());
    return of_api(status == 503 ? perspective::unavailable() : perspective::internal());
}

http::Response refused(const Error& error, Gate gate) {
    if (gate == Gate::kKeyInUrl) return refused_at_door(error);
    if (error.code != Code::kAccessDenied) return problem(error);
    const bool silent = error.message.empty();  // nothing was shown at all
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
    // Proxies add to the field or add a field of their own: all of them, in order, are one list.
    std::string all;
    for (const auto& [name, value] : request.fields)
        if (http::same_name(name, "X-Forwarded-For"))
            all.append(all.empty() ? "" : ",").append(value);
    std::string address = request.address;
    std::string_view chain = all;
    // From right to left: each proxy that is trusted vouches for the one before it.
    while (!chain.empty() && std::ranges::find(options.proxies, address) != options.proxies.end()) {
        const auto comma = chain.rfind(',');
        const std::string one(trimmed(comma == chain.npos ? chain : chain.substr(comma + 1)));
        if (!is_address(one)) break;
        address = one;
        chain = comma == chain.npos ? std::string_view() : chain.substr(0, comma);
    }
    return address;
}

bool is_still_in(Site& site, const Asked& asked) {
    const auto now = find_principal(site, asked.request, asked.route->gate, Use::kNo);
    return now && now->may(asked.route->permission) && now->platform == asked.who.platform;
}

std::optional<http::Response> let_in(Site& site, const http::Request& request, Asked& asked) {
    const auto& route = *asked.route;
    const auto& options = site.options;
    asked.address = client_address(options, request);
    const auto by_address = [&](std::uint32_t rate, std::uint32_t burst) {
        return rate == 0 || site.limiter.take("address:" + access::address_group(asked.address),
                                              now_ms(), rate, burst);
    };
    if (route.gate == Gate::kOpen || route.gate == Gate::kLogIn) {
        if (by_address(options.open_rate_per_s, options.open_burst)) return std::nullopt;
        return too_often(route.gate);
    }
    if (route.gate == Gate::kSigned) {
        if (looks_signed(request.field(kSignatureField))) return std::nullopt;
        if (!by_address(options.open_rate_per_s, options.open_burst)) return too_often(route.gate);
        return not_signed();
    }
    auto found = find_principal(site, request, route.gate, Use::kYes);
    if (!found) {
        if (!by_address(options.open_rate_per_s, options.open_burst)) return too_often(route.gate);
        return refused(found.error(), route.gate);
    }
    asked.who = *std::move(found);
    const auto rate = asked.who.rate_per_s > 0 ? asked.who.rate_per_s : options.rate_per_s;
    const auto burst = asked.who.burst > 0 ? asked.who.burst : std::max(rate, options.burst);
    if (rate > 0 && !site.limiter.take(asked.who.who(), now_ms(), rate, burst))
        return too_often(route.gate);
    const bool person = asked.who.key_id.empty();
    if (route.gate == Gate::kKnown) return std::nullopt;
    if (route.gate == Gate::kPerson ? person : asked.who.may(route.permission)) return std::nullopt;
    if (route.gate == Gate::kPerson)
        return problem(403, "access-forbidden", "this is for people who have logged in");
    return refused({Code::kAccessForbidden,
                    "this needs the permission " + std::string(access::name(route.permission)),
                    {}},
                   route.gate);
}

std::optional<http::Response> let_body_in(Site& site, Asked& asked) {
    if (asked.route->gate != Gate::kSigned) return std::nullopt;
    const auto& options = site.options;
    const auto& platform = asked.params.front();
    std::vector<std::string> secrets;
    for (const auto& known : options.coral_secrets)
        if (known.platform == platform) secrets.push_back(known.secret);
    if (!is_signed(asked.request.field(kSignatureField), asked.request.body,
                   secrets_to_try(std::move(secrets)))) {
        const bool often =
            options.open_rate_per_s > 0 &&
            !site.limiter.take("address:" + access::address_group(asked.address), now_ms(),
                               options.open_rate_per_s, options.open_burst);
        return often ? too_often(Gate::kSigned) : not_signed();
    }
    asked.who.account = "coral:" + platform;
    asked.who.platform = platform;
    asked.who.permissions = access::PermissionSet().add(asked.route->permission);
    if (options.rate_per_s > 0 && !site.limiter.take(asked.who.who(), now_ms(), options.rate_per_s,
                                                     std::max(options.rate_per_s, options.burst)))
        return too_often(Gate::kSigned);
    return std::nullopt;
}

}  // namespace mizan::server
