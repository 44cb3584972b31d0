// A proof file is believed only as a whole: signature, witnesses, place and entry.
#include "audit/check_proof.h"

#include <doctest/doctest.h>

#include "audit/memory_log.h"
#include "ledger/proof_file.h"

using namespace mizan;
using namespace mizan::audit;

namespace {

const ledger::Signer& witness(int number) {
    static const auto first =
        ledger::Signer::generate("w0.example", ledger::KeyType::kCosignature).value();
    static const auto second =
        ledger::Signer::generate("w1.example", ledger::KeyType::kCosignature).value();
    return number == 0 ? first : second;
}

Trust trust_in_both() {
    const auto policy = "log " + to_vkey(log_signer().key()) + "\nwitness a " +
                        to_vkey(witness(0).key()) + "\nwitness b " + to_vkey(witness(1).key()) +
                        "\ngroup both all a b\nquorum both\n";
    Trust trust;
    trust.witnesses = ledger::parse_witness_policy(policy).value();
    return trust;
}

std::string proof_of(std::uint64_t index, std::optional<std::string> extra, int witnesses = 0) {
    const auto entries = numbered_entries(300);
    auto note = ledger::parse_note(checkpoint_of(entries)).value();
    for (int i = 0; i < witnesses; ++i)
        note.signatures.push_back(ledger::cosign(note.text, 1'790'000'000, witness(i)));
    return to_string(ledger::ProofFile{
        std::move(extra), index, ledger::prove_in(hashes_of(entries), index), to_string(note)});
}

Code fault(const Result<CheckedProof>& proof) {
    REQUIRE_FALSE(proof.has_value());
    return proof.error().code;
}

}  // namespace

TEST_CASE("an entry is in the log where a proof says so") {
    const auto proof = check_proof(proof_of(7, std::nullopt), trust_in_log(), "entry 7");
    REQUIRE(proof.has_value());
    CHECK(proof->index == 7);
    CHECK(proof->signed_checkpoint.checkpoint.size == 300);
    CHECK(fault(check_proof(proof_of(7, std::nullopt), trust_in_log(), "entry 8")) ==
          Code::kProofInvalid);
    CHECK(fault(check_proof(proof_of(7, std::nullopt), trust_in_log(), "")) == Code::kProofInvalid);
}

TEST_CASE("the entry that a proof brings with it is proved like any other") {
    const auto proof =
        check_proof(proof_of(7, R"({"v":1,"leaf":"entry 7","x":[2]})"), trust_in_log(), {});
    REQUIRE(proof.has_value());
    CHECK(proof->entry == "entry 7");
    CHECK(fault(check_proof(proof_of(7, R"({"leaf":"entry 8"})"), trust_in_log(), {})) ==
          Code::kProofInvalid);
    for (const auto* extra : {"", "{", "[]", "7", R"({"leaf":7})", R"({"loaf":"entry 7"})"}) {
        CAPTURE(extra);
        CHECK(fault(check_proof(proof_of(7, extra), trust_in_log(), {})) == Code::kProofMalformed);
    }
    CHECK(fault(check_proof(proof_of(7, std::nullopt), trust_in_log(), {})) ==
          Code::kProofMalformed);
}

TEST_CASE("too few witnesses are too few") {
    const std::string entry = "entry 7";
    CHECK(fault(check_proof(proof_of(7, {}, 1), trust_in_both(), entry)) ==
          Code::kSignatureInvalid);
    const auto proof = check_proof(proof_of(7, {}, 2), trust_in_both(), entry);
    REQUIRE(proof.has_value());
    REQUIRE(proof->witnessed.size() == 2);
    CHECK(proof->witnessed[1].name == "b");
    CHECK(proof->witnessed[1].time == 1'790'000'000);
}

TEST_CASE("a policy names the key of its logs alone") {
    Trust trust = trust_in_both();
    trust.witnesses->logs[0].key.name = "log.example.net";
    CHECK(fault(check_proof(proof_of(7, {}, 2), trust, "entry 7")) == Code::kSignatureInvalid);
}
