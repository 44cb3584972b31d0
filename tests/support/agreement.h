// Holds the fast matcher to the naive one on one text.
#pragma once

#include <algorithm>
#include <string>

#include "match/matcher.h"
#include "reference_matcher.h"
#include "text/normalize.h"

namespace mizan::test {

struct Agreement {
    std::size_t matches = 0;  // that both found
    std::string difference;   // empty if they agree
};

// Texts over a limit of the fast matcher, or over the reference's budget, prove nothing and count as agreeing.
[[nodiscard]] inline Agreement compare_matchers(const policy::Policy& policy,
                                                std::string_view bytes) {
    Part part;
    part.bytes = bytes;
    text::NormalText text;
    text::normalize({&part, 1}, {}, policy.vocabulary, text);
    match::Scratch scratch;
    match::Claims claims;
    match::find(policy, text, {&part, 1}, {}, scratch, claims);
    Agreement out;
    if (claims.truncated || text.tokens.size() > 512) return out;
    const auto reference = reference_matches(policy, text);
    if (reference.gave_up) return out;
    std::set<std::pair<std::uint32_t, std::uint32_t>> all;
    const auto say = [&](std::string_view who, std::uint32_t construct, std::uint32_t end) {
        out.difference.append(who).append(" finds ").append(policy.constructs[construct].id);
        out.difference.append(" up to word ").append(std::to_string(end)).append("; ");
    };
    for (const auto& c : claims.claims) {
        all.emplace(c.construct, c.tokens.last);
        if (!comparable(policy, policy.patterns[c.pattern])) continue;
        if (!reference.constructs.contains({c.construct, c.tokens.last}))
            say("only the matcher", c.construct, c.tokens.last);
    }
    for (const auto& [construct, end] : reference.constructs) {
        if (!all.contains({construct, end})) say("only the reference", construct, end);
    }
    out.matches = reference.constructs.size();
    return out;
}

}  // namespace mizan::test
