#include "text/links.h"

#include <algorithm>
#include <array>

#include "text/ascii.h"

namespace mizan::text {

namespace {

constexpr std::size_t kDomainBytes = 253;  // RFC 1035

// Common top-level domains that are no common words.
constexpr std::string_view kDomains[] = {
    "com",  "org",  "net",    "edu",  "gov", "mil", "info", "biz", "io",  "co",   "uk",
    "de",   "fr",   "ru",     "jp",   "cn",  "br",  "ca",   "eu",  "nl",  "pl",   "ch",
    "es",   "se",   "dk",     "fi",   "cz",  "tv",  "app",  "dev", "xyz", "news", "social",
    "blog", "site", "online", "club", "gg",  "ly",  "au",   "tk",  "ir"};

// Top-level domains that are words as well: only with a path behind them.
constexpr std::string_view kWordDomains[] = {"it", "is", "in", "be", "me", "no", "so", "to", "us",
                                             "at", "am", "ai", "pm", "my", "id", "la", "by", "do"};

template <std::size_t N> bool contains(const std::string_view (&set)[N], std::string_view s) {
    return std::find(std::begin(set), std::end(set), s) != std::end(set);
}

bool known_domain(std::string_view label, bool path_follows) {
    std::array<char, 8> lower{};
    if (label.empty() || label.size() > lower.size()) return false;
    std::transform(label.begin(), label.end(), lower.begin(), ascii_lower);
    const std::string_view s(lower.data(), label.size());
    return contains(kDomains, s) || (path_follows && contains(kWordDomains, s));
}

bool ends_link(char c) {
    return byte_kind(c) == Byte::kSpace || byte_kind(c) == Byte::kNewline || c == '<' || c == '>' ||
           c == '"' || c == '`' || c == '|' || c == '{' || c == '}' || c == '\\' || c == '^' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool trails(char c) {
    return c == '.' || c == ',' || c == ':' || c == ';' || c == '!' || c == '?' || c == '\'' ||
           c == ')' || c == ']' || c == '*';
}

}  // namespace

std::size_t link_end(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && !ends_link(text[end])) ++end;
    while (end > at && trails(text[end - 1])) --end;
    return end;
}

std::size_t domain_end(std::string_view text, std::size_t begin) {
    const std::size_t stop = std::min(text.size(), begin + kDomainBytes);
    std::size_t best = 0;
    std::size_t label = begin;
    for (std::size_t at = begin; at <= stop; ++at) {
        const char c = at < stop ? text[at] : ' ';
        if (ascii_alnum(c) || c == '-') continue;
        const bool dotted = label > begin;
        if (at == label) break;  // an empty label
        const bool whole = at == text.size() || static_cast<unsigned char>(text[at]) < 0x80;
        if (dotted && whole && c != '_' && c != '\'' &&
            known_domain(text.substr(label, at - label), c == '/'))
            best = at;
        if (c != '.') break;
        label = at + 1;
    }
    return best;
}

std::size_t path_end(std::string_view text, std::size_t at) {
    if (at >= text.size()) return at;
    const char c = text[at];
    const bool port = c == ':' && at + 1 < text.size() && ascii_digit(text[at + 1]);
    return port || c == '/' || c == '?' || c == '#' ? std::max(at, link_end(text, at)) : at;
}

}  // namespace mizan::text
