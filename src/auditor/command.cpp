#include "auditor/command.h"

#include <CLI/CLI.hpp>

#include "base/instant.h"
#include "base/json.h"
#include "base/sha256.h"
#include "console/exit_code.h"
#include "console/say.h"
#include "console/terminal.h"

namespace mizan::auditor {

void add_common_options(CLI::App& command, CommonOptions& options) {
    command.add_option("--key", options.key, "The log's public key, or a file that holds it")
        ->type_name("KEY");
    command
        .add_option("--witnesses", options.witnesses,
                    "Whose cosignatures there must be: a file of logs, witnesses and a quorum")
        ->type_name("FILE");
    command.add_flag("--json", options.json, "Print the answer as one JSON object");
}

std::string told(std::string_view label, std::string_view text) {
    return "  " + console::padded(label, 13) + console::printable(text) + "\n";
}

std::string told_witnesses(const std::vector<audit::Witnessed>& witnessed, bool asked) {
    if (!asked) return told("witnesses", "none were asked for (see --witnesses)");
    std::string out;
    for (const auto& w : witnessed)
        out += told(out.empty() ? "cosigned by" : "", w.name + ", " + moment(w.time));
    return out.empty() ? told("cosigned by", "nobody, and the policy asks for nobody") : out;
}

std::string witnesses_json(const std::vector<audit::Witnessed>& witnessed) {
    std::string out = "[";
    for (const auto& w : witnessed) {
        if (out.size() > 1) out.push_back(',');
        json::Object(out).text("name", w.name).number("time", w.time);
    }
    return out.append("]");
}

std::string told_log(const ledger::Checkpoint& checkpoint) {
    return told("log", checkpoint.origin) +
           told("size", console::counted(checkpoint.size, "entry", "entries")) +
           told("root", to_hex(checkpoint.root));
}

bool is_verdict(const Error& error) {
    return console::exit_code_of(error.code) == console::kExitRecord;
}

int say_no(const Error& error, bool json) {
    std::string out;
    if (json) {
        json::Object(out)
            .flag("holds", false)
            .text("reason", error.message)
            .text("code", name(error.code));
        out.push_back('\n');
    } else {
        out = "NO: " + console::printable(error.message) + ".\n";
        if (!error.where.empty()) out += told("where", error.where);
    }
    return console::print_and(out, console::exit_code_of(error.code));
}

}  // namespace mizan::auditor
