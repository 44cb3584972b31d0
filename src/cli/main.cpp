// The program `mizan`: hands the command line to the command it names.
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "cli/terminal.h"
#include "policy/names.h"

namespace {

using namespace mizan::cli;

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
    std::string called = "mizan";
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const auto commands = at->get_subcommands([](const CLI::App*) { return true; });
        if (commands.empty() || word.empty() || word.front() == '-') return {};
        std::vector<std::string_view> names;
        for (const auto* command : commands) names.push_back(command->get_name());
        const auto found = std::find(names.begin(), names.end(), word);
        if (found == names.end()) {
            const auto near = mizan::policy::nearest(word, names);
            auto told = "no command is called \"" + word + "\"";
            if (!near.empty()) return told.append("; did you mean \"").append(near).append("\"?");
            return told.append("; see ").append(called).append(" --help");
        }
        at = commands[static_cast<std::size_t>(found - names.begin())];
        called.append(" ").append(word);
    }
    return {};
}

int run(int argc, char** argv) {
    CLI::App app("Mizan decides posts under a policy that people can read.", "mizan");
    int exit_code = kExitOk;
    app.set_version_flag("--version", "mizan " MIZAN_VERSION);
    app.require_subcommand(1);
    app.footer(std::string(exit_code_help()));
    add_moderate_command(app, exit_code);
    add_explain_command(app, exit_code);
    add_policy_commands(app, exit_code);
    add_bench_command(app, exit_code);
    add_train_command(app, exit_code);
    add_evaluate_command(app, exit_code);
    if (argc <= 1) {
        (void)write_all(STDERR_FILENO, app.help(), "stderr");
        return kExitUsage;
    }
    if (const auto told = unknown_command(app, argc, argv); !told.empty()) {
        print_error({mizan::Code::kUsage, told, {}});
        return kExitUsage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        std::ostringstream out;
        std::ostringstream err;
        if (app.exit(e, out, err) == 0) return print(out.str());
        (void)write_all(STDERR_FILENO, printable("error: " + err.str()), "stderr");
        return kExitUsage;
    }
    return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    // A closed pipe is an error of write(), told by our own exit code.
    std::signal(SIGPIPE, SIG_IGN);
    fill_standard_streams();
    try {
        return run(argc, argv);
    } catch (const std::exception& e) {
        print_error({mizan::Code::kInternal, e.what(), {}});
    } catch (...) {
        print_error({mizan::Code::kInternal, "an unknown exception", {}});
    }
    return kExitInternal;
}
