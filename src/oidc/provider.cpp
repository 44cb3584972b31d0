#include "oidc/provider.h"

#include <simdjson.h>

#include <algorithm>

#include "base/sha256.h"
#include "http/client.h"
#include "oidc/base64url.h"

namespace mizan::oidc {

namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kSecretDigits = 43;

std::string fresh_secret() {
    std::string bytes(kSecretBytes, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return to_base64url(bytes);
}

bool is_secret(std::string_view text) {
    return text.size() == kSecretDigits && from_base64url(text).has_value();
}

std::unexpected<Error> unreachable(const std::string& why) {
    return fail({Code::kProviderRefused, "the provider cannot be asked: " + why, {}});
}

Result<std::string> fetched(const std::string& url) {
    MZ_TRY(const auto at, http::parse_url(url));
    http::Client client({at.origin, {}});
    MZ_TRY(auto answer, client.get(at.path.empty() ? "/" : at.path, kAnswerBytes));
    if (answer.status != 200)
        return fail({Code::kNetwork, "the answer is " + std::to_string(answer.status), url});
    return std::move(answer.body);
}

std::string text_in(const simdjson::dom::object& object, std::string_view name) {
    std::string_view text;
    return object[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

// An address of the provider; empty if it may not be spoken to: who listens on the way could say who anybody is.
std::string address_in(const simdjson::dom::object& object, std::string_view name) {
    auto url = text_in(object, name);
    return http::is_private_way(url) ? url : std::string();
}

std::string form_of(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
    std::string out;
    for (const auto& [name, value] : members) {
        if (!out.empty()) out.push_back('&');
        out.append(name).append("=").append(http::percent_encoded(value));
    }
    return out;
}

std::string bytes_of_hash(const Sha256& hash) { return {hash.begin(), hash.end()}; }

}  // namespace

Secrets Secrets::make() { return {fresh_secret(), fresh_secret(), fresh_secret()}; }

std::string Secrets::text() const { return state + "." + nonce + "." + verifier; }

std::optional<Secrets> Secrets::read(std::string_view text) {
    if (text.size() != 3 * kSecretDigits + 2 || text[kSecretDigits] != '.' ||
        text[2 * kSecretDigits + 1] != '.')
        return std::nullopt;
    Secrets out{std::string(text.substr(0, kSecretDigits)),
                std::string(text.substr(kSecretDigits + 1, kSecretDigits)),
                std::string(text.substr(2 * kSecretDigits + 2))};
    if (!is_secret(out.state) || !is_secret(out.nonce) || !is_secret(out.verifier))
        return std::nullopt;
    return out;
}

Result<void> check_issuer(const std::string& issuer) {
    if (http::is_private_way(issuer) && http::parse_url(issuer)) return {};
    return fail({Code::kUsage, "a provider is reached by https, or on this machine", issuer});
}

Result<void> Provider::learn(std::uint64_t now) {
    if (failed_at_ != 0 && now < failed_at_ + kRetrySeconds)
        return unreachable("it failed some seconds ago");
    failed_at_ = now;  // until it went well
    auto issuer = settings_.issuer;
    while (issuer.ends_with('/')) issuer.pop_back();
    const auto body = fetched(issuer + "/.well-known/openid-configuration");
    if (!body) return unreachable(to_string(body.error()));
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(*body).get(object) != simdjson::SUCCESS)
        return unreachable("what it tells of itself cannot be read");
    if (text_in(object, "issuer") != settings_.issuer)
        return unreachable("it says that it is another issuer");
    Metadata told{address_in(object, "authorization_endpoint"),
                  address_in(object, "token_endpoint"), address_in(object, "jwks_uri")};
    if (told.authorization.empty() || told.token.empty() || told.keys.empty())
        return unreachable("it tells no addresses that are safe to use");
    const auto keys = fetched(told.keys);
    if (!keys) return unreachable(to_string(keys.error()));
    MZ_TRY(keys_, KeySet::read(*keys));
    metadata_ = std::move(told);
    learned_at_ = now;
    failed_at_ = 0;
    return {};
}

Result<Provider::Metadata> Provider::metadata(std::uint64_t now) {
    const std::lock_guard hold(mutex_);
    if (!metadata_ || now >= learned_at_ + kMetadataSeconds) MZ_CHECK(learn(now));
    return *metadata_;
}

Result<KeySet> Provider::keys_for(std::string_view token, std::uint64_t now) {
    const std::lock_guard hold(mutex_);
    // It may have changed its keys since.
    if (!has_key_of(token, keys_) && now >= learned_at_ + kRetrySeconds) MZ_CHECK(learn(now));
    return keys_;
}

Result<std::string> Provider::begin(const Secrets& secrets, const std::string& redirect,
                                    std::uint64_t now) {
    MZ_TRY(auto told, metadata(now));
    const auto challenge = to_base64url(bytes_of_hash(sha256(secrets.verifier)));
    const auto scope = settings_.claim == "email" ? "openid email" : "openid profile email";
    auto& out = told.authorization;
    out.push_back(out.find('?') == out.npos ? '?' : '&');
    out.append(form_of({{"response_type", "code"},
                        {"scope", scope},
                        {"client_id", settings_.client},
                        {"redirect_uri", redirect},
                        {"state", secrets.state},
                        {"nonce", secrets.nonce},
                        {"code_challenge", challenge},
                        {"code_challenge_method", "S256"}}));
    return std::move(out);
}

Result<std::string> Provider::token_for(const Secrets& secrets, const std::string& code,
                                        const std::string& redirect, std::uint64_t now) {
    MZ_TRY(const auto told, metadata(now));
    const auto at = http::parse_url(told.token);
    if (!at) return unreachable(to_string(at.error()));
    auto form = form_of({{"grant_type", "authorization_code"},
                         {"code", code},
                         {"redirect_uri", redirect},
                         {"client_id", settings_.client},
                         {"code_verifier", secrets.verifier}});
    if (!settings_.secret.empty())
        form.append("&").append(form_of({{"client_secret", settings_.secret}}));
    http::Client client({at->origin, {}});
    const auto answer = client.post(at->path.empty() ? "/" : at->path, form, kAnswerBytes,
                                    {{"Content-Type", "application/x-www-form-urlencoded"}});
    if (!answer) return unreachable(to_string(answer.error()));
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    const bool read = parser.parse(answer->body).get(object) == simdjson::SUCCESS;
    if (answer->status != 200)
        return fail({Code::kProviderRefused,
                     "the provider does not take the code: " +
                         (read ? text_in(object, "error") : std::to_string(answer->status)),
                     {}});
    auto token = read ? text_in(object, "id_token") : std::string();
    if (token.empty()) return unreachable("its answer has no token that says who it is");
    return token;
}

Result<std::string> Provider::finish(const Secrets& secrets, const std::string& code,
                                     const std::string& redirect, std::uint64_t now) {
    MZ_TRY(const auto token, token_for(secrets, code, redirect, now));
    MZ_TRY(const auto keys, keys_for(token, now));
    return check_id_token(
        token, keys, {settings_.issuer, settings_.client, secrets.nonce, settings_.claim, now});
}

}  // namespace mizan::oidc
