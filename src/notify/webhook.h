// Webhooks: where messages are sent, how they are signed, and when one that failed is tried again. Pure.
//
// Signatures are those of Standard Webhooks (standardwebhooks.com, 1.0.0), so that receivers can use its libraries: the fields webhook-id,
// webhook-timestamp and webhook-signature; HMAC-SHA-256 over "ID.TIMESTAMP.BODY". A receiver drops what is older than some minutes and what it
// has had under the same id.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hmac.h"
#include "base/result.h"

namespace mizan::notify {

inline constexpr std::size_t kWebhooks = 64;    // of a service
inline constexpr std::size_t kUrlBytes = 2048;  // of an address
inline constexpr std::uint64_t kOldSecretFor =
    86'400;  // seconds in which a changed secret still signs beside the new one

// What can be told of, as topics that a webhook asks for.
inline constexpr std::array<std::string_view, 27> kTopics = {
    "decision.made", "action.asked", "action.confirmed", "action.failed", "policy.activated",
    "event.told", "suggestion.made", "brake.on", "brake.asked", "brake.lifted", "brake.off",
    "record.erased", "record.held",
    // of casework, by the event that matters most of those that came together
    "case.ruled", "case.undone", "case.reopened", "case.proposed", "case.warned", "case.breached",
    "case.danger-raised", "case.duty-decided", "case.target-offered", "case.notice-sent",
    "case.flagger-asked", "case.handed-off", "case.appealed", "case.drift-alarmed"};
[[nodiscard]] bool is_topic(std::string_view topic);

using Secret = HmacKey;
// "whsec_" and Base64: as receivers are given it. And back; nothing if it is none.
[[nodiscard]] std::string told_secret(const Secret& secret);
[[nodiscard]] std::optional<Secret> read_secret(std::string_view told);

struct Webhook {
    std::string id;        // "wh_" and 16 hex digits
    std::string platform;  // whose messages; empty: of all
    std::string url;
    std::vector<std::string> topics;
    bool paused = false;  // nothing is sent; messages gather
    std::uint64_t made_at = 0;
    Secret secret{};
    std::optional<Secret> old_secret;
    std::uint64_t old_until = 0;  // unix seconds

    // Who wants to hear of decisions, with the words for the author, hears of the words that came later too.
    [[nodiscard]] bool wants(std::string_view of_platform, std::string_view topic) const;
};

// The value of webhook-signature: "v1,BASE64", one for each secret in force then, the newest first.
[[nodiscard]] std::string signature(const Webhook& webhook, std::string_view id,
                                    std::uint64_t timestamp, std::string_view body);

// Where messages may be sent: https, or http to this machine itself; without a user, a password or a fragment. Errors: kFieldType.
[[nodiscard]] Result<void> check_url(std::string_view url);

// How long after the n-th attempt (from 1) failed the next is made, in seconds: 5, doubled each time up to an hour, a quarter more or less by
// `random`; nothing: there is none, the message is dead until somebody has it sent again. All attempts together span about a day.
inline constexpr unsigned kAttempts = 30;
[[nodiscard]] std::optional<std::uint64_t> wait_after(unsigned attempt, std::uint64_t random);

}  // namespace mizan::notify
