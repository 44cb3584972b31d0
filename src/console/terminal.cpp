#include "console/terminal.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/utf8.h"

namespace mizan::console {

namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view{} : value;
}

bool drives_terminal(char32_t c) {
    const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
    const bool moves_text = (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
                            (c >= 0x2066 && c <= 0x2069);
    return control || moves_text;
}

}  // namespace

bool is_terminal(int fd) { return ::isatty(fd) == 1; }

bool wants_colour(int fd) {
    return is_terminal(fd) && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

unsigned terminal_width(int fd, unsigned otherwise) {
    winsize size{};
    if (!is_terminal(fd) || ::ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return otherwise;
    return size.ws_col;
}

std::ptrdiff_t write_some(int fd, std::string_view bytes) {
    for (;;) {
        const auto n = ::write(fd, bytes.data(), bytes.size());
        if (n >= 0) return n;
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            pollfd ready{fd, POLLOUT, 0};
            (void)::poll(&ready, 1, -1);
        } else if (errno != EINTR) {
            return -errno;
        }
    }
}

int write_to_end(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto n = write_some(fd, bytes);
        if (n < 0) return static_cast<int>(-n);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return 0;
}

Result<void> write_all(int fd, std::string_view bytes, std::string_view name) {
    const int number = write_to_end(fd, bytes);
    if (number == 0) return {};
    return fail({Code::kFileWrite, std::string("cannot write: ") + std::strerror(number),
                 std::string(name)});
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto decoded = utf8::decode(text, at);
        at += decoded.size;
        const bool shown = decoded.valid && !drives_terminal(decoded.code_point);
        utf8::append(out, shown ? decoded.code_point : 0xFFFD);
    }
    return out;
}

Paint paint(bool colour) {
    if (!colour) return {};
    return {"\x1b[1m",  "\x1b[2m",  "\x1b[31m", "\x1b[32m",
            "\x1b[33m", "\x1b[34m", "\x1b[4m",  "\x1b[0m"};
}

Paint stdout_paint() { return paint(wants_colour(STDOUT_FILENO)); }

std::string padded(std::string_view text, std::size_t width) {
    return std::string(text).append(width > text.size() ? width - text.size() : 0, ' ');
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
    return std::to_string(n).append(" ").append(n == 1 ? one : many);
}

}  // namespace mizan::console
