#include "casework/file_owners.h"

#include "base/hex.h"
#include "casework/attachments.h"

namespace mizan::casework {

namespace {

constexpr std::string_view kUploaders =
    "\x01"
    "uploaders";  // a source that no feed can be called

// Somebody, and all of their organisation.
Result<std::vector<std::string>> organisation_of(Casework& casework, const std::string& platform,
                                                 const std::string& who) {
    MZ_TRY(auto partner, casework.read(platform, [&](Tables& tables, PlatformId p) {
        return tables.partner_of_member(p, who);
    }));
    if (!partner) return std::vector<std::string>{who};
    return std::move(partner->members);
}

Result<bool> is_of(Casework& casework, const std::string& platform,
                   const std::vector<std::string>& owners, const std::string& sha256) {
    const auto folder = casework.attachments();
    for (const auto& one : owners)
        if (is_handed_in(folder, sha256, uploader_tag(casework, one))) return true;
    return casework.read(platform, [&](Tables& tables, PlatformId p) -> Result<bool> {
        for (const auto& one : owners) {
            MZ_TRY(const bool did_name, tables.did_name(p, one, sha256));
            if (did_name) return true;
        }
        return false;
    });
}

}  // namespace

std::string uploader_tag(Casework& casework, std::string_view who) {
    return hex_of(casework.folder().tags().tag({}, kUploaders, who).bytes);
}

Result<void> find_attachments(Casework& casework, const std::string& platform,
                              const std::string& who, std::vector<cases::Attachment>& named) {
    if (named.empty()) return {};
    MZ_TRY(const auto owners, organisation_of(casework, platform, who));
    for (auto& one : named) {
        MZ_TRY(const bool is_theirs, is_of(casework, platform, owners, one.sha256));
        if (!is_theirs) return not_handed_in();
        MZ_TRY(one, known_attachment(casework.attachments(), one));
    }
    return {};
}

Result<void> drop_named(Casework& casework, const std::string& platform, const std::string& who,
                        const std::vector<cases::Attachment>& named) {
    if (named.empty()) return {};
    MZ_TRY(const auto owners, organisation_of(casework, platform, who));
    const auto folder = casework.attachments();
    for (const auto& one : named)
        for (const auto& owner : owners)
            drop_attachment(folder, one.sha256, uploader_tag(casework, owner));
    return {};
}

}  // namespace mizan::casework
