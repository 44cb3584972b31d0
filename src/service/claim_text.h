// Claims in words: what was said about whom, where, and what each frame around it did. For explain and failing tests.
#pragma once

#include <string>
#include <string_view>

#include "model/decision.h"
#include "model/post.h"
#include "policy/policy.h"

namespace mizan::service {

// `text` with what could drive a terminal (controls, direction marks) and ill-formed bytes as U+FFFD; line ends and tabs stay.
[[nodiscard]] std::string shown(std::string_view text);

// Every line of `text` with `indent` before it and a line end behind it.
[[nodiscard]] std::string indented(std::string_view text, std::string_view indent);

// "Muslims (religion or belief)"; the last part of the path where the concept has no title; empty for no group.
[[nodiscard]] std::string group_text(const policy::Policy& policy, const Claim& claim);

// The words of the post that the span covers; empty if it covers none.
[[nodiscard]] std::string_view words_of(const Post& post, const Span& span);

// The words that make the claim, with " … " where others stand between.
[[nodiscard]] std::string words_of(const Post& post, const Claim& claim);

// The cue is the whole that the claim stands in (a question, a quotation) rather than words beside it.
[[nodiscard]] bool holds(const Span& cue, const Claim& claim);

// What a frame's effect means, as a sentence: "this excuses it", "a stated non-excuse: it changes nothing".
[[nodiscard]] std::string_view effect_text(std::string_view effect);

// Lines for one claim, safe to show, each opened with `indent`: the claim with its words and reading, then one line a frame.
[[nodiscard]] std::string claim_text(const policy::Policy& policy, const Post& post,
                                     const Claim& claim, std::string_view indent);

}  // namespace mizan::service
