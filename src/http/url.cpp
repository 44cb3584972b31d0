#include "http/url.h"

#include <algorithm>
#include <array>

namespace mizan::http {

namespace {

std::unexpected<Error> no_url(std::string_view text, std::string_view why) {
    return fail({Code::kNetwork, std::string("not an address to fetch from: ").append(why),
                 std::string(text.substr(0, kUrlBytes))});
}

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

}  // namespace

bool is_url(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

Result<Url> parse_url(std::string_view text) {
    if (!is_url(text)) return no_url(text, "it begins neither with http:// nor with https://");
    if (text.size() > kUrlBytes) return no_url(text, "it is too long");
    if (!is_printable_ascii(text))
        return no_url(text, "it holds a blank or a character not of ASCII");
    if (text.find_first_of("@?#\\") != text.npos)
        return no_url(text, "a user name, a query or a fragment has no place in it");
    const auto host = text.find("//") + 2;
    const auto end = std::min(text.find('/', host), text.size());
    if (end == host || text[host] == ':') return no_url(text, "no host is named");
    auto path = text.substr(end);
    while (path.ends_with('/')) path.remove_suffix(1);
    return Url{std::string(text.substr(0, end)), std::string(path)};
}

bool is_private_way(std::string_view url) {
    if (url.starts_with("https://")) return true;
    constexpr std::array<std::string_view, 3> kHere{"http://127.0.0.1", "http://localhost",
                                                    "http://[::1]"};
    return std::ranges::any_of(kHere, [&](std::string_view here) {
        return url.starts_with(here) &&
               (url.size() == here.size() || url[here.size()] == ':' || url[here.size()] == '/');
    });
}

std::string percent_encoded(std::string_view text) {
    static constexpr char kDigits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        const auto byte = static_cast<unsigned char>(c);
        if (plain) {
            out.push_back(c);
        } else {
            out.push_back('%');
            out.push_back(kDigits[byte >> 4]);
            out.push_back(kDigits[byte & 15]);
        }
    }
    return out;
}

Result<Url> follow(const Url& from, std::string_view location) {
    if (location.starts_with('/') && !location.starts_with("//"))
        return parse_url(from.origin + std::string(location));
    MZ_TRY(auto to, parse_url(location));
    if (from.secure() && !to.secure()) return no_url(location, "a redirect from https to http");
    return to;
}

}  // namespace mizan::http
