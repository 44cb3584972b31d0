// The addresses that we fetch from: http or https, a host, maybe a port, a path.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan::http {

inline constexpr std::size_t kUrlBytes = 2048;  // a longer address is refused

struct Url {
    std::string origin;  // "https://example.org:8443"
    std::string path;    // "/log"; empty or begins with '/', ends with none

    [[nodiscard]] bool secure() const { return origin.starts_with("https://"); }
};

// True if the text claims to be such an address.
[[nodiscard]] bool is_url(std::string_view text);

// Takes no user names, no queries and no fragments. Errors: kNetwork.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

// Whether nobody listens on the way to an address: https, or this machine. It may have a query; whether it is an address at all is not looked at.
[[nodiscard]] bool is_private_way(std::string_view url);

// As a part of a query or of a form.
[[nodiscard]] std::string percent_encoded(std::string_view text);

// Where a redirect from `from` leads: another address, or a path on the same host. Errors: kNetwork; also where it would leave
// https for http.
[[nodiscard]] Result<Url> follow(const Url& from, std::string_view location);

}  // namespace mizan::http
