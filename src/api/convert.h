// Public values that own their text <-> the model's views of it. Private to this room.
#pragma once

#include "mizan/decision.h"
#include "mizan/post.h"
#include "model/decision.h"
#include "model/post.h"

namespace mizan::api {

// Fills `out` with views into `post`, which must outlive it.
void to_model(const Post& post, mizan::Post& out);

// A copy that owns its text.
[[nodiscard]] Decision to_public(const mizan::Decision& decision);

// Views into `decision`, which must outlive them.
[[nodiscard]] mizan::Decision to_model(const Decision& decision);

}  // namespace mizan::api
