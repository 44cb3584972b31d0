// A clause's rule in plain language: what `mizan policy show` and `mizan explain` read out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace mizan::service {

// One line of the rule: the keyword of the policy language and what it means, as text for people.
struct RuleLine {
    std::string_view key;  // "protects", "allow", ...
    std::string text;      // "counter-speech, when it is condemned or rebutted"
};

// The clause's lines in the order of the policy language; lines it does not have are left out.
[[nodiscard]] std::vector<RuleLine> rule_lines(const policy::Policy& policy,
                                               const policy::Clause& clause);

// "it is condemned or rebutted, or: the text is in de and it is about Muslims"
[[nodiscard]] std::string condition_text(const policy::Policy& policy,
                                         const policy::Condition& condition);

// "en, de" of language bits; "none" if there is none.
[[nodiscard]] std::string languages_text(std::uint32_t languages);

// "remove, strike 1"; "none" if there is none.
[[nodiscard]] std::string actions_text(const policy::Clause& clause);

// "Muslims", or the path where the concept has no title.
[[nodiscard]] std::string_view title_of(const policy::Concept& node);

// The clause of that id, or null.
[[nodiscard]] const policy::Clause* find_clause(const policy::Policy& policy, std::string_view id);

}  // namespace mizan::service
