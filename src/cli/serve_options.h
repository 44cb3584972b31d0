// The options of `mizan serve`, and what follows from them.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/web_server.h"
#include "oidc/provider.h"
#include "server/site.h"
#include "service/restraint.h"

namespace mizan::cli {

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
    std::vector<std::string> oidc_domains;
    bool oidc_administrators = false;
    std::string oidc_page;
    unsigned threads = 1;
    std::size_t connections = http::WebOptions{}.connections;
    std::size_t streams = http::WebOptions{}.streams;
    std::uint32_t rate = 0;
    std::uint32_t webhook_seconds = 20;
    service::RestraintOptions restraint;
    std::string clock_file;  // what is added to the time; empty: nothing
    std::string casework;    // a file of rules; empty: those that are built in
    bool quiet_requests = false;
    bool check = false;
};

// With them the command fills `settings`, which must outlive it.
void add_serve_options(CLI::App& command, ServeSettings& settings);

// Log-in by a provider; nothing if none is named. Errors: kUsage, kFileRead.
[[nodiscard]] Result<std::optional<server::ProviderOptions>> provider_of(const ServeSettings& s);
// "forum=0f3a..." apart. No message repeats a secret. Errors: kUsage.
[[nodiscard]] Result<std::vector<server::SharedSecret>> read_secrets(
    const std::vector<std::string>& given);

}  // namespace mizan::cli
