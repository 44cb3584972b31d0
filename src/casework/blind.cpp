#include "casework/blind.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace mizan::casework {

namespace {

constexpr std::string_view kByPeople = "person/";  // "person/CASE/VERSION", see decision.cpp

bool took_part(const cases::Case& c, std::string_view who) {
    if (c.claimed_by == who || std::ranges::find(c.recused, who) != c.recused.end()) return true;
    const auto is_by = [&](const auto& ruling) {
        return ruling && (ruling->by == who || ruling->second == who);
    };
    return is_by(c.ruling) || is_by(c.proposal);
}

// Appeals and rechecks about it.
Result<std::vector<cases::Case>> about_decision(Tables& tables, PlatformId p,
                                                const cases::Case& of) {
    std::vector<cases::Case> out;
    for (const auto id : of.with_it) {
        MZ_TRY(auto c, tables.find_case(p, id));
        if (c && c->of == of.id) out.push_back(*std::move(c));
    }
    return out;
}

bool appealed_before(const std::vector<cases::Case>& about, std::string_view who) {
    return std::ranges::any_of(about, [&](const auto& c) {
        return c.kind == cases::CaseKind::kAppeal && took_part(c, who);
    });
}

}  // namespace

bool is_blind(const cases::Case& c) {
    return (c.kind == cases::CaseKind::kRecheck || c.kind == cases::CaseKind::kGolden) &&
           !cases::is_over(c.state);
}

Result<bool> is_blind_to(Tables& tables, PlatformId p, const cases::Case& c, const Viewer& viewer) {
    if (c.open_about == 0) return false;
    MZ_TRY(auto about, about_decision(tables, p, c));
    const bool has_appealed = appealed_before(about, viewer.who);
    return std::ranges::any_of(about, [&](const auto& again) {
        if (again.kind != cases::CaseKind::kRecheck || is_over(again.state)) return false;
        if (again.claimed_by == viewer.who) return true;
        return viewer.reviews && !has_appealed && !took_part(again, viewer.who);
    });
}

Result<bool> is_blind_to(Tables& tables, PlatformId p, std::uint64_t case_no,
                         const Viewer& viewer) {
    MZ_TRY(const auto c, tables.find_case(p, case_no));
    if (!c) return false;
    MZ_TRY(const bool is_itself, is_blind_to(tables, p, *c, viewer));
    if (is_itself || c->of == 0) return is_itself;
    MZ_TRY(const auto of, tables.find_case(p, c->of));
    return of ? is_blind_to(tables, p, *of, viewer) : Result<bool>(false);
}

Result<void> check_blind(Tables& tables, PlatformId p, const cases::Case& c, const Viewer& viewer) {
    MZ_TRY(const bool is_blind, is_blind_to(tables, p, c, viewer));
    if (!is_blind) return {};
    return fail({Code::kAccessForbidden,
                 "what was decided here is looked at again by somebody who has not seen it: you "
                 "do that, or may be asked to, and are not to see it before",
                 "case " + std::to_string(c.id)});
}

Result<bool> has_seen_decision(Tables& tables, PlatformId p, const cases::Case& recheck,
                               std::string_view who) {
    if (recheck.kind != cases::CaseKind::kRecheck) return false;
    MZ_TRY(const auto of, tables.find_case(p, recheck.of));
    if (!of) return false;
    MZ_TRY(const auto about, about_decision(tables, p, *of));
    return appealed_before(about, who);
}

std::uint64_t case_decided_in(const store::Entry& entry) {
    if (entry.kind != record::Kind::kDecision || !entry.purpose.starts_with(kByPeople)) return 0;
    std::uint64_t number = 0;
    const auto* const begin = entry.purpose.data() + kByPeople.size();
    (void)std::from_chars(begin, entry.purpose.data() + entry.purpose.size(), number);
    return number;
}

}  // namespace mizan::casework
