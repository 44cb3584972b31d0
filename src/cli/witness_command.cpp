// `mizan witness`: a server that cosigns the checkpoints of logs, each only if it continues the one before.
#include <signal.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "base/files.h"
#include "base/sha256.h"
#include "cli/address.h"
#include "cli/command.h"
#include "http/server.h"
#include "ledger/witness_policy.h"
#include "witness/witness.h"

namespace mizan::cli {

namespace {

struct WitnessSettings {
    std::string dir;
    std::string name;
    std::vector<std::string> logs;
    std::string policy;
    std::string listen = "127.0.0.1:7480";
};

Result<std::vector<ledger::VerifierKey>> logs_of(const WitnessSettings& s) {
    std::vector<ledger::VerifierKey> out;
    for (const auto& vkey : s.logs) {
        MZ_TRY(out.emplace_back(), ledger::parse_vkey(vkey));
    }
    if (!s.policy.empty()) {
        MZ_TRY(const auto text, read_file(s.policy, ledger::kPolicyFileBytes));
        MZ_TRY(const auto policy, ledger::parse_witness_policy(text));
        for (const auto& log : policy.logs) out.push_back(log.key);
    }
    for (const auto& key : out)
        if (key.type != ledger::KeyType::kEd25519)
            return fail({Code::kKeyInvalid, "the key of " + key.name + " is not a log's", {}});
    if (!out.empty()) return out;
    return fail({Code::kUsage, "whose checkpoints? name a log with --log or --logs", {}});
}

std::uint64_t unix_time() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

std::string welcome(const witness::Witness& witness, const Address& address, int port,
                    const std::vector<ledger::VerifierKey>& logs) {
    const auto at = "http://" + address.host + ":" + std::to_string(port);
    auto out = "witness    " + to_vkey(witness.key()) + "\nlistening  " + at + "\n";
    for (const auto& log : logs)
        out +=
            "log        " + log.name + "  " + at + "/" + to_hex(sha256(log.name)) + "/checkpoint\n";
    return out;
}

// Answers until the process is told to end.
void serve_until_told(http::Server& server, const sigset_t& ends) {
    std::thread answering([&server] { server.run(); });
    int signal = 0;
    (void)::sigwait(&ends, &signal);
    server.stop();
    answering.join();
}

Result<int> run_witness(const WitnessSettings& s) {
    MZ_TRY(const auto address, parse_address(s.listen));
    MZ_TRY(auto logs, logs_of(s));
    MZ_TRY(auto witness, witness::Witness::open({s.dir, s.name, logs, unix_time}));
    // Blocked before any thread is there, so that none but sigwait() takes them.
    sigset_t ends;
    (void)::sigemptyset(&ends);
    (void)::sigaddset(&ends, SIGINT);
    (void)::sigaddset(&ends, SIGTERM);
    (void)::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    MZ_TRY(auto server, http::Server::listen(address.host, address.port, witness::routes(witness)));
    const int printed = print(welcome(witness, address, server.port(), logs));
    if (printed != kExitOk) return printed;
    serve_until_told(server, ends);
    return kExitOk;
}

}  // namespace

void add_witness_command(CLI::App& app, int& exit_code) {
    auto* command =
        app.add_subcommand("witness", "Cosign the checkpoints of logs, as an independent witness");
    command->footer(
        "Examples:\n"
        "  mizan witness --dir state --name witness.example.org --log \"$(cat log.vkey)\"\n"
        "  mizan witness --dir state --logs policy.txt --listen 0.0.0.0:7480\n"
        "It speaks the protocol c2sp.org/tlog-witness. Put a server with a certificate before it.");
    auto s = std::make_shared<WitnessSettings>();
    command
        ->add_option("--dir", s->dir, "Folder for the key and what was cosigned; never restore it")
        ->required()
        ->type_name("DIR");
    command->add_option("--name", s->name, "Name of the key that is made at the first start")
        ->type_name("NAME");
    command->add_option("--log", s->logs, "Public key of a log to witness; may be repeated")
        ->type_name("VKEY");
    command->add_option("--logs", s->policy, "File whose `log` lines name the logs to witness")
        ->type_name("FILE");
    command->add_option("--listen", s->listen, "Where to listen")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    command->callback([s, &exit_code] {
        const auto ended = run_witness(*s);
        exit_code = ended ? *ended : complain(ended.error());
    });
}

}  // namespace mizan::cli
