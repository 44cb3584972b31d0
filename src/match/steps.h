// The steps of find(), one file each. Private to this room.
#pragma once

#include "match/matcher.h"

namespace mizan::match {

// Chooses the constructs' patterns whose every need is met by some term of the words, in the order the pattern asks for, and
// leaves them in scratch.candidates, in policy order. Guards and covers are not asked yet: it may choose too many, never too
// few.
void choose_constructs(const policy::Policy& policy, const text::NormalText& text,
                       TokenRange tokens, Scratch& scratch);

// Notes in scratch.met the needs of all other owners' patterns that the lattice's edges meet.
void meet_by_edges(const policy::Policy& policy, Scratch& scratch);

// Likewise the patterns of one of these owners, whose every need is in scratch.met.
void choose_others(const policy::Policy& policy, policy::PatternOwner owner, Scratch& scratch);

// Runs the patterns scratch.constructs; appends claims.
void find_claims(const policy::Policy& policy, std::span<const policy::ConceptId> declared,
                 Scratch& scratch, Claims& out);

// Runs the frames' cues and lays out their reach; appends hits.
void find_frames(const policy::Policy& policy, const text::NormalText& text,
                 std::span<const Part> parts, TokenRange window, Scratch& scratch, Claims& out);

}  // namespace mizan::match
