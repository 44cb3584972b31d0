// Arbitrary bytes as a signed note, a checkpoint and a key: no crash, and what is read is written again byte for byte.

#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "ledger/checkpoint.h"
#include "ledger/cosignature.h"

using namespace mizan::ledger;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<VerifierKey> known = {
        parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
            .value()};
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto note = parse_note(bytes)) {
        if (to_string(*note) != bytes) std::abort();
        for (const auto& line : note->signatures) {
            if (parse_signature_line(to_string(line)).value() != line) std::abort();
        }
        const auto by = check_signatures(*note, known);
        if (by && by->size() != 1) std::abort();
        (void)find_cosignature(*note, known.front()).has_value();
        if (const auto checkpoint = parse_checkpoint(note->text)) {
            if (to_text(*checkpoint) != note->text) std::abort();
        }
    }
    if (const auto key = parse_vkey(bytes); key && to_vkey(*key) != bytes) std::abort();
    if (const auto key = Signer::parse(bytes); key && key->to_skey() != bytes) std::abort();
    return 0;
}
