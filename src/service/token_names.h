// The names of token kinds, gaps and flags, for explanations.
#pragma once

#include <string>
#include <string_view>

#include "text/normal_text.h"

namespace mizan::service {

[[nodiscard]] std::string_view kind_name(text::TokenKind kind);  // "word", "number", ...
[[nodiscard]] std::string_view gap_name(text::Gap gap);          // "joined", "space", ...
[[nodiscard]] std::string flag_names(std::uint8_t flags);        // "hashtag,capital", "-" for none

}  // namespace mizan::service
