// Coverage: for which clauses the engine could see anything at all in this post. Private to this room.
#pragma once

#include "model/decision.h"
#include "model/post.h"
#include "policy/policy.h"
#include "text/normal_text.h"

namespace mizan::assess {

// Per clause: full where its lexicon serves the text's language, partial where the language is not known or a part could
// not be read, none where the language is another, there is no text, or the clause was not in force yet when the post was
// made. Fills `out`.
void cover(const policy::Policy& policy, const Post& post, const text::NormalText& text,
           Coverage& out);

// Of a post that reached a limit nothing was seen in full: full becomes partial, with the reason "truncated".
void cut_short(Coverage& coverage);

}  // namespace mizan::assess
