// Holds the fast matcher to the naive one on one text.
#pragma once

#include <algorithm>
#include <string>

#include "match/matcher.h"
#include "reference_matcher.h"
#include "text/normalize.h"

namespace mizan::test {

struct Agreement {
    std::size_t matches = 0;    // that both found
    std::size_t foreign = 0;    // of these, such as need a foreign word
    std::size_t cancelled = 0;  // frame hits that something takes back
    std::string difference;     // empty if they agree
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
    std::set<std::pair<std::uint32_t, std::uint32_t>> own;  // of claims without a foreign word
    const auto say = [&](std::string_view who, std::uint32_t construct, std::uint32_t end) {
        out.difference.append(who).append(" finds ").append(policy.constructs[construct].id);
        out.difference.append(" up to word ").append(std::to_string(end)).append("; ");
    };
    for (const auto& c : claims.claims) {
        all.emplace(c.construct, c.tokens.last);
        if (!c.foreign) own.emplace(c.construct, c.tokens.last);
        if (!comparable(policy, policy.patterns[c.pattern])) continue;
        const std::pair place{c.construct, c.tokens.last};
        if (!reference.constructs.contains(place))
            say("only the matcher", place.first, place.second);
        if (!c.foreign && !reference.own.contains(place))
            say("without a foreign word, only the matcher", place.first, place.second);
    }
    for (const auto& [construct, end] : reference.constructs) {
        if (!all.contains({construct, end})) say("only the reference", construct, end);
        if (reference.own.contains({construct, end})) {
            if (!own.contains({construct, end}))
                say("without a foreign word, only the reference", construct, end);
        } else {
            ++out.foreign;
        }
    }
    // Where a cancelling pattern matches in several ways that end together, which one the matcher takes is its own choice:
    // each of its cancels must be one of the reference's, and what ends in the hit's own words must cancel.
    for (const auto& hit : claims.hits) {
        bool may = false;
        bool must = false;
        const auto [begin, end] = reference.cancels.equal_range(hit.frame);
        for (auto it = begin; it != end; ++it) {
            may |= takes_back(text, hit, it->second);
            must |= takes_back(text, hit, {it->second.second - 1, it->second.second});
        }
        out.cancelled += hit.cancelled;
        if (hit.cancelled ? may : !must) continue;
        out.difference.append("they differ on what cancels ")
            .append(policy.frames[hit.frame].id)
            .append("; ");
    }
    out.matches = reference.constructs.size();
    return out;
}

}  // namespace mizan::test
