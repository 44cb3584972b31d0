#include "casework/blind.h"

namespace mizan::casework {

bool is_blind(const cases::Case& c) {
    return (c.kind == cases::CaseKind::kRecheck || c.kind == cases::CaseKind::kGolden) &&
           !cases::is_over(c.state);
}

Result<std::vector<std::uint64_t>> blind_to(Tables& tables, PlatformId p, std::string_view who) {
    MZ_TRY(const auto held, tables.claimed_by(p, who));
    std::vector<std::uint64_t> out;
    for (const auto& c : held)
        if (c.kind == cases::CaseKind::kRecheck && is_blind(c)) out.push_back(c.of);
    return out;
}

Result<std::vector<std::uint64_t>> blind_to(Casework& casework, const std::string& platform,
                                            std::string_view who) {
    return casework.read(platform,
                         [&](Tables& tables, PlatformId p) { return blind_to(tables, p, who); });
}

}  // namespace mizan::casework
