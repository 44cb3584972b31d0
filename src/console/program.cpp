#include "console/program.h"

#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <exception>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/nearest.h"
#include "console/say.h"
#include "console/terminal.h"

namespace mizan::console {

namespace {

// A standard stream that was closed before we started would be taken by the first file that we open. It is filled
// with one that gives an error where it is used.
void fill_standard_streams() {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
        if (::fcntl(fd, F_GETFD) == -1)
            (void)::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

// Follows the words of the command line into the commands: a complaint about the first that names none.
std::string unknown_command(const CLI::App& app, int argc, char** argv) {
    const CLI::App* at = &app;
    std::string called = app.get_name();
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const auto commands = at->get_subcommands([](const CLI::App*) { return true; });
        if (commands.empty() || word.empty() || word.front() == '-') return {};
        std::vector<std::string_view> names;
        for (const auto* command : commands) names.push_back(command->get_name());
        const auto found = std::find(names.begin(), names.end(), word);
        if (found == names.end()) {
            const auto near = nearest(word, names);
            auto told = "no command is called \"" + word + "\"";
            if (!near.empty()) return told.append("; did you mean \"").append(near).append("\"?");
            return told.append("; see ").append(called).append(" --help");
        }
        at = commands[static_cast<std::size_t>(found - names.begin())];
        called.append(" ").append(word);
    }
    return {};
}

int parse_and_run(CLI::App& app, int argc, char** argv, const int& exit_code) {
    if (argc <= 1) {
        (void)write_to_end(STDERR_FILENO, app.help());
        return kExitUsage;
    }
    if (const auto told = unknown_command(app, argc, argv); !told.empty())
        return complain({Code::kUsage, told, {}});
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        std::ostringstream out;
        std::ostringstream err;
        if (app.exit(e, out, err) == 0) return print(out.str());
        (void)write_to_end(STDERR_FILENO, printable("error: " + err.str()));
        return kExitUsage;
    }
    return exit_code;
}

}  // namespace

int run_program(int argc, char** argv, const Program& program,
                const std::function<void(CLI::App&, int&)>& add_commands) {
    // A closed pipe is an error of write(), told by our own exit code.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // so is a file that may not grow
    fill_standard_streams();
    try {
        CLI::App app(program.purpose, program.name);
        int exit_code = kExitOk;
        app.set_version_flag("--version", program.name + " " MIZAN_VERSION);
        app.require_subcommand(1);
        app.footer(std::string(exit_code_help()));
        add_commands(app, exit_code);
        return parse_and_run(app, argc, argv, exit_code);
    } catch (const std::exception& e) {
        return complain({Code::kInternal, e.what(), {}});
    } catch (...) {
        return complain({Code::kInternal, "an unknown exception", {}});
    }
}

}  // namespace mizan::console
