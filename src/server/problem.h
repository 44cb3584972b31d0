// Problems: what is wrong, as the API says it (RFC 9457), with the project's codes.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "http/exchange.h"

namespace mizan::server {

// The HTTP status that goes with a code.
[[nodiscard]] int status_of(Code code);

// {"type":"urn:mizan:error:json-malformed","title":"...","status":400,"code":"json-malformed","detail":"...","where":"..."}
[[nodiscard]] http::Response problem(const Error& error);
[[nodiscard]] http::Response problem(int status, std::string_view code, std::string_view detail);
// The object alone, as it stands among answers to several posts.
[[nodiscard]] std::string problem_json(const Error& error);

}  // namespace mizan::server
