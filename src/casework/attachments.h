// Attachments: files that come with flags, kept under the hash of their bytes, apart from all records.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cases/flag.h"

namespace mizan::casework {

inline constexpr std::size_t kAttachmentBytes = 10u << 20;

// What kind of file it is, as its first bytes show: "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain" (UTF-8).
// Empty: none of these.
[[nodiscard]] std::string_view sniffed_type(std::string_view bytes);

// Keeps a file in `folder`, for its owner alone; it is on disk when this returns. What is there already stays. Errors: kFieldType for an empty file
// and one of another kind, kFileWrite.
[[nodiscard]] Result<cases::Attachment> keep_attachment(const std::string& folder,
                                                        std::string_view bytes);
// What is known of a kept file: type and size. Errors: kFieldType if there is none of that hash.
[[nodiscard]] Result<cases::Attachment> known_attachment(const std::string& folder,
                                                         const cases::Attachment& named);
// Errors: kRecordMissing.
[[nodiscard]] Result<std::string> read_attachment(const std::string& folder,
                                                  const std::string& sha256);

}  // namespace mizan::casework
