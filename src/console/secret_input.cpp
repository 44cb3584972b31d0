#include "console/secret_input.h"

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "console/terminal.h"

namespace mizan::console {

namespace {

constexpr std::array kEndings = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
volatile std::sig_atomic_t caught_signal = 0;

extern "C" void catch_signal(int signal) { caught_signal = signal; }

// Without echo as long as it lives; what ends the program waits until it is over, and then comes true.
// Signals are let in by wait_for_input() alone: one that came just before a read would leave it waiting.
class Hidden {
public:
    Hidden() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        caught_signal = 0;
        sigset_t endings;
        (void)::sigemptyset(&endings);
        for (const auto signal : kEndings) (void)::sigaddset(&endings, signal);
        (void)::pthread_sigmask(SIG_BLOCK, &endings, &mask_);
        struct sigaction action{};
        action.sa_handler = catch_signal;  // without SA_RESTART: the wait ends
        for (std::size_t i = 0; i < kEndings.size(); ++i)
            (void)::sigaction(kEndings[i], &action, &actions_[i]);
        auto hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        hidden.c_lflag |= ECHONL;
        (void)::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        changed_ = true;
    }
    Hidden(const Hidden&) = delete;
    Hidden& operator=(const Hidden&) = delete;
    ~Hidden() {
        if (!changed_) return;
        (void)::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        for (std::size_t i = 0; i < kEndings.size(); ++i)
            (void)::sigaction(kEndings[i], &actions_[i], nullptr);
        (void)::pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
        if (caught_signal != 0) (void)std::raise(caught_signal);
    }

    // Until there is something to read, or the end of it; false where a signal ends it.
    [[nodiscard]] bool wait_for_input() const {
        pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        while (caught_signal == 0) {
            const int ready = ::ppoll(&input, 1, nullptr, changed_ ? &mask_ : nullptr);
            if (ready > 0 || (ready < 0 && errno != EINTR))
                return true;  // the read tells what is wrong
        }
        return false;
    }

private:
    bool changed_ = false;
    sigset_t mask_{};  // as it was before
    termios before_{};
    std::array<struct sigaction, kEndings.size()> actions_{};
};

// Byte by byte, so that nothing after the line is taken from who reads on.
Result<std::string> read_one_line(std::size_t max_bytes, const Hidden* hidden) {
    std::string out;
    while (true) {
        char c = 0;
        if (hidden != nullptr && !hidden->wait_for_input())
            return fail({Code::kFileRead, std::strerror(EINTR), "standard input"});
        const auto n = ::read(STDIN_FILENO, &c, 1);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail({Code::kFileRead, std::strerror(errno), "standard input"});
        if (n == 0 && out.empty())
            return fail({Code::kFileRead, "a line is missing", "standard input"});
        if (n == 0 || c == '\n') break;
        out.push_back(c);
        if (out.size() > max_bytes + 1)  // one may be a carriage return
            return fail({Code::kFileRead, "a line is too long", "standard input"});
    }
    if (out.ends_with('\r')) out.pop_back();
    return out;
}

}  // namespace

Result<std::string> read_secret(std::string_view prompt, std::size_t max_bytes) {
    if (!is_terminal(STDIN_FILENO)) return read_one_line(max_bytes, nullptr);
    const Hidden hidden;  // before anybody is asked to type
    (void)write_to_end(STDERR_FILENO, prompt);
    return read_one_line(max_bytes, &hidden);
}

}  // namespace mizan::console
