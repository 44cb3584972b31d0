// WaitingFile: posts that wait for a frame, each group of them one write and one wait for the disk. Private to this folder.
//
// Blocks of kBlock bytes, all there from the beginning: a write changes no length, and none touches what was written before. A group
// stands in as many as it needs: head, then bytes. The head bears the epoch, a random number that the database holds: another one
// there, with the frame of all that waits, and in the same transaction all groups are of the past. So the file never has to be emptied
// at a certain moment, and a copy of the database, which gets an epoch of its own, takes no file for its own that is another's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mizan::store {

// Belongs to one thread.
class WaitingFile {
public:
    static constexpr std::size_t kBlock = 4096;
    static constexpr std::size_t kBytes = 4u << 20;
    using Epoch = std::array<std::uint8_t, 16>;

    // Nothing is opened or made yet.
    explicit WaitingFile(const std::string& database);
    WaitingFile(const WaitingFile&) = delete;
    WaitingFile& operator=(const WaitingFile&) = delete;
    ~WaitingFile();

    // All that stands in the file beside that database; empty if there is none. Errors: kFileRead.
    [[nodiscard]] static Result<std::string> read(const std::string& database);
    struct Groups {
        std::vector<std::string_view> groups;
        std::size_t end = 0;  // of the last
    };
    // The groups of an epoch in what read() gave. One whose write was cut short, which can only be the last, is none. Errors:
    // kStoreCorrupt if there are later ones behind it.
    [[nodiscard]] static Result<Groups> groups_in(std::string_view file, const Epoch& epoch);

    // The next group is of that epoch, its `number`th, and stands from `end` on.
    void go_on(const Epoch& epoch, std::uint32_t number, std::size_t end);
    // Whether a group of so many bytes can be put; makes the file if there is none. After a failure never.
    [[nodiscard]] bool has_room(std::size_t bytes);
    // Durable when it returns. Errors: kStoreFull; whether it was written is not known then.
    [[nodiscard]] Result<void> put(std::string_view group);
    // Overwrites what is behind the last group. Errors: kStoreFull.
    [[nodiscard]] Result<void> wipe();

private:
    [[nodiscard]] bool open(int flags);
    [[nodiscard]] bool make();

    std::string path_;
    int fd_ = -1;
    bool is_whole_ = false;  // has all its blocks
    bool failed_ = false;
    Epoch epoch_{};
    std::uint32_t number_ = 0;
    std::size_t end_ = 0;
    std::string blocks_;  // scratch memory of put()
};

}  // namespace mizan::store
