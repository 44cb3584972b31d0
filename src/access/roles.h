// Roles and what each may do: one table, which every part of the program asks. docs/access.md shows it; a test holds them equal.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace mizan::access {

enum class Role : std::uint8_t {
    kAdministrator,
    kPolicyAuthor,
    kReviewer,
    kLead,
    kPartner,
    kCouncil,
    kAuditor,
    kAnalyst,
    kService,  // a machine
};

enum class Permission : std::uint8_t {
    kDecidePosts,
    kScoreComments,
    kSendEvents,
    kFlag,
    kReadDecisions,
    kReadRestricted,
    kReadPolicies,
    kTryPolicies,
    kEditPolicies,
    kActivatePolicies,
    kReviewCases,
    kLeadCases,
    kDecideAppeals,
    kLiftBrakes,
    kHoldRecords,
    kEraseRecords,
    kReadMetrics,
    kReadLog,
    kReadAccess,
    kManageWebhooks,
    kResendWebhooks,
    kManageAccounts,
    kManageKeys,
    kManagePartners,
    kSeeSensitive,
    kWriteGuidance,
    kReadGaps,
};

inline constexpr std::array<std::string_view, 9> kRoleNames = {
    "administrator", "policy-author", "reviewer", "lead",   "partner",
    "council",       "auditor",       "analyst",  "service"};

// A row of the table. `roles` has one letter a role, in the order of Role: 'x' may, '.' may not.
struct Grant {
    Permission permission;
    std::string_view name;  // never changed and never used again: keys in the file name them
    std::string_view roles;
    std::string_view what;
};

// clang-format off
inline constexpr Grant kMatrix[] = {
    //                                                       administrator
    //                                                       |policy-author
    //                                                       ||reviewer
    //                                                       |||lead
    //                                                       ||||partner
    //                                                       |||||council
    //                                                       ||||||auditor
    //                                                       |||||||analyst
    //                                                       ||||||||service
    {Permission::kDecidePosts,      "decide-posts",         "x.......x", "have posts decided"},
    {Permission::kScoreComments,    "score-comments",       "x.......x", "have comments scored"},
    {Permission::kSendEvents,       "send-events",          "x.......x", "tell what happened on the platform"},
    {Permission::kFlag,             "flag",                 "x.xxx...x", "report a post"},
    {Permission::kReadDecisions,    "read-decisions",       "xxxx.xxxx", "read decisions and their reasons"},
    {Permission::kReadRestricted,   "read-restricted",      "xxxx.xx..", "see restricted terms in reasons"},
    {Permission::kReadPolicies,     "read-policies",        "xxxxxxxxx", "read policies"},
    {Permission::kTryPolicies,      "try-policies",         "xxxx.xxx.", "try a policy on posts, changing nothing"},
    {Permission::kEditPolicies,     "edit-policies",        "xx.......", "hand in a new version of a policy"},
    {Permission::kActivatePolicies, "activate-policies",    "xx.......", "put a version in force"},
    {Permission::kReviewCases,      "review-cases",         "x.xx.....", "take and decide cases"},
    {Permission::kLeadCases,        "lead-cases",           "x..x.....", "assign cases, look at others' work"},
    {Permission::kDecideAppeals,    "decide-appeals",       "x....x...", "decide what was appealed to the council"},
    {Permission::kLiftBrakes,       "lift-brakes",          "x..x.....", "end a halt that the program has put on itself"},
    {Permission::kHoldRecords,      "hold-records",         "x..x.....", "keep records from being erased"},
    {Permission::kEraseRecords,     "erase-records",        "x........", "erase what a record holds"},
    {Permission::kReadMetrics,      "read-metrics",         "xx.x.xxxx", "read counts and times"},
    {Permission::kReadLog,          "read-log",             "x..x.xxx.", "read the record and ask for proofs"},
    {Permission::kReadAccess,       "read-access",          "x.....x..", "read who logged in and who changed accounts and keys"},
    {Permission::kManageWebhooks,   "manage-webhooks",      "x........", "say where messages are sent"},
    {Permission::kResendWebhooks,   "resend-webhooks",      "x..x.....", "send messages again"},
    {Permission::kManageAccounts,   "manage-accounts",      "x........", "make, change and disable accounts"},
    {Permission::kManageKeys,       "manage-keys",          "x........", "make, rotate and revoke keys"},
    {Permission::kManagePartners,   "manage-partners",      "x..x.....", "keep the list of partners and their members"},
    {Permission::kSeeSensitive,     "see-sensitive",        "x..x.....", "see cases that flaggers asked to keep close"},
    {Permission::kWriteGuidance,    "write-guidance",       "xx.x.....", "say how a clause is to be applied"},
    {Permission::kReadGaps,         "read-gaps",            "xx.x.x...", "read cases that no clause of the policy covers"},
};
// clang-format on

inline constexpr std::size_t kRoles = kRoleNames.size();
inline constexpr std::size_t kPermissions = std::size(kMatrix);

// Some of the permissions. A value.
class PermissionSet {
public:
    constexpr PermissionSet() = default;
    [[nodiscard]] static constexpr PermissionSet all() {
        PermissionSet out;
        out.bits_ = (std::uint32_t{1} << kPermissions) - 1;
        return out;
    }
    constexpr PermissionSet& add(Permission p) {
        bits_ |= bit(p);
        return *this;
    }
    constexpr PermissionSet& remove(Permission p) {
        bits_ &= ~bit(p);
        return *this;
    }
    [[nodiscard]] constexpr bool has(Permission p) const { return (bits_ & bit(p)) != 0; }
    [[nodiscard]] constexpr bool within(PermissionSet other) const {
        return (bits_ & ~other.bits_) == 0;
    }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr int size() const { return std::popcount(bits_); }
    [[nodiscard]] constexpr PermissionSet operator&(PermissionSet other) const {
        other.bits_ &= bits_;
        return other;
    }
    constexpr bool operator==(const PermissionSet&) const = default;

private:
    static_assert(kPermissions < 32);
    static constexpr std::uint32_t bit(Permission p) {
        return std::uint32_t{1} << static_cast<unsigned>(p);
    }
    std::uint32_t bits_ = 0;
};

namespace detail {
constexpr bool matrix_is_whole() {
    for (std::size_t i = 0; i < kPermissions; ++i) {
        if (static_cast<std::size_t>(kMatrix[i].permission) != i) return false;
        if (kMatrix[i].roles.size() != kRoles) return false;
        if (kMatrix[i].roles.find_first_not_of("x.") != std::string_view::npos) return false;
    }
    return true;
}
static_assert(matrix_is_whole());

constexpr std::array<PermissionSet, kRoles> sets_of_roles() {
    std::array<PermissionSet, kRoles> out{};
    for (const auto& grant : kMatrix)
        for (std::size_t role = 0; role < kRoles; ++role)
            if (grant.roles[role] == 'x') out[role].add(grant.permission);
    return out;
}
inline constexpr auto kSetsOfRoles = sets_of_roles();
}  // namespace detail

[[nodiscard]] constexpr PermissionSet permissions_of(Role role) {
    return detail::kSetsOfRoles[static_cast<std::size_t>(role)];
}
[[nodiscard]] constexpr bool may(Role role, Permission permission) {
    return permissions_of(role).has(permission);
}

// What people alone may do: no key of a machine is given these, or a stolen one could make others, or be two people.
inline constexpr PermissionSet kPeopleOnly = PermissionSet()
                                                 .add(Permission::kManageAccounts)
                                                 .add(Permission::kManageKeys)
                                                 .add(Permission::kLiftBrakes);
inline constexpr PermissionSet kForKeys = PermissionSet::all()
                                              .remove(Permission::kManageAccounts)
                                              .remove(Permission::kManageKeys)
                                              .remove(Permission::kLiftBrakes);
static_assert((kPeopleOnly & kForKeys).empty() &&
              kPeopleOnly.size() + kForKeys.size() == static_cast<int>(kPermissions));

[[nodiscard]] constexpr std::string_view name(Role role) {
    return kRoleNames[static_cast<std::size_t>(role)];
}
[[nodiscard]] constexpr std::string_view name(Permission permission) {
    return kMatrix[static_cast<std::size_t>(permission)].name;
}
[[nodiscard]] std::optional<Role> parse_role(std::string_view name);
[[nodiscard]] std::optional<Permission> parse_permission(std::string_view name);

// "flag,read-policies", in the order of Permission; and back: nothing if a name is unknown. An empty text is no permission.
[[nodiscard]] std::string to_string(PermissionSet permissions);
[[nodiscard]] std::optional<PermissionSet> parse_permissions(std::string_view text);

// The table in Markdown, as in docs/access.md.
[[nodiscard]] std::string matrix_markdown();

}  // namespace mizan::access
