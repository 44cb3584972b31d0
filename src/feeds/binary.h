// Is an input text at all? Inside feeds.
#pragma once

#include <string_view>

#include "feeds/format.h"

namespace mizan::feeds {

// What an input that begins with `head` is, and what to do about it; empty if it looks like text of that format.
[[nodiscard]] std::string_view binary_advice(std::string_view head, Format format);

}  // namespace mizan::feeds
