// Whose files are: who handed one in, or whoever is of the same organisation, may name it. To all others it is as if it were not there, so that
// nobody learns what somebody else has handed in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "casework/casework.h"

namespace mizan::casework {

// By what it is noted beside a waiting file who handed it in, without saying so to who reads the folder. `who`: account or "key:ID".
[[nodiscard]] std::string uploader_tag(Casework& casework, std::string_view who);
// What is known of the files that somebody names. Errors: kFieldType, the same for those of others and for those that are not there; of the tables.
[[nodiscard]] Result<void> find_attachments(Casework& casework, const std::string& platform,
                                            const std::string& who,
                                            std::vector<cases::Attachment>& named);
// What nobody may keep: those of these files that are theirs and wait go. Errors: of the tables.
[[nodiscard]] Result<void> drop_named(Casework& casework, const std::string& platform,
                                      const std::string& who,
                                      const std::vector<cases::Attachment>& named);

}  // namespace mizan::casework
