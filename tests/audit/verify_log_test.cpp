// A whole log is verified; whatever is damaged is found and named.
#include "audit/verify_log.h"

#include <doctest/doctest.h>

#include "audit/memory_log.h"

using namespace mizan;
using namespace mizan::audit;

namespace {

VerifyReport verified(MemoryLog& log, EntryVisitor* visitor = nullptr) {
    auto report = verify_log(log, trust_in_log(), visitor);
    REQUIRE(report.has_value());
    return *std::move(report);
}

// The one finding that there is.
Finding the_finding(MemoryLog& log) {
    const auto report = verified(log);
    REQUIRE(report.findings_count == 1);
    REQUIRE(report.findings.size() == 1);
    CHECK_FALSE(report.whole());
    return report.findings.front();
}

class Gathered final : public EntryVisitor {
public:
    std::vector<std::pair<std::uint64_t, std::string>> seen;
    void visit(std::uint64_t first, std::span<const std::string_view> entries) override {
        for (const auto entry : entries) seen.emplace_back(first++, entry);
    }
};

}  // namespace

TEST_CASE("whole logs hold at the sizes where tiles begin and end") {
    for (const std::size_t size :
         {0u, 1u, 2u, 255u, 256u, 257u, 511u, 512u, 513u, 1000u, 65'536u, 65'793u, 70'000u}) {
        CAPTURE(size);
        MemoryLog log;
        fill(log, numbered_entries(size));
        const auto report = verified(log);
        CHECK(report.holds());
        CHECK(report.entries == size);
        std::size_t bytes = 0;
        for (const auto& [path, file] : log.files) bytes += path == "checkpoint" ? 0 : file.size();
        CHECK(report.bytes == bytes);  // nothing was passed over
    }
}

TEST_CASE("a changed byte anywhere is one finding that names the file and the place in it") {
    const auto entries = numbered_entries(600);
    MemoryLog log;
    fill(log, entries);
    for (auto& [path, file] : log.files) {
        if (path == "checkpoint") continue;
        const auto tile = ledger::parse_tile_path(path);
        REQUIRE(tile);
        for (std::size_t at = 0; at < file.size(); at += 29) {
            CAPTURE(path);
            CAPTURE(at);
            file[at] = static_cast<char>(file[at] ^ 4);
            const auto found = the_finding(log);
            CHECK(found.file == path);
            if (tile->level >= 0) {
                CHECK(found.kind == FindingKind::kHash);
                CHECK(found.index == at / sizeof(ledger::Hash));
            } else if (found.kind == FindingKind::kEntry) {
                REQUIRE(found.index);
                CHECK(*found.index / 256 == tile->index);
            } else {
                CHECK(found.kind == FindingKind::kFile);  // a length that no longer fits
            }
            file[at] = static_cast<char>(file[at] ^ 4);
        }
    }
    CHECK(verified(log).holds());
}

TEST_CASE("a changed entry is named by its number in the log") {
    auto entries = numbered_entries(70'000);
    MemoryLog log;
    fill(log, entries);
    const ledger::TileId bundle{ledger::TileId::kEntriesLevel, 260, 256};
    auto& file = log.files.at(path(bundle));
    file[file.size() - 1] ^= 1;
    const auto found = the_finding(log);
    CHECK(found.kind == FindingKind::kEntry);
    CHECK(found.index == 260 * 256 + 255);
    CHECK(found.file == "tile/entries/260");
}

TEST_CASE("two entries that changed places are two findings") {
    auto entries = numbered_entries(300);
    MemoryLog log;
    fill(log, entries);
    std::swap(entries[10], entries[20]);
    log.files["tile/entries/000"] =
        tile_bytes({ledger::TileId::kEntriesLevel, 0, 256}, entries, {});
    const auto report = verified(log);
    REQUIRE(report.findings_count == 2);
    CHECK(report.findings[0].index == 10);
    CHECK(report.findings[1].index == 20);
}

TEST_CASE(
    "an entry that was changed together with its hashes is found at the first tile that was not") {
    const auto entries = numbered_entries(600);
    auto forged = entries;
    forged[5] = "entry V";
    MemoryLog log;
    MemoryLog other;
    fill(log, entries);
    fill(other, forged);
    log.files["tile/entries/000"] = other.files["tile/entries/000"];
    log.files["tile/0/000"] = other.files["tile/0/000"];
    const auto found = the_finding(log);
    CHECK(found.file == "tile/1/000.p/2");
    CHECK(found.index == 0);
    CHECK(found.message.find("entries 0 to 255") != std::string::npos);

    // All the files agree, and only the signed root tells.
    log.files["tile/1/000.p/2"] = other.files["tile/1/000.p/2"];
    CHECK(the_finding(log).kind == FindingKind::kRoot);
    log.files["checkpoint"] = other.files["checkpoint"];
    CHECK(verified(log).holds());
}

TEST_CASE("a missing, shortened or lengthened file is one finding, and the rest is still read") {
    MemoryLog log;
    fill(log, numbered_entries(600));
    const auto whole = log.files;
    for (const auto& [path, file] : whole) {
        if (path == "checkpoint") continue;
        CAPTURE(path);
        log.files.erase(path);
        CHECK(the_finding(log).kind == FindingKind::kFile);
        CHECK(the_finding(log).file == path);
        log.files[path] = file + "x";
        CHECK(the_finding(log).file == path);
        log.files[path] = file.substr(0, file.size() - 1);
        CHECK(the_finding(log).file == path);
        log.files[path] = "";
        CHECK(the_finding(log).file == path);
        log.files = whole;
    }
}

TEST_CASE("a log that has grown since and dropped its partial tiles still holds") {
    const auto entries = numbered_entries(600);
    MemoryLog log;
    fill(log, entries);
    log.files["checkpoint"] = checkpoint_of(numbered_entries(300));
    const auto report = verified(log);
    // tile/1/000.p/2 is no full one, so the partial one of the older size would have to be there still.
    REQUIRE(report.findings_count == 1);
    CHECK(report.findings.front().file == "tile/1/000.p/1");
    log.files["tile/1/000.p/1"] = log.files["tile/1/000.p/2"].substr(0, 32);
    CHECK(verified(log).holds());
}

TEST_CASE("all that is wrong is counted, the first hundred are listed") {
    const auto entries = numbered_entries(1000);
    auto others = entries;
    for (auto& entry : others) entry += '!';
    MemoryLog log;
    fill(log, entries);
    for (const auto& tile : ledger::tiles_grown(0, 1000))
        if (tile.level < 0) log.files[path(tile)] = tile_bytes(tile, others, {});
    const auto report = verified(log);
    CHECK(report.findings_count == 1000);
    CHECK(report.findings.size() == kFindings);
}

TEST_CASE("a log of which nearly nothing is there is given up") {
    MemoryLog log;
    const ledger::Checkpoint checkpoint{
        log_signer().key().name, std::uint64_t{1} << 50, ledger::leaf_hash("?"), {}};
    log.files["checkpoint"] = to_string(sign_checkpoint(checkpoint, log_signer()).note);
    const auto report = verified(log);
    CHECK_FALSE(report.complete);
    CHECK_FALSE(report.holds());
    CHECK(report.findings_count >= kMissingFiles);
    CHECK(report.findings_count < kMissingFiles + 10);
}

TEST_CASE("what could not be looked at is an error and no verdict") {
    MemoryLog log;
    fill(log, numbered_entries(300));
    log.files.erase("tile/0/000");
    log.missing = Code::kNetwork;
    const auto report = verify_log(log, trust_in_log());
    REQUIRE_FALSE(report.has_value());
    CHECK(report.error().code == Code::kNetwork);
}

TEST_CASE("a visitor sees every entry once and in order, but for bundles that cannot be read") {
    const auto entries = numbered_entries(600);
    MemoryLog log;
    fill(log, entries);
    Gathered all;
    verified(log, &all);
    REQUIRE(all.seen.size() == 600);
    for (std::size_t i = 0; i < 600; ++i) {
        CHECK(all.seen[i].first == i);
        CHECK(all.seen[i].second == entries[i]);
    }
    log.files.erase("tile/entries/001");
    Gathered some;
    verified(log, &some);
    REQUIRE(some.seen.size() == 344);
    CHECK(some.seen[256] == std::pair<std::uint64_t, std::string>(512, "entry 512"));
}

TEST_CASE("a checkpoint that the key has not signed is not believed") {
    MemoryLog log;
    fill(log, numbered_entries(3));
    const auto other =
        ledger::Signer::generate("log.example.org", ledger::KeyType::kEd25519).value();
    auto report = verify_log(log, {other.key(), {}});
    REQUIRE_FALSE(report.has_value());
    CHECK(report.error().code == Code::kSignatureInvalid);

    auto& note = log.files["checkpoint"];
    note[note.find('\n') + 1] = '4';  // the size
    report = verify_log(log, trust_in_log());
    REQUIRE_FALSE(report.has_value());
    CHECK(report.error().code == Code::kSignatureInvalid);
}
