// `mizan serve`: the service, one process over one folder.
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

#include "access/access.h"
#include "base/files.h"
#include "base/json.h"
#include "cli/address.h"
#include "cli/ask_witnesses.h"
#include "cli/command.h"
#include "cli/config_option.h"
#include "cli/self.h"
#include "oidc/provider.h"
#include "server/json_log.h"
#include "server/server.h"
#include "service/access_audit.h"

namespace mizan::cli {

namespace {

struct ServeSettings {
    std::string data;
    std::string listen = "127.0.0.1:7470";
    std::string policy;
    std::string platform = "default";
    std::string origin;
    std::string witnesses;
    std::string keys;
    std::string cache;
    std::string certificate;
    std::string certificate_key;
    std::string public_url;
    std::vector<std::string> proxies;
    std::vector<std::string> coral_secrets;  // "PLATFORM=SECRET"
    std::string oidc_issuer;
    std::string oidc_client;
    std::string oidc_secret;  // a file
    std::string oidc_claim = oidc::Settings{}.claim;
    std::string oidc_role;
    std::string oidc_page;
    unsigned threads = 1;
    std::size_t connections = http::WebOptions{}.connections;
    std::size_t streams = http::WebOptions{}.streams;
    std::uint32_t rate = 0;
    service::RestraintOptions restraint;
    bool quiet_requests = false;
    bool check = false;
};

constexpr std::size_t kSecretBytes = 4096;

// Nothing if none is named. Errors: kUsage, kFileRead.
Result<std::optional<server::ProviderOptions>> provider_of(const ServeSettings& s) {
    if (s.oidc_issuer.empty()) return std::optional<server::ProviderOptions>();
    MZ_CHECK(oidc::check_issuer(s.oidc_issuer));
    if (s.oidc_client.empty() || s.public_url.empty())
        return fail({Code::kUsage,
                     "log-in by a provider needs --oidc-client, and --public-url to come back to",
                     {}});
    server::ProviderOptions out;
    out.settings = {s.oidc_issuer, s.oidc_client, {}, s.oidc_claim};
    out.page = s.oidc_page;
    if (!s.oidc_secret.empty()) {
        MZ_TRY(out.settings.secret, read_file(s.oidc_secret, kSecretBytes));
        while (out.settings.secret.ends_with('\n')) out.settings.secret.pop_back();
    }
    if (s.oidc_role.empty()) return std::optional(std::move(out));
    out.make_as = access::parse_role(s.oidc_role);
    if (!out.make_as || out.make_as == access::Role::kAdministrator)
        return fail({Code::kUsage,
                     "accounts can be made with any role but administrator: see docs/access.md",
                     s.oidc_role});
    return std::optional(std::move(out));
}

std::string log_line(std::string_view event, std::string_view detail) {
    std::string line;
    json::Object(line).number("at", unix_now()).text("event", event).text("detail", detail);
    return line;
}

// A brake that is on is for somebody to look at now.
std::string brake_line(bool halts, std::string_view brake) {
    std::string line;
    json::Object(line)
        .number("at", unix_now())
        .text("event", "brake")
        .text("level", halts ? "error" : "notice")
        .json_value("brake", brake);
    return line;
}

// "forum=0f3a..." apart. No message repeats a secret.
Result<std::vector<server::SharedSecret>> read_secrets(const std::vector<std::string>& given) {
    constexpr std::size_t kLeastBytes = 16;
    constexpr auto kMostOfOne = 2;  // the old one and the new one, while it is changed
    const auto wrong = [](std::string_view what) {
        return fail({Code::kUsage, "--coral-secret: " + std::string(what), {}});
    };
    std::vector<server::SharedSecret> out;
    for (const auto& one : given) {
        const auto at = one.find('=');
        if (at == std::string::npos || at == 0) return wrong("write it as PLATFORM=SECRET");
        server::SharedSecret read{one.substr(0, at), one.substr(at + 1)};
        if (read.secret.size() < kLeastBytes)
            return wrong("the secret of \"" + read.platform + "\" has fewer than 16 bytes");
        if (std::ranges::count(out, read.platform, &server::SharedSecret::platform) == kMostOfOne)
            return wrong("\"" + read.platform + "\" has more than two secrets");
        out.push_back(std::move(read));
    }
    return out;
}

class Serving {
public:
    explicit Serving(const ServeSettings& settings) : s_(settings) {}

    Result<int> run() {
        // Blocked before any thread is there, so that none but sigwait() takes them.
        sigset_t signals;
        (void)::sigemptyset(&signals);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) (void)::sigaddset(&signals, signal);
        (void)::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        log_.emplace(STDERR_FILENO);
        MZ_TRY(const auto address, parse_address(s_.listen));
        if (s_.certificate.empty() != s_.certificate_key.empty())
            return fail(
                {Code::kUsage, "a certificate needs its key, and a key its certificate", {}});
        MZ_TRY(coral_secrets_, read_secrets(s_.coral_secrets));
        MZ_TRY(const auto policy, find_policy(s_.policy));
        MZ_CHECK(service::check(s_.restraint));
        MZ_TRY(provider_, provider_of(s_));
        if (s_.check) return check(policy);
        MZ_CHECK(make_folder(s_.data, 0700));
        MZ_CHECK(open_access());
        MZ_CHECK(open_live(policy));
        http::WebOptions web;
        web.host = address.host;
        web.port = address.port;
        web.threads = s_.threads;
        web.connections = s_.connections;
        web.streams = s_.streams;
        web.clock = unix_now;
        web.certificate = s_.certificate;
        web.key = s_.certificate_key;
        MZ_TRY(server_, server::Server::listen(*live_, *access_, std::move(web), site_options()));
        const int printed = print(welcome(address));
        if (printed != kExitOk) return printed;
        answer_until_told(signals);
        server_.reset();
        const auto noted = access_->note_failures(unix_now());
        const auto audited = audit_->record_new();
        MZ_CHECK(live_->finish());  // whatever became of these
        MZ_CHECK(access_->note_uses());
        MZ_CHECK(noted);
        MZ_CHECK(audited);
        return kExitOk;
    }

private:
    // What a start would find wrong, without a start.
    Result<int> check(const std::string& policy) const {
        MZ_TRY(const auto loaded, service::load_policy(policy, cache_dir(s_.cache)));
        MZ_CHECK(read_witnesses(s_.witnesses));
        if (!s_.certificate.empty())
            MZ_CHECK(http::check_certificate(s_.certificate, s_.certificate_key));
        return print("the configuration can be used\npolicy     " + loaded.policy->title + "@" +
                     loaded.policy->version + "\n");
    }

    Result<void> open_access() {
        MZ_TRY(auto access, access::Access::open({s_.data + "/access.db", true, {}}));
        access_.emplace(std::move(access));
        MZ_TRY(first_password_, access_->first_administrator(unix_now()));
        return {};
    }

    Result<void> open_live(const std::string& policy) {
        service::LiveOptions options;
        options.folder = s_.data + "/record";
        options.keys = s_.keys;
        options.policy = policy;
        options.cache = cache_dir(s_.cache);
        options.platform = s_.platform;
        options.desks = s_.threads;
        options.logs.origin = s_.origin;
        options.logs.clock = unix_now;
        options.restraint = s_.restraint;
        options.restraint.tell = [this](bool halts, std::string_view brake) {
            log_->write(brake_line(halts, brake));
        };
        MZ_TRY(options.logs.ask_witnesses, read_witnesses(s_.witnesses));
        options.notices.trouble = [this](std::string_view event, const Error& error) {
            log_->write(log_line(event, to_string(error)));
        };
        MZ_TRY(options.program, program_hash());
        MZ_TRY(live_, service::Live::open(std::move(options)));
        audit_ = std::make_unique<service::AccessAudit>(*access_, live_->folder(), live_->logs(),
                                                        s_.platform);
        return {};
    }

    server::SiteOptions site_options() {
        server::SiteOptions site;
        site.rate_per_s = s_.rate;
        site.proxies = s_.proxies;
        site.coral_secrets = coral_secrets_;
        site.public_url = s_.public_url;
        while (site.public_url.ends_with('/')) site.public_url.pop_back();
        site.log_requests = !s_.quiet_requests;
        site.provider = provider_;
        site.clock = unix_now;
        site.log = [this](std::string_view line) { log_->write(line); };
        return site;
    }

    [[nodiscard]] std::string welcome(const Address& address) const {
        const auto& policy = *live_->engine()->loaded.policy;
        const auto scheme = s_.certificate.empty() ? "http://" : "https://";
        auto out = std::string("listening  ") + scheme + address.host + ":" +
                   std::to_string(server_->port()) + "\n";
        out += "record     " + s_.data + "/record\n";
        out += "policy     " + policy.title + "@" + policy.version + "\n";
        if (first_password_)
            out += "account    admin\npassword   " + *first_password_ +
                   "   (told this once; change it with `mizan access`)\n";
        return out;
    }

    void answer_until_told(const sigset_t& signals) {
        std::thread answering([this] { server_->run(); });
        std::jthread noting([this](const std::stop_token& stop) { note_access(stop); });
        while (true) {
            int signal = 0;
            (void)::sigwait(&signals, &signal);
            if (signal != SIGHUP) break;
            const auto live = live_->go_live(live_->engine()->path);
            log_->write(live ? log_line("policy-reloaded", (*live)->loaded.policy->version)
                             : log_line("policy-refused", to_string(live.error())));
        }
        log_->write(log_line("stopping", "what was taken is finished"));
        server_->stop();
        answering.join();
    }

    // When keys were used last, keys that were revoked on the command line, and what goes on the public record of all this.
    void note_access(const std::stop_token& stop) {
        constexpr auto kEvery = std::chrono::seconds(5);
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        const auto tell = [this](const auto& done) {
            if (!done) log_->write(log_line("access-trouble", to_string(done.error())));
        };
        while (!stop.stop_requested()) {
            tell(access_->note_uses());
            tell(access_->reload());
            tell(access_->note_failures(unix_now()));
            tell(audit_->record_new());
            never.wait_for(lock, stop, kEvery, [] { return false; });
        }
    }

    const ServeSettings& s_;
    std::optional<server::JsonLog> log_;  // whose thread must not take signals
    std::optional<access::Access> access_;
    std::optional<std::string> first_password_;
    std::vector<server::SharedSecret> coral_secrets_;
    std::optional<server::ProviderOptions> provider_;
    std::unique_ptr<service::Live> live_;
    std::unique_ptr<service::AccessAudit> audit_;
    std::unique_ptr<server::Server> server_;
};

void add_brake_options(CLI::App& command, const std::string& prefix, const std::string& of,
                       sanction::BrakeLimits& limits) {
    constexpr std::uint32_t kMost = 1'000'000'000;
    const auto add = [&](const char* name, std::uint32_t& value, const std::string& what) {
        command.add_option(prefix + name, value, what + of)
            ->check(CLI::Range(1u, kMost))
            ->type_name("N")
            ->capture_default_str();
    };
    add("quota", limits.quota, "Removals an hour without a person; beyond, the brake is on");
    add("jump", limits.jump, "So many times the day's mean, in ten minutes, and the brake is on");
    add("least", limits.least, "Removals in ten minutes below which there is no jump");
}

void add_restraint_options(CLI::App& command, service::RestraintOptions& restraint) {
    add_brake_options(command, "--brake-", "; of a clause on a platform", restraint.limits);
    add_brake_options(command, "--brake-grave-", "; of a clause of severity 5", restraint.grave);
    command
        .add_option("--undecided-most", restraint.undecided_most,
                    "Undecided posts of an author that people are asked about in an hour; 0: all")
        ->type_name("N")
        ->capture_default_str();
}

void add_coral_option(CLI::App& command, ServeSettings& s) {
    command
        .add_option(
            "--coral-secret", s.coral_secrets,
            "Signing secret of a platform that runs Coral; two while it is changed. It belongs "
            "in the --config file")
        ->type_name("PLATFORM=SECRET");
}

void add_provider_options(CLI::App& command, ServeSettings& s) {
    command
        .add_option("--oidc-issuer", s.oidc_issuer,
                    "Who else knows people: let them log in by this OpenID Connect provider")
        ->type_name("URL");
    command.add_option("--oidc-client", s.oidc_client, "The service's id at the provider")
        ->type_name("ID");
    command.add_option("--oidc-secret", s.oidc_secret, "File with the secret that goes with it")
        ->type_name("FILE");
    command
        .add_option("--oidc-claim", s.oidc_claim,
                    "What the provider says of people that is the name of their account")
        ->type_name("NAME")
        ->capture_default_str();
    command
        .add_option("--oidc-role", s.oidc_role,
                    "Make an account of this role for who has none; without it none is made")
        ->type_name("ROLE");
    command.add_option("--oidc-page", s.oidc_page, "Where the browser goes when logged in")
        ->type_name("URL");
}

void add_options(CLI::App& command, ServeSettings& s) {
    add_config_option(command);
    command.add_option("--data", s.data, "Folder of the service; made at the first start")
        ->required()
        ->type_name("DIR");
    command
        .add_option("--listen", s.listen,
                    "Where to listen; beyond this machine only if told so here")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    command.add_option("--policy", s.policy, "Policy folder, or a bundle")->type_name("POLICY");
    command.add_option("--platform", s.platform, "Platform of posts that name none")
        ->type_name("NAME")
        ->capture_default_str();
    command.add_option("--threads", s.threads, "Threads that answer requests")
        ->check(CLI::Range(1u, 256u))
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--tls-certificate", s.certificate, "PEM file of the certificate and its chain")
        ->type_name("FILE");
    command.add_option("--tls-key", s.certificate_key, "PEM file of its key")->type_name("FILE");
    command
        .add_option("--public-url", s.public_url, "Where clients reach the service, behind a proxy")
        ->type_name("URL");
    command
        .add_option("--proxy", s.proxies,
                    "Address of a proxy whose X-Forwarded-For is believed; may be repeated")
        ->type_name("ADDRESS");
    add_coral_option(command, s);
    command.add_option("--connections", s.connections, "Connections at once")
        ->check(CLI::Range(1u, 1'000'000u))
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--streams", s.streams, "Streams of posts at once")
        ->check(CLI::Range(1u, 1024u))
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--rate", s.rate,
                    "Requests a second of a key that has no rate of its own; 0: any")
        ->type_name("N")
        ->capture_default_str();
    add_restraint_options(command, s.restraint);
    add_provider_options(command, s);
    command.add_option("--origin", s.origin, "Name of the public log, best where it is served")
        ->type_name("NAME");
    command
        .add_option("--witnesses", s.witnesses,
                    "Whom to ask for cosignatures: a file of logs, witnesses and a quorum")
        ->type_name("FILE");
    command.add_option("--keys", s.keys, "Another place for the secrets of the record")
        ->type_name("DIR");
    command.add_option("--cache", s.cache, "Folder for compiled policies; \"none\": no cache")
        ->type_name("DIR");
    command.add_flag("--no-request-log", s.quiet_requests,
                     "Log what is wrong only, not each request");
    command.add_flag("--check-config", s.check, "Say whether this could be served, and end");
}

}  // namespace

void add_serve_command(CLI::App& app, int& exit_code) {
    auto* command = app.add_subcommand("serve", "Serve decisions over HTTP and keep them");
    command->footer(
        "Examples:\n"
        "  mizan serve --data /var/lib/mizan\n"
        "  mizan serve --data data --config mizan.conf --check-config\n"
        "SIGHUP reads the policy anew; SIGTERM ends it when what was taken is finished.\n"
        "docs/api.md says what can be asked of it.");
    auto s = std::make_shared<ServeSettings>();
    add_options(*command, *s);
    command->callback([s, &exit_code] {
        const auto ended = Serving(*s).run();
        exit_code = ended ? *ended : complain(ended.error());
    });
}

}  // namespace mizan::cli
