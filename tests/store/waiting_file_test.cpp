// The file of posts that wait: what was put is there, whatever became of the write after it.
#include <doctest/doctest.h>

#include <filesystem>
#include <random>

#include "base/files.h"
#include "store/history.h"
#include "store/sqlite/waiting_file.h"
#include "support/scratch_folder.h"

using namespace mizan;
using namespace mizan::test;
using store::WaitingFile;

namespace {

constexpr WaitingFile::Epoch kEpoch{1, 2, 3};
constexpr auto kBlock = WaitingFile::kBlock;

// Three groups, of one, three and two blocks.
std::vector<std::string> three() {
    return {std::string(100, 'a'), std::string(2 * kBlock + 9, 'b'), std::string(kBlock, 'c')};
}

std::string file_of_three(const std::string& path) {
    WaitingFile file(path);
    file.go_on(kEpoch, 0, 0);
    for (const auto& group : three()) {
        CHECK(file.has_room(group.size()));
        must(file.put(group));
    }
    return must(WaitingFile::read(path));
}

std::size_t count_in(const std::string& file) {
    const auto found = must(WaitingFile::groups_in(file, kEpoch));
    for (std::size_t i = 0; i < found.groups.size(); ++i) CHECK(found.groups[i] == three()[i]);
    return found.groups.size();
}

}  // namespace

TEST_CASE("groups that were put are read, by who knows their epoch") {
    const ScratchFolder folder;
    CHECK(must(WaitingFile::read(folder / "s.db")).empty());
    const auto file = file_of_three(folder / "s.db");
    CHECK(file.size() == WaitingFile::kBytes);
    CHECK(count_in(file) == 3);
    CHECK(must(WaitingFile::groups_in(file, kEpoch)).end == 6 * kBlock);
    CHECK(must(WaitingFile::groups_in(file, {9})).groups.empty());
    CHECK(must(WaitingFile::groups_in({}, kEpoch)).groups.empty());
}

TEST_CASE("a write that was cut short anywhere takes nothing along; a change before it is told") {
    const ScratchFolder folder;
    const auto file = file_of_three(folder / "s.db");
    constexpr auto kWritten = 5 * kBlock + 32;  // with its head
    for (std::size_t kept = 4 * kBlock; kept < 6 * kBlock; kept += 61) {
        auto cut = file;
        std::fill(cut.begin() + static_cast<std::ptrdiff_t>(kept), cut.end(), '\0');
        CHECK(count_in(cut) == (kept < kWritten ? 2 : 3));
        CHECK(count_in(file.substr(0, kept)) == (kept < kWritten ? 2 : 3));
    }
    auto swapped = file;  // its second block was written and its first was not
    std::fill_n(swapped.begin() + 4 * kBlock, kBlock, '\0');
    CHECK(count_in(swapped) == 2);
    std::mt19937 random(7);
    for (int i = 0; i < 500; ++i) {
        auto changed = file;
        const auto at = kBlock + random() % (2 * kBlock);
        changed[at] ^= static_cast<char>(1 + random() % 255);
        CHECK(code_of(WaitingFile::groups_in(changed, kEpoch)) == "store-corrupt");
    }
}

TEST_CASE("a new epoch begins at the beginning, over what was, and is wiped with the rest") {
    const ScratchFolder folder;
    const auto path = folder / "s.db";
    (void)file_of_three(path);
    constexpr WaitingFile::Epoch kNext{4};
    WaitingFile file(path);
    file.go_on(kNext, 0, 0);
    CHECK(file.has_room(10));
    must(file.put("new"));
    const auto both = must(WaitingFile::read(path));
    CHECK(must(WaitingFile::groups_in(both, kNext)).groups.size() == 1);
    CHECK(both.contains(three()[1]));
    must(file.wipe());
    const auto wiped = must(WaitingFile::read(path));
    CHECK(must(WaitingFile::groups_in(wiped, kNext)).groups.size() == 1);
    CHECK(wiped.find_first_not_of('\0', kBlock) == std::string::npos);
    CHECK_FALSE(file.has_room(WaitingFile::kBytes - kBlock));
    must(file.put("another"));
    CHECK(must(WaitingFile::groups_in(must(WaitingFile::read(path)), kNext)).groups.size() == 2);
}

TEST_CASE("where no file can be made there is no room, and nothing to wipe") {
    const ScratchFolder folder;
    WaitingFile file(folder / "no/such/folder/s.db");
    CHECK_FALSE(file.has_room(1));
    must(file.wipe());
}
