#include "console/say.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "console/terminal.h"

namespace mizan::console {

namespace {

void say(std::string_view word, std::string_view Paint::* colour, std::string_view message) {
    const auto ink = paint(wants_colour(STDERR_FILENO));
    std::string line;
    line.append(ink.bold);
    if (colour != nullptr) line.append(ink.*colour);
    line.append(word).append(":").append(ink.end);
    line.append(" ").append(printable(message)).push_back('\n');
    (void)write_to_end(STDERR_FILENO, line);  // where else could one complain
}

}  // namespace

int print(std::string_view text) {
    const int number = write_to_end(STDOUT_FILENO, text);
    if (number == 0) return kExitOk;
    if (number == EPIPE) return kExitClosedPipe;
    print_error(
        {Code::kFileWrite, std::string("cannot write: ") + std::strerror(number), "stdout"});
    return kExitOutput;
}

int print_and(std::string_view text, int exit_code) {
    const int written = print(text);
    return written == kExitOk ? exit_code : written;
}

void print_error(const Error& error) { say("error", &Paint::red, to_string(error)); }
int complain(const Error& error) {
    print_error(error);
    return exit_code_of(error.code);
}
void print_warning(std::string_view message) { say("warning", &Paint::yellow, message); }
void print_note(std::string_view message) { say("note", nullptr, message); }

}  // namespace mizan::console
