#include "casework/attachments.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <memory>

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

// By its first bytes; empty: it may be text.
std::string_view magic_type(std::string_view bytes) {
    for (const auto& magic : kMagics)
        if (bytes.starts_with(magic.begins)) return magic.type;
    if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
        return "image/webp";
    return {};
}

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

constexpr std::size_t kMagicBytes = 16;  // as many as tell one kind from another

// Where files wait for a flag.
std::string waiting_in(const std::string& folder) { return folder + "/incoming"; }

bool is_sha256(const std::string& text) {
    Sha256 hash{};
    return from_hex(text, hash) && to_hex(hash) == text;
}

bool is_there(const std::string& path) {
    struct stat st{};
    return ::stat(path.c_str(), &st) == 0;
}

// Where it stands; empty: nowhere.
std::string place_of(const std::string& folder, const std::string& sha256) {
    for (const auto& in : {folder, waiting_in(folder)})
        if (is_there(in + "/" + sha256)) return in + "/" + sha256;
    return {};
}

// The file waits from then on. Where that cannot be set, it waits from when it was written.
void set_time(const std::string& path, std::uint64_t now) {
    timespec times[2] = {};
    times[0].tv_sec = times[1].tv_sec = static_cast<std::time_t>(now);
    (void)::utimensat(AT_FDCWD, path.c_str(), times, 0);
}

// That it was handed in by whom.
std::string mark_of(const std::string& folder, const std::string& sha256, std::string_view tag) {
    return waiting_in(folder).append("/").append(sha256).append(".").append(tag);
}

}  // namespace

std::unexpected<Error> not_handed_in() {
    return fail({Code::kFieldType, "hand the file in first: POST /api/v1/attachments",
                 "attachments.sha256"});
}

bool is_handed_in(const std::string& folder, const std::string& sha256, std::string_view tag) {
    return is_sha256(sha256) && is_there(mark_of(folder, sha256, tag));
}

std::string_view sniffed_type(std::string_view bytes) {
    const auto type = magic_type(bytes);
    if (!type.empty()) return type;
    return !bytes.empty() && is_text(bytes) ? "text/plain" : std::string_view();
}

std::string_view ending_of(std::string_view type) {
    if (type == "image/png") return ".png";
    if (type == "image/jpeg") return ".jpg";
    if (type == "image/gif") return ".gif";
    if (type == "image/webp") return ".webp";
    return type == "application/pdf" ? ".pdf" : ".txt";
}

Result<KeptFile> keep_attachment(const std::string& folder, std::string_view bytes,
                                 std::string_view tag, std::uint64_t now) {
    const auto type = sniffed_type(bytes);
    if (type.empty())
        return fail({Code::kFieldType,
                     "an attachment is a PNG, JPEG, GIF, WebP or PDF file, or plain text in UTF-8",
                     "body"});
    KeptFile kept;
    kept.file.type = type;
    kept.file.sha256 = to_hex(sha256(bytes));
    kept.file.size = bytes.size();
    const auto waiting = waiting_in(folder);
    MZ_CHECK(make_folder(folder, 0700));
    MZ_CHECK(make_folder(waiting, 0700));
    const auto path = waiting + "/" + kept.file.sha256;
    // Also where it stands already: how long it takes must not tell that others handed it in.
    MZ_CHECK(write_file_durably(path, bytes, 0600));
    set_time(path, now);
    const auto mark = mark_of(folder, kept.file.sha256, tag);
    kept.is_new = !is_there(mark);
    if (kept.is_new) MZ_CHECK(write_file_durably(mark, {}, 0600));
    set_time(mark, now);
    return kept;
}

Result<std::string> read_attachment(const std::string& folder, const std::string& sha256) {
    const auto path = is_sha256(sha256) ? place_of(folder, sha256) : std::string();
    if (!path.empty()) {
        if (auto bytes = read_file(path, kAttachmentBytes)) return bytes;
    }
    return fail({Code::kRecordMissing, "there is no such attachment", sha256});
}

// What is kept was found to be of a kind that is taken: what is none of the others is text.
Result<cases::Attachment> known_attachment(const std::string& folder,
                                           const cases::Attachment& named) {
    const auto path = is_sha256(named.sha256) ? place_of(folder, named.sha256) : std::string();
    const int fd = path.empty() ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return not_handed_in();
    char head[kMagicBytes] = {};
    struct stat st{};
    const bool is_known = ::fstat(fd, &st) == 0;
    const auto size = ::pread(fd, head, sizeof head, 0);
    (void)::close(fd);
    if (!is_known || size < 0) return not_handed_in();
    auto known = named;
    const auto type = magic_type({head, static_cast<std::size_t>(size)});
    known.type = type.empty() ? "text/plain" : type;
    known.size = static_cast<std::uint64_t>(st.st_size);
    return known;
}

Result<bool> hold_attachments(const std::string& folder,
                              const std::vector<cases::Attachment>& named) {
    bool moved = false;
    for (const auto& one : named) {
        if (!is_sha256(one.sha256)) return not_handed_in();
        const auto path = folder + "/" + one.sha256;
        if (is_there(path)) continue;
        // It may have gone just now.
        if (!rename_file(waiting_in(folder) + "/" + one.sha256, path)) return not_handed_in();
        moved = true;
    }
    return moved;
}

void drop_attachment(const std::string& folder, const std::string& sha256, std::string_view tag) {
    if (!is_handed_in(folder, sha256, tag)) return;
    (void)::unlink((waiting_in(folder) + "/" + sha256).c_str());
    (void)::unlink(mark_of(folder, sha256, tag).c_str());
}

std::span<const cases::Attachment> attachments_of(const cases::Event& event) {
    if (const auto* e = std::get_if<cases::Flagged>(&event.what)) return e->order.attachments;
    if (const auto* e = std::get_if<cases::FlagAdded>(&event.what)) return e->attachments;
    return {};
}

Result<std::vector<std::string>> held_attachments(const std::string& folder) {
    std::vector<std::string> out;
    const std::unique_ptr<DIR, int (*)(DIR*)> files(::opendir(folder.c_str()), ::closedir);
    if (files == nullptr && errno == ENOENT) return out;  // nothing was ever handed in
    if (files == nullptr) return fail({Code::kFileRead, "cannot open", folder});
    while (const auto* file = ::readdir(files.get()))
        if (is_sha256(file->d_name)) out.emplace_back(file->d_name);
    return out;
}

void remove_attachment(const std::string& folder, const std::string& sha256) {
    if (is_sha256(sha256)) (void)::unlink((folder + "/" + sha256).c_str());
}

Result<std::size_t> drop_unnamed(const std::string& folder, std::uint64_t now) {
    const auto waiting = waiting_in(folder);
    const std::unique_ptr<DIR, int (*)(DIR*)> files(::opendir(waiting.c_str()), ::closedir);
    if (files == nullptr && errno == ENOENT) return 0;  // nothing was ever handed in
    if (files == nullptr) return fail({Code::kFileRead, "cannot open", waiting});
    std::size_t dropped = 0;
    while (const auto* file = ::readdir(files.get())) {
        const auto path = waiting + "/" + file->d_name;
        struct stat st{};
        if (::stat(path.c_str(), &st) != 0 || !S_ISREG(st.st_mode)) continue;
        if (static_cast<std::uint64_t>(st.st_mtim.tv_sec) + kUnnamedSeconds > now) continue;
        if (::unlink(path.c_str()) == 0 && is_sha256(file->d_name)) ++dropped;
    }
    return dropped;
}

bool DailyUploads::take(const std::string& who, std::uint64_t now, std::uint32_t most) {
    const std::lock_guard lock(mutex_);
    if (day_ != now / cases::kDay) counts_.clear();
    day_ = now / cases::kDay;
    auto& count = counts_[who];
    if (count >= most) return false;
    ++count;
    return true;
}

void DailyUploads::give_back(const std::string& who, std::uint64_t now) {
    const std::lock_guard lock(mutex_);
    if (day_ != now / cases::kDay) return;
    if (const auto found = counts_.find(who); found != counts_.end() && found->second > 0)
        --found->second;
}

}  // namespace mizan::casework
