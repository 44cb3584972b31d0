#include "cli/output_paths.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/files.h"

using namespace mizan;
namespace fs = std::filesystem;

namespace {

struct Folder {
    Folder() : path(fs::temp_directory_path() / "mizan-output-paths-test") {
        fs::remove_all(path);
        fs::create_directories(path);
    }
    ~Folder() { fs::remove_all(path); }
    std::string operator/(const char* name) const { return (path / name).string(); }
    fs::path path;
};

}  // namespace

TEST_CASE("an output that is an input is refused, by whatever name") {
    const Folder folder;
    REQUIRE(write_file(folder / "in.jsonl", "x\n"));
    fs::create_symlink(folder / "in.jsonl", folder / "link");
    fs::create_hard_link(folder / "in.jsonl", folder / "hard");
    for (const char* name : {"in.jsonl", "link", "hard", "./../mizan-output-paths-test/in.jsonl"}) {
        CAPTURE(name);
        const auto checked = cli::check_outputs({folder / "in.jsonl"}, {folder / name, "", ""});
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == Code::kUsage);
        CHECK_FALSE(cli::check_outputs({folder / "in.jsonl"}, {"", folder / name, ""}));
        CHECK_FALSE(cli::check_outputs({folder / "in.jsonl"}, {"", "", folder / name}));
    }
    CHECK(cli::check_outputs({folder / "in.jsonl"}, {folder / "out.jsonl", "", ""}));
}

TEST_CASE("two outputs are never one file, even one that is not there yet") {
    const Folder folder;
    CHECK_FALSE(cli::check_outputs({"-"}, {folder / "new", folder / "./new", ""}));
    CHECK_FALSE(cli::check_outputs({"-"}, {folder / "a", folder / "new", folder / "new"}));
    CHECK(cli::check_outputs({"-"}, {"/dev/null", "/dev/null", "/dev/null"}));
}

TEST_CASE("the size of inputs is known where all are plain files") {
    const Folder folder;
    REQUIRE(write_file(folder / "a", "12345"));
    REQUIRE(write_file(folder / "b.gz", "12345"));
    CHECK(cli::total_size({folder / "a", folder / "a"}) == 10);
    CHECK(cli::total_size({folder / "a", folder / "b.gz"}) == 0);
    CHECK(cli::total_size({folder / "a", "/dev/null"}) == 0);
    CHECK(cli::total_size({folder / "gone"}) == 0);
}
