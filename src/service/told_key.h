// The key under which something that is told is recorded once (record::Draft::purpose).
#pragma once

#include <string>
#include <string_view>

#include "record/tag.h"

namespace mizan::service {

// "event/<24 hex digits>": of its id, as platform and source give it, or, where it has none, of its contents. The key stays when contents are
// erased and tells nothing of them.
[[nodiscard]] std::string told_key(const record::TagKey& tags, std::string_view platform,
                                   std::string_view kind, std::string_view source,
                                   std::string_view id_or_contents, bool contents);

}  // namespace mizan::service
