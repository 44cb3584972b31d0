// The frame of a program of ours: its standard streams, its command line, exceptions, its exit code.
#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace mizan::console {

struct Program {
    std::string name;
    std::string purpose;  // one sentence for --help
};

// Runs the command that the command line names and gives the exit code for main(). `add_commands` adds them; their
// callbacks set the exit code that it is given. To be called once, first thing in main().
[[nodiscard]] int run_program(int argc, char** argv, const Program& program,
                              const std::function<void(CLI::App&, int&)>& add_commands);

}  // namespace mizan::console
