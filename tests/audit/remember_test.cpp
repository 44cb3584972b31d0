// What an auditor has seen is held against what he is shown next.
#include "audit/remember.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "audit/memory_log.h"
#include "base/files.h"

using namespace mizan;
using namespace mizan::audit;

namespace {

namespace fs = std::filesystem;

struct Auditor {
    std::string folder = (fs::temp_directory_path() / "mizan-remember-XXXXXX").string();
    std::string file;

    Auditor() {
        REQUIRE(::mkdtemp(folder.data()) != nullptr);
        file = folder + "/seen";
    }
    Auditor(const Auditor&) = delete;
    Auditor& operator=(const Auditor&) = delete;
    ~Auditor() { fs::remove_all(folder); }

    Remembered look_at(MemoryLog& log) const {
        const auto report = verify_log(log, trust_in_log());
        REQUIRE(report.has_value());
        auto out = remember(file, log, trust_in_log(), *report);
        REQUIRE(out.has_value());
        return *out;
    }
    Remembered look_at(const std::vector<std::string>& entries) const {
        MemoryLog log;
        fill(log, entries);
        return look_at(log);
    }
    std::string seen() const { return read_file(file, 10'000).value(); }
};

std::vector<std::string> with_change(std::vector<std::string> entries, std::size_t at) {
    entries[at] += " (changed)";
    return entries;
}

}  // namespace

TEST_CASE("a log that grows is remembered as it grows") {
    const Auditor auditor;
    CHECK(auditor.look_at(numbered_entries(0)).memory == Memory::kFirst);
    CHECK(auditor.look_at(numbered_entries(100)).memory == Memory::kGrown);
    CHECK(auditor.look_at(numbered_entries(100)).memory == Memory::kSame);
    CHECK(auditor.look_at(numbered_entries(256)).memory == Memory::kGrown);
    const auto out = auditor.look_at(numbered_entries(70'000));
    CHECK(out.memory == Memory::kGrown);
    CHECK(out.size == 256);
    CHECK(auditor.seen() == checkpoint_of(numbered_entries(70'000)));
}

TEST_CASE("another past is a fork, and both checkpoints are kept") {
    for (const std::size_t size : {100u, 700u}) {
        CAPTURE(size);
        const Auditor auditor;
        (void)auditor.look_at(numbered_entries(100));
        const auto other = with_change(numbered_entries(size), 50);
        const auto out = auditor.look_at(other);
        CHECK(out.memory == Memory::kFork);
        CHECK_FALSE(out.holds());
        CHECK(auditor.seen() == checkpoint_of(numbered_entries(100)));
        CHECK(read_file(out.kept, 10'000).value() == checkpoint_of(other));
    }
}

TEST_CASE("an older checkpoint than the one seen does not take its place") {
    const Auditor auditor;
    (void)auditor.look_at(numbered_entries(300));
    const auto out = auditor.look_at(numbered_entries(299));
    CHECK(out.memory == Memory::kOlder);
    CHECK_FALSE(out.holds());
    CHECK(auditor.seen() == checkpoint_of(numbered_entries(300)));
}

TEST_CASE("damage is not taken for a fork, and a damaged log is not remembered") {
    const Auditor auditor;
    (void)auditor.look_at(numbered_entries(300));
    MemoryLog log;
    fill(log, numbered_entries(700));
    log.files["tile/0/001"][0] ^= 1;
    CHECK(auditor.look_at(log).memory == Memory::kUnclear);
    log.files["tile/0/001"][0] ^= 1;
    log.files["tile/entries/000"][10] ^= 1;
    CHECK(auditor.look_at(log).memory == Memory::kGrown);
    CHECK(auditor.seen() == checkpoint_of(numbered_entries(300)));
}

TEST_CASE("a fork is seen in a log that is damaged elsewhere") {
    const Auditor auditor;
    (void)auditor.look_at(numbered_entries(100));
    MemoryLog log;
    fill(log, with_change(numbered_entries(700), 50));
    log.files["tile/entries/001"][10] ^= 1;
    CHECK(auditor.look_at(log).memory == Memory::kFork);
}

TEST_CASE("a log that can no longer be read is an error and no fork") {
    const Auditor auditor;
    (void)auditor.look_at(numbered_entries(100));
    MemoryLog log;
    fill(log, numbered_entries(700));
    const auto report = verify_log(log, trust_in_log());
    REQUIRE(report.has_value());
    log.files.clear();
    CHECK(remember(auditor.file, log, trust_in_log(), *report).value().memory == Memory::kUnclear);
    log.missing = Code::kNetwork;
    CHECK(remember(auditor.file, log, trust_in_log(), *report).error().code == Code::kNetwork);
}

TEST_CASE("a file that is no checkpoint of this log is refused, not replaced") {
    const Auditor auditor;
    REQUIRE(write_file(auditor.file, "something else\n"));
    MemoryLog log;
    fill(log, numbered_entries(3));
    const auto report = verify_log(log, trust_in_log());
    REQUIRE(report.has_value());
    const auto out = remember(auditor.file, log, trust_in_log(), *report);
    REQUIRE_FALSE(out.has_value());
    CHECK(out.error().where == auditor.file);
    CHECK(auditor.seen() == "something else\n");
}
