// The one JSON form of a Post: what is recorded of it, and decided again by who reads it back through feeds/.
#pragma once

#include <string>

#include "model/post.h"

namespace mizan {

// Appends the post as one JSON object without a newline, members in a fixed order, those not given left out. Texts stand as they came,
// byte for byte: where they are not UTF-8, nor is the JSON, and our reader gives the same bytes again. Its reach is left out: it
// changes while the post stays the same.
void append_post_json(std::string& out, const Post& post);

}  // namespace mizan
