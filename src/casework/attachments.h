// Attachments: files that come with flags, kept under the hash of their bytes, apart from all records.
//
// A file that is handed in waits in a folder of its own until a flag names it; one that none names goes after a day. Beside it stands who handed it
// in, each as an empty file whose name ends with their tag (file_owners.h): "<SHA-256>.<tag>".
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cases/events.h"

namespace mizan::casework {

inline constexpr std::size_t kAttachmentBytes = 10u << 20;
inline constexpr std::uint64_t kUnnamedSeconds = 86'400;  // until what no flag names goes

// What kind of file it is, as its first bytes show: "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain" (UTF-8).
// Empty: none of these.
[[nodiscard]] std::string_view sniffed_type(std::string_view bytes);
// The usual ending of a file of such a type: ".png".
[[nodiscard]] std::string_view ending_of(std::string_view type);

// All that follows is thread-safe, also on one file at once.

struct KeptFile {
    cases::Attachment file;
    bool is_new = false;  // they did not hand it in before; whether somebody else did tells nothing
};
// Keeps a file in `folder`, for its owner alone; it is on disk when this returns. What is there already stays, and waits a day from `now` (unix seconds)
// on. `tag`: of who hands it in. Errors: kFieldType for an empty file and one of another kind, kFileWrite.
[[nodiscard]] Result<KeptFile> keep_attachment(const std::string& folder, std::string_view bytes,
                                               std::string_view tag, std::uint64_t now);
// Whether who has this tag handed it in within a day.
[[nodiscard]] bool is_handed_in(const std::string& folder, const std::string& sha256,
                                std::string_view tag);
// kFieldType: what a flag names that must hand it in first.
[[nodiscard]] std::unexpected<Error> not_handed_in();
// What is known of a kept file: type and size, for which it is not read. Errors: kFieldType if there is none of that hash.
[[nodiscard]] Result<cases::Attachment> known_attachment(const std::string& folder,
                                                         const cases::Attachment& named);
// A flag names these files: they stay. True if one of them waited until now: that it stays is on disk when sync_folder(folder) returns. Errors: kFieldType
// if one is not there any more.
[[nodiscard]] Result<bool> hold_attachments(const std::string& folder,
                                            const std::vector<cases::Attachment>& named);
// Those that a flag names, or that were added to one later.
[[nodiscard]] std::span<const cases::Attachment> attachments_of(const cases::Event& event);
// What nobody may keep: the file goes if it waits and who has this tag handed it in.
void drop_attachment(const std::string& folder, const std::string& sha256, std::string_view tag);
// The hashes of those that stay. Errors: kFileRead.
[[nodiscard]] Result<std::vector<std::string>> held_attachments(const std::string& folder);
// One that no flag names any more goes.
void remove_attachment(const std::string& folder, const std::string& sha256);
// Those that no flag has named for a day go. How many. Errors: kFileRead.
[[nodiscard]] Result<std::size_t> drop_unnamed(const std::string& folder, std::uint64_t now);
// Errors: kRecordMissing.
[[nodiscard]] Result<std::string> read_attachment(const std::string& folder,
                                                  const std::string& sha256);

// How many files each person or machine has handed in today; forgotten when the program ends. Thread-safe.
class DailyUploads {
public:
    // False if these are `most` already.
    [[nodiscard]] bool take(const std::string& who, std::uint64_t now, std::uint32_t most);
    // One that was taken was none.
    void give_back(const std::string& who, std::uint64_t now);

private:
    std::mutex mutex_;  // guards the rest
    std::uint64_t day_ = 0;
    std::map<std::string, std::uint32_t> counts_;  // of this day: as many as uploaded
};

}  // namespace mizan::casework
