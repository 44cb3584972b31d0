// A log as static files: what is written is read back, and proofs made from its tiles hold against its checkpoint.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/proof_file.h"
#include "support/log_writer.h"

using namespace mizan;
using namespace mizan::ledger;
using namespace mizan::test;

namespace {

namespace fs = std::filesystem;

// A folder for a log, gone at the end.
class LogDir {
public:
    LogDir() {
        std::string name = (fs::temp_directory_path() / "mizan-log-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    LogDir(const LogDir&) = delete;
    LogDir& operator=(const LogDir&) = delete;
    ~LogDir() { fs::remove_all(path_); }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

std::vector<std::string> numbered_entries(std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back("entry " + std::to_string(i));
    return out;
}

}  // namespace

TEST_CASE("a receipt made from a published log's tiles holds, and each size begins the next") {
    const auto log = Signer::generate("example.com/log", KeyType::kEd25519).value();
    const LogDir dir;
    LogFolder files(dir.path());
    Checkpoint before;
    for (std::size_t size : {1u, 255u, 256u, 257u, 1000u, 66'000u}) {
        CAPTURE(size);
        REQUIRE(write_log(dir.path(), numbered_entries(size), log).has_value());
        const auto note = files.checkpoint().value();
        const auto now = open_checkpoint(note, log.key()).value().checkpoint;
        REQUIRE(now.size == size);
        TileNodes nodes(files, size);
        CHECK(root_at(nodes, size).value() == now.root);
        for (std::size_t index : {std::size_t{0}, size / 2, size - 1}) {
            const ProofFile proof{{}, index, prove_inclusion(nodes, index, size).value(), note};
            CHECK(check_proof_file(proof, "entry " + std::to_string(index), log.key()).has_value());
        }
        if (before.size > 0) {
            const auto proof = prove_consistency(nodes, before.size, size).value();
            CHECK(check_consistency(before.size, size, before.root, now.root, proof).has_value());
        }
        before = now;
        const TileId last{TileId::kEntriesLevel, (size - 1) / kTileWidth,
                          width_at(TileId::kEntriesLevel, (size - 1) / kTileWidth, size)};
        const auto bundle = files.read(last).value();
        CHECK(read_entries(bundle, last.width).value().back() ==
              "entry " + std::to_string(size - 1));
    }
}

TEST_CASE("an entry that is too long, and a place that can not be written, make no log") {
    const auto log = Signer::generate("example.com/log", KeyType::kEd25519).value();
    const LogDir dir;
    const std::vector<std::string> entries{std::string(kEntryBytes + 1, 'e')};
    CHECK(write_log(dir.path(), entries, log).error().code == Code::kLogCorrupt);
    CHECK(write_log("/dev/null/log", numbered_entries(1), log).error().code == Code::kFileWrite);
    CHECK(LogFolder(dir.path()).read({0, 0, 1}).error().code == Code::kLogMissing);
}
