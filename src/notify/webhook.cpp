#include "notify/webhook.h"

#include <algorithm>
#include <cstring>

#include "ledger/base64.h"

namespace mizan::notify {

namespace {

constexpr std::string_view kSecretPrefix = "whsec_";
constexpr std::uint64_t kFirstWait = 5;
constexpr std::uint64_t kLongestWait = 3600;

std::string_view as_bytes(const auto& array) {
    return {reinterpret_cast<const char*>(array.data()), array.size()};
}

bool starts_with_local_host(std::string_view rest) {
    for (const std::string_view host : {"127.0.0.1", "localhost", "[::1]"}) {
        if (!rest.starts_with(host)) continue;
        const auto behind = rest.substr(host.size());
        if (behind.empty() || behind.front() == ':' || behind.front() == '/') return true;
    }
    return false;
}

}  // namespace

bool is_topic(std::string_view topic) { return std::ranges::find(kTopics, topic) != kTopics.end(); }

std::string told_secret(const Secret& secret) {
    return std::string(kSecretPrefix).append(ledger::to_base64(as_bytes(secret)));
}

std::optional<Secret> read_secret(std::string_view told) {
    if (!told.starts_with(kSecretPrefix)) return std::nullopt;
    const auto bytes = ledger::from_base64(told.substr(kSecretPrefix.size()));
    Secret secret{};
    if (!bytes || bytes->size() != secret.size()) return std::nullopt;
    std::memcpy(secret.data(), bytes->data(), secret.size());
    return secret;
}

bool Webhook::wants(std::string_view of_platform, std::string_view topic) const {
    if (!platform.empty() && platform != of_platform) return false;
    const auto has = [&](std::string_view one) {
        return std::ranges::find(topics, one) != topics.end();
    };
    return has(topic) || (topic == "case.notice-sent" && has("case.ruled"));
}

std::string signature(const Webhook& webhook, std::string_view id, std::uint64_t timestamp,
                      std::string_view body) {
    const auto at = std::to_string(timestamp);
    const auto by = [&](const Secret& secret) {
        const auto hash = hmac_sha256(secret, {id, ".", at, ".", body});
        return "v1," + ledger::to_base64(as_bytes(hash));
    };
    auto out = by(webhook.secret);
    if (webhook.old_secret && timestamp < webhook.old_until)
        out.append(" ").append(by(*webhook.old_secret));
    return out;
}

Result<void> check_url(std::string_view url) {
    const auto refuse = [](std::string_view what) {
        return fail({Code::kFieldType, std::string(what), "url"});
    };
    if (url.size() > kUrlBytes) return refuse("it is longer than 2048 bytes");
    const auto plain = [](char c) { return c > ' ' && c < 0x7F; };
    if (!std::ranges::all_of(url, plain)) return refuse("it has a character that no address has");
    if (url.find('#') != url.npos) return refuse("it has a fragment");
    const bool secure = url.starts_with("https://");
    const auto behind = url.find("://");
    if (behind == url.npos) return refuse("it is no address as in https://example.org/hook");
    const auto rest = url.substr(behind + 3);
    const auto authority = rest.substr(0, rest.find_first_of("/?"));
    if (authority.empty() || authority.front() == ':') return refuse("it names no host");
    if (authority.find('@') != authority.npos) return refuse("it has a user or a password in it");
    if (secure || (url.starts_with("http://") && starts_with_local_host(rest))) return {};
    return refuse("it is neither https nor on this machine");
}

std::optional<std::uint64_t> wait_after(unsigned attempt, std::uint64_t random) {
    if (attempt >= kAttempts) return std::nullopt;
    const auto doublings = std::min(attempt > 0 ? attempt - 1 : 0, 16u);
    const auto wait = std::min(kFirstWait << doublings, kLongestWait);
    return wait - wait / 4 + random % (wait / 2 + 1);
}

}  // namespace mizan::notify
