// The program `mizan`: hands the command line to the command it names.
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "console/program.h"

int main(int argc, char** argv) {
    return mizan::console::run_program(
        argc, argv, {"mizan", "Mizan decides posts under a policy that people can read."},
        [](CLI::App& app, int& exit_code) {
            using namespace mizan::cli;
            add_moderate_command(app, exit_code);
            add_explain_command(app, exit_code);
            add_policy_commands(app, exit_code);
            add_bench_command(app, exit_code);
            add_train_command(app, exit_code);
            add_evaluate_command(app, exit_code);
            add_thresholds_command(app, exit_code);
            add_log_commands(app, exit_code);
            add_receipt_commands(app, exit_code);
            add_flag_commands(app, exit_code);
            add_case_commands(app, exit_code);
            add_partner_commands(app, exit_code);
            add_serve_command(app, exit_code);
            add_witness_command(app, exit_code);
            add_access_commands(app, exit_code);
        });
}
