#include "witness/add_checkpoint.h"

#include "ledger/base64.h"
#include "ledger/cosignature.h"
#include "ledger/lines.h"
#include "ledger/proof.h"
#include "ledger/tree.h"

namespace mizan::witness {

namespace {

constexpr std::string_view kOld = "old ";

std::unexpected<Error> no_request(std::string why) {
    return fail({Code::kNoteMalformed, "no request to add a checkpoint: " + std::move(why), {}});
}

Decided refused(int status, const std::string& why) {
    return {{status, "text/plain; charset=utf-8", why + "\n"}, std::nullopt};
}

Decided other_size(std::uint64_t held) {
    return {{409, std::string(kSizeType), std::to_string(held) + "\n"}, std::nullopt};
}

// Whether the checkpoint continues what is held, whose size is the request's old size.
Result<void> check_growth(const ledger::Checkpoint& checkpoint, const Held& held,
                          const std::vector<ledger::Hash>& proof) {
    if (held.size > 0)
        return ledger::check_consistency(held.size, checkpoint.size, held.root, checkpoint.root,
                                         proof);
    if (!proof.empty())
        return fail({Code::kProofInvalid, "from an empty tree there is nothing to prove", {}});
    if (checkpoint.size == 0 && checkpoint.root != ledger::empty_root())
        return fail({Code::kProofInvalid, "the root of no entries is another", {}});
    return {};
}

// The checkpoint with the log's own signatures alone: others may be anything.
ledger::Note signed_by_log(const ledger::Note& note, const ledger::VerifierKey& log) {
    ledger::Note out{note.text, {}};
    for (const auto& line : note.signatures)
        if (line.name == log.name && line.key_id == log.id) out.signatures.push_back(line);
    return out;
}

}  // namespace

std::string to_string(const AddRequest& request) {
    std::string out = std::string(kOld) + std::to_string(request.old_size) + "\n";
    for (const auto& hash : request.proof)
        out.append(ledger::to_base64(bytes_of(hash))).append("\n");
    return out.append("\n").append(request.checkpoint);
}

Result<AddRequest> parse_add_request(std::string_view body) {
    if (body.size() > kAddRequestBytes) return no_request("it is too long");
    AddRequest out;
    auto line = ledger::take_line(body);
    if (!line || !ledger::take_prefix(*line, kOld))
        return no_request("it does not begin with `old` and a size");
    const auto size = ledger::decimal(*line, ledger::kMaxTreeSize);
    if (!size) return no_request("the old size is not a number in plain decimal digits");
    out.old_size = *size;
    for (;;) {
        line = ledger::take_line(body);
        if (!line) return no_request("it ends before the checkpoint");
        if (line->empty()) break;
        if (out.proof.size() == ledger::kMaxProofHashes) return no_request("too many hashes");
        const auto hash = ledger::to_hash(*line);
        if (!hash) return no_request("a line of the proof is not the base64 of a hash");
        out.proof.push_back(*hash);
    }
    out.checkpoint = body;
    return out;
}

Result<std::string> origin_of(const AddRequest& request) {
    MZ_TRY(const auto note, ledger::parse_note(request.checkpoint));
    MZ_TRY(auto checkpoint, ledger::parse_checkpoint(note.text));
    return std::move(checkpoint.origin);
}

Decided decide(const AddRequest& request, const Held& held, const ledger::VerifierKey& log,
               const ledger::Signer& witness, std::uint64_t now) {
    const auto opened = ledger::open_checkpoint(request.checkpoint, log);
    if (!opened)
        return refused(opened.error().code == Code::kSignatureInvalid ? 403 : 400,
                       opened.error().message);
    const auto& checkpoint = opened->checkpoint;
    if (request.old_size > checkpoint.size)
        return refused(400, "the old size is larger than that of the checkpoint");
    if (request.old_size != held.size) return other_size(held.size);
    if (const auto grown = check_growth(checkpoint, held, request.proof); !grown)
        return refused(422, grown.error().message);
    auto note = signed_by_log(opened->note, log);
    const auto line = ledger::cosign(note.text, now, witness);
    note.signatures.push_back(line);
    return {{200, "text/plain; charset=utf-8", ledger::to_string(line)},
            Held{checkpoint.size, checkpoint.root, ledger::to_string(note)}};
}

Result<Held> read_held(std::string_view note, const ledger::VerifierKey& log,
                       const ledger::VerifierKey& witness) {
    const auto opened = ledger::open_checkpoint(note, log);
    if (!opened) return fail({Code::kStoreCorrupt, opened.error().message, {}});
    if (const auto ours = ledger::check_cosignature(opened->note, witness); !ours)
        return fail({Code::kStoreCorrupt, ours.error().message, {}});
    return Held{opened->checkpoint.size, opened->checkpoint.root, std::string(note)};
}

http::Answer unknown_log() {
    return {404, "text/plain; charset=utf-8", "no log of this origin is known here\n"};
}

}  // namespace mizan::witness
