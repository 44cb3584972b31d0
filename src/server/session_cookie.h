// The cookie that holds a session's token. Private to this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/gate.h"

namespace mizan::server {

// Over TLS, ours or that of the proxy before us.
[[nodiscard]] inline bool is_secure(const Site& site, const http::Request& request) {
    return request.secure || site.options.public_url.starts_with("https://");
}

// The value of Set-Cookie: no script reads it, no other site's page brings it along.
[[nodiscard]] inline std::string cookie_text(std::string_view token, bool secure,
                                             std::uint64_t seconds) {
    std::string out(kSessionCookie);
    out.append("=").append(token).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=");
    out.append(std::to_string(seconds));
    if (secure) out.append("; Secure");
    return out;
}

// It is as if there never had been one.
[[nodiscard]] inline std::string no_cookie(const Site& site, const http::Request& request) {
    return cookie_text("", is_secure(site, request), 0);
}

}  // namespace mizan::server
