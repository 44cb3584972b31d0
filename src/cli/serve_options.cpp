#include "cli/serve_options.h"

#include <algorithm>

#include "base/files.h"
#include "cli/config_option.h"
#include "http/client.h"

namespace mizan::cli {

namespace {

constexpr std::size_t kSecretBytes = 4096;

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

void add_webhook_option(CLI::App& command, ServeSettings& s) {
    // Who is silent for longer is given up by the client anyway.
    constexpr std::uint32_t kMostSeconds = http::kSilenceSeconds;
    command
        .add_option("--webhook-seconds", s.webhook_seconds,
                    "Seconds that a receiver of webhooks has for a message")
        ->check(CLI::Range(1u, kMostSeconds))
        ->type_name("N")
        ->capture_default_str();
    command
        .add_option("--casework", s.casework,
                    "Rules of casework: service levels, limits, routes (docs/casework.md); without "
                    "it those that are built in")
        ->type_name("FILE");
    command
        .add_option("--clock-file", s.clock_file,
                    "For exercises alone: seconds to add to the time, read from this file again "
                    "and again")
        ->type_name("FILE");
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
    command
        .add_option("--oidc-domain", s.oidc_domains,
                    "Make them for verified addresses of this domain alone; may be repeated")
        ->type_name("DOMAIN");
    command.add_flag("--oidc-administrators", s.oidc_administrators,
                     "Let administrators log in so too, without the second factor they have here");
    command.add_option("--oidc-page", s.oidc_page, "Where the browser goes when logged in")
        ->type_name("URL");
}

// In lower case.
Result<std::string> read_domain(std::string domain) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    for (char& c : domain)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    if (!std::ranges::all_of(domain, allowed) || domain.empty() || domain.starts_with('.') ||
        domain.ends_with('.'))
        return fail({Code::kUsage, "--oidc-domain: what follows the @ of an address", domain});
    return domain;
}

// For whom accounts are made. At a provider that takes anybody, everybody would get one.
Result<void> read_who_is_new(const ServeSettings& s, server::ProviderOptions& out) {
    if (s.oidc_role.empty() != s.oidc_domains.empty())
        return fail({Code::kUsage,
                     "--oidc-role needs --oidc-domain, which says for whom accounts are made, and "
                     "the other way round",
                     {}});
    if (s.oidc_role.empty()) return {};
    if (s.oidc_claim != "email")
        return fail({Code::kUsage,
                     "--oidc-role: accounts are made for verified addresses, by the claim email",
                     s.oidc_claim});
    out.make_as = access::parse_role(s.oidc_role);
    if (!out.make_as || out.make_as == access::Role::kAdministrator)
        return fail({Code::kUsage,
                     "accounts can be made with any role but administrator: see docs/access.md",
                     s.oidc_role});
    for (const auto& domain : s.oidc_domains) {
        MZ_TRY(auto read, read_domain(domain));
        out.domains.push_back(std::move(read));
    }
    return {};
}

}  // namespace

void add_serve_options(CLI::App& command, ServeSettings& s) {
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
    add_webhook_option(command, s);
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
    out.administrators = s.oidc_administrators;
    if (!s.oidc_secret.empty()) {
        MZ_TRY(out.settings.secret, read_file(s.oidc_secret, kSecretBytes));
        while (out.settings.secret.ends_with('\n')) out.settings.secret.pop_back();
    }
    MZ_CHECK(read_who_is_new(s, out));
    return std::optional(std::move(out));
}

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

}  // namespace mizan::cli
