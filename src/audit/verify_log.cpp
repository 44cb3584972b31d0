#include "audit/verify_log.h"

#include "audit/rebuild.h"

namespace mizan::audit {

std::string_view name(FindingKind kind) {
    switch (kind) {
        case FindingKind::kEntry: return "entry";
        case FindingKind::kHash: return "hash";
        case FindingKind::kEither: return "either";
        case FindingKind::kFile: return "file";
        case FindingKind::kRoot: return "root";
    }
    return {};
}

Result<VerifyReport> verify_log(LogSource& source, const Trust& trust, EntryVisitor* visitor) {
    VerifyReport report;
    MZ_TRY(report.note, source.checkpoint());
    MZ_TRY(report.signed_checkpoint, open_trusted(report.note, trust));
    if (auto witnessed = check_witnesses(report.signed_checkpoint.note, trust))
        report.witnessed = *std::move(witnessed);
    else report.witnesses_missing = std::move(witnessed).error();
    MZ_CHECK(Rebuild(source, report, visitor).run());
    return report;
}

}  // namespace mizan::audit
