#include "store/sqlite/waiting_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "store/sqlite/row_check.h"

namespace mizan::store {

namespace {

struct Head {
    WaitingFile::Epoch epoch;
    std::uint32_t number;  // of the group in its epoch, from 0
    std::uint32_t size;    // of its bytes
    std::uint64_t checked;
};
static_assert(sizeof(Head) == 32);

std::string file_of(const std::string& database) { return database + ".waiting"; }

std::uint64_t check_of(const Head& head, std::string_view group) {
    const std::string_view epoch(reinterpret_cast<const char*>(head.epoch.data()),
                                 head.epoch.size());
    return RowCheck().bytes(epoch).number(head.number).bytes(group).value();
}

// As many bytes in whole blocks.
std::size_t blocks_of(std::size_t bytes) {
    constexpr auto kBlock = WaitingFile::kBlock;
    return (bytes + kBlock - 1) / kBlock * kBlock;
}
std::size_t blocks_for(std::string_view group) { return blocks_of(sizeof(Head) + group.size()); }

struct Group {
    std::uint32_t number;
    std::string_view bytes;
};

// The group that stands there whole.
std::optional<Group> group_at(std::string_view file, std::size_t at,
                              const WaitingFile::Epoch& epoch) {
    Head head;
    if (file.size() - at < sizeof head) return {};
    std::memcpy(&head, file.data() + at, sizeof head);
    if (head.epoch != epoch || head.size > file.size() - at - sizeof head) return {};
    const auto bytes = file.substr(at + sizeof head, head.size);
    if (check_of(head, bytes) != head.checked) return {};
    return Group{head.number, bytes};
}

std::unexpected<Error> not_written(const std::string& path) {
    return fail({Code::kStoreFull,
                 std::string("posts that wait for a frame cannot be written: ") +
                     std::strerror(errno) +
                     "; what was acknowledged before is kept: make room and start again",
                 path});
}

bool write_all(int fd, std::string_view bytes, std::size_t at) {
    while (!bytes.empty()) {
        const auto n = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
        at += static_cast<std::size_t>(n);
    }
    return true;
}

// A new name is as durable as what it names only after this.
bool keep_name(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool kept = ::fsync(fd) == 0;
    ::close(fd);
    return kept;
}

}  // namespace

WaitingFile::WaitingFile(const std::string& database) : path_(file_of(database)) {}

WaitingFile::~WaitingFile() {
    if (fd_ >= 0) ::close(fd_);
}

// From its end to its beginning, which is against the way in which somebody may be writing: who sees a group then sees all those before it
// in its epoch, or another epoch.
Result<std::string> WaitingFile::read(const std::string& database) {
    const auto path = file_of(database);
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return std::string();
    std::string file;
    struct stat is{};
    bool done = fd >= 0 && ::fstat(fd, &is) == 0;
    if (done) file.resize(std::min(static_cast<std::size_t>(is.st_size), kBytes));
    for (auto at = blocks_of(file.size()); done && at > 0;) {
        at -= kBlock;
        done = ::pread(fd, file.data() + at, std::min(kBlock, file.size() - at),
                       static_cast<off_t>(at)) > 0;
    }
    const int why = errno;
    if (fd >= 0) ::close(fd);
    if (done) return file;
    return fail({Code::kFileRead, std::string("cannot read: ") + std::strerror(why), path});
}

Result<WaitingFile::Groups> WaitingFile::groups_in(std::string_view file, const Epoch& epoch) {
    Groups found;
    while (found.end < file.size()) {
        const auto group = group_at(file, found.end, epoch);
        if (!group || group->number != found.groups.size()) break;
        found.groups.push_back(group->bytes);
        found.end += blocks_for(group->bytes);
    }
    // Each was durable before the next was begun.
    for (auto at = found.end; at < file.size(); at += kBlock) {
        const auto later = group_at(file, at, epoch);
        if (later && later->number > found.groups.size())
            return fail({Code::kStoreCorrupt, "posts that wait for a frame have changed",
                         "waiting, group " + std::to_string(found.groups.size())});
    }
    return found;
}

void WaitingFile::go_on(const Epoch& epoch, std::uint32_t number, std::size_t end) {
    epoch_ = epoch;
    number_ = number;
    end_ = end;
}

bool WaitingFile::open(int flags) {
    if (fd_ < 0) fd_ = ::open(path_.c_str(), flags | O_RDWR | O_CLOEXEC, 0600);
    return fd_ >= 0;
}

// Zeros that were written, not only room that was promised: else the first write to each block would have to note that too.
bool WaitingFile::make() {
    struct stat is{};
    if (!open(O_CREAT) || ::fstat(fd_, &is) != 0) return false;
    const auto has = static_cast<std::size_t>(is.st_size);
    if (has >= kBytes) return true;
    const std::string zeros(kBytes - has, '\0');
    return write_all(fd_, zeros, has) && ::fsync(fd_) == 0 && keep_name(path_);
}

bool WaitingFile::has_room(std::size_t bytes) {
    if (!is_whole_ && !failed_) {
        is_whole_ = make();
        failed_ = !is_whole_;
    }
    return !failed_ && end_ + blocks_of(sizeof(Head) + bytes) <= kBytes;
}

Result<void> WaitingFile::put(std::string_view group) {
    Head head{epoch_, number_, static_cast<std::uint32_t>(group.size()), 0};
    head.checked = check_of(head, group);
    blocks_.assign(reinterpret_cast<const char*>(&head), sizeof head);
    blocks_.append(group);
    blocks_.resize(blocks_for(group));
    if (!write_all(fd_, blocks_, end_) || ::fdatasync(fd_) != 0) {
        failed_ = true;
        return not_written(path_);
    }
    end_ += blocks_.size();
    ++number_;
    return {};
}

Result<void> WaitingFile::wipe() {
    if (!open(0)) return {};  // there is none
    static constexpr char kZeros[kBlock] = {};
    std::string block(kBlock, '\0');
    bool changed = false;
    for (auto at = end_; at < kBytes; at += kBlock) {
        const auto n = ::pread(fd_, block.data(), kBlock, static_cast<off_t>(at));
        if (n <= 0) break;  // it was never whole
        const auto size = static_cast<std::size_t>(n);
        if (std::memcmp(block.data(), kZeros, size) == 0) continue;
        if (!write_all(fd_, {kZeros, size}, at)) return not_written(path_);
        changed = true;
    }
    if (changed && ::fdatasync(fd_) != 0) return not_written(path_);
    return {};
}

}  // namespace mizan::store
