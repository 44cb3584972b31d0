// Whole files in and out.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace mizan {

// The whole file; kFileRead if it cannot be read or is larger than `max_bytes`.
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t max_bytes);

// Writes beside the target and renames, so that a reader sees the old file or the new one, never half. A target that is no
// plain file (a device, a pipe) is written to as it stands.
[[nodiscard]] Result<void> write_file(const std::string& path, std::string_view bytes);

// As write_file(), and on disk when it returns: the file and its name. `mode` is for a file that is new. Errors: kFileWrite; also
// for a target that is no plain file.
[[nodiscard]] Result<void> write_file_durably(const std::string& path, std::string_view bytes,
                                              unsigned mode = 0644);

// Gives a file another name in place of what stands there, which is on disk when sync_folder() of the new one's folder returns. Errors: kFileWrite.
[[nodiscard]] Result<void> rename_file(const std::string& from, const std::string& to);
// Brings the names in a folder to disk. Errors: kFileWrite.
[[nodiscard]] Result<void> sync_folder(const std::string& folder);

// A folder whose parent is there; one that is there already stays as it is. Errors: kFileWrite.
[[nodiscard]] Result<void> make_folder(const std::string& path, unsigned mode);

}  // namespace mizan
