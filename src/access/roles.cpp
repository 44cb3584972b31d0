#include "access/roles.h"

namespace mizan::access {

std::optional<Role> parse_role(std::string_view name) {
    for (std::size_t i = 0; i < kRoles; ++i)
        if (kRoleNames[i] == name) return static_cast<Role>(i);
    return std::nullopt;
}

std::optional<Permission> parse_permission(std::string_view name) {
    for (const auto& grant : kMatrix)
        if (grant.name == name) return grant.permission;
    return std::nullopt;
}

std::string to_string(PermissionSet permissions) {
    std::string out;
    for (const auto& grant : kMatrix) {
        if (!permissions.has(grant.permission)) continue;
        if (!out.empty()) out.push_back(',');
        out.append(grant.name);
    }
    return out;
}

std::optional<PermissionSet> parse_permissions(std::string_view text) {
    PermissionSet out;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto permission = parse_permission(text.substr(0, comma));
        if (!permission) return std::nullopt;
        out.add(*permission);
        if (comma == text.npos) break;
        text.remove_prefix(comma + 1);
        if (text.empty()) return std::nullopt;
    }
    return out;
}

std::string matrix_markdown() {
    std::string out = "| permission | to |";
    for (const auto role : kRoleNames) out.append(" ").append(role).append(" |");
    out.append("\n|---|---|");
    for (std::size_t i = 0; i < kRoles; ++i) out.append("---|");
    out.push_back('\n');
    for (const auto& grant : kMatrix) {
        out.append("| `").append(grant.name).append("` | ").append(grant.what).append(" |");
        for (const char c : grant.roles) out.append(c == 'x' ? " yes |" : " |");
        out.push_back('\n');
    }
    return out;
}

}  // namespace mizan::access
