#include "text/entities.h"

#include <charconv>
#include <utility>

namespace mizan::text {

namespace {

constexpr std::size_t kLongest = 10;  // "&#x10FFFF;"

constexpr std::pair<std::string_view, char32_t> kNames[] = {
    {"amp", U'&'},     {"lt", U'<'},      {"gt", U'>'},       {"quot", U'"'},
    {"apos", U'\''},   {"nbsp", 0xA0},    {"hellip", 0x2026}, {"mdash", 0x2014},
    {"ndash", 0x2013}, {"lsquo", 0x2018}, {"rsquo", 0x2019},  {"ldquo", 0x201C},
    {"rdquo", 0x201D}, {"laquo", 0xAB},   {"raquo", 0xBB},    {"shy", 0xAD},
};

}  // namespace

Entity entity(std::string_view text, std::size_t at) {
    const auto body = text.substr(at + 1, kLongest - 1);
    const auto end = body.find(';');
    if (end == std::string_view::npos || end < 2) return {};
    const auto name = body.substr(0, end);
    const auto size = static_cast<std::uint32_t>(end + 2);
    if (name[0] != '#') {
        for (const auto& [known, code_point] : kNames) {
            if (known == name) return {code_point, size};
        }
        return {};
    }
    const bool hex = name[1] == 'x' || name[1] == 'X';
    const auto digits = name.substr(hex ? 2 : 1);
    std::uint32_t value = 0;
    const auto r =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    const bool all = r.ec == std::errc() && r.ptr == digits.data() + digits.size();
    if (!all || value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
    return {value, size};
}

}  // namespace mizan::text
