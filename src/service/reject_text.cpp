#include "service/reject_text.h"

#include "base/json.h"

namespace mizan::service {

namespace {

// The start of a record: whole code points, at most kRejectRawBytes.
std::string_view cut(std::string_view raw) {
    if (raw.size() <= kRejectRawBytes) return raw;
    auto size = kRejectRawBytes;
    while (size > kRejectRawBytes - 4 && (static_cast<unsigned char>(raw[size]) & 0xC0) == 0x80)
        --size;
    return raw.substr(0, size);
}

void append_json_reject(std::string& out, const Error& error, std::uint64_t line,
                        std::string_view file, std::string_view raw) {
    out.append("{\"file\":");
    json::append_string(out, file);
    out.append(",\"line\":");
    json::append_int(out, static_cast<std::int64_t>(line));
    out.append(",\"code\":");
    json::append_string(out, name(error.code));
    out.append(",\"message\":");
    json::append_string(out, error.message);
    out.append(",\"raw\":");
    json::append_string(out, cut(raw));
    out.append("}\n");
}

}  // namespace

void append_reject(std::string& out, RejectFormat format, const Error& error, std::uint64_t line,
                   std::string_view file, std::string_view raw) {
    if (format == RejectFormat::kJsonl) {
        append_json_reject(out, error, line, file, raw);
    } else {
        out.append(to_string(error)).push_back('\n');
    }
}

}  // namespace mizan::service
