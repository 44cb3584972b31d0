// AccessEvent: what happened with accounts, sessions and keys, for the audit.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mizan::access {

enum class EventKind : std::uint8_t {
    kAccountMade,
    kAccountDisabled,
    kAccountEnabled,
    kRoleChanged,
    kPasswordChanged,  // by who it belongs to
    kPasswordSet,      // by somebody else
    kTotpAdded,
    kTotpRemoved,
    kLoggedIn,
    kLoggedOut,
    kSessionsEnded,
    kLockedOut,  // too many wrong attempts
    kUnlocked,
    kKeyMade,
    kKeyRotated,
    kKeyRevoked,
    kLogInsFailed,  // wrong attempts within an hour, as one
};

inline constexpr std::array<std::string_view, 17> kEventNames = {
    "account-made",   "account-disabled", "account-enabled", "role-changed", "password-changed",
    "password-set",   "totp-added",       "totp-removed",    "logged-in",    "logged-out",
    "sessions-ended", "locked-out",       "unlocked",        "key-made",     "key-rotated",
    "key-revoked",    "log-ins-failed"};

[[nodiscard]] constexpr std::string_view name(EventKind kind) {
    return kEventNames[static_cast<std::size_t>(kind)];
}
[[nodiscard]] constexpr std::optional<EventKind> parse_event_kind(std::string_view text) {
    for (std::size_t i = 0; i < kEventNames.size(); ++i)
        if (kEventNames[i] == text) return static_cast<EventKind>(i);
    return std::nullopt;
}

// Never holds a secret, nor what a stranger typed for a name.
struct AccessEvent {
    std::uint64_t id = 0;  // grows; gaps are possible
    std::uint64_t at = 0;  // unix seconds
    EventKind kind = EventKind::kAccountMade;
    std::string who;   // an account, "key:ID", "console", or empty: a stranger
    std::string whom;  // an account, or "key:ID"; empty of lock-outs that concern no account
    std::string
        detail;  // the new role; a key's scopes; seconds of a lock-out; how many attempts failed and led to one
    std::string address;  // as it was given; empty: at the machine itself
};

}  // namespace mizan::access
