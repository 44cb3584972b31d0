#include "base/json.h"

#include <algorithm>

#include "base/printable.h"
#include "base/utf8.h"

namespace mizan::json {

namespace {

constexpr unsigned char kDelete = 0x7F;  // stands in JSON as it is

void append_escaped(std::string& out, unsigned char c) {
    constexpr char kDigits[] = "0123456789abcdef";
    switch (c) {
        case '"': out.append("\\\""); return;
        case '\\': out.append("\\\\"); return;
        case '\n': out.append("\\n"); return;
        case '\r': out.append("\\r"); return;
        case '\t': out.append("\\t"); return;
        default:
            out.append("\\u00");
            out.push_back(kDigits[c >> 4]);
            out.push_back(kDigits[c & 15]);
    }
}

}  // namespace

void append_string(std::string& out, std::string_view s) {
    out.push_back('"');
    std::size_t run = 0;  // start of the bytes that may be copied as they are
    std::size_t i = 0;
    while (i < s.size()) {
        const auto c = static_cast<unsigned char>(s[i]);
        if (is_printable(s[i]) || c == kDelete) {
            i += std::max(std::size_t{1}, printable_length(s.substr(i)));
            continue;
        }
        if (c >= 0x80) {
            const auto d = utf8::decode(s, i);
            if (d.valid) {
                i += d.size;
                continue;
            }
            out.append(s, run, i - run).append("\xEF\xBF\xBD");
            i += d.size;
        } else {
            out.append(s, run, i - run);
            append_escaped(out, c);
            ++i;
        }
        run = i;
    }
    out.append(s, run);
    out.push_back('"');
}

}  // namespace mizan::json
