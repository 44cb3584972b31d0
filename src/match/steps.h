// The steps of find(), one file each. Private to this room.
#pragma once

#include "match/matcher.h"

namespace mizan::match {

// Chooses the patterns of one owner whose every requirement is present in the lattice, in policy order.
void choose_patterns(const policy::Policy& policy, policy::PatternOwner owner, Scratch& scratch);

// Drops the edges whose guard says no.
void apply_guards(const policy::Policy& policy, const text::NormalText& text, Scratch& scratch);

// Runs the constructs; appends claims.
void find_claims(const policy::Policy& policy, const text::NormalText& text,
                 std::span<const policy::ConceptId> declared, Scratch& scratch, Claims& out);

// Runs the frames' cues and lays out their reach; appends hits.
void find_frames(const policy::Policy& policy, const text::NormalText& text,
                 std::span<const Part> parts, TokenRange window, Scratch& scratch, Claims& out);

}  // namespace mizan::match
