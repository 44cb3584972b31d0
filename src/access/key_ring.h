// KeyRing: the keys of machines as they are checked: in memory, without a look at the disk. Private to this room.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "access/principal.h"
#include "base/result.h"
#include "base/secret_hash.h"
#include "base/sha256.h"

namespace mizan::access {

// When a key was used last. It goes from one set of keys to the next.
struct KeyUse {
    std::atomic<std::uint64_t> seen{0};
    std::uint64_t written = 0;  // what the file has; guarded by the lock of the database
};

struct KeyEntry {
    Sha256 hash{};  // of the secret
    Principal principal;
    std::uint64_t expires_at = 0;  // 0: never
    std::shared_ptr<KeyUse> use;
};

struct KeyIdHash : SecretHash {
    using is_transparent = void;
};
using KeyMap = std::unordered_map<std::string, KeyEntry, KeyIdHash, std::equal_to<>>;

// Thread-safe: a set of keys is never changed, only replaced.
class KeyRing {
public:
    explicit KeyRing(std::shared_ptr<const KeyMap> keys = std::make_shared<KeyMap>())
        : keys_(std::move(keys)) {}

    // Errors: kAccessDenied, the same for whatever is wrong.
    [[nodiscard]] Result<Principal> check(std::string_view text, std::uint64_t now) const;

    [[nodiscard]] std::shared_ptr<const KeyMap> keys() const;
    void replace(std::shared_ptr<const KeyMap> keys);

private:
    mutable std::mutex lock_;  // held to copy the pointer, no longer
    std::shared_ptr<const KeyMap> keys_;
};

}  // namespace mizan::access
