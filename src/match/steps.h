// The steps of find(), one file each. Private to this room.
#pragma once

#include "match/matcher.h"

namespace mizan::match {

// Notes in scratch.met the needs of constructs that the words' terms meet. Guards and covers are not asked yet: it may note
// too much and never too little.
void meet_by_words(const policy::Policy& policy, const text::NormalText& text, TokenRange tokens,
                   Scratch& scratch);

// Notes in scratch.met all needs that the lattice's edges meet.
void meet_by_edges(const policy::Policy& policy, Scratch& scratch);

// Chooses the patterns of one owner whose every need is in scratch.met, in policy order.
void choose_patterns(const policy::Policy& policy, policy::PatternOwner owner, Scratch& scratch);

// Runs the patterns scratch.constructs; appends claims.
void find_claims(const policy::Policy& policy, std::span<const policy::ConceptId> declared,
                 Scratch& scratch, Claims& out);

// Runs the frames' cues and lays out their reach; appends hits.
void find_frames(const policy::Policy& policy, const text::NormalText& text,
                 std::span<const Part> parts, TokenRange window, Scratch& scratch, Claims& out);

}  // namespace mizan::match
