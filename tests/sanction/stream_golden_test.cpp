// The same bytes everywhere: a frozen policy decides the example stream, and the SHA-256 of all decisions must be the one on
// file, whatever the compiler, the optimisation or the sanitizer. MIZAN_UPDATE=1 in the environment renews the file: do so
// only together with a reason why outputs changed (policy::kSemanticsLevel says when they may).
#include <doctest/doctest.h>

#include <cstdlib>

#include "base/files.h"
#include "base/sha256.h"
#include "feeds/record_reader.h"
#include "model/json.h"
#include "service/decide.h"
#include "service/load_policy.h"

using namespace mizan;

namespace {

const std::string kRoot = MIZAN_SOURCE_DIR;

// Appends every decision, one a line; gives how many there were.
std::size_t decide_all(service::Decider& decider, const std::string& path, std::string& out) {
    auto bytes = read_file(path, 1 << 24);
    REQUIRE(bytes.has_value());
    auto source = feeds::memory_source(*std::move(bytes), path);
    const feeds::FieldMap fields;
    feeds::LineChunker chunker(*source, feeds::Format::kNdjson, fields);
    feeds::RecordReader reader(fields);
    feeds::Chunk chunk;
    Post post;
    std::size_t count = 0;
    while (chunker.next(chunk).value()) {
        reader.begin(chunk);
        for (auto step = reader.next(post); step != feeds::Step::kEnd; step = reader.next(post)) {
            REQUIRE(step == feeds::Step::kPost);
            append_json(out, decider.decide(post));
            out.push_back('\n');
            ++count;
        }
    }
    return count;
}

}  // namespace

TEST_CASE("the frozen policy's decisions on the example streams are the ones on file") {
    const auto loaded = service::load_policy(kRoot + "/tests/data/policies/stream", {});
    REQUIRE(loaded.has_value());
    service::Decider decider(loaded->policy);
    std::string out;
    CHECK(decide_all(decider, kRoot + "/examples/stream.jsonl", out) > 500);
    CHECK(decide_all(decider, kRoot + "/tests/data/lookalikes.jsonl", out) > 500);
    CHECK(out.find("\"outcome\":\"violation\"") != std::string::npos);
    const auto hash = to_hex(sha256(out)) + "\n";
    const auto path = kRoot + "/tests/data/golden/stream.sha256";
    if (std::getenv("MIZAN_UPDATE") != nullptr) REQUIRE(write_file(path, hash).has_value());
    const auto expected = read_file(path, 1 << 10);
    REQUIRE(expected.has_value());
    CHECK(hash == *expected);
}
