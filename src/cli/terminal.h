// The terminal and the standard streams: what they can show, and writing to them with every failure seen.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan::cli {

// True if the file descriptor is a terminal that takes colours: NO_COLOR is unset or empty, TERM is not "dumb".
[[nodiscard]] bool wants_colour(int fd);

[[nodiscard]] bool is_terminal(int fd);

// Columns of the terminal behind `fd`; `otherwise` if it is none.
[[nodiscard]] unsigned terminal_width(int fd, unsigned otherwise);

// write(2) that waits where the stream is not ready: bytes written, or the negated errno.
[[nodiscard]] std::ptrdiff_t write_some(int fd, std::string_view bytes);

// Writes all bytes or says why not: kFileWrite. `name` is for the message.
[[nodiscard]] Result<void> write_all(int fd, std::string_view bytes, std::string_view name);

// write_all() to standard output and the exit code that follows: kExitOk, kExitClosedPipe (silent) or kExitOutput
// (after an error message).
[[nodiscard]] int print(std::string_view text);

// `text` with what could drive a terminal (controls, direction marks) replaced by U+FFFD; line ends and tabs stay.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace mizan::cli
