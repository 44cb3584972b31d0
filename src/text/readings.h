// Alternative readings: other known words that a token, a chunk between spaces or a run of single letters may stand for.
#pragma once

#include <span>

#include "model/post.h"
#include "text/normal_text.h"

namespace mizan::text {

// Adds readings to text.readings where a plain token is no known word, and sorts them. At most limits::kReadings for each
// window of text, and a bounded number of look-ups; past either, text.truncated is set and the rest is left out.
void add_readings(std::span<const Part> parts, const Vocabulary& vocabulary, NormalText& text);

}  // namespace mizan::text
