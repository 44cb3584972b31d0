// The one sentence a person reads. Private to this room.
#pragma once

#include "model/decision.h"
#include "policy/policy.h"

namespace mizan::sanction {

// `deciding` may be null. Never quotes the post: the sentence may be shown where the content may not. Tells nothing of
// restricted terms: it may be shown to the post's author.
void write_reason(const policy::Policy& policy, const ClauseFinding* deciding, Decision& decision);

// What changes in the sentence where the clause's brake is on, or no person is asked after all.
void say_halted(Decision& decision);
void say_folded(Decision& decision);

}  // namespace mizan::sanction
