#include "server/target.h"

#include <algorithm>
#include <charconv>

namespace mizan::server {

std::optional<std::string> percent_decoded(std::string_view text, bool query) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (query && text[i] == '+') {
            out.push_back(' ');
            continue;
        }
        if (text[i] != '%') {
            out.push_back(text[i]);
            continue;
        }
        constexpr std::size_t kDigits = 2;
        const auto digits = text.substr(i + 1, kDigits);
        unsigned byte = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
        if (digits.size() != kDigits || read.ptr != digits.data() + kDigits || byte == 0)
            return std::nullopt;
        out.push_back(static_cast<char>(byte));
        i += kDigits;
    }
    return out;
}

std::optional<Query> Query::read(std::string_view text) {
    Query out;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto member = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (member.empty()) continue;
        if (out.members_.size() == kMost) return std::nullopt;
        const auto equals = std::min(member.find('='), member.size());
        auto name = percent_decoded(member.substr(0, equals), true);
        auto value = percent_decoded(member.substr(std::min(equals + 1, member.size())), true);
        if (!name || !value) return std::nullopt;
        out.members_.emplace_back(*std::move(name), *std::move(value));
    }
    return out;
}

std::optional<std::string> Query::get(std::string_view name) const {
    const auto at = std::ranges::find(members_, name, &std::pair<std::string, std::string>::first);
    if (at == members_.end()) return std::nullopt;
    return at->second;
}

bool matches(std::string_view form, std::string_view path, std::vector<std::string>& params) {
    params.clear();
    while (true) {
        const auto form_end = std::min(form.find('/', 1), form.size());
        const auto segment = form.substr(0, form_end);
        if (segment.starts_with("/{") && segment.ends_with("...}")) {
            if (path.size() < 2) return false;
            auto rest = percent_decoded(path.substr(1));
            if (!rest) return false;
            params.push_back(*std::move(rest));
            return true;
        }
        const auto path_end = path.empty() ? 0 : std::min(path.find('/', 1), path.size());
        const auto given = path.substr(0, path_end);
        if (segment.starts_with("/{")) {
            auto value = given.size() < 2 ? std::nullopt : percent_decoded(given.substr(1));
            if (!value) return false;
            params.push_back(*std::move(value));
        } else if (segment != given) {
            return false;
        }
        form.remove_prefix(form_end);
        path.remove_prefix(path_end);
        if (form.empty() || path.empty()) return form.empty() && path.empty();
    }
}

}  // namespace mizan::server
