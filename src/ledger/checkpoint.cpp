#include "ledger/checkpoint.h"

#include <algorithm>

#include "ledger/base64.h"
#include "ledger/lines.h"
#include "ledger/tree.h"

namespace mizan::ledger {

namespace {

std::unexpected<Error> no_checkpoint(std::string why) {
    return fail({Code::kNoteMalformed, "no checkpoint: " + std::move(why), {}});
}

}  // namespace

std::string to_text(const Checkpoint& checkpoint) {
    std::string out = checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
                      to_base64(bytes_of(checkpoint.root)) + "\n";
    for (const auto& line : checkpoint.extensions) out.append(line).append("\n");
    return out;
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    const auto origin = take_line(text);
    const auto size_line = take_line(text);
    const auto root_line = take_line(text);
    if (!origin || !size_line || !root_line)
        return no_checkpoint("it has fewer than the three lines of origin, size and root");
    Checkpoint out;
    out.origin = *origin;
    if (out.origin.empty()) return no_checkpoint("its origin is empty");
    const auto size = decimal(*size_line, kMaxTreeSize);
    if (!size) return no_checkpoint("its second line is not a size in plain decimal digits");
    out.size = *size;
    const auto root = to_hash(*root_line);
    if (!root) return no_checkpoint("its third line is not the base64 of a root of 32 bytes");
    out.root = *root;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (!line) return no_checkpoint("its last line has no end");
        if (line->empty()) return no_checkpoint("it has an empty line");
        out.extensions.emplace_back(*line);
    }
    return out;
}

SignedCheckpoint sign_checkpoint(const Checkpoint& checkpoint, const Signer& signer) {
    SignedCheckpoint out{checkpoint, {to_text(checkpoint), {}}};
    out.note.signatures.push_back(sign_note(out.note.text, signer));
    return out;
}

Result<SignedCheckpoint> open_checkpoint(std::string_view note, const VerifierKey& log) {
    SignedCheckpoint out;
    MZ_TRY(out.note, parse_note(note));
    MZ_TRY(out.checkpoint, parse_checkpoint(out.note.text));
    // Else a log could sign in the name of another whose key is held too.
    if (out.checkpoint.origin != log.name) {
        return fail({Code::kSignatureInvalid,
                     "the checkpoint is of another log than the key for " + log.name,
                     {}});
    }
    MZ_TRY(const auto by, check_signatures(out.note, {&log, 1}));
    static_cast<void>(by);  // of one key, all
    return out;
}

}  // namespace mizan::ledger
