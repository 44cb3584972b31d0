// The terminal and the standard streams: what they can show, and writing to them with every failure seen.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan::console {

// True if the file descriptor is a terminal that takes colours: NO_COLOR is unset or empty, TERM is not "dumb".
[[nodiscard]] bool wants_colour(int fd);

[[nodiscard]] bool is_terminal(int fd);

// Columns of the terminal behind `fd`; `otherwise` if it is none.
[[nodiscard]] unsigned terminal_width(int fd, unsigned otherwise);

// write(2) that waits where the stream is not ready: bytes written, or the negated errno.
[[nodiscard]] std::ptrdiff_t write_some(int fd, std::string_view bytes);

// Writes all bytes: 0, or the errno of the write that failed.
[[nodiscard]] int write_to_end(int fd, std::string_view bytes);

// write_to_end() that says why not: kFileWrite. `name` is for the message.
[[nodiscard]] Result<void> write_all(int fd, std::string_view bytes, std::string_view name);

// `text` with what could drive a terminal (controls, direction marks) replaced by U+FFFD; line ends and tabs stay.
[[nodiscard]] std::string printable(std::string_view text);

// ANSI codes; empty strings where there is no colour.
struct Paint {
    std::string_view bold, dim, red, green, yellow, blue, underline, end;
};
[[nodiscard]] Paint paint(bool colour);
// paint() for standard output.
[[nodiscard]] Paint stdout_paint();

// The text and as many spaces as make it `width` bytes long.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

// "1 error", "2 errors"
[[nodiscard]] std::string counted(std::size_t n, std::string_view one, std::string_view many);

}  // namespace mizan::console
