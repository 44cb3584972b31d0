// Assessment -> Decision: the outcome, who acts on it, the actions of the published ladder and a reason people can read.
#pragma once

#include <cstdint>

#include "model/decision.h"
#include "policy/policy.h"

namespace mizan::sanction {

// Of posts that no clause could see (coverage none), one in this many goes to a person, chosen by id.
inline constexpr std::uint64_t kUncoveredSample = 100;

// Who goes on with an undecided post, by its cause:
//   context-missing, signal-missing   a person, with what is there; the platform may send the post again, with a higher revision and what was
//                                     missing, and that decision stands in place of this one
//   not-covered                       one in kUncoveredSample, by id, a person who reads the language; the others nobody
//   truncated, bad-input              a person: what a limit or bytes that nobody can read have hidden is most often hidden on purpose
[[nodiscard]] Route undecided_route(Cause cause, std::string_view post);

// Decides from the assessment that `decision` already holds, whoever wrote the post: what an author's strikes lead to is for the people who confirm the
// next one (cases/ladder.h). Pure. Actions are proposals while `route` is person.
//   violation   some clause in force is violated; the gravest decides, then policy order
//   review      none is, but some claim is unclear by the clause's own word
//   undecided   the engine could not tell: `cause` says why; never counted as allowed
//   allowed     nothing found, or excused by the exception named
void decide(const policy::Policy& policy, Decision& decision);

}  // namespace mizan::sanction
