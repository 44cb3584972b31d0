// A folder for a test, gone with it.
#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

namespace mizan::test {

struct ScratchFolder {
    std::string path = (std::filesystem::temp_directory_path() / "mizan-test-XXXXXX").string();
    ScratchFolder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

}  // namespace mizan::test
