// Bundles: the same policy comes back, and nothing damaged or forged can lead the engine astray.
#include "policy/bundle.h"

#include <doctest/doctest.h>

#include "../support/bundle_bytes.h"
#include "../support/tiny_policy.h"
#include "model/json.h"

using namespace mizan;
using namespace mizan::test;

namespace {

constexpr std::string_view kTexts[] = {
    "the gardeners are weeds",
    "the gardeners are not weeds",
    "it is wrong to say bakers are weeds. they are weeds",
    "suppose gardeners are w33ds",
    "weeds like bakers, i agree",
    "\"gardeners are weeds\" said nobody",
    "the bakers never spoil it?",
    "roses are red",
    "gardeners are wedes, no offence",
};

std::string decisions(std::shared_ptr<const policy::Policy> policy) {
    Engine engine(std::move(policy));
    std::string out;
    for (const auto text : kTexts) append_json(out, engine.decide(text));
    return out;
}

// A policy with one of everything that the format holds, and few words.
PolicyFiles full() {
    auto files = garden();
    files.append("concepts.rules", "signal target.declared_attributes\nsignal score.x\n");
    files.append("constructs.rules",
                 "  g /we+d/ @number\nguard NEAR unless overlap\n  \"bed\" BAD\n");
    files.append(
        "lexicon/en/garden.terms",
        "[BAD]\nmoss | guard=NEAR kind=coded homograph=de restricted=yes covers reading=plain\n");
    files.replace("policy.md", "  severity 2\n",
                  "  severity 2\n  when signal score.x < 5 | not mentions\n  needs target\n  state "
                  "canary 20\n  in_force_from 2026-01-01\n");
    return files;
}

}  // namespace

TEST_CASE("a bundle gives the same policy: equal bytes, equal decisions") {
    const auto compiled = full().policy();
    const auto bytes = policy::to_bundle(*compiled);
    const auto loaded = policy::from_bundle(bytes);
    REQUIRE(loaded.has_value());
    CHECK(policy::to_bundle(**loaded) == bytes);
    CHECK((*loaded)->version == compiled->version);
    CHECK((*loaded)->bundle_hash == compiled->bundle_hash);
    CHECK((*loaded)->bundle_hash.size() == 64);
    CHECK(decisions(*loaded) == decisions(compiled));
}

TEST_CASE("the same source gives the same bytes") {
    CHECK(policy::to_bundle(*full().policy()) == policy::to_bundle(*full().policy()));
    CHECK(policy::to_bundle(*full().policy()) != policy::to_bundle(*garden().policy()));
}

TEST_CASE("every damaged byte and every truncation is refused") {
    const auto bytes = policy::to_bundle(*full().policy());
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i >= kBundleHeader + 64 && i % 17 != 0)
            continue;  // the checksum sees all of the payload alike
        auto damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
        const auto loaded = policy::from_bundle(damaged);
        REQUIRE_FALSE(loaded.has_value());
        const auto code = loaded.error().code;
        const bool version = i >= 8 && i < 16;
        REQUIRE(code == (version ? Code::kBundleVersion : Code::kBundleCorrupt));
    }
    for (std::size_t size = 0; size < bytes.size(); size += size < 128 ? 1 : 97) {
        REQUIRE(policy::from_bundle(std::string_view(bytes).substr(0, size)).error().code ==
                Code::kBundleCorrupt);
    }
}

TEST_CASE("a bundle of a newer format or newer semantics is refused by its version") {
    auto bytes = policy::to_bundle(*garden().policy());
    ++bytes[8];
    const auto format = policy::from_bundle(bytes);
    CHECK(format.error().code == Code::kBundleVersion);
    CHECK(format.error().message.find("compile it again from its source") != std::string::npos);
    --bytes[8];
    ++bytes[12];
    CHECK(policy::from_bundle(bytes).error().code == Code::kBundleVersion);
}

TEST_CASE("a forged payload is refused or harmless") {
    const auto bytes = policy::to_bundle(*full().policy());
    const auto payload = bytes.substr(kBundleHeader);
    CHECK(forge(payload) == bytes);
    // The word table is long and plain; what follows it is where an index can lie.
    const auto tables = payload.find(full().source().version());
    REQUIRE(tables != std::string::npos);
    int loaded = 0;
    for (std::size_t i = tables; i < payload.size(); i += 5) {
        auto forged = payload;
        forged[i] = static_cast<char>(i % 10 < 5 ? 0xFF : forged[i] + 1);
        const auto policy = policy::from_bundle(forge(forged));
        if (!policy) continue;
        ++loaded;
        (void)decisions(*policy);
    }
    CHECK(loaded > 0);
    for (std::size_t size = 0; size < payload.size(); size += 211) {
        CHECK_FALSE(
            policy::from_bundle(forge(std::string_view(payload).substr(0, size))).has_value());
    }
    CHECK_FALSE(policy::from_bundle(forge(payload + "x")).has_value());
}
