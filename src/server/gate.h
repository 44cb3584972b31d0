// Gate: who asks, and may they use this route? The one place where that is decided.
#pragma once

#include <cstdint>
#include <optional>

#include "http/exchange.h"
#include "server/site.h"

namespace mizan::server {

inline constexpr std::string_view kSessionCookie = "mizan_session";
inline constexpr std::string_view kCsrfField = "X-CSRF-Token";
inline constexpr std::string_view kSignatureField = "X-Coral-Signature";

// Fills `asked.who` and `asked.address`; or says why not: 401, 403, 429.
[[nodiscard]] std::optional<http::Response> let_in(Site& site, const http::Request& request,
                                                   Asked& asked);

// Whether who was let in still would be: keys are revoked, sessions end. To ask so is no use of a session.
[[nodiscard]] bool is_still_in(Site& site, const Asked& asked);
// Of a route whose body tells who asks, let_in() lets in what looks signed, and this decides; of others there is nothing to decide.
// Fills `asked.who`; or says why not: 401, 429.
[[nodiscard]] std::optional<http::Response> let_body_in(Site& site, Asked& asked);

// The address of the client: of the connection, or what the last trusted proxy says.
[[nodiscard]] std::string client_address(const SiteOptions& options, const http::Request& request);

// The value of a cookie; empty if there is none.
[[nodiscard]] std::string_view cookie(const http::Request& request, std::string_view name);

}  // namespace mizan::server
