// Passwords: what a new one must be, and argon2id hashes of them by libsodium.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan::access {

inline constexpr std::size_t kPasswordChars = 12;   // at least
inline constexpr std::size_t kPasswordBytes = 256;  // at most

// What a hash costs who guesses, and us. The default is libsodium's INTERACTIVE: two passes over 64 MiB.
struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t bytes = std::size_t{64} << 20;
    bool operator==(const PasswordCost&) const = default;
};

// Errors: kPasswordRefused. Length, and not the account's name (in whatever case); rules about digits and signs make no better ones.
[[nodiscard]] Result<void> check_new_password(std::string_view account, std::string_view password);

// All take as long as a hash does, on purpose: call them without holding a lock. Thread-safe.
// "$argon2id$v=19$m=...". Errors: kInternal if there is no memory.
[[nodiscard]] Result<std::string> hash_password(std::string_view password, PasswordCost cost);
[[nodiscard]] bool verify_password(const std::string& hash, std::string_view password);
// False, after as long as verify_password() takes for a hash of this cost: for names that do not exist.
bool verify_nobody(std::string_view password, PasswordCost cost);

// True if a hash was made at another cost, and is to be made again while the password is at hand.
[[nodiscard]] bool needs_rehash(const std::string& hash, PasswordCost cost);

// At most kAtOnce hashes are made at a time, and kWaiting more wait: a flood of log-ins may not take all memory. Thread-safe.
class HashTurns {
public:
    static constexpr unsigned kAtOnce = 4;
    static constexpr unsigned kWaiting = 16;

    // False at once if too many wait already; else true when it is our turn: then leave().
    [[nodiscard]] bool enter();
    void leave();
    [[nodiscard]] unsigned waiting();

private:
    std::mutex lock_;
    std::condition_variable free_;
    unsigned inside_ = 0;
    unsigned waiting_ = 0;
};

}  // namespace mizan::access
