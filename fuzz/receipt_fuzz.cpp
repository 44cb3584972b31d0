// Arbitrary bytes as a receipt and as promises: no crash, what is read is written again byte for byte, and no bytes are signed.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ledger/promises.h"
#include "record/receipt.h"

using namespace mizan;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto log =
        ledger::Signer::generate("example.com/foo", ledger::KeyType::kEd25519).value();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (ledger::open_promises(bytes, log.key())) std::abort();
    // The input as the text of promises that are signed: what is opened is what would be signed again.
    ledger::Note note;
    note.text = bytes;
    note.signatures.push_back(ledger::sign_note(bytes, log));
    const auto file = ledger::to_string(note);
    const auto promises = ledger::open_promises(file, log.key());
    if (promises && ledger::sign_promises(*promises, log) != file) std::abort();
    const auto receipt = record::read_receipt(bytes);
    if (!receipt) return 0;
    if (record::to_string(*receipt) != bytes) std::abort();
    if (record::check_receipt(*receipt, log.key())) std::abort();
    return 0;
}
