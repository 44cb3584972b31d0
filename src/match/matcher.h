// Policy x NormalText -> Claims. The hot path: a text whose words leave every pattern of a construct some need leaves after one look
// at each; otherwise automata run only where what they need is present. Costs grow with the text, not with the lexicon.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "match/automaton_run.h"
#include "match/claims.h"
#include "match/trie_walk.h"
#include "model/post.h"

namespace mizan::match {

// A row of needs, and the token (later the cell) at which the term that meets them starts.
struct MetRow {
    std::uint32_t row = 0;
    std::uint32_t place = 0;
};

// Working memory of one worker. Not shared between threads; reused from text to text.
struct Scratch {
    Lattice lattice;
    AutomatonRun run;
    std::vector<MetRow> rows;               // what single terms of the text meet
    std::vector<std::uint32_t> longer;      // tokens that may go on a term begun before them
    std::vector<std::uint64_t> met;         // a row: the needs that some term of the text meets
    std::vector<std::uint32_t> candidates;  // patterns to run
    std::vector<std::uint32_t> constructs;  // the same, of constructs
    std::vector<TrieStep> steps;
    std::vector<FrameHit> cues;                                    // before their reach is known
    std::vector<std::pair<std::uint32_t, std::uint32_t>> guarded;  // (guard, edge)
    std::vector<std::uint8_t> marks;                               // of one guard
};

// Finds every claim in the text and the frames around it. `parts` are those the text was made of; `declared` are the groups
// that the person addressed has declared to belong to (may be empty). Deterministic; limits are named in base/limits.h and set Claims::truncated.
void find(const policy::Policy& policy, const text::NormalText& text, std::span<const Part> parts,
          std::span<const policy::ConceptId> declared, Scratch& scratch, Claims& out);

// Drops the edges of scratch.lattice whose guard says no. A step of find(), for who looks at terms alone.
void apply_guards(const policy::Policy& policy, const text::NormalText& text, Scratch& scratch);

}  // namespace mizan::match
