#include "base/json.h"

#include "base/utf8.h"

namespace mizan::json {

namespace {

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
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            ++i;
            continue;
        }
        if (c >= 0x80) {
            const auto d = utf8::decode(s, i);
            if (d.valid) {
                i += d.size;
                continue;
            }
            out.append(s.substr(run, i - run)).append("\xEF\xBF\xBD");
            i += d.size;
        } else {
            out.append(s.substr(run, i - run));
            append_escaped(out, c);
            ++i;
        }
        run = i;
    }
    out.append(s.substr(run));
    out.push_back('"');
}

}  // namespace mizan::json
