// Profile: what somebody who decides cases can do, and what they are spared. It is private to them and to those who lead, and on no record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.h"

namespace mizan::cases {

inline constexpr std::size_t kProfileList = 20;

struct Profile {
    std::string who;
    std::vector<std::string> langs;     // that they read: "de" is any German; empty: any
    std::vector<std::string> skills;    // as Case::skill has them; those who lead say which
    std::vector<std::string> opt_outs;  // categories that they are spared; nobody asks why
    std::uint32_t load_most = 0;        // cases at a time; 0: as the rules say
    std::uint64_t break_lifted_at = 0;  // what they worked before does not ask for a break any more

    static void fields(auto& self, auto&& visit) {
        visit("who", self.who);
        visit("langs", self.langs, Most{kProfileList});
        visit("skills", self.skills, Most{kProfileList});
        visit("opt_outs", self.opt_outs, Most{kProfileList});
        visit("load_most", self.load_most);
        visit("break_lifted_at", self.break_lifted_at);
    }
    bool operator==(const Profile&) const = default;
};
// Errors: kFieldType, with the member as its place.
[[nodiscard]] Result<void> check(const Profile& profile);

// The first part of a language tag, in lower case: "de" of "de-AT". Cases are routed by it.
[[nodiscard]] std::string primary_lang(std::string_view tag);

// Whether a clause is in a category: the clause itself, or all whose names begin as that of "threats*".
[[nodiscard]] bool in_category(std::string_view clause, std::string_view category);

// Whether a case counts for a limit.
[[nodiscard]] bool counts_for(const CategoryLoad& load, std::string_view clause,
                              std::uint8_t severity);

// What cases are routed by. All cases of a lane go to the same people.
struct Lane {
    std::string lang;  // its first part; empty: not known, so everybody's
    std::string skill;
    std::string clause;
    std::uint8_t severity = 0;
    bool operator==(const Lane&) const = default;
};
[[nodiscard]] Lane lane_of(const Case& c);
// The same of what is to be a case.
[[nodiscard]] Lane lane_of(std::string_view lang, std::string skill, std::string clause,
                           std::uint8_t severity);

// Which lanes somebody takes cases from.
struct Takes {
    std::vector<std::string> langs;                  // empty: any
    std::optional<std::vector<std::string>> skills;  // nothing: any, as of those who lead
    std::vector<std::string> opt_outs;
    std::uint8_t severity_below = 0;  // 0: any
    std::vector<CategoryLoad> full;   // of which they hold as many as one person may

    [[nodiscard]] bool lang(std::string_view primary) const;
    [[nodiscard]] bool skill(std::string_view skill) const;
    [[nodiscard]] bool is_spared(std::string_view clause) const;
    [[nodiscard]] bool lane(const Lane& lane) const;
};
[[nodiscard]] Takes takes_of(const Profile& profile, bool leads);
// Whether they asked to be spared such a case.
[[nodiscard]] bool is_spared(const Profile& profile, const Case& c);

}  // namespace mizan::cases
