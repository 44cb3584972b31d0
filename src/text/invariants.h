// What every NormalText keeps, as a check for tests and fuzzing.
#pragma once

#include <span>
#include <string>

#include "model/post.h"
#include "text/normal_text.h"

namespace mizan::text {

// Names the first invariant that `text`, made from `parts`, breaks; empty if it keeps all.
[[nodiscard]] std::string broken_invariant(std::span<const Part> parts, const NormalText& text);

}  // namespace mizan::text
