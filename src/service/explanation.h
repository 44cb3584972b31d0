// Explanation: all that can be told of one decision, as a value, and what each reader is told of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "match/claims.h"
#include "model/decision.h"
#include "policy/policy.h"

namespace mizan::service {

// Who reads an explanation. Each is told what those before it are told, and more.
enum class Reader : std::uint8_t {
    kAuthor,    // of the post: the clause, the reason, and which of their own words are meant
    kReviewer,  // all about this post; of the lexicon no more than which restricted concept it met
    kAuditor    // everything, the lexicon lines of restricted terms included
};
[[nodiscard]] std::string_view name(Reader reader);  // "author", "reviewer", "auditor"
[[nodiscard]] bool parse(std::string_view s, Reader& out);

// A term that stands in the post.
struct TermMatch {
    match::TokenRange tokens;
    std::string_view path;  // of its concept; empty: the words stand in a pattern
    policy::TermKind kind = policy::TermKind::kNeutral;
    text::ReadingKind reading = text::ReadingKind::kPlain;
    bool dropped = false;     // covered by a longer term, or its guard says no
    bool restricted = false;  // and then, for those who may know:
    std::string_view where;   // "lexicon/en/coded.terms:12"
    std::string_view line;    // as it stands there
    std::string hash;         // SHA-256 of that line
};

// Another reading of some words of the post.
struct OtherReading {
    match::TokenRange tokens;
    text::ReadingKind kind = text::ReadingKind::kPlain;
    std::string_view word;  // of the lexicon; empty where it is not told
};

// Views point into the policy and the post.
struct Explanation {
    Decision decision;
    std::vector<TermMatch> terms;  // by place
    std::vector<OtherReading> readings;
    bool inside = true;  // what the engine saw on the way (words, concepts, claims) may be told
};

// Every term in the whole text, with those that a guard or a longer term hides. A text of several windows is walked like
// the matcher walks it; a term counts as dropped if every window that holds it drops it.
[[nodiscard]] std::vector<TermMatch> find_terms(const policy::Policy& policy,
                                                const text::NormalText& text);

// What the reader is told of `all`. For an author nothing depends on which terms of a concept are restricted: the answer
// never shows that such a one matched. Pure.
[[nodiscard]] Explanation told_to(Reader reader, Explanation all, const policy::Policy& policy);

// ", a restricted term" and, where they are told, its place, its line and the line's hash; empty for any other term.
[[nodiscard]] std::string restricted_text(const TermMatch& match);

}  // namespace mizan::service
