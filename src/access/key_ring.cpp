#include "access/key_ring.h"

#include "access/access.h"
#include "access/tokens.h"

namespace mizan::access {

Result<Principal> KeyRing::check(std::string_view text, std::uint64_t now) const {
    const auto denied = [] {
        return fail({Code::kAccessDenied, "this is no key of ours, or it has ended", {}});
    };
    const auto parsed = parse_key(text);
    if (!parsed) return denied();
    const auto keys = this->keys();
    const auto found = keys->find(parsed->id);
    if (found == keys->end()) return denied();
    const auto& key = found->second;
    const auto hash = sha256(parsed->secret);
    if (!same_secret(bytes_of(hash), bytes_of(key.hash))) return denied();
    if (key.expires_at != 0 && now >= key.expires_at) return denied();
    if (key.principal.permissions.empty()) return denied();  // its maker may not any more
    if (now >= key.use->seen.load(std::memory_order_relaxed) + kSeenSeconds)
        key.use->seen.store(now, std::memory_order_relaxed);
    return key.principal;
}

std::shared_ptr<const KeyMap> KeyRing::keys() const {
    const std::lock_guard hold(lock_);
    return keys_;
}

void KeyRing::replace(std::shared_ptr<const KeyMap> keys) {
    const std::lock_guard hold(lock_);
    keys_.swap(keys);  // what was there before goes after the lock
}

}  // namespace mizan::access
