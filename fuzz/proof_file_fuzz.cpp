// Arbitrary bytes as a proof in a file: no crash, what is read is written again byte for byte, and no bytes are a proof.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ledger/proof.h"
#include "ledger/proof_file.h"

using namespace mizan::ledger;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto log =
        parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k").value();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto proof = parse_proof_file(bytes);
    if (!proof) return 0;
    if (to_string(*proof) != bytes || proof->hashes.size() > kMaxProofHashes) std::abort();
    if (check_proof_file(*proof, "entry", log)) std::abort();
    // The same hashes as proofs between trees of sizes that the input chooses.
    const Hash none{};
    const auto tree = proof->index + proof->checkpoint.size();
    (void)check_inclusion(proof->index, tree, none, proof->hashes, none).has_value();
    (void)check_consistency(proof->index, tree, none, none, proof->hashes).has_value();
    return 0;
}
