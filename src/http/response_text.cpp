#include "http/response_text.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace mizan::http {

namespace {

struct Reason {
    int status;
    std::string_view words;
};
constexpr Reason kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7), made once a second.
std::string_view date(std::uint64_t now) {
    struct Made {
        std::uint64_t at = 0;
        std::array<char, 32> text{};
        std::size_t size = 0;
    };
    thread_local Made made;
    if (now != made.at) {
        static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        const auto seconds = static_cast<std::time_t>(now);
        std::tm t{};
        ::gmtime_r(&seconds, &t);
        made.at = now;
        made.size = static_cast<std::size_t>(
            std::snprintf(made.text.data(), made.text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                          kDays[t.tm_wday], t.tm_mday, kMonths[t.tm_mon], t.tm_year + 1900,
                          t.tm_hour, t.tm_min, t.tm_sec));
    }
    return {made.text.data(), made.size};
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    for (const char c : value) out.push_back(c == '\r' || c == '\n' ? ' ' : c);
    out.append("\r\n");
}

constexpr int kNoContent = 204;
constexpr int kNotModified = 304;

}  // namespace

std::string_view reason_of(int status) {
    for (const auto& reason : kReasons)
        if (reason.status == status) return reason.words;
    return "Unknown";
}

void append_head(std::string& out, const Response& response, const HeadForm& form) {
    out.append(form.version < 11 ? "HTTP/1.0 " : "HTTP/1.1 ")
        .append(std::to_string(response.status))
        .append(" ")
        .append(reason_of(response.status))
        .append("\r\n");
    if (form.now != 0) append_field(out, "Date", date(form.now));
    if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
    const bool no_body = response.status == kNoContent || response.status == kNotModified;
    if (form.framing == Framing::kChunked) append_field(out, "Transfer-Encoding", "chunked");
    if (form.framing == Framing::kLength && !no_body)
        append_field(out, "Content-Length", std::to_string(response.body.size()));
    if (!form.keep_alive || form.framing == Framing::kClose)
        append_field(out, "Connection", "close");
    else if (form.version < 11) append_field(out, "Connection", "keep-alive");
    for (const auto& [name, value] : response.fields) append_field(out, name, value);
    out.append("\r\n");
}

void append_chunk(std::string& out, std::string_view bytes, bool last) {
    static constexpr char kDigits[] = "0123456789abcdef";
    if (!bytes.empty()) {
        std::string length;
        for (auto n = bytes.size(); n > 0; n /= 16) length.insert(length.begin(), kDigits[n % 16]);
        out.append(length).append("\r\n").append(bytes).append("\r\n");
    }
    if (last) out.append("0\r\n\r\n");
}

}  // namespace mizan::http
