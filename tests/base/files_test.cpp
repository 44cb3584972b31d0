// Whole files in and out, into what is no plain file too.
#include "base/files.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

using namespace mizan;

namespace {

namespace fs = std::filesystem;

// A folder of its own, gone at the end.
class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "mizan-files-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { fs::remove_all(path_); }

    [[nodiscard]] std::string operator/(const char* name) const { return path_ + "/" + name; }
    [[nodiscard]] std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
    }

private:
    std::string path_;
};

}  // namespace

TEST_CASE("what is written is read back, and replaces what was there") {
    const Folder folder;
    const auto path = folder / "a";
    REQUIRE(write_file(path, "first, and long").has_value());
    REQUIRE(write_file(path, "second").has_value());
    CHECK(read_file(path, 100).value() == "second");
    CHECK(folder.files() == 1);
}

// `policy compile -o /dev/null` by root put a plain file in the device's place.
TEST_CASE("a pipe is written to and stays a pipe") {
    const Folder folder;
    const auto path = folder / "pipe";
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
    REQUIRE(reader >= 0);
    REQUIRE(write_file(path, "through the pipe").has_value());
    char buf[64];
    const auto n = ::read(reader, buf, sizeof buf);
    ::close(reader);
    REQUIRE(n > 0);
    CHECK(std::string(buf, static_cast<std::size_t>(n)) == "through the pipe");
    CHECK(fs::is_fifo(path));
    CHECK(folder.files() == 1);
}

TEST_CASE("a device stays a device, and one that is full says so") {
    CHECK(write_file("/dev/null", "gone").has_value());
    CHECK(fs::is_character_file("/dev/null"));
    if (!fs::exists("/dev/full")) return;
    const auto full = write_file("/dev/full", "x");
    REQUIRE_FALSE(full.has_value());
    CHECK(full.error().code == Code::kFileWrite);
    CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("a folder, and a file in a folder that is not there, can not be written") {
    const Folder folder;
    CHECK(write_file(folder / ".", "x").error().code == Code::kFileWrite);
    CHECK(write_file(folder / "none/a", "x").error().code == Code::kFileWrite);
    CHECK(folder.files() == 0);
}

TEST_CASE("a durable file takes the old one's place as a whole, and is as private as asked") {
    const Folder folder;
    const auto path = folder / "state";
    REQUIRE(write_file_durably(path, "one", 0600));
    struct stat st{};
    REQUIRE(::stat(path.c_str(), &st) == 0);
    CHECK((st.st_mode & 0777) == 0600);
    REQUIRE(write_file_durably(path, "two"));
    CHECK(read_file(path, 100).value() == "two");
    CHECK(folder.files() == 1);
    CHECK_FALSE(write_file_durably(folder / "none/state", "x"));
    CHECK_FALSE(write_file_durably("/dev/null", "x"));
}

TEST_CASE("many who write one file at once leave one of theirs, whole") {
    const Folder folder;
    const auto path = folder / "one";
    constexpr int kWriters = 8;
    for (int round = 0; round < 20; ++round) {
        {
            std::vector<std::jthread> writers;
            for (int i = 0; i < kWriters; ++i)
                writers.emplace_back([&path, i] {
                    const std::string text(200'000, static_cast<char>('a' + i));
                    CHECK(write_file(path, text).has_value());
                });
        }
        const auto text = read_file(path, 1u << 20).value();
        CHECK(text.size() == 200'000);
        CHECK(text.find_first_not_of(text.front()) == std::string::npos);
        CHECK(folder.files() == 1);
    }
}

TEST_CASE("a file gets another name, and a folder that is not there is said") {
    const Folder folder;
    REQUIRE(write_file(folder / "a", "x").has_value());
    REQUIRE(rename_file(folder / "a", folder / "b").has_value());
    CHECK(read_file(folder / "b", 10).value() == "x");
    CHECK(rename_file(folder / "a", folder / "b").error().code == Code::kFileWrite);
    CHECK(sync_folder(folder / ".").has_value());
    CHECK(sync_folder(folder / "none").error().code == Code::kFileWrite);
}
