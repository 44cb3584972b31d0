#include "casework/attachments.h"

#include <algorithm>

#include "base/files.h"
#include "base/sha256.h"
#include "base/utf8.h"

namespace mizan::casework {

namespace {

struct Magic {
    std::string_view begins;
    std::string_view type;
};
constexpr Magic kMagics[] = {
    {"\x89PNG\r\n\x1A\n", "image/png"},
    {"\xFF\xD8\xFF", "image/jpeg"},
    {"GIF87a", "image/gif"},
    {"GIF89a", "image/gif"},
    {"%PDF-", "application/pdf"},
};

// Text that people can read: UTF-8 without control characters but tabs and line ends.
bool is_text(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        const auto next = utf8::decode(bytes, at);
        const bool is_control = next.code_point < ' ' && next.code_point != '\t' &&
                                next.code_point != '\n' && next.code_point != '\r';
        if (!next.valid || is_control) return false;
        at += next.size;
    }
    return true;
}

Result<std::string> path_of(const std::string& folder, const std::string& sha256) {
    Sha256 hash{};
    if (!from_hex(sha256, hash))
        return fail({Code::kFieldType, "this must be the SHA-256 of a file that was handed in",
                     "attachments.sha256"});
    return folder + "/" + sha256;
}

}  // namespace

std::string_view sniffed_type(std::string_view bytes) {
    for (const auto& magic : kMagics)
        if (bytes.starts_with(magic.begins)) return magic.type;
    if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
        return "image/webp";
    return !bytes.empty() && is_text(bytes) ? "text/plain" : std::string_view();
}

Result<cases::Attachment> keep_attachment(const std::string& folder, std::string_view bytes) {
    const auto type = sniffed_type(bytes);
    if (type.empty())
        return fail({Code::kFieldType,
                     "an attachment is a PNG, JPEG, GIF, WebP or PDF file, or plain text in UTF-8",
                     "body"});
    cases::Attachment kept;
    kept.type = type;
    kept.sha256 = to_hex(sha256(bytes));
    kept.size = bytes.size();
    MZ_CHECK(make_folder(folder, 0700));
    const auto path = folder + "/" + kept.sha256;
    if (read_file(path, kAttachmentBytes)) return kept;
    MZ_CHECK(write_file_durably(path, bytes, 0600));
    return kept;
}

Result<std::string> read_attachment(const std::string& folder, const std::string& sha256) {
    MZ_TRY(const auto path, path_of(folder, sha256));
    auto bytes = read_file(path, kAttachmentBytes);
    if (bytes) return bytes;
    return fail({Code::kRecordMissing, "there is no such attachment", sha256});
}

Result<cases::Attachment> known_attachment(const std::string& folder,
                                           const cases::Attachment& named) {
    const auto bytes = read_attachment(folder, named.sha256);
    if (!bytes)
        return fail({Code::kFieldType, "hand the file in first: POST /api/v1/attachments",
                     "attachments.sha256"});
    auto known = named;
    known.type = sniffed_type(*bytes);
    known.size = bytes->size();
    return known;
}

}  // namespace mizan::casework
