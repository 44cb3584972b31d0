// Restraint: what becomes of a decision where its clause's brake is on, or its author's undecided posts are past their cap. Pure: a
// decision that was restrained is made again by deciding and restraining.
#pragma once

#include "model/decision.h"
#include "model/post.h"

namespace mizan::sanction {

// What stands in the place of a removal: the platform shows the post to nobody new until a person has looked, and can undo it.
inline constexpr std::string_view kLimit = "limit";

// Whether the platform is told to do something, without a person, that cannot be undone: remove, suspend, ask the author to delete.
[[nodiscard]] bool removes(const Decision& decision);
// Of a decision that removes(): `limit` stands for all removals, no strike is given, other actions stay. Others are left as they are.
void halt(Decision& decision);

// Whether an undecided post may be kept from a person because of its author's other posts: never one that addresses a person (target,
// mentions) or that somebody flagged (a signal whose name begins with "flag"), nor one without an author.
[[nodiscard]] bool may_fold(const Post& post, const Decision& decision);
// Of an undecided decision for a person: nobody looks. Others are left as they are.
void fold(Decision& decision);

}  // namespace mizan::sanction
