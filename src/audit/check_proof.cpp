#include "audit/check_proof.h"

#include <simdjson.h>

#include "ledger/proof_file.h"

namespace mizan::audit {

namespace {

std::unexpected<Error> no_entry(const char* why) {
    return fail({Code::kProofMalformed,
                 std::string(why) + "; give the entry itself with --entry FILE",
                 {}});
}

// The member "leaf" of the JSON that our own logs put into `extra`.
Result<std::string> leaf_of(const std::optional<std::string>& extra) {
    if (!extra) return no_entry("the proof brings no entry with it");
    simdjson::ondemand::parser parser;
    simdjson::padded_string json(*extra);
    simdjson::ondemand::document document;
    std::string_view leaf;
    if (parser.iterate(json).get(document) != simdjson::SUCCESS ||
        document["leaf"].get_string().get(leaf) != simdjson::SUCCESS)
        return no_entry("what the proof brings with it (`extra`) names no entry");
    return std::string(leaf);
}

}  // namespace

Result<CheckedProof> check_proof(std::string_view file, const Trust& trust,
                                 const std::optional<std::string>& entry) {
    MZ_TRY(const auto proof, ledger::parse_proof_file(file));
    CheckedProof out;
    out.index = proof.index;
    MZ_TRY(out.entry, entry ? Result<std::string>(*entry) : leaf_of(proof.extra));
    MZ_TRY(const auto key, key_for(proof.checkpoint, trust));
    MZ_TRY(out.signed_checkpoint, ledger::check_proof_file(proof, out.entry, key));
    MZ_TRY(out.witnessed, check_witnesses(out.signed_checkpoint.note, trust));
    MZ_TRY(out.record, check_record(out.entry, out.index, proof.extra));
    return out;
}

}  // namespace mizan::audit
