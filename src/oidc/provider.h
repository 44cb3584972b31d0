// Provider: somebody else who knows the people, and vouches for them (OpenID Connect Core 1.0, the authorization code flow with PKCE).
//
// A log-in goes three ways: the browser is sent to the provider (begin), comes back with a code, and we change the code for a token
// (finish), which is checked (id_token.h). What ties the way back to the way there are three secrets that the browser keeps meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "oidc/id_token.h"

namespace mizan::oidc {

inline constexpr std::uint64_t kMetadataSeconds = 60 * 60;  // then it is asked for anew
inline constexpr std::uint64_t kRetrySeconds =
    10;  // after a failure, and between looks for new keys
inline constexpr std::size_t kAnswerBytes = 256u << 10;  // of the provider

struct Settings {
    std::string issuer;  // "https://id.example"
    std::string client;  // our id there
    std::string secret;  // empty: none
    std::string claim = "email";
};

// What a browser keeps between its ways.
struct Secrets {
    std::string state;
    std::string nonce;
    std::string verifier;

    [[nodiscard]] static Secrets make();
    // For a cookie, and back: nothing if it has another form.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] static std::optional<Secrets> read(std::string_view text);
};

// An issuer that we may speak to: over https, or on this machine. Errors: kUsage.
[[nodiscard]] Result<void> check_issuer(const std::string& issuer);

// Thread-safe. Both calls may wait for the provider, up to http::kConnectSeconds and more: never where requests are answered.
class Provider {
public:
    explicit Provider(Settings settings) : settings_(std::move(settings)) {}

    // Where to send the browser, which is to come back to `redirect`. Errors: kProviderRefused if the provider cannot be asked.
    [[nodiscard]] Result<std::string> begin(const Secrets& secrets, const std::string& redirect,
                                            std::uint64_t now);
    // Who came back with this code, as the claim names them. Errors: kProviderRefused.
    [[nodiscard]] Result<std::string> finish(const Secrets& secrets, const std::string& code,
                                             const std::string& redirect, std::uint64_t now);

private:
    struct Metadata {
        std::string authorization;
        std::string token;
        std::string keys;
    };
    [[nodiscard]] Result<void> learn(std::uint64_t now);  // needs mutex_
    [[nodiscard]] Result<Metadata> metadata(std::uint64_t now);
    [[nodiscard]] Result<KeySet> keys_for(std::string_view token, std::uint64_t now);
    [[nodiscard]] Result<std::string> token_for(const Secrets& secrets, const std::string& code,
                                                const std::string& redirect, std::uint64_t now);

    const Settings settings_;
    std::mutex
        mutex_;  // guards the rest; held while the provider is asked for it, so that one asks for all
    std::optional<Metadata> metadata_;
    KeySet keys_;
    std::uint64_t learned_at_ = 0;
    std::uint64_t failed_at_ = 0;
};

}  // namespace mizan::oidc
