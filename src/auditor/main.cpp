// The program `mizan-audit`: for those who check a log and have no part in making it.
#include <CLI/CLI.hpp>

#include "auditor/command.h"
#include "console/program.h"

int main(int argc, char** argv) {
    return mizan::console::run_program(
        argc, argv, {"mizan-audit", "Checks a published log of decisions, and proofs from it."},
        [](CLI::App& app, int& exit_code) {
            using namespace mizan::auditor;
            add_verify_command(app, exit_code);
            add_prove_check_command(app, exit_code);
            add_frame_check_command(app, exit_code);
            add_draw_command(app, exit_code);
            add_receipt_check_command(app, exit_code);
        });
}
