// Claims: what the matcher finds in a text: each thing said about a group, and the frames around it. Token indices of
// the NormalText; names are ids of the Policy. The value that match/ hands to assess/.
#pragma once

#include <cstdint>
#include <vector>

#include "policy/policy.h"
#include "text/normal_text.h"

namespace mizan::match {

// Tokens [first, last).
struct TokenRange {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    bool operator==(const TokenRange&) const = default;
};

// A term that took part in a claim.
struct TermUse {
    TokenRange tokens;
    std::uint32_t term =
        policy::kNone;  // kNone: a built-in such as @mention, or a token expression
    text::ReadingKind reading = text::ReadingKind::kPlain;
};

struct FoundClaim {
    std::uint32_t construct = 0;
    std::uint32_t pattern = 0;
    policy::ConceptId group = policy::kNone;  // the group's own concept, e.g. GROUP.religion.muslim
    bool group_declared = false;  // the group comes from a declared signal, not from the text
    TokenRange group_tokens;  // where the group is named (for a pronoun: where it was mentioned)
    TokenRange tokens;        // from the first to the last word of the match
    std::uint32_t first_use = 0;  // uses [first_use, last_use) of Claims::uses, in text order
    std::uint32_t last_use = 0;
    text::ReadingKind reading = text::ReadingKind::kPlain;  // the furthest reading that was needed
    std::uint8_t kinds = 0;                                 // bits of TermKind
    bool foreign = false;  // some content word is of another language than the text's
};

// A frame whose cue stands in the text, and the tokens it reaches.
struct FrameHit {
    std::uint32_t frame = 0;
    policy::ScopeKind scope = policy::ScopeKind::kClause;
    TokenRange cue;
    TokenRange reach;
    bool cancelled = false;
};

struct Claims {
    std::vector<FoundClaim> claims;  // by first token, then last, then construct
    std::vector<TermUse> uses;
    std::vector<FrameHit> hits;  // by frame, then cue
    bool truncated = false;      // a limit was reached

    void clear() {
        claims.clear();
        uses.clear();
        hits.clear();
        truncated = false;
    }
};

}  // namespace mizan::match
