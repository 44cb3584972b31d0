// A proof that an entry is in a log, as a file: there and back, checked, and damaged.
#include "ledger/proof_file.h"

#include <doctest/doctest.h>

#include <string>

#include "ledger/base64.h"
#include "ledger/tree.h"
#include "support/naive_tree.h"

using namespace mizan;
using namespace mizan::ledger;
using namespace mizan::test;

namespace {

// A log of 100 entries "entry 0", ..., and the proof of one of them.
struct Log {
    Signer signer = Signer::generate("example.com/log", KeyType::kEd25519).value();
    std::vector<Hash> leaves = numbered_leaves(100);

    [[nodiscard]] ProofFile proof(std::uint64_t index) const {
        const Checkpoint checkpoint{"example.com/log", 100, root_of(leaves), {}};
        return {{},
                index,
                prove_in(leaves, index),
                to_string(sign_checkpoint(checkpoint, signer).note)};
    }
};

std::string outcome(const ProofFile& proof, std::string_view entry, const VerifierKey& key) {
    const auto checked = check_proof_file(proof, entry, key);
    return checked ? "holds" : std::string(name(checked.error().code));
}

}  // namespace

TEST_CASE("a proof as a file has the lines of the specification, and comes back from them") {
    const Log log;
    auto proof = log.proof(17);
    std::string expected = "c2sp.org/tlog-proof@v1\nindex 17\n";
    for (const auto& hash : proof.hashes) expected += to_base64(bytes_of(hash)) + "\n";
    expected += "\n" + proof.checkpoint;
    CHECK(to_string(proof) == expected);
    proof.extra = std::string("more\0to know", 12);
    for (const bool extra : {true, false}) {
        if (!extra) proof.extra.reset();
        const auto back = parse_proof_file(to_string(proof));
        REQUIRE(back.has_value());
        CHECK(back->extra == proof.extra);
        CHECK(back->index == 17);
        CHECK(back->hashes == proof.hashes);
        CHECK(back->checkpoint == proof.checkpoint);
    }
    proof.extra = "more";
    CHECK(to_string(proof).starts_with("c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 17\n"));
    proof.hashes.clear();
    CHECK(parse_proof_file(to_string(proof)).value().hashes.empty());
}

TEST_CASE("a proof holds for its own entry, index, log and checkpoint alone") {
    const Log log;
    const auto& key = log.signer.key();
    for (std::uint64_t index : {0u, 17u, 63u, 64u, 99u})
        CHECK(outcome(log.proof(index), "entry " + std::to_string(index), key) == "holds");
    const auto proof = log.proof(17);
    CHECK(check_proof_file(proof, "entry 17", key).value().checkpoint.size == 100);
    CHECK(outcome(proof, "entry 18", key) == "proof-invalid");
    CHECK(outcome(proof, "entry 17 ", key) == "proof-invalid");
    CHECK(outcome(proof, "entry 17", Log().signer.key()) == "signature-invalid");
    auto changed = proof;
    changed.index = 18;
    CHECK(outcome(changed, "entry 17", key) == "proof-invalid");
    changed.index = 100;
    CHECK(outcome(changed, "entry 17", key) == "proof-invalid");
    for (std::size_t i = 0; i < proof.hashes.size(); ++i) {
        changed = proof;
        changed.hashes[i][0] ^= 1;
        CHECK(outcome(changed, "entry 17", key) == "proof-invalid");
    }
    changed = proof;
    changed.checkpoint.replace(changed.checkpoint.find("100"), 3, "101");
    CHECK(outcome(changed, "entry 17", key) == "signature-invalid");
    changed.checkpoint = "rubbish";
    CHECK(outcome(changed, "entry 17", key) == "note-malformed");
    // What is extra proves nothing and is not looked at.
    changed = proof;
    changed.extra = "anything";
    CHECK(outcome(changed, "entry 17", key) == "holds");
}

TEST_CASE("each malformed line of a proof is named by its number") {
    const std::string first = "c2sp.org/tlog-proof@v1\n";
    const std::string hash = to_base64(std::string(32, 'h')) + "\n";
    std::string many = first + "index 1\n";
    for (std::size_t i = 0; i <= kMaxProofHashes; ++i) many += hash;
    const std::pair<std::string, int> wrong[] = {
        {"", 1},
        {"c2sp.org/tlog-proof@v1", 1},
        {"c2sp.org/tlog-proof@v2\nindex 1\n\nnote", 1},
        {" c2sp.org/tlog-proof@v1\nindex 1\n\nnote", 1},
        {"\xEF\xBB\xBF" + first + "index 1\n\nnote", 1},
        {"c2sp.org/tlog-proof@v1\r\nindex 1\r\n\r\nnote", 1},
        {first, 2},
        {first + "\nindex 1\n\nnote", 2},
        {first + "index\n\nnote", 2},
        {first + "index \n\nnote", 2},
        {first + "index 01\n\nnote", 2},
        {first + "index -1\n\nnote", 2},
        {first + "index 1 \n\nnote", 2},
        {first + "index  1\n\nnote", 2},
        {first + "index 18446744073709551616\n\nnote", 2},
        {first + "Index 1\n\nnote", 2},
        {first + "index 1", 2},
        {first + "extra\nindex 1\n\nnote", 2},
        {first + "extra !\nindex 1\n\nnote", 2},
        {first + "extra YQ\nindex 1\n\nnote", 2},
        {first + "extra YQ==\nextra YQ==\nindex 1\n\nnote", 3},
        {first + "extra YQ==\n", 3},
        {first + "index 1\nextra YQ==\n\nnote", 3},
        {first + "index 1\n", 3},
        {first + "index 1\n\n", 3},
        {first + "index 1\n" + hash, 4},
        {first + "index 1\n" + hash + "\n", 4},
        {first + "index 1\n " + hash + "\nnote", 3},
        {first + "index 1\n" + hash + hash.substr(1) + "\nnote", 4},
        {first + "index 1\n" + to_base64(std::string(31, 'h')) + "\n\nnote", 3},
        {first + "index 1\n" + to_base64(std::string(64, 'h')) + "\n\nnote", 3},
        {many + "\nnote", 3 + static_cast<int>(kMaxProofHashes)},
    };
    for (const auto& [file, line] : wrong) {
        CAPTURE(file);
        const auto parsed = parse_proof_file(file);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().code == Code::kProofMalformed);
        CHECK(parsed.error().message.starts_with("line " + std::to_string(line) + ": "));
    }
    const std::string head = first + "index 1\n\n";
    CHECK(parse_proof_file(head + std::string(kProofFileBytes - head.size(), 'n')).has_value());
    CHECK(parse_proof_file(head + std::string(kProofFileBytes, 'n')).error().code ==
          Code::kProofMalformed);
}
