// What answers about accounts, sessions and keys have in common. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/access.h"
#include "base/json.h"
#include "server/site.h"

namespace mizan::server {

[[nodiscard]] inline access::Actor actor_of(const Asked& asked) {
    return access::Actor::of(asked.who, asked.address);
}

// Names of permissions, as a list's members.
[[nodiscard]] std::vector<std::string_view> names_of(access::PermissionSet set);
void append_account_members(json::Object& object, const access::Account& account);
[[nodiscard]] std::string sessions_json(const std::vector<access::OpenSession>& sessions);

// Done, and there is nothing to tell.
[[nodiscard]] inline http::Response nothing_more() {
    http::Response out;
    out.status = 204;
    out.content_type.clear();
    return out;
}

}  // namespace mizan::server
