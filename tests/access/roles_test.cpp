// Roles: the table, its copy in docs/access.md, and sets of permissions as text.
#include "access/roles.h"

#include <doctest/doctest.h>

#include "base/files.h"

using namespace mizan;
using namespace mizan::access;

TEST_CASE("the table of roles in docs/access.md is the one that the program asks") {
    const auto text = read_file(MIZAN_SOURCE_DIR "/docs/access.md", 1u << 20).value();
    const std::string begin = "<!-- matrix -->\n";
    const auto from = text.find(begin) + begin.size();
    const auto to = text.find("<!-- end -->", from);
    REQUIRE(to != std::string::npos);
    CHECK(text.substr(from, to - from) == matrix_markdown());
}

TEST_CASE("an administrator may everything, and nobody else manages accounts and keys") {
    CHECK(permissions_of(Role::kAdministrator) == PermissionSet::all());
    for (std::size_t i = 0; i < kRoles; ++i) {
        const auto role = static_cast<Role>(i);
        CAPTURE(name(role));
        CHECK(may(role, Permission::kReadPolicies));
        if (role == Role::kAdministrator) continue;
        CHECK_FALSE(may(role, Permission::kManageAccounts));
        CHECK_FALSE(may(role, Permission::kManageKeys));
        CHECK_FALSE(may(role, Permission::kEraseRecords));
    }
}

TEST_CASE("who decides cases does not put policies in force, and who audits changes nothing") {
    CHECK_FALSE(may(Role::kReviewer, Permission::kActivatePolicies));
    CHECK_FALSE(may(Role::kLead, Permission::kActivatePolicies));
    CHECK_FALSE(may(Role::kPolicyAuthor, Permission::kReviewCases));
    CHECK_FALSE(may(Role::kAuditor, Permission::kReviewCases));
    CHECK_FALSE(may(Role::kAuditor, Permission::kDecidePosts));
    CHECK(may(Role::kAuditor, Permission::kReadAccess));
    CHECK_FALSE(may(Role::kPartner, Permission::kReadDecisions));
    CHECK_FALSE(may(Role::kService, Permission::kReadRestricted));
}

TEST_CASE("names of roles and permissions are read as they are written") {
    for (std::size_t i = 0; i < kRoles; ++i)
        CHECK(parse_role(name(static_cast<Role>(i))) == static_cast<Role>(i));
    for (const auto& grant : kMatrix) CHECK(parse_permission(grant.name) == grant.permission);
    CHECK_FALSE(parse_role("Administrator"));
    CHECK_FALSE(parse_role(""));
    CHECK_FALSE(parse_permission("decide"));
}

TEST_CASE("sets of permissions are read as they are written") {
    const auto all = PermissionSet::all();
    CHECK(all.size() == static_cast<int>(kPermissions));
    CHECK(parse_permissions(to_string(all)) == all);
    CHECK(parse_permissions("") == PermissionSet());
    CHECK(to_string(parse_permissions("flag,decide-posts").value()) == "decide-posts,flag");
    for (const auto* wrong : {",", "flag,", ",flag", "flag,,flag", "flag ", "fla"})
        CHECK_FALSE(parse_permissions(wrong));
    CHECK(PermissionSet().within(all));
    CHECK_FALSE(all.within(permissions_of(Role::kLead)));
}
