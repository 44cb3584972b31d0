// Arbitrary bytes as a request to a witness: what is read is written again byte for byte, and nothing is cosigned that the log has
// not signed.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "witness/add_checkpoint.h"

using namespace mizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto log =
        ledger::Signer::generate("log.example.org", ledger::KeyType::kEd25519).value();
    static const auto witness =
        ledger::Signer::generate("w.example.org", ledger::KeyType::kCosignature).value();
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const auto request = witness::parse_add_request(body);
    if (!request) return 0;
    if (witness::to_string(*request) != body) std::abort();
    (void)witness::origin_of(*request);
    if (witness::decide(*request, {}, log.key(), witness, 1).held) std::abort();
    return 0;
}
