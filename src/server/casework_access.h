// What answers about casework have in common: whose platform, who looks, who acts. Private to this room.
#pragma once

#include <string>

#include "casework/views.h"
#include "server/page.h"
#include "server/site.h"

namespace mizan::server {

// Errors: kStateConflict where the service keeps none.
[[nodiscard]] Result<casework::Casework*> casework_of(Site& site);
[[nodiscard]] casework::Viewer viewer_of(const Asked& asked);
[[nodiscard]] cases::By by_of(const Asked& asked);
// The platform that a body names, or that is the asker's own. Errors: kAccessForbidden.
[[nodiscard]] Result<std::string> platform_in(const Site& site, const Asked& asked,
                                              const std::string& named);
// The same of a query.
[[nodiscard]] Result<std::string> platform_named(const Site& site, const Asked& asked,
                                                 const Query& query);
// Whether a case is for who asks, before something is done with it; one that is not there is left to that. Errors: kRecordMissing, kAccessForbidden.
[[nodiscard]] Result<void> check_case_seen(casework::Casework& casework, const Asked& asked,
                                           const std::string& platform, std::uint64_t id);
// The version that a request expects, by its body or by If-Match (RFC 9110, section 13.1.1: another is answered with 412). Errors: kUsage.
[[nodiscard]] Result<casework::SeenVersion> version_expected(const Asked& asked,
                                                             std::uint64_t in_body);
// Whether there is an active account of this name, or a key "key:ID" that can be used. Errors: kFieldType with the place `where`, of the accounts.
[[nodiscard]] Result<void> check_is_somebody(Site& site, const std::string& name,
                                             std::string_view where);
// 204.
[[nodiscard]] http::Response nothing_waits();
// The case that the path names. Errors: kUsage.
[[nodiscard]] Result<std::uint64_t> case_of(const Asked& asked);
// The case as it is now, after something was done with it.
[[nodiscard]] Result<http::Response> told_case(Site& site, const Asked& asked,
                                               const std::string& platform, std::uint64_t id);
// With its version as ETag.
[[nodiscard]] http::Response case_response(std::string body, std::uint64_t version);

}  // namespace mizan::server
