#include "casework/sight.h"

#include <algorithm>

#include "casework/golden_view.h"
#include "casework/record.h"
#include "service/orders.h"

namespace mizan::casework {

namespace {

using cases::Case;

// Whether a case says what came of an appeal or a recheck. One that goes on is for who has it.
bool tells_of_other(const Case& c) { return c.of != 0 && c.ruling && is_over(c.state); }

bool is_of_hold(const cases::Event& event) {
    return std::holds_alternative<cases::HoldBegun>(event.what) ||
           std::holds_alternative<cases::HoldEnded>(event.what);
}

Result<bool> is_event_hidden(Tables& tables, PlatformId p, const cases::Event& event,
                             const Viewer& viewer) {
    if (is_of_hold(event) && !viewer.holds) return true;
    MZ_TRY(const auto c, tables.find_case(p, event.case_no));
    if (!c) return false;
    MZ_TRY(const bool hidden, is_hidden(tables, p, *c, viewer));
    if (hidden) return true;
    if (c->kind == cases::CaseKind::kGolden && !knows_golden(*c, viewer.who, viewer.leads))
        return true;
    const auto* again = std::get_if<cases::RecheckOpened>(&event.what);
    return again == nullptr ? Result<bool>(false) : is_ruling_hidden(tables, p, again->of, viewer);
}

// Null: they see none of them.
Result<const store::Found*> last_for(Casework& casework, const std::vector<store::Found>& found,
                                     const Viewer& viewer) {
    const store::Found* last = nullptr;
    for (const auto& one : found) {
        const auto place = [](const auto& f) { return std::pair(f.revision, f.record); };
        if (last != nullptr && place(one) < place(*last)) continue;
        MZ_TRY(const auto entry, casework.folder().store().entry(one.record));
        MZ_TRY(const bool hidden, is_decision_hidden(casework, entry, viewer));
        if (!hidden) last = &one;
    }
    return last;
}

}  // namespace

Result<void> check_sight(Tables& tables, PlatformId p, const Case& c, const Viewer& viewer) {
    if (c.sensitive && !viewer.sensitive) return no_such_case(c.id);
    MZ_CHECK(check_blind(tables, p, c, viewer));
    if (!tells_of_other(c)) return {};
    MZ_TRY(const auto of, tables.find_case(p, c.of));
    return of ? check_blind(tables, p, *of, viewer) : Result<void>();
}

Result<bool> is_hidden(Tables& tables, PlatformId p, const Case& c, const Viewer& viewer) {
    if (c.sensitive && !viewer.sensitive) return true;
    return tells_of_other(c) ? is_blind_to(tables, p, c.id, viewer)
                             : is_blind_to(tables, p, c, viewer);
}

Result<bool> is_ruling_hidden(Tables& tables, PlatformId p, std::uint64_t case_no,
                              const Viewer& viewer) {
    MZ_TRY(const auto c, tables.find_case(p, case_no));
    if (c && c->sensitive && !viewer.sensitive) return true;
    return is_blind_to(tables, p, case_no, viewer);
}

Result<bool> is_decision_hidden(Casework& casework, const store::Entry& entry,
                                const Viewer& viewer) {
    const auto case_no = case_decided_in(entry);
    if (case_no == 0) return false;
    return casework.read(entry.platform, [&](Tables& tables, PlatformId p) -> Result<bool> {
        MZ_TRY(const auto c, tables.find_case(p, case_no));
        if (!c && !viewer.sensitive && service::is_sealed(entry)) return true;
        return is_ruling_hidden(tables, p, case_no, viewer);
    });
}

Result<bool> is_deed_hidden(Casework& casework, const store::Entry& entry, const Viewer& viewer) {
    MZ_TRY(const auto what, recorded(casework.folder().store(), entry.id));
    return casework.read(entry.platform, [&](Tables& tables, PlatformId p) -> Result<bool> {
        for (const auto& event : what.events) {
            MZ_TRY(const bool hidden, is_event_hidden(tables, p, event, viewer));
            if (hidden) return true;
        }
        return false;
    });
}

Result<cases::ActorStanding> standing_for(Tables& tables, PlatformId p, std::string_view actor,
                                          const Viewer& viewer) {
    MZ_TRY(auto standing, tables.standing_of(p, actor));
    std::vector<cases::Strike> shown;
    for (auto& strike : standing.strikes) {
        MZ_TRY(const bool hidden, is_ruling_hidden(tables, p, strike.case_no, viewer));
        if (!hidden) shown.push_back(std::move(strike));
    }
    standing.strikes = std::move(shown);
    return standing;
}

Result<SeenDecision> decision_for(Casework& casework, const std::string& platform,
                                  const cases::Subject& subject, const Viewer& viewer) {
    if (subject.kind != cases::SubjectKind::kPost || subject.id.empty()) return SeenDecision{};
    const auto tag = casework.folder().tags().tag(platform, subject.source, subject.id);
    MZ_TRY(const auto found, casework.folder().store().find(platform, tag, false));
    MZ_TRY(const auto* last, last_for(casework, found, viewer));
    if (last != nullptr) return SeenDecision{last->record, false};
    // Who looks again sees nothing of a decision, but has to see the post, which may stand nowhere else.
    Viewer anybody;
    anybody.sensitive = viewer.sensitive;
    MZ_TRY(last, last_for(casework, found, anybody));
    return last == nullptr ? SeenDecision{} : SeenDecision{last->record, true};
}

}  // namespace mizan::casework
