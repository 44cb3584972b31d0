#include "perspective/json_fields.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "perspective/request.h"

namespace mizan::perspective {

namespace {

constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

// The code unit that an escape \uXXXX at json[at] stands for; -1 if none stands there.
int escaped_unit(std::string_view json, std::size_t at) {
    constexpr std::size_t kEscape = 6;
    if (at + kEscape > json.size() || json[at] != '\\' || json[at + 1] != 'u') return -1;
    int unit = -1;
    const auto* const end = json.data() + at + kEscape;
    const auto read = std::from_chars(json.data() + at + 2, end, unit, 16);
    return read.ec == std::errc() && read.ptr == end ? unit : -1;
}
constexpr bool is_high(int unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
constexpr bool is_low(int unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// A number between 0 and 1 with nine digits after the point, which takes away what a binary fraction adds to a decimal one.
std::int64_t billionths(double value) { return std::llround(value * 1e9); }
constexpr std::int64_t kBillion = 1'000'000'000;
constexpr std::int64_t kPerTenThousandth = kBillion / kOne;

}  // namespace

bool is_field(std::string_view key, std::string_view camel) {
    std::size_t at = 0;
    for (const char c : camel) {
        if (is_upper(c) && at < key.size() && key[at] == '_') ++at;
        else if (is_upper(c) && (at >= key.size() || key[at] != c)) return false;
        const char wanted = at > 0 && key[at - 1] == '_' ? to_lower(c) : c;
        if (at >= key.size() || key[at] != wanted) return false;
        ++at;
    }
    return at == key.size();
}

ApiError json_fault(simdjson::error_code code) {
    switch (code) {
        case simdjson::UTF8_ERROR: return bad_json("The body is not valid UTF-8.");
        case simdjson::DEPTH_ERROR: return bad_json("Message too deep.");
        case simdjson::UNCLOSED_STRING: return bad_json("Closing quote expected in string.");
        case simdjson::STRING_ERROR:
        case simdjson::UNESCAPED_CHARS: return bad_json("Invalid escape sequence or character.");
        case simdjson::NUMBER_ERROR: return bad_json("Unable to parse number.");
        default: return bad_json("Unexpected token.");
    }
}

bool mend_surrogates(std::string_view json, std::string& out) {
    constexpr std::size_t kEscape = 6;
    bool mended = false;
    out.clear();
    out.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        if (json[at] != '\\') {
            out.push_back(json[at++]);
            continue;
        }
        const int unit = escaped_unit(json, at);
        const bool pair = is_high(unit) && is_low(escaped_unit(json, at + kEscape));
        const bool alone = !pair && (is_high(unit) || is_low(unit));
        const std::size_t size = pair ? 2 * kEscape : unit >= 0 ? kEscape : 2;
        out.append(alone ? std::string_view("\\ufffd") : json.substr(at, size));
        mended |= alone;
        at += size;
    }
    return mended;
}

bool FieldReader::refuse(ApiError error) {
    error_ = std::move(error);
    return false;
}

bool FieldReader::wrong(const dom::element& value, std::string_view path, std::string_view type) {
    return refuse(bad_value(path, type, simdjson::minify(value)));
}

bool FieldReader::text(const dom::element& value, std::string_view path, std::string& out) {
    if (value.is_null()) return true;
    std::string_view text;
    if (value.get_string().get(text)) return wrong(value, path, "TYPE_STRING");
    out = text;
    return true;
}

bool FieldReader::flag(const dom::element& value, std::string_view path, bool& out) {
    if (value.is_null() || value.get_bool().get(out) == simdjson::SUCCESS) return true;
    return wrong(value, path, "TYPE_BOOL");
}

// A number, or a string that holds one; never one that is not finite.
bool FieldReader::number(const dom::element& value, std::string_view path, double& out) {
    std::string_view text;
    if (value.get_double().get(out) == simdjson::SUCCESS) return true;
    if (value.get_string().get(text) == simdjson::SUCCESS) {
        const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
        const bool whole = read.ptr == text.data() + text.size();
        if (read.ec == std::errc() && whole && std::isfinite(out)) return true;
    }
    return wrong(value, path, "TYPE_FLOAT");
}

bool FieldReader::share(const dom::element& value, std::string_view path, std::uint16_t& out) {
    double number_read = 0;
    if (!number(value, path, number_read)) return false;
    if (number_read < 0 || number_read > 1) return wrong(value, path, "TYPE_FLOAT");
    out = static_cast<std::uint16_t>((billionths(number_read) + kPerTenThousandth / 2) /
                                     kPerTenThousandth);
    return true;
}

bool FieldReader::threshold(const dom::element& value, std::string_view path, std::uint16_t& out) {
    if (value.is_null()) return true;
    if (value.is_object()) {
        return object(value, path, [&](std::string_view key, const dom::element& inner) {
            return key != "value" || inner.is_object() || threshold(inner, path, out);
        });
    }
    double number_read = 0;
    if (!number(value, path, number_read)) return false;
    if (number_read <= 0) out = 0;
    else if (number_read > 1) out = kOne + 1;
    else
        out = static_cast<std::uint16_t>((billionths(number_read) + kPerTenThousandth - 1) /
                                         kPerTenThousandth);
    return true;
}

bool FieldReader::count(const dom::element& value, std::string_view path, std::uint32_t& out) {
    if (value.is_null()) return true;
    std::uint64_t read = 0;
    if (value.get_uint64().get(read) || read > std::numeric_limits<std::int32_t>::max())
        return wrong(value, path, "TYPE_INT32");
    out = static_cast<std::uint32_t>(read);
    return true;
}

bool FieldReader::enumerator(const dom::element& value, std::string_view path,
                             std::span<const std::string_view> names, std::string& out) {
    std::int64_t index = 0;
    if (value.get_int64().get(index)) return text(value, path, out);
    const bool known = index >= 0 && static_cast<std::uint64_t>(index) < names.size();
    out = known ? std::string(names[static_cast<std::size_t>(index)]) : std::to_string(index);
    return true;
}

}  // namespace mizan::perspective
