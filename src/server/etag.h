// Entity tags: whether what a client has is still what there is (RFC 9110, section 13.1.2). Pure.
#pragma once

#include <string_view>

namespace mizan::server {

// Whether an If-None-Match names this tag, quotes and all: it is a list of tags, weak ones too, or "*".
[[nodiscard]] bool names_tag(std::string_view field, std::string_view tag);

}  // namespace mizan::server
