// Principal: who asks, after a session or a key has been checked, and what they may.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "access/roles.h"

namespace mizan::access {

// A value; true at the time it was made.
struct Principal {
    std::string account;  // its name; of a key, empty
    std::string key_id;   // of a person, empty
    Role role = Role::kService;
    PermissionSet permissions;  // never more than the role's
    std::string platform;       // the only one that a key is for; empty: all
    std::uint32_t rate_per_s =
        0;  // how often a key may be used, for a RateLimiter; 0: as the server has it
    std::uint32_t burst = 0;

    [[nodiscard]] bool may(Permission permission) const { return permissions.has(permission); }
    [[nodiscard]] bool is_for(std::string_view name) const {
        return platform.empty() || platform == name;
    }
    // For logs and records: the account's name, or "key:" and the key's id.
    [[nodiscard]] std::string who() const { return key_id.empty() ? account : "key:" + key_id; }
};

}  // namespace mizan::access
